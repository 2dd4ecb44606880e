"""Courses with one thing wrong, for tests of findings.

Knows how a lesson is written; refuses to know a code.
"""

from __future__ import annotations

from academy_cli.formats.problems import Problem
from tests import make

INTRO, LOOPS, FILES = "01-basics/01-intro.md", "01-basics/02-loops.md", "02-more/01-files.md"


def front(lines: str, text: str = "Text") -> str:
    """A lesson with some front matter."""
    return f"---\n{lines}---\n{text}\n"


def one(changes: make.Changes) -> Problem:
    """The only finding."""
    (found,) = make.findings(changes)
    return found
