"""Homes that many tests start from, made by the first that asks and copied for the others.

Knows folders; refuses to know what made them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path


class Snapshots:
    """What homes looked like, by name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def start(self, name: str, home: Path, make: Callable[[], object]) -> None:
        """Fill a home with what ``make`` makes of it."""
        kept = self._folder / name
        if kept.exists():
            shutil.copytree(kept, home, symlinks=True, dirs_exist_ok=True)
            return
        before = set(home.iterdir())
        make()
        shutil.copytree(home, kept, symlinks=True, ignore=lambda folder, names: [
            name for name in names if Path(folder) / name in before
        ])  # fmt: skip
