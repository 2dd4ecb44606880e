"""What is found to do after some files of the valid course changed.

Knows how a comparison reads; refuses to touch disk and database.
"""

from __future__ import annotations

from academy_cli.authoring.changes import Change
from academy_cli.authoring.compare import compare
from academy_cli.authoring.document import Applied, Kind
from tests import make
from tests.make import Changes

INTRO, LOOPS, FILES = "01-basics/01-intro.md", "01-basics/02-loops.md", "02-more/01-files.md"


IMAGE = "01-basics/images/loop.png"


def front(lines: str, text: str = "Text") -> str:
    return f"---\n{lines}---\n{text}\n"


class Planned:
    """What is found to do after some files changed."""

    def __init__(self, changes: Changes, before: Applied, unreadable: tuple[str, ...] = ()) -> None:
        wanted = make.compiled(make.tree(changes, unreadable=unreadable))
        self.before = before
        self.comparison = compare(wanted.course, before, wanted.doubts, make.TEXTS)

    @property
    def done(self) -> list[str]:
        """Each change as action, path and what changed, the source's digest left out."""
        return [
            " ".join(
                [change.action.word, change.path, *sorted(change.differences.keys() - {"source"})]
            )
            for change in self.comparison.changes
            if change.kind is not Kind.COURSE
        ]

    @property
    def withheld(self) -> list[str]:
        """Each withheld change as action and path."""
        return [f"{held.action.word} {held.path}" for held in self.comparison.withheld]

    def row(self, path: str) -> int:
        """The row of what stands at a path afterwards."""
        return next(n.row for n in make.nodes(self.comparison.result) if n.path == path)

    def change(self, path: str) -> Change:
        """The change of what is at a path afterwards."""
        return next(change for change in self.comparison.changes if change.path == path)


def planned(
    changes: Changes, before: Applied | None = None, *, unreadable: tuple[str, ...] = ()
) -> Planned:
    """Compare the valid course with some files changed to what it was before."""
    return Planned(changes, before or make.course(), unreadable)


def row(applied: Applied, path: str) -> int:
    known = [*(make.nodes(applied.document) if applied.document else ()), *applied.archived]
    return next(node.row for node in known if node.path == path)
