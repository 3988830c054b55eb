"""What a score means."""
DEFAULT_THRESHOLD = 0.7
DEFAULT_CUTOFF = 0.5
