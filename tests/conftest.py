"""Shared fixtures; the real-data suite is collected only where the shared lists lie beside the checkout."""

from pathlib import Path

from hypothesis import HealthCheck, settings

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"

collect_ignore = [] if SHARED.is_dir() else ["real"]

settings.register_profile("lustra", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("lustra")  # a busy machine is slow, which says nothing about the code
