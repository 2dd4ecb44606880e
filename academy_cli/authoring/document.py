"""A course as one value, whether it was read from a folder or from the database.

Because both sides are the same type, comparing them is pure. Knows what a course is made of; refuses
to know where it came from.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from academy_cli.authoring.markdown import Link
from academy_cli.formats.problems import Problem

DEFAULT_LANGUAGE = "en"
_MARK = '"quiz":{'
"""What the fields of a lesson with a quiz hold."""


class Kind(Enum):
    """What a node is; the word is used in tables, JSON and on the terminal alike."""

    COURSE = "course"
    MODULE = "module"
    LESSON = "lesson"
    QUESTION = "question"
    ASSET = "asset"
    TRANSLATION = "translation"

    __hash__ = (
        object.__hash__
    )  # members are single; Enum's own hash is a Python call for each lookup


MODULE, LESSON = Kind.MODULE, Kind.LESSON
"""By names of their own for loops over every lesson: before Python 3.12 an Enum's members are looked up by a
Python call."""


class Page(NamedTuple):
    """What one file says, whatever its name: a pure function of its bytes.

    ``fields`` is canonical JSON without id and title; ``title`` is None where the file gives none;
    ``links`` are only those that concern the course: relative ones, and images without a text. A page
    ``is_unreadable`` when no field could be read; it ``is_unsure`` when not even its id is certain.
    ``other_ids`` stand where none counts, but where one may have been meant. ``quiz`` is its quiz as
    canonical JSON, whose sha256 the fields name. A tuple, because one is made for every lesson that is read.
    """

    source: str
    body: str
    id: str | None = None
    title: str | None = None
    fields: str = "{}"
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_unreadable: bool = False
    is_unsure: bool = False
    other_ids: tuple[str, ...] = ()
    quiz: str = ""


class Node(NamedTuple):
    """The course itself, a module, a lesson, an asset or a translation.

    ``key`` is what people call it: the author's id, else its path without numbers; unique among the
    nodes of a kind. ``parent`` is the key of its module, empty directly under the course; that of a
    translation is the key of what it translates. ``fields`` is canonical JSON without id and title.
    ``source`` and ``body`` are sha256 digests, empty where there is no file or text. ``row`` is the database
    row it stands for, 0 for what is only wanted; two nodes are equal that differ only by that and by the
    page. A tuple, because one is made for every lesson.
    """

    kind: Kind
    key: str
    path: str
    title: str = ""
    id: str | None = None
    parent: str = ""
    fields: str = "{}"
    source: str = ""
    body: str = ""
    is_broken: bool = False
    page: Page | None = None
    row: int = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self[:-2] == other[:-2]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:-2])

    @property
    def values(self) -> Mapping[str, Any]:
        """The fields as data."""
        values: Mapping[str, Any] = json.loads(self.fields)
        return values


@dataclass(frozen=True, slots=True)
class CourseDocument:
    """A whole course: its root, then modules and lessons in the order of the tree, then assets by path, then
    translations by key."""

    root: Node
    contents: tuple[Node, ...] = ()
    assets: tuple[Node, ...] = ()
    translations: tuple[Node, ...] = ()

    @property
    def slug(self) -> str:
        """The course's short name."""
        return self.root.key

    def of_kind(self, kind: Kind) -> tuple[Node, ...]:
        """Its modules or lessons, in order."""
        return tuple(node for node in self.contents if node.kind is kind)


@dataclass(frozen=True, slots=True)
class State:
    """Which state a course is in: its newest revision, what that holds, and the course's status.

    ``revision`` is 0 for a course that was never applied. ``manifest`` is the digest of all that the
    revision holds: another academy may have a revision of the same number.
    """

    revision: int = 0
    manifest: str = ""
    status: str = ""


class Questions(NamedTuple):
    """The questions of a lesson's quiz; the archived ones can come back."""

    active: tuple[Node, ...] = ()
    archived: tuple[Node, ...] = ()


NO_QUESTIONS = Questions()


@dataclass(frozen=True, slots=True)
class Applied:
    """What the database holds of a course: its newest revision and everything archived before.

    ``document`` is None for a course that was never applied. ``questions`` are those of lessons by row.
    """

    document: CourseDocument | None = None
    archived: tuple[Node, ...] = ()
    state: State = State()
    questions: Mapping[int, Questions] = field(default_factory=dict)


def path_of(node: Node) -> str:
    """A node's own path, also while another node that stays stands at it."""
    return node.path.removesuffix(f"~{node.row}") if node.row and "~" in node.path else node.path


def children_of(contents: Iterable[Node]) -> Mapping[str, list[Node]]:
    """Nodes by the key of their module, in their order."""
    children: dict[str, list[Node]] = defaultdict(list)
    for node in contents:
        children[node.parent].append(node)
    return children


def digest(text: bytes) -> str:
    """The name that a text is kept under: the sha256 of its bytes in lower-case hexadecimal."""
    return hashlib.sha256(text).hexdigest()


def quiz_of(node: Node | None) -> str:
    """The sha256 of a lesson's quiz; empty for a lesson without one."""
    if node is None or _MARK not in node.fields:
        return ""
    return str(node.values["quiz"]["sha256"])


def pass_mark(node: Node | None) -> int | None:
    """The percent of the points that pass a lesson's quiz, 0 where any do; None for no quiz."""
    if node is None or not quiz_of(node):
        return None
    return int(node.values["quiz"].get("pass_mark", 0))


def quizzes_in(fields: Iterable[str]) -> Iterator[str]:
    """The sha256 of every quiz that some lessons' fields name."""
    return (json.loads(one)["quiz"]["sha256"] for one in fields if _MARK in one)
