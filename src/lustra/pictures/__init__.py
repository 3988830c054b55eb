"""Diagrams and charts: plain values in, SVG, PNG or HTML out; no file."""
