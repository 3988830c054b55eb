"""Words in other scripts → Latin letters."""
