"""A workspace to write in."""

from pathlib import Path

import pytest

from lustra.store.layout import open_root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty workspace."""
    return open_root(tmp_path / "workspace", create=True)
