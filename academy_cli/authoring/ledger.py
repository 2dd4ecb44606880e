"""What one reading has found so far: findings as the author grades them, and what remains in doubt.

Knows how a file is loaded and a finding recorded; refuses to know what the files say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from academy_cli.authoring.doubts import Doubts
from academy_cli.authoring.page import read_mapping, reader_tag
from academy_cli.authoring.tree import LFS_POINTER, Limits, Tree, UnreadableError, lfs_pointer
from academy_cli.formats.problems import Problem, Severity
from academy_cli.formats.records import Record
from academy_cli.formats.yamltext import YamlLimits


class Ledger:
    """The growing result of one reading of one tree.

    ``ids`` stand in broken files, or where one may be meant; ``unread`` are folders that hide something;
    ``any_lesson`` and ``any_module`` say that a broken file may be any of those that are missing.
    """

    def __init__(self, tree: Tree, limits: Limits) -> None:
        self.tree, self.limits = tree, limits
        self.yaml = YamlLimits(limits.yaml_depth, limits.yaml_aliases)
        self.problems: list[Problem] = list(tree.problems)
        self.severities: dict[str, Severity] = {}
        self.off: frozenset[str] = frozenset()
        self.tag = ""
        self.ids: set[str] = set()
        self.headers: dict[str, bytes] = {}
        self.unread: set[str] = set(tree.unreadable)
        self.any_lesson = self.any_module = bool(tree.unreadable)

    def grade_by(self, checks: Mapping[str, str], *, is_named: bool) -> None:
        """Take over the author's severities; what hides the course's name is always an error."""
        self.severities = {
            code: Severity(word)
            for code, word in checks.items()
            if is_named or not code.startswith("yaml.")
        }
        off = (code for code, severity in self.severities.items() if severity is Severity.OFF)
        self.off = frozenset(off)
        self.tag = reader_tag(self.off)

    def report(self, found: Iterable[Problem], file: str | None = None) -> list[Problem]:
        """Record findings as the author grades them, those of a page under its file's name."""
        graded = [self.graded(p, file) for p in found if p.is_firm or p.code not in self.off]
        self.problems += graded
        return graded

    def graded(self, found: Problem, file: str | None = None) -> Problem:
        """A finding as the author grades it, one of a page under its file's name."""
        wanted = self.severities.get(found.code, found.severity)
        severity = found.severity if found.is_firm else wanted
        return replace(found, severity=severity, file=found.file if file is None else file)

    def load(self, path: str) -> bytes | None:
        """The bytes of a file; None with a finding when it cannot be read."""
        try:
            data = self.tree.load(path, self.limits.text_bytes)
        except UnreadableError as error:
            self.problems.append(error.problem)
            return None
        if data.startswith(LFS_POINTER):
            self.problems.append(lfs_pointer(path))
            return None
        return data

    def mapping(
        self, path: str, record: Record
    ) -> tuple[bytes, dict[str, Any] | None, list[Problem]]:
        """A YAML file's bytes, what its sound keys say (None when nothing does), and its findings."""
        data = self.load(path)
        if data is None:
            return b"", None, []
        self.headers[path] = data
        return data, *read_mapping(data, path, record, limits=self.yaml)

    def doubt(self, name: str | None, *, is_module: bool = False) -> None:
        """Note that the file of this id is broken; without an id it may be any of its kind."""
        if name:
            self.ids.add(name)
        elif is_module:
            self.any_module = True
        else:
            self.any_lesson = True

    def doubt_list(self, folder: str) -> None:
        """Note that the list of this folder is unreadable: it may name lessons and modules anywhere."""
        self.unread.add(folder)
        self.any_lesson = self.any_module = True

    def doubts(self, missing: Iterable[str]) -> Doubts:
        """Everything that keeps what is missing from being archived."""
        ids, unread = frozenset(self.ids), frozenset(self.unread)
        hidden = self.tree.unreadable
        return Doubts(ids, unread, frozenset(missing), self.any_lesson, self.any_module, hidden)
