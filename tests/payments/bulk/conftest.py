"""Where a plan of refunds is written."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Where a plan is written."""
    return tmp_path / "plan.csv"
