"""The links of a course that lead out onto the web, each with its place.

Knows lessons' texts and the fields that name addresses; refuses to ask anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from academy_cli.authoring import markdown
from academy_cli.authoring.document import CourseDocument, Kind
from academy_cli.authoring.parts import split
from academy_cli.authoring.repair.yamlplaces import Spot, Yaml
from academy_cli.authoring.tree import Limits, Tree, UnreadableError
from academy_cli.formats.yamltext import ScalarNode

_FIELDS = ("video", "resources", "url")


class Outward(NamedTuple):
    """One link to the web, as it is written."""

    file: str
    line: int
    column: int
    target: str

    @property
    def address(self) -> str:
        """What is asked for: the target without the name of a place on the page."""
        return self.target.partition("#")[0]


def outward(document: CourseDocument, tree: Tree, limits: Limits = Limits()) -> Iterator[Outward]:
    """Every link to the web of a course's lessons, in order."""
    for node in document.of_kind(Kind.LESSON):
        try:
            yield from in_lesson(node.path, tree.load(node.path, limits.text_bytes))
        except UnreadableError:
            continue


def in_lesson(file: str, data: bytes) -> Iterator[Outward]:
    """Those of one lesson."""
    if b"://" in data:
        yield from _fields(file, data)
        yield from _in_text(file, data)


def _in_text(file: str, data: bytes) -> Iterator[Outward]:
    """Those in the text of a lesson, autolinks included."""
    parts = split(data)
    try:
        for link in markdown.every_link(parts.body.decode(errors="replace")):
            if _is_web(link.target):
                line = link.line + parts.body_line - 1
                yield Outward(file, line, link.column, link.target)
    except markdown.MarkdownError:
        return


def _fields(file: str, data: bytes) -> Iterator[Outward]:
    yaml = Yaml(file, data)
    for spot in yaml.spots():
        value = spot.node.value
        if spot.role == "key" or not isinstance(spot.node, ScalarNode) or not _is_web(value):
            continue
        if _key(spot) in _FIELDS:
            mark = spot.node.start_mark
            yield Outward(file, mark.line + yaml.first_line, mark.column + 1, value.strip())


def _key(spot: Spot) -> str:
    """The key that a value stands under, or that the list does in which it is."""
    if spot.role == "value":
        return str(spot.holder.value[spot.number][0].value)
    return str(spot.above.node.value) if isinstance(spot.above, Spot) else ""


def _is_web(target: str) -> bool:
    return target.lower().startswith(("http://", "https://"))
