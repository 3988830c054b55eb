"""Frozen value types that every other room speaks in."""
