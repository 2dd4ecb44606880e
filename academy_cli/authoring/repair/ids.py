"""Ids for all that has none: what `academy course fix --ids` writes into the files of a course.

Knows disk; which ids there are to give is decided in newids, and where their lines stand in idlines.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from academy_cli.authoring.compile import Compilation
from academy_cli.authoring.document import Kind, Node
from academy_cli.authoring.errors import FileUnwritableError
from academy_cli.authoring.lessonfiles import read_lesson
from academy_cli.authoring.names import COURSE_FILE, MODULE_FILE, is_lesson_name
from academy_cli.authoring.repair import idlines
from academy_cli.authoring.repair.newids import NO_KNOWN_IDS, KnownIds, new_ids
from academy_cli.authoring.repair.writing import MEANWHILE, OUTSIDE, TWICE, replaced
from academy_cli.authoring.tree import Limits, UnreadableError
from academy_cli.formats.problems import Severity
from academy_cli.formats.yamltext import YamlLimits
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words


@dataclass(frozen=True)
class NewId:
    """An id for one file; ``reason`` says why it is not given. What ``is_written`` stands in the file."""

    course: str
    file: str
    kind: str
    id: str | None
    is_written: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Rewrite:
    """A file as it was read and as it will be; ``real`` is where it is, behind all symbolic links."""

    given: NewId
    real: str
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)


@dataclass(frozen=True)
class Fixes:
    """Ids for the files of one course that have none, and those that are left alone."""

    course: str
    folder: Path
    rewrites: tuple[Rewrite, ...]
    left: tuple[NewId, ...]

    @property
    def planned(self) -> tuple[NewId, ...]:
        """Everything that would be given or left alone, by file."""
        given = (rewrite.given for rewrite in self.rewrites)
        return tuple(sorted((*given, *self.left), key=lambda one: one.file))


def missing_ids(
    compiled: Compilation, known: KnownIds = NO_KNOWN_IDS, *, limits: Limits = Limits()
) -> Fixes:
    """Ids for the lessons, and the modules with a module.yaml, that have none. Writes nothing."""
    return _Fixer(compiled, known, limits).run()


class _Fixer:
    """The state of one search for files without ids."""

    def __init__(self, compiled: Compilation, known: KnownIds, limits: Limits) -> None:
        self.compiled, self.known, self.limits = compiled, known, limits
        self.yaml = YamlLimits(limits.yaml_depth, limits.yaml_aliases)
        self.root = os.path.realpath(compiled.folder)
        self.contents = compiled.reading.draft.contents
        self.errors = {
            one.file: one.message
            for one in reversed(compiled.problems)
            if one.severity is Severity.ERROR
        }

    def run(self) -> Fixes:
        nameless = [node for node in self.contents if node.id is None and self._has_file(node)]
        real = {node.path: os.path.realpath(f"{self.root}/{_file(node)}") for node in nameless}
        times = Counter(real.values())
        why = {node.path: self._why_left(node, real[node.path], times) for node in nameless}
        sound = [node for node in nameless if not why[node.path]]
        ids = new_ids(sound, self._standing({node.path for node in sound}), self.known)
        rewrites = {n.path: self._rewrite(n, ids[n.path], real[n.path]) for n in sound}
        left = [self._told(n, None, why[n.path]) for n in nameless if why[n.path]]
        left += [one for one in rewrites.values() if isinstance(one, NewId)]
        if self.compiled.document is None:
            left.append(
                NewId(self.compiled.course, COURSE_FILE, "course", None, reason=self._whole)
            )
        made = (one for one in rewrites.values() if isinstance(one, Rewrite))
        return Fixes(self.compiled.course, self.compiled.folder, tuple(made), tuple(left))

    @property
    def _whole(self) -> str:
        return self.errors.get(COURSE_FILE, "")

    def _has_file(self, node: Node) -> bool:
        return _file(node) in self.compiled.tree.paths

    def _why_left(self, node: Node, real: str, times: Counter[str]) -> str:
        if node.is_broken or _file(node) in self.errors:
            return self.errors.get(_file(node), say("it cannot be read"))
        if self.compiled.reading.doubts.covers_order(node.path):
            return say("the list that says where it belongs cannot be read")
        if not real.startswith(self.root + os.sep):
            return OUTSIDE
        if times[real] > 1:
            return TWICE
        return ""

    def _standing(self, sound: set[str]) -> set[str]:
        """The ids that stand anywhere in the folder, and what those are called that get none."""
        kept = (node for node in self.contents if node.path not in sound)
        named = {node.id or node.key for node in kept}
        return {*named, *self.compiled.reading.doubts.ids, *self._left_out()}

    def _left_out(self) -> Iterator[str]:
        """Ids of Markdown that is no part of the course now."""
        here = {node.path for node in self.contents}
        for path in self.compiled.tree.paths:
            if path not in here and is_lesson_name(path):
                with suppress(UnreadableError):
                    data = self.compiled.tree.load(path, self.limits.text_bytes)
                    page = read_lesson(path, data, "", limits=self.yaml)
                    yield from filter(None, (page.id, *page.other_ids))

    def _rewrite(self, node: Node, name: str, real: str) -> Rewrite | NewId:
        try:
            data = self.compiled.tree.load(_file(node), self.limits.text_bytes)
        except UnreadableError as error:
            return self._told(node, None, error.problem.message)
        made = idlines.with_id(_file(node), data, name, limits=self.yaml)
        if made is None:
            return self._told(node, None, say("a line `id: {}` has to be written by hand", name))
        return Rewrite(self._told(node, name), real, data, made)

    def _told(self, node: Node, name: str | None, reason: str = "") -> NewId:
        course = self.compiled.course
        return NewId(course, _file(node), node.kind.value, name, reason=reason)


def _file(node: Node) -> str:
    return node.path if node.kind is Kind.LESSON else f"{node.path}/{MODULE_FILE}"


def write(fixes: Fixes, told: Callable[[int], None] = lambda _: None) -> tuple[NewId, ...]:
    """Write every id into its file, and say by file what was done and what was left alone.

    ``told`` hears how many are written so far. Raises FileUnwritableError at the first file that cannot be
    written; the files before have their ids, and running it again does the rest.
    """
    done = list(fixes.left)
    for number, rewrite in enumerate(fixes.rewrites):
        try:
            is_written = replaced(Path(rewrite.real), rewrite.before, rewrite.after)
        except OSError as error:
            why = system_words(error)
            raise FileUnwritableError(fixes.folder / rewrite.given.file, why, number) from error
        given = rewrite.given
        reason = "" if is_written else MEANWHILE
        name = given.id if is_written else None
        done.append(NewId(given.course, given.file, given.kind, name, is_written, reason))
        told(number + 1)
    return tuple(sorted(done, key=lambda one: one.file))
