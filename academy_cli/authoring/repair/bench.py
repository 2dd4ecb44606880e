"""The workbench: what a fix may look at, which is a course's files, what they say, and who is there.

Knows a tree and how it was read; refuses to change either, and disk.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property

from academy_cli.authoring.conventions import Folder, folders_of
from academy_cli.authoring.document import Kind, Node
from academy_cli.authoring.examine import Examined
from academy_cli.authoring.names import MODULE_FILE
from academy_cli.authoring.repair.newids import NO_KNOWN_IDS, KnownIds
from academy_cli.authoring.repair.yamlplaces import Yaml
from academy_cli.authoring.signposts import Signposts
from academy_cli.authoring.translations.targets import pairs_of
from academy_cli.authoring.translations.versions import NoPast, Past
from academy_cli.authoring.tree import Limits, Tree, UnreadableError
from academy_cli.formats.problems import Problem, ordered
from academy_cli.formats.yamltext import YamlLimits

_ID = re.compile(rb"^[\"']?id[\"']?[ \t]*:[ \t]*[\"']?([A-Za-z0-9][A-Za-z0-9._:-]*)", re.MULTILINE)


class Bench:
    """One state of a course, with whatever a fix asks for kept once it is found."""

    def __init__(
        self,
        tree: Tree,
        examined: Examined,
        limits: Limits = Limits(),
        known: KnownIds = NO_KNOWN_IDS,
    ) -> None:
        self.notes: tuple[Problem, ...] = ()
        self.past: Past = NoPast()
        self.translated: frozenset[str] = frozenset()
        """The translations that say what their originals say now, by path; only those are mended then."""
        self.was_current: frozenset[str] = frozenset()
        """The translations that said what their originals said before anything was mended, by path."""
        self.tree, self.examined, self.limits, self.known = tree, examined, limits, known
        self.yaml_limits = YamlLimits(limits.yaml_depth, limits.yaml_aliases)
        self._data: dict[str, bytes] = {}
        self._yaml: dict[str, Yaml] = {}
        self.owners: dict[str, Sequence[Node]] = {}

    @property
    def findings(self) -> tuple[Problem, ...]:
        """What is wrong, and what is noted besides, by place."""
        return ordered((*self.examined.problems, *self.notes))

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Modules and lessons by path."""
        return {node.path: node for node in self.examined.reading.draft.contents}

    @cached_property
    def originals(self) -> Mapping[str, tuple[Node, Node]]:
        """Translations by path, each with what it translates."""
        pairs = pairs_of(self.examined.reading.draft)
        return {one.path: (one, original) for one, original in pairs}

    @cached_property
    def claimed(self) -> Mapping[str, Sequence[Node]]:
        """Who says to have an id, by id: also those from whom it was taken because others say so, too."""
        found: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            name = node.id
            if name is None and node.is_broken:
                written = _ID.search(self.data(file_of(node)))
                name = written[1].decode(errors="replace") if written else None
            if name is not None:
                found[name].append(node)
        return found

    @cached_property
    def taken(self) -> frozenset[str]:
        """Every id, and what all those are called that have none."""
        called = (node.id or node.key for node in self.nodes.values())
        return frozenset(called) | self.examined.reading.doubts.ids | self.claimed.keys()

    @cached_property
    def folders(self) -> Mapping[str, Folder]:
        """The files and folders of each folder."""
        return folders_of(self.tree.paths)

    @cached_property
    def signposts(self) -> Signposts:
        """Where a path that leads nowhere may have been meant to lead."""
        return Signposts(self.tree.paths)

    def data(self, file: str) -> bytes:
        """The bytes of a file; none where it cannot be read."""
        if file not in self._data:
            self._data[file] = b""
            if file in self.tree.paths:
                with suppress(UnreadableError):
                    self._data[file] = self.tree.load(file, self.limits.text_bytes)
        return self._data[file]

    def yaml(self, file: str) -> Yaml:
        """The YAML of course.yaml, a module.yaml or a lesson's front matter."""
        if file not in self._yaml:
            self._yaml[file] = Yaml(file, self.data(file), self.yaml_limits)
        return self._yaml[file]


def file_of(node: Node) -> str:
    """The file that says who a module or lesson is."""
    return node.path if node.kind is Kind.LESSON else f"{node.path}/{MODULE_FILE}"
