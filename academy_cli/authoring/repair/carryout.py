"""Repairs, carried out: a course's folder read and mended, and its files written.

Joins the engine with disk; refuses to decide what is mended.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from academy_cli.authoring.compile import Compilation
from academy_cli.authoring.errors import FileUnwritableError
from academy_cli.authoring.examine import Examined
from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Mended, Repair
from academy_cli.authoring.repair.engine import (
    NOTHING_BESIDES,
    Besides,
    Repaired,
    proposed,
    repaired,
)
from academy_cli.authoring.repair.fixes import USUAL
from academy_cli.authoring.repair.newids import NO_KNOWN_IDS, KnownIds
from academy_cli.authoring.repair.writing import MEANWHILE, moved, replaced, unwritable
from academy_cli.authoring.translations.past import GitPast
from academy_cli.authoring.tree import Limits
from academy_cli.formats.problems import Problem
from academy_cli.kit.systemwords import system_words


@dataclass(frozen=True)
class RepairView:
    """One repair, or a finding that is left as it is: ``reason`` says why. ``line`` is where it stood."""

    course: str
    file: str
    line: int
    code: str
    what: str
    is_written: bool = False
    reason: str = ""


Told: TypeAlias = tuple[RepairView, ...]


@dataclass(frozen=True)
class Repairs:
    """What mends one course."""

    course: str
    folder: Path
    result: Repaired

    @property
    def files(self) -> int:
        """How many files would be written or renamed."""
        return len(self.result.files) + len(self.result.renames)

    def told(self, unwritten: Collection[str] = (), *, is_written: bool = False) -> Told:
        """Every repair and every finding that is left; files that were ``unwritten`` changed meanwhile."""
        views = [self._left(one.finding, one.why) for one in self.result.left]
        for repair in self.result.repairs:
            if self._files(repair).isdisjoint(unwritten):
                left = self._left(repair.finding, "")
                views.append(replace(left, what=repair.mended.what, is_written=is_written))
            else:
                views.append(self._left(repair.finding, MEANWHILE))
        return tuple(sorted(views, key=lambda one: (one.file, one.line, one.code)))

    def _left(self, finding: Problem, why: str) -> RepairView:
        place = (self._before(finding.file), finding.line, finding.code)
        return RepairView(self.course, *place, "", reason=why)

    def _files(self, repair: Repair) -> set[str]:
        edited = (edit.file for edit in repair.mended.edits)
        renamed = (move.old for move in repair.mended.moves)
        return {self._before(file) for file in (*edited, *renamed)}

    def _before(self, file: str) -> str:
        return next((old for old, new in self.result.moves.items() if new == file), file)


def mendable(compiled: Compilation, limits: Limits = Limits()) -> Mapping[Problem, Mended]:
    """The findings of a course for which there is a repair; whether it holds, only making it can show."""
    if not any(one.code in USUAL for one in compiled.problems):
        return {}
    bench = Bench(compiled.tree, Examined(compiled.reading, compiled.problems), limits)
    return {one.finding: one.mended for one in proposed(bench) if isinstance(one, Repair)}


def repairs_of(
    compiled: Compilation,
    wanted: Collection[str] = USUAL,
    *,
    limits: Limits = Limits(),
    known: KnownIds = NO_KNOWN_IDS,
    besides: Besides = NOTHING_BESIDES,
) -> Repairs:
    """What mends a course's folder, and what is known ``besides``. Writes nothing."""
    tree = compiled.tree
    closed = unwritable(compiled.folder, tree.paths)
    more = besides._replace(past=GitPast(compiled.folder))
    result = repaired(tree, wanted, limits=limits, known=known, closed=closed, besides=more)
    return Repairs(compiled.course, compiled.folder, result)


def write(repairs: Repairs, told: Callable[[int], None] = lambda _: None) -> Told:
    """Write every file that is as it was read, and say of each repair whether it was written.

    Raises FileUnwritableError at the first file that cannot be written; running it again does the rest.
    """
    result, folder = repairs.result, repairs.folder
    unwritten: set[str] = set()
    for number, (path, (before, after)) in enumerate(result.files.items()):
        real = Path(os.path.realpath(folder / path))
        with _Unwritable(folder / path, number):
            if not replaced(real, before, after):
                unwritten.add(path)
        told(number + 1)
    for number, (old, new) in enumerate(result.renames, len(result.files)):
        with _Unwritable(folder / old, number):
            if not moved(folder, old, new):
                unwritten.add(old)
        told(number + 1)
    return repairs.told(unwritten, is_written=True)


class _Unwritable:
    """Turns what the system says about a file into a refusal."""

    def __init__(self, file: Path, before: int) -> None:
        self.file, self.before = file, before

    def __enter__(self) -> None:
        """Nothing is opened."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, OSError):
            why = system_words(error)
            raise FileUnwritableError(self.file, why, self.before) from error
