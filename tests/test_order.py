"""Tests run by chance, but those of a folder one after the other, and the longest first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.order import HERE, LONGEST, SLOW, by_folder


@dataclass(frozen=True)
class Item:
    """A test in a file."""

    path: Path


def test_tests_of_a_folder_stay_together_and_keep_their_order() -> None:
    names = ("mail/b.py", "cli/a.py", "mail/a.py", f"{LONGEST[1]}/x/a.py", "cli/b.py", "test_a.py")
    items = [Item(HERE / name) for name in names]

    by_folder(items)  # type: ignore[arg-type]  # it asks for their paths alone

    assert [str(item.path.relative_to(HERE)) for item in items] == [
        f"{LONGEST[1]}/x/a.py", "mail/b.py", "mail/a.py", "cli/a.py", "cli/b.py", "test_a.py",
    ]  # fmt: skip


def test_the_longest_and_the_slow_folders_are_there() -> None:
    assert [name for name in {*LONGEST, *SLOW} if not (HERE / name).is_dir()] == []
