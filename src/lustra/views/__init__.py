"""What leaves Lustra: every JSON shape, report lines, and what a diagram shows."""
