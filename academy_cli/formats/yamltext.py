"""YAML as nodes that remember their place, read by libyaml and guarded against hostile input.

Knows YAML 1.2's core values only: no dates, no yes/no, no base 60, so a title ``On`` or an id ``007``
stays what the author wrote. Refuses to know which keys a file may have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from academy_cli.formats.codes import IN_ANY_FILE
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say

__all__ = [
    "MappingNode",
    "Node",
    "Parsed",
    "ScalarNode",
    "SequenceNode",
    "YamlLimits",
    "dump",
    "is_plain",
    "parse",
    "plain_value",
]

PLAIN, QUOTED, MAPPING, SEQUENCE = "plain", "quoted", "map", "seq"
_LINE = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What libyaml takes for the end of a line."""

_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_FIRST_OF_NUMBER = frozenset("+-.0123456789")
_CONSTANTS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}


class YamlLimits(NamedTuple):
    """How much YAML one file may hold."""

    depth: int = 20
    aliases: int = 100
    values: int = 200_000


class Parsed(NamedTuple):
    """The mapping a text holds, or the findings that say why it holds none."""

    mapping: MappingNode | None
    problems: tuple[Problem, ...] = ()


class _Loader(yaml.CBaseLoader):
    """libyaml's composer with a resolver that only asks whether a scalar was quoted.

    libyaml calls the resolver's three methods for every node.
    """

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)  # nothing is constructed: the rest would be set up for no one

    def resolve(self, kind: type[Node], value: str, implicit: Any) -> str:
        if kind is ScalarNode:
            return PLAIN if implicit[0] else QUOTED
        return MAPPING if kind is MappingNode else SEQUENCE

    def descend_resolver(self, node: Node, index: object) -> None:
        """No tag depends on where a node stands."""

    def ascend_resolver(self) -> None:
        """The same."""


def parse(
    text: str, file: str, *, limits: YamlLimits = YamlLimits(), first_line: int = 1
) -> Parsed:
    """Parse text that should be one mapping; an empty text is an empty mapping.

    ``first_line`` is the line of ``file`` on which the text begins. Never raises for bad input.
    """
    try:
        if "*" in text or _may_nest(text, limits.depth):
            _guard(text, limits)
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except _RefusedError as refusal:
        line, column = refusal.line + first_line, refusal.column + 1
        return Parsed(None, (IN_ANY_FILE[refusal.code].found(file, line, column),))
    except yaml.YAMLError as error:
        return Parsed(None, (_syntax(error, text, file, first_line),))
    if node is None or (
        isinstance(node, ScalarNode)
        and node.tag == PLAIN
        and node.value in _CONSTANTS
        and not node.value
    ):
        return Parsed(MappingNode(MAPPING, []))
    if not isinstance(node, MappingNode):
        line, column = place(node)
        value = node.value if isinstance(node, ScalarNode) else ""
        kind = IN_ANY_FILE["yaml.not-a-mapping"]
        found = kind.found(file, line + first_line - 1, column, value=value)
        return Parsed(None, (found,))
    return Parsed(node)


def place(node: Node) -> tuple[int, int]:
    """Line and column of a node in its text, from 1."""
    mark = node.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def is_plain(node: Node) -> bool:
    """Tell whether a scalar was written without quotes."""
    return isinstance(node, ScalarNode) and bool(node.tag == PLAIN)


def plain_value(node: Node) -> Any:
    """The JSON value of a node by YAML 1.2's core schema, for keys whose meaning is the author's own.

    Raises ValueError for a mapping with a key that is no scalar, a duplicate key or a number out of range.
    """
    if isinstance(node, ScalarNode):
        return _scalar(node)
    if isinstance(node, SequenceNode):
        return [plain_value(item) for item in node.value]
    result: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode) or key.value in result:
            raise ValueError(say("a key must be plain text and stand once"))
        result[key.value] = plain_value(value)
    return result


def _scalar(node: ScalarNode) -> Any:
    text: str = node.value
    return text if node.tag != PLAIN else _core(text)


