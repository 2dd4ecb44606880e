"""A folder with settings in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

FILE = """\
database:
  url: postgresql://file/academy
storage:
  folder: assets
limits:
  files: 7
sync:
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a settings file."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "academy.yaml").write_text(FILE)
    return folder
