"""Numba and NumPy only: arrays in, arrays out; no str, no dict, no entity."""