def _core(text: str) -> Any:
    """What an unquoted text is by YAML 1.2's core schema."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _FIRST_OF_NUMBER:
        return text
    if _INT.fullmatch(text) and len(text) < 19:
        return int(text)
    if _FLOAT.fullmatch(text) and len(text) < 30:
        number = float(text)
        return number if abs(number) < 1e300 else text
    return text


class _RefusedError(Exception):
    def __init__(self, code: str, mark: Any) -> None:
        self.code, self.line, self.column = code, mark.line, mark.column


def _may_nest(text: str, depth: int) -> bool:
    """Whether a text could nest deeper than this: a cheap bound that few authors reach.

    On one line lists and mappings nest by signs, of which a bracket may open two (``[a: b]``); over
    several lines by indentation, of which one space may hold two.
    """
    if " " * (depth // 2) in text:
        return True
    if not ("[" in text or "{" in text or "- " in text or "? " in text or "\t" in text):
        return False
    return (
        2 * text.count("[")
        + 2 * text.count("{")
        + 2 * text.count("- ")
        + sum(text.count(sign) for sign in (":", "?", "-\n", "-\t"))
        > depth
    )


def _guard(text: str, limits: YamlLimits) -> None:
    """Measure depth and aliases on the event stream, which does not recurse, before composing.

    libyaml's composer ends the process on 200,000 open brackets.
    """
    depth = aliases = 0
    sizes: dict[str, int] = {}
    open_anchors: list[tuple[str | None, int]] = []
    total = 0
    for event in _events(text):
        total += 1
        if isinstance(event, yaml.AliasEvent):
            aliases += 1
            holds_itself = any(event.anchor == anchor for anchor, _ in open_anchors)
            total += limits.values if holds_itself else sizes.get(str(event.anchor), 0)
        elif isinstance(event, yaml.ScalarEvent) and event.anchor is not None:
            sizes[event.anchor] = 1 + len(event.value) // 64
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            open_anchors.append((event.anchor, total))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
            anchor, start = open_anchors.pop()
            if anchor is not None:
                sizes[anchor] = total - start
        if depth > limits.depth:
            raise _RefusedError("yaml.too-deep", event.start_mark)
        if aliases > limits.aliases or total > limits.values:
            raise _RefusedError("yaml.alias-bomb", event.start_mark)


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=_Loader)


def _syntax(error: yaml.YAMLError, text: str, file: str, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", "") or say("characters YAML does not allow")
    opened = getattr(error, "context_mark", None)
    if opened is not None and ("unexpected end" in said or "alphabetic" in said):
        mark = opened
    if mark is None:
        before = text.encode()[: getattr(error, "position", 0) or 0].decode(errors="ignore")
        line, column = before.count("\n"), len(before) - (before.rfind("\n") + 1)
    else:
        line, column = mark.line, mark.column
    if "nesting depth" in said:  # newer libyaml counts brackets before it gives the first event
        return IN_ANY_FILE["yaml.too-deep"].found(file, line + first_line, column + 1)
    lines = _LINE.split(text)
    value = lines[line] if line < len(lines) else ""
    return IN_ANY_FILE["yaml.syntax"].found(
        file,
        line + first_line,
        column + 1,
        value=value,
        message=say("YAML does not parse: {}", said),
        hint=_remedy(said, value),
    )


def _remedy(said: str, line: str) -> str:
    if "mapping values" in said:
        return say("Put the value in quotes: it holds a colon followed by a space.")
    if "cannot start any token" in said:
        return (
            say("Indent with spaces instead of a tab.")
            if "\t" in line
            else say("Put the value in quotes.")
        )
    if "quoted scalar" in said or "unexpected end" in said:
        return say("Close the quote that opens here.")
    if "undefined alias" in said or ("alphabetic" in said and "*" in line):
        return say("Put the value in quotes: `*` begins an alias.")
    return ""


def dump(value: Any, *, blocks: bool = False) -> str:
    """Write plain JSON-like data as YAML in the order given, readable and without aliases.

    ``blocks`` writes texts of several lines as they look, after a ``|``. A text that core YAML takes for
    something else is quoted, also where libyaml's own schema (1.1) would not: ``08``, ``1e3``.
    """

    class Dumper(yaml.CSafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    def written(dumper: Any, text: str) -> Any:
        style = "|" if blocks and "\n" in text else None
        if not isinstance(_core(text), str):
            style = "'"
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(str, written)
    text: str = yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=100)
    return text
