"""Build an index, screen one query or a file of counterparties, compare two parties."""
