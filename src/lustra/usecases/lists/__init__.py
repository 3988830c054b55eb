"""Import, update, withdraw, verify and show the lists of a workspace."""
