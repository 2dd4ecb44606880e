"""Which engines a test runs on, where not on each.

Knows how the fixture is told, and how cases and engines take turns; refuses to say when one engine is
enough: each test says so itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pytest

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For long tables of what is decided before any statement, and the same on each engine."""
in_turns = pytest.mark.in_turns
"""For long tables whose cases all come to the same statements: every day each case on one engine, and each
engine with half of the cases; ``make torture`` tries the other half."""


def leave_to_torture(items: Iterable[pytest.Item]) -> None:
    """Mark half of the cases of each test whose cases and engines take turns."""
    tests = defaultdict[str, list[pytest.Item]](list)
    for item in items:
        if item.get_closest_marker("in_turns"):
            tests[item.nodeid.partition("[")[0]].append(item)
    for cases in tests.values():
        places = [case.callspec.indices for case in cases]  # type: ignore[attr-defined]
        for case, waits in zip(cases, waiting(places), strict=True):
            if waits:
                case.add_marker("torture")


def waiting(cases: Sequence[Mapping[str, int]]) -> list[bool]:
    """Which cases of a test wait for torture, by where the values of their parameters stand in their lists.

    Those whose places are odd in sum do: so of two neighbours in any list one is tried, and each meets
    both engines unless that list is the only one. Names that stand in one list count once.
    """
    lists = {tuple(case[name] for case in cases): name for name in cases[0]}
    return [bool(sum(case[name] for name in lists.values()) % 2) for case in cases]
