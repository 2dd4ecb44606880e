"""A source while it is converted: its texts, its notes, and which of its files were used.

Knows how files are read and what became of them; refuses to know what is in them.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable
from functools import cached_property
from itertools import count
from typing import Any, NamedTuple
from urllib.parse import unquote

from academy_cli.authoring.parts import Parts, split
from academy_cli.authoring.repair.texts import recoded
from academy_cli.authoring.tree import Limits, Tree, UnreadableError
from academy_cli.formats.yamltext import (
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    YamlLimits,
    parse,
    place,
    plain_value,
)
from academy_cli.interchange import toml
from academy_cli.interchange.notes import Fate, Note
from academy_cli.kit.saying import say

_INCLUDE_COSTS = 200
"""Of an include without any text: there may not be endlessly many of them either."""
_MOST_INCLUDED = 64 * 1024 * 1024


class Mapped(NamedTuple):
    """A mapping of YAML as values, which remembers where each stood."""

    value: dict[str, Any]
    node: MappingNode
    first_line: int = 1

    def line(self, *keys: str | int) -> int:
        """The line on which the value below some keys begins; of the last that is there."""
        at: Node = self.node
        for key in keys:
            below = _below(at, key)
            if below is None:
                break
            at = below
        return place(at)[0] + self.first_line - 1


class Page(NamedTuple):
    """A Markdown file: its front matter, its text, the line on which that begins."""

    front: Mapped
    body: str
    line: int


class Made(NamedTuple):
    """A file that a source holds within another one, on some line of it."""

    data: bytes
    file: str
    line: int


class Source:
    """The files of a source, and the notes that are made of them."""

    def __init__(self, tree: Tree, *, limits: Limits = Limits(), language: str = "") -> None:
        self.tree = tree
        self.limits = limits
        self.language = language
        self.notes: list[Note] = []
        self._included = 0
        self.used: set[str] = set()
        self.made: dict[str, Made] = {}
        self.called: dict[str, str] = {}
        """Files by what links call them instead of their paths, where a format has such names."""
        for found in tree.problems:
            self.drop("file", found.file, found.message)
            self.used.add(found.file)

    def aside(self) -> Source:
        """The same files once more, for what is told elsewhere: its notes are nobody's."""
        other = Source(self.tree, limits=self.limits, language=self.language)
        other.made, other.called = self.made, self.called
        return other

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Every file, by name."""
        return tuple(sorted(self.tree.paths))

    @cached_property
    def known(self) -> frozenset[str]:
        """Every file."""
        return frozenset(self.tree.paths)

    # -- notes ----------------------------------------------------------------------------------

    def keep(self, what: str, file: str, *, line: int = 1, name: str = "", why: str = "") -> None:
        """Note something that is as it was."""
        self.notes.append(Note(Fate.KEPT, what, file, line, name, why))
        self.used.add(file)

    def approximate(self, what: str, file: str, why: str, *, line: int = 1, name: str = "") -> None:
        """Note something that is nearly as it was."""
        self.notes.append(Note(Fate.APPROXIMATED, what, file, line, name, why))
        self.used.add(file)

    def drop(self, what: str, file: str, why: str, *, line: int = 1, name: str = "") -> None:
        """Note something that is not in the course any more."""
        self.notes.append(Note(Fate.DROPPED, what, file, line, name, why))
        self.used.add(file)

    # -- reading --------------------------------------------------------------------------------

    def text(self, path: str, most: int | None = None) -> str | None:
        """The text of a file; None, with a note, where it is larger than ``most`` or cannot be read."""
        if path not in self.known:
            return None
        self.used.add(path)
        try:
            data = self.tree.load(path, most or self.limits.text_bytes)
        except UnreadableError as error:
            self.drop("file", path, error.problem.message)
            return None
        return self._decoded(path, data)

    def data(self, path: str) -> bytes | None:
        """The bytes of a file that is read elsewhere; None where it cannot be."""
        try:
            return self.tree.load(path, self.limits.text_bytes)
        except UnreadableError:
            return None

    def peek(self, path: str, most: int) -> str:
        """The text of a file that is only looked at: no note is made, and it is not used by that."""
        try:
            return self.tree.load(path, most).decode("utf-8-sig", "replace").replace("\r\n", "\n")
        except UnreadableError:
            return ""

    def _decoded(self, path: str, data: bytes) -> str:
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            if not isinstance(found := recoded(data), str):
                self.approximate(
                    "text", path, say("it was {}, and is UTF-8", found.encoding), line=line
                )
                return found.text.replace("\r\n", "\n")
            why = "some of it is not UTF-8, and was replaced by the sign for that"
            self.approximate("text", path, why, line=line)
            return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")

    def yaml(self, path: str) -> Mapped | None:
        """A file's mapping; None, with a note, where there is none."""
        text = self.text(path)
        return None if text is None else self.mapping(text, path)

    def mapping(self, text: str, path: str, first_line: int = 1) -> Mapped | None:
        """The mapping that some text of a file is; None, with a note, where it is none."""
        limits = YamlLimits(self.limits.yaml_depth, self.limits.yaml_aliases)
        parsed = parse(text, path, limits=limits, first_line=first_line)
        if parsed.mapping is None:
            found = parsed.problems[0]
            self.drop("file", path, found.message, line=found.line)
            return None
        return Mapped(_value(parsed.mapping), parsed.mapping, first_line)

    def json(self, path: str, most: int | None = None) -> Any:
        """What a file of JSON holds; None, with a note, where it holds none."""
        text = self.text(path, most)
        if text is None:
            return None
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            self.drop("file", path, say("this is no JSON: {}", error.msg), line=error.lineno)
        except (RecursionError, ValueError):
            self.drop(
                "file", path, say("this JSON is nested too deep or has numbers that are too long")
            )
        return None

    def page(self, path: str) -> Page | None:
        """A Markdown file; None where it cannot be read. Front matter that is no mapping is noted."""
        text = self.text(path)
        if text is None:
            return None
        if brought := toml.front_of(text):
            front = self._front(brought.as_yaml, path, brought.problem)
            return Page(front, brought.body, brought.body_line)
        parts: Parts = split(text.encode())
        if parts.front is None or parts.is_unclosed:
            return Page(nothing(), text, 1)
        front = self._front(parts.front.decode(), path)
        return Page(front, parts.body.decode(), parts.body_line)

    def _front(self, text: str, path: str, wrong: str = "") -> Mapped:
        """Front matter; where it cannot be read, nobody knows that learners may see what it is of."""
        limits = YamlLimits(self.limits.yaml_depth, self.limits.yaml_aliases)
        parsed = parse(text, path, limits=limits, first_line=2)
        if parsed.mapping is not None and not wrong:
            return Mapped(_value(parsed.mapping), parsed.mapping, 2)
        message, line = (
            (wrong, 2) if wrong else (parsed.problems[0].message, parsed.problems[0].line)
        )
        self.drop("front matter", path, say("{}; so it is a draft", message), line=line)
        return Mapped({"draft": True}, MappingNode("map", []))

    def affords(self, text: str) -> bool:
        """Whether a text may be put where another one includes it: together they may not grow for ever."""
        self._included += len(text) + _INCLUDE_COSTS
        return self._included <= _MOST_INCLUDED

    def make(self, near: str, suffix: str, data: bytes, *, line: int = 1) -> str:
        """The path of a file that is taken out of another one, beside which it stands from now on."""
        stem = posixpath.splitext(near)[0]
        numbers = (f"{stem}-{number}{suffix}" for number in count(1))
        path = next(one for one in numbers if one not in self.known and one not in self.made)
        self.made[path] = Made(data, near, line)
        return path

    # -- places ---------------------------------------------------------------------------------

    def below(self, folder: str, suffix: str | tuple[str, ...] = "") -> list[str]:
        """Every file in a folder and below it, by name."""
        start = f"{folder}/" if folder else ""
        return [one for one in self.paths if one.startswith(start) and one.endswith(suffix)]

    def at(self, base: str, target: str) -> str | None:
        """The file that a relative target leads to from a file; None where there is none."""
        path = unquote(re.split(r"[?#]", target, maxsplit=1)[0])
        if not path:
            return None
        start = "" if path.startswith("/") else posixpath.dirname(base)
        found = posixpath.normpath(posixpath.join(start, path.lstrip("/")))
        return found if found in self.known or found in self.made else None

    def nearly_at(self, base: str, target: str) -> str | None:
        """The same, also where only the case of letters differs and no two files are meant."""
        if found := self.at(base, target):
            return found
        path = unquote(re.split(r"[?#]", target, maxsplit=1)[0]).lstrip("/")
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(base), path)).casefold()
        alike = self._by_folded.get(whole, ())
        return alike[0] if path and len(alike) == 1 else None

    @cached_property
    def _by_folded(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.paths:
            found.setdefault(path.casefold(), []).append(path)
        return found


def nothing() -> Mapped:
    """The mapping of what says nothing of itself."""
    return Mapped({}, MappingNode("map", []))


def _value(node: Node) -> Any:
    """The value of a node as most readers of YAML have it: of a key that stands twice, the last one."""
    if isinstance(node, MappingNode):
        return {name.value: _value(one) for name, one in node.value if isinstance(name, ScalarNode)}
    if isinstance(node, SequenceNode):
        return [_value(one) for one in node.value]
    try:
        return plain_value(node)
    except ValueError:
        return node.value


def _below(node: Node, key: str | int) -> Node | None:
    if isinstance(node, SequenceNode) and isinstance(key, int):
        return node.value[key] if key < len(node.value) else None
    if isinstance(node, MappingNode):
        found: Iterable[Node] = (
            value
            for name, value in node.value
            if isinstance(name, ScalarNode) and name.value == key
        )
        return next(iter(found), None)
    return None


def line_of(text: str, words: str) -> int:
    """The first line of a text on which some words stand; 1 where they do not."""
    place_of = text.find(words)
    return text.count("\n", 0, place_of) + 1 if place_of >= 0 else 1
