"""What the page around a course's own has to know to keep how far a learner is.

Knows which lessons count, and how little a platform remembers; the text is what ``pages/static/around.js``
reads. Refuses to know what is on pages.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from academy_cli.kit.completion import Rule

ROOM = {"1.2": 4096, "2004": 64_000}
"""Letters of ``cmi.suspend_data``, which is all that a platform remembers of a learner."""
_KEY = 5
_PER_QUIZ = 13
"""Letters at most: a key, 99 attempts, 100 percent, and what parts them."""


class Step(NamedTuple):
    """A lesson as something to do; ``pass_mark`` is None for a quiz without one."""

    key: str
    href: str
    is_counted: bool
    is_graded: bool = False
    pass_mark: int | None = None


def told(steps: Sequence[Step], rule: Rule, version: str) -> str:
    """Everything about a course's lessons, as JSON."""
    keys = short_keys(step.key for step in steps)
    lessons = [
        [key, step.href, int(step.is_counted), int(step.is_graded), step.pass_mark]
        for key, step in zip(keys, steps, strict=True)
    ]
    return json.dumps(
        {
            "version": version,
            "percent": rule.percent,
            "isShort": not fits(steps, version),
            "mark": _digest("\n".join(step.key for step in steps))[:_KEY],
            "lessons": lessons,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def fits(steps: Sequence[Step], version: str) -> bool:
    """Whether a platform can remember lessons by their keys; otherwise it does so by their places."""
    quizzes = sum(step.is_graded for step in steps)
    return 2 + _KEY * len(steps) + _PER_QUIZ * quizzes <= ROOM[version]


def is_remembered(steps: Sequence[Step], version: str) -> bool:
    """Whether a platform can remember all of a course in the shortest way there is."""
    quizzes = sum(step.is_graded for step in steps)
    return 2 + _KEY + len(steps) // 6 + 1 + (_PER_QUIZ - 2) * quizzes <= ROOM[version]


def short_keys(keys: Iterable[str]) -> list[str]:
    """A key of five letters for each, which follows from it alone unless two had the same."""
    found: dict[str, None] = {}
    for key in keys:
        digest, at = _digest(key), 0
        while digest[at : at + _KEY] in found:
            at += 1
        found[digest[at : at + _KEY]] = None
    return list(found)


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()
