"""A course on disk, and an academy that has three revisions of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import make
from tests.authoring.academy import Academy
from tests.authoring.history.changed import FILES, INTRO, edit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The valid course on disk."""
    return make.folder(tmp_path / "course")


@pytest.fixture
def thrice(academy: Academy, folder: Path) -> Academy:
    """An academy with three revisions: a lesson is edited, then moved while another comes and one goes."""
    academy.sync(folder)
    edit(folder, INTRO, "# Introduction\n\nAnother text.\n")
    academy.sync(folder)
    (folder / INTRO).rename(folder / "02-more/05-intro.md")
    edit(folder, "02-more/09-new.md", "# New\n\nText.\n")
    edit(folder, FILES, None)
    academy.sync(folder)
    return academy
