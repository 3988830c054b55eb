"""Load flows, look for corridors, compare mirror reports, measure the effect of a measure, look up goods."""
