"""A tree of files, read and checked: the pure half of compiling a course.

Joins reading with the checks between files; refuses disk, so that what is held in memory is examined alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from academy_cli.authoring.checks import check
from academy_cli.authoring.read import NOTHING_KNOWN, Known, Reading, read
from academy_cli.authoring.tree import Limits, Tree
from academy_cli.formats.problems import Problem, Severity


class Examined(NamedTuple):
    """What a tree says, every finding as the author grades it, and the assets that lessons refer to."""

    reading: Reading
    problems: tuple[Problem, ...]
    assets: tuple[str, ...] = ()


def examine(
    tree: Tree,
    *,
    limits: Limits = Limits(),
    known: Known = NOTHING_KNOWN,
    progress: Callable[[int], None] | None = None,
) -> Examined:
    """Read a course and check what is between its files; every finding is in the result, none is raised."""
    reading = read(tree, known=known, limits=limits, progress=progress)
    checked = check(reading.draft, tree, limits=limits)
    between = (graded(problem, reading) for problem in checked.problems)
    return Examined(reading, (*reading.problems, *between), checked.assets)


def graded(problem: Problem, reading: Reading) -> Problem:
    """A finding with the severity that the author's ``checks:`` gives it."""
    severity = reading.severities.get(problem.code, problem.severity)
    keeps = problem.severity is Severity.ERROR or severity is problem.severity
    return problem if keeps else replace(problem, severity=severity)
