"""The vocabulary of change: actions, changed fields, what is withheld, and the result of it all.

Knows how two states of one node differ; refuses to decide which node is which.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from academy_cli.authoring.document import CourseDocument, Kind, Node
from academy_cli.formats.problems import Problem


class Action(Enum):
    """What happens to a node; ``sign`` is how a plan shows it."""

    CREATE = ("create", "+")
    UPDATE = ("update", "~")
    MOVE = ("move", ">")
    RENAME = ("rename", ">")
    ARCHIVE = ("archive", "-")
    RESTORE = ("restore", "+")

    def __init__(self, word: str, sign: str) -> None:
        self.word = word
        self.sign = sign


_OWN = frozenset({"id", "key", "path", "title", "text", "source", "parent", "position", "archived"})


class FieldChange(NamedTuple):
    """A field's value before and after; None where there is none. Texts are given by digest."""

    before: Any
    after: Any


UNARCHIVED = FieldChange(before=True, after=False)
"""What changes for something that comes back as it was."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happens to one node.

    ``follows`` is the key of the renamed module that explains this change, where nothing else happens.
    ``similarity`` is the share of its text, 0 to 1, where nothing else says who it was. ``node`` is the
    node as it will be, ``was`` as it is; neither is part of the plan's text.
    """

    action: Action
    kind: Kind
    key: str
    path: str
    title: str
    parent: str
    differences: Mapping[str, FieldChange] = field(default_factory=dict)
    follows: str = ""
    similarity: float | None = None
    node: Node | None = field(default=None, compare=False, repr=False)
    was: Node | None = field(default=None, compare=False, repr=False)

    @property
    def fields(self) -> Mapping[str, FieldChange]:
        """What differs, by field; everything a new node says, so that a plan names each text and file."""
        if self.action is Action.CREATE and self.node is not None:
            return _all_fields(self.node)
        return self.differences

    @property
    def fingerprint(self) -> list[Any]:
        """Everything that happens, as plain values that are quick to write down."""
        node = self.node
        made = [node.id, node.fields, node.source, node.body] if node else []
        told = [[name, f.before, f.after] for name, f in self.differences.items()]
        place = [self.action.word, self.kind.value, self.key, self.path, self.title, self.parent]
        return [*place, self.follows, made, told]


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something that would have happened, and the finding's file or sentence that stops it."""

    action: Action
    kind: Kind
    key: str
    path: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes in the order of the tree, what is withheld and why, and the course as it will be.

    Applying the changes gives ``result``, and comparing again finds nothing to do.
    """

    changes: tuple[Change, ...]
    withheld: tuple[Withheld, ...]
    result: CourseDocument
    problems: tuple[Problem, ...] = ()


def counts_of(changes: Iterable[Change]) -> Mapping[str, int]:
    """How many nodes each action touches; every action has a number."""
    found = Counter(change.action for change in changes)
    return {action.word: found[action] for action in Action}


def differences(was: Node, node: Node) -> dict[str, FieldChange]:
    """The fields in which two states of one node differ; its place in the tree is not one of them."""
    fields = {
        name: FieldChange(getattr(was, name), getattr(node, name))
        for name in ("id", "key", "path", "title")
        if getattr(was, name) != getattr(node, name)
    }
    if was.fields != node.fields:
        old, new = json.loads(was.fields), json.loads(node.fields)
        fields |= {
            _shown(name): FieldChange(old.get(name), new.get(name))
            for name in sorted(old.keys() | new.keys())
            if old.get(name) != new.get(name)
        }
    if was.body != node.body:
        fields["text"] = FieldChange(was.body or None, node.body or None)
    is_file = node.kind is Kind.ASSET
    if was.source != node.source and (is_file or not fields.keys() - {"path", "key"}):
        fields["source"] = FieldChange(was.source or None, node.source or None)
    return fields


def made(
    action: Action,
    node: Node,
    was: Node | None,
    differences: Mapping[str, FieldChange] | None = None,
    follows: str = "",
    *,
    similarity: float | None = None,
) -> Change:
    """Say what happens to a node; ``was`` is what it is now."""
    gone = action is Action.ARCHIVE
    return Change(
        action,
        node.kind,
        node.key,
        node.path,
        node.title,
        node.parent,
        differences or {},
        follows,
        similarity,
        None if gone else node,
        was,
    )


def _shown(name: str) -> str:
    """An author's key beside the plan's own words: front matter may well say `path:` or `parent:`."""
    return f"fields.{name}" if name in _OWN else name


def _is_kind(name: str, node: Node) -> bool:
    """Whether a field is what kind of node a translation translates, which nobody wrote."""
    return name == "of" and node.kind is Kind.TRANSLATION


def _all_fields(node: Node) -> dict[str, FieldChange]:
    said = {name: value for name, value in node.values.items() if not _is_kind(name, node)}
    values = {
        "id": node.id,
        "title": node.title or None,
        **{_shown(name): value for name, value in said.items()},
        "text": node.body or None,
        "source": node.source or None,
    }
    return {name: FieldChange(None, value) for name, value in values.items() if value is not None}
