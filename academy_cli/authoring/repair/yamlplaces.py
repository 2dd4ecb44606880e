"""Where things stand in a file's YAML, in bytes: keys, values, entries of lists, and the lines they fill.

Knows marks, indentation and flow style; refuses to know which keys there should be.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from academy_cli.authoring.course_shapes import Entries, Price
from academy_cli.authoring.names import COURSE_FILE, MODULE_FILE, beside, is_quiz_name
from academy_cli.authoring.parts import split
from academy_cli.authoring.schema import COURSE, LESSON, MODULE
from academy_cli.formats.reading import BOM
from academy_cli.formats.records import Record
from academy_cli.formats.shapes import Either, List
from academy_cli.formats.yamltext import (
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    YamlLimits,
    parse,
    place,
)
from academy_cli.quizzes.schema import QUIZ
from academy_cli.quizzes.shapes import ByKind, Embedded


class Spot(NamedTuple):
    """A key, a value or an entry, with what it stands in: ``number`` counts pairs or entries there.

    ``shape`` is what the value should be, ``record`` whose key it is, where that is known; ``above`` is the
    key or entry around it.
    """

    role: str
    node: Node
    holder: MappingNode | SequenceNode
    number: int
    shape: Any = None
    record: Record | None = None
    above: Any = None

    @property
    def value(self) -> Node:
        """The value of a key, or the node itself."""
        value: Node = self.holder.value[self.number][1] if self.role == "key" else self.node
        return value


class Yaml:
    """The YAML of one file: its text, where it begins in the file, and its root."""

    def __init__(self, file: str, data: bytes, limits: YamlLimits = YamlLimits()) -> None:
        self.file, self.data = file, data
        self.root: MappingNode | None = None
        self.text, self.start, self.first_line, self.record = _cut(file, data)
        if self.text is not None:
            self.root = parse(self.text, file, limits=limits).mapping

    # -- looking up -----------------------------------------------------------------------------

    def spots(self) -> Iterator[Spot]:
        """Every key, value and entry, the outer ones first."""
        if self.root is not None:
            yield from _walk(self.root, self.record, None)

    def at(self, line: int, column: int, *roles: str) -> Spot | None:
        """What stands at a line and column of the file, of some roles."""
        where = (line - self.first_line + 1, column)
        return next(
            (one for one in self.spots() if one.role in roles and place(one.node) == where), None
        )

    def pair(self, name: str) -> Spot | None:
        """A key of the root, by name."""
        found = (one for one in self.spots() if one.role == "key" and one.holder is self.root)
        return next((one for one in found if one.node.value == name), None)

    # -- bytes ----------------------------------------------------------------------------------

    def offset(self, index: int) -> int:
        """A place in the text as one in the file's bytes."""
        text = self.text or ""
        return self.start + (index if text.isascii() else len(text[:index].encode()))

    def span(self, node: Node) -> tuple[int, int]:
        """From where to where a scalar or a flow collection stands."""
        return self.offset(node.start_mark.index), self.offset(node.end_mark.index)

    def written(self, node: Node) -> str:
        """A node as its author wrote it, quotes included."""
        return (self.text or "")[node.start_mark.index : node.end_mark.index]

    def is_flow(self, node: Node) -> bool:
        """Whether a list or mapping is written in brackets."""
        return self.written(node)[:1] in ("[", "{")

    def is_bare(self, node: Node) -> bool:
        """Whether a scalar is on one line, and neither an alias nor anchored nor tagged."""
        return (
            isinstance(node, ScalarNode)
            and node.start_mark.line == node.end_mark.line
            and self.written(node)[:1] not in ("&", "!", "*")
        )

    def lines_of(self, spot: Spot) -> tuple[int, int] | None:
        """The whole lines that a key with its value, or an entry of a list, fills; None in flow style.

        None also where it shares its first line, or where an alias brings its value from elsewhere.
        """
        text = self.text or ""
        first = spot.node if spot.role != "entry" else spot.holder.value[spot.number]
        begin = text.rfind("\n", 0, first.start_mark.index) + 1
        before = text[begin : first.start_mark.index].strip(" \t")
        if before != ("-" if spot.role == "entry" else "") or self.is_flow(spot.holder):
            return None
        end = _end(spot.value)
        if end < first.start_mark.index:
            return None
        if end and text[end - 1] != "\n":
            end = text.find("\n", end) + 1 or len(text)
        return self.offset(begin), self.offset(end)

    @property
    def line_end(self) -> bytes:
        """How lines of the file end."""
        return b"\r\n" if b"\r\n" in self.data[:4096] else b"\n"


def _cut(file: str, data: bytes) -> tuple[str | None, int, int, Record]:
    name = file.rpartition("/")[2]
    start = len(BOM) if data.startswith(BOM) else 0
    said = beside(name)  # course.de.yaml is a course.yaml, too
    record = {COURSE_FILE: COURSE, MODULE_FILE: MODULE}.get(said[1] if said else name, LESSON)
    record = QUIZ if is_quiz_name(name) else record
    first_line, yaml = 1, data[start:]
    if record is LESSON:
        front = split(data).front
        if front is None:
            return None, 0, 2, record
        start, first_line, yaml = data.index(b"\n") + 1, 2, front
    try:
        return yaml.decode(), start, first_line, record
    except UnicodeDecodeError:
        return None, start, first_line, record


def _walk(node: Node, shape: Any, above: Spot | None) -> Iterator[Spot]:
    """Every spot within a node, with the shape that each should have."""
    shape = _nested(shape, node)
    if isinstance(node, MappingNode):
        record = shape if isinstance(shape, Record) else None
        for index, (key, value) in enumerate(node.value):
            inner = _shape_of(shape, key)
            found = Spot("key", key, node, index, inner, record, above)
            yield found
            yield Spot("value", value, node, index, inner, record, above)
            yield from _walk(value, inner, found)
    elif isinstance(node, SequenceNode):
        inner = shape.item if isinstance(shape, List) else shape
        for index, item in enumerate(node.value):
            found = Spot("entry", item, node, index, inner, None, above)
            yield found
            yield from _walk(item, inner, found)


def _nested(shape: Any, node: Node) -> Any:
    if isinstance(shape, Either) and not isinstance(node, ScalarNode):
        return _nested(shape.nested, node)
    if isinstance(shape, ByKind):
        return shape.record_of(node)
    if isinstance(shape, Embedded):
        return shape.record
    return shape.record if isinstance(shape, Price) else shape


def _shape_of(shape: Any, key: Node) -> Any:
    if isinstance(shape, Entries):
        return shape
    known = shape.by_name.get(str(key.value)) if isinstance(shape, Record) else None
    return known.shape if known else None


def _end(node: Node) -> int:
    """Where the last sign of a node stands; a block's own mark is that of what comes after it."""
    if isinstance(node, ScalarNode):
        return int(node.end_mark.index)
    children = [part for one in node.value for part in (one if isinstance(one, tuple) else (one,))]
    if not children:
        return int(node.end_mark.index)
    last = max(_end(child) for child in children)
    return int(node.end_mark.index) if getattr(node, "flow_style", False) else last
