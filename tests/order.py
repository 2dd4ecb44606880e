"""In which order tests run, and which are slow: by chance, but those of one folder one after the other.

Folders share what takes long to begin: a browser, an S3, the libraries of a slice. Each process of tests
then begins few of them, and what takes longest begins first, so that no process is alone with it at the end.
Knows folders; refuses to order what is in one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
LONGEST = ("corpora", "pages", "reliability", "backups")
"""Folders with tests that take many seconds each."""
SLOW = ("corpora", "reliability", "scenario")
"""Folders that are slow as a whole: real courses, kills and races, the product from an empty machine on."""


def by_folder(items: list[pytest.Item]) -> None:
    """Bring tests of a folder together, in the order in which folders came."""
    places: dict[str, int] = {}
    for item in items:
        places.setdefault(folder(item.path), len(places))
    places |= {name: place - len(LONGEST) for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places[folder(item.path)])


def leave_slow(items: list[pytest.Item]) -> None:
    """Mark the tests of slow folders, as slow modules elsewhere mark themselves."""
    for item in items:
        if folder(item.path) in SLOW:
            item.add_marker("slow")


def folder(path: Path) -> str:
    """The folder of tests that a file is in."""
    return path.relative_to(HERE).parts[0]
