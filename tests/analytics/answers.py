"""What stands in an answer: columns of it, and amounts of money as whole minor units.

Knows rows of answers; refuses to know what they are about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from academy_cli.analytics.views import Answer
from academy_cli.kit.money import Money


def column(answer: Answer, *names: str) -> list[tuple[Any, ...]]:
    """Some columns of an answer, row by row."""
    return [tuple(row[name] for name in names) for row in answer.rows]


def minor(row: Mapping[str, object], name: str) -> int:
    """An amount of money in a row, in minor units."""
    found = row[name]
    assert isinstance(found, Money)
    return found.amount
