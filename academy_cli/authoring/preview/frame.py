"""What surrounds the pages of one site, and what is told of whatever they refer to.

Knows nothing of a course.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from academy_cli.pages.values import Link
from academy_cli.quizzes.questions import Quiz


class Frame(NamedTuple):
    """What surrounds the pages of one site."""

    hosts: frozenset[str] = frozenset()
    views: Callable[[str, str], Sequence[Link]] = lambda _root, _address: ()
    is_live: bool = False
    refer: Callable[[str], None] = lambda _path: None
    mark: Callable[[str], str] = lambda _path: ""
    """What tells a file from what it was before, at the end of its address."""
    scripts: Sequence[str] = ()
    """What pages run beside what all do, by name."""
    grades: Callable[[Quiz], bool] = lambda _quiz: False
    """Whether a page grades a quiz by itself; then its answers are on it."""
    has_every_language: bool = True
    """Whether the pages of every language are there, to be led to."""
