"""What is found in a course's folder on a disk.

Knows how it is read there; refuses to know what was done to it.
"""

from __future__ import annotations

from pathlib import Path

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.tree import Limits
from academy_cli.formats.problems import Problem

CHECK = """
import sys
from pathlib import Path
from academy_cli.authoring.compile import compile_course
from tests.pace import paces
found = compile_course(Path(sys.argv[1]))
print(*(f"{one.code} {one.place}" for one in found.problems), sep=chr(10))
print(sorted(found.reading.doubts.folders), found.reading.doubts.any_lesson)
"""
"""The same in a process that closed folders are closed to."""


def findings(folder: Path, limits: Limits = Limits()) -> list[tuple[str, str]]:
    """Code and place of what is found, without what follows from it."""
    return [(one.code, one.place) for one in problems(folder, limits)]


def problems(folder: Path, limits: Limits = Limits()) -> tuple[Problem, ...]:
    """All that is found."""
    return compile_course(folder, limits=limits).problems
