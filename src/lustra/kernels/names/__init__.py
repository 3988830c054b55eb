"""Kernels that compare names: words, their alignment, its evidence, similar listed words, and candidate names."""
