"""Kernels of the ownership engine: company control on one day and on all days, proofs, gains, sampled shares."""
