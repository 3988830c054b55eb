"""Shared fixtures; the real-data suite is collected only where the shared lists lie beside the checkout."""

from pathlib import Path

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"

collect_ignore = [] if SHARED.is_dir() else ["real"]
