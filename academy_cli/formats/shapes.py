"""The shapes that a value can have: text, numbers, moments, lists, one of several.

Each shape reads a YAML node into a JSON value with findings at the right line and column, and describes
itself as JSON Schema. Knows no key by name.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, Protocol

from academy_cli.formats.findings import ABSENT, Findings, Placed, too_long, wrong_type
from academy_cli.formats.yamltext import (
    Node,
    ScalarNode,
    SequenceNode,
    is_plain,
    plain_value,
)
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest

_NUMBER = r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Shape(Protocol):
    """How one value is read and described."""

    def read(self, node: Node, findings: Findings) -> Any: ...

    def json_schema(self) -> dict[str, Any]: ...


class Text(NamedTuple):
    """Any text; a number or ``On`` stays as written. ``lines`` allows several lines."""

    max_length: int = 500
    lines: bool = False
    is_placed: bool = False

    def read(self, node: Node, findings: Findings) -> Any:
        if not isinstance(node, ScalarNode):
            return wrong_type(node, findings, say("text"))
        text: str = node.value.strip()
        if not text:
            return findings.add(
                "yaml.bad-value",
                node,
                message=say("the text is empty"),
                hint=say("Write the text, or remove the key."),
            )
        if len(text) > self.max_length:
            return too_long(node, findings, text, self.max_length)
        if _CONTROL.search(text):
            return findings.add(
                "yaml.bad-value",
                node,
                message=say("the text holds a control character"),
                hint=say("Remove the character or its escape."),
            )
        if not self.lines and "\n" in text:
            text = " ".join(text.split())
        return Placed.at(node, text) if self.is_placed else text

    def json_schema(self) -> dict[str, Any]:
        types = ["string", "number", "boolean"]  # what is not text to YAML is text to us
        return {"type": types, "pattern": r"\S", "maxLength": self.max_length}


class Choice(NamedTuple):
    """One of a closed set of words."""

    words: tuple[str, ...]

    def read(self, node: Node, findings: Findings) -> Any:
        if isinstance(node, ScalarNode) and node.value in self.words:
            return node.value
        if not isinstance(node, ScalarNode):
            return wrong_type(node, findings, say("one of {}", ", ".join(self.words)))
        close = nearest(node.value, self.words)
        hint = (
            say("Did you mean `{}`?", close)
            if close
            else say("Write one of {}.", ", ".join(self.words))
        )
        return findings.add(
            "yaml.bad-value",
            node,
            message=say("“{}” is not one of {}", node.value, ", ".join(self.words)),
            hint=hint,
        )

    def json_schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


class Integer(NamedTuple):
    """A whole number within bounds."""

    least: int = 0
    most: int = 1_000_000

    def read(self, node: Node, findings: Findings) -> Any:
        is_number = isinstance(node, ScalarNode) and re.fullmatch(r"-?[0-9]{1,18}", node.value)
        if not is_plain(node) or not is_number:
            hint = say("Remove the quotes.") if is_number else say("Write a whole number.")
            return wrong_type(node, findings, say("a whole number"), hint)
        number = int(node.value)
        if not self.least <= number <= self.most:
            return findings.add(
                "yaml.bad-value",
                node,
                message=say("{} is not between {} and {}", number, self.least, self.most),
                hint=say("Write a number within those bounds."),
            )
        return number

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Number(NamedTuple):
    """A number within bounds, with or without decimals; it is no amount of money."""

    least: float = 0
    most: float = 1_000_000

    def read(self, node: Node, findings: Findings) -> Any:
        is_number = isinstance(node, ScalarNode) and re.fullmatch(_NUMBER, node.value)
        if not is_plain(node) or not is_number:
            hint = say("Remove the quotes.") if is_number else say("Write a number, such as 12.5.")
            return wrong_type(node, findings, say("a number"), hint)
        number = float(node.value)
        if not self.least <= number <= self.most:
            return findings.add(
                "yaml.bad-value",
                node,
                message=say("{} is not between {:g} and {:g}", node.value, self.least, self.most),
                hint=say("Write a number within those bounds."),
            )
        return int(number) if number.is_integer() else number

    def json_schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": self.least, "maximum": self.most}


class Boolean:
    """``true`` or ``false``; a quoted word or ``yes`` is a finding, not a guess."""

    def read(self, node: Node, findings: Findings) -> Any:
        if is_plain(node) and node.value in ("true", "false"):
            return bool(node.value == "true")
        return wrong_type(node, findings, say("true or false"), self._remedy(node))

    @staticmethod
    def _remedy(node: Node) -> str:
        if not isinstance(node, ScalarNode):
            return say("Write `true` or `false`.")
        if node.value in ("true", "false"):
            return say("Remove the quotes.")
        if (word := node.value.casefold()) in ("true", "false"):
            if is_plain(node):
                return say("Write `{}`.", word)
            return say("Write `{}`, without quotes.", word)
        if meant := nearest(word, ("true", "false")):
            return say("Write `true` or `false`; did you mean `{}`?", meant)
        return say("Write `true` or `false`.")

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class Moment(NamedTuple):
    """A date (midnight UTC) or a time with its zone, by ISO 8601; stored in UTC with ``Z``."""

    is_placed: bool = False

    def read(self, node: Node, findings: Findings) -> Any:
        hint = say("Write `2027-01-31` or `2027-01-31T09:00:00Z`.")
        if not isinstance(node, ScalarNode):
            return wrong_type(node, findings, say("a date or time"), hint)
        try:
            moment = self._parsed(node.value.strip())
            if moment.tzinfo is None:
                return findings.add(
                    "yaml.bad-value",
                    node,
                    message=say("“{}” has no time zone", node.value),
                    hint=hint,
                )
            text = moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
            return Placed.at(node, text) if self.is_placed else text
        except (ValueError, OverflowError):
            return findings.add(
                "yaml.bad-value",
                node,
                message=say("“{}” is not a date or time", node.value),
                hint=hint,
            )

    @staticmethod
    def _parsed(text: str) -> datetime:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        return datetime.fromisoformat(text)

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$",
            "examples": ["2027-01-31", "2027-01-31T09:00:00Z"],
        }


class List(NamedTuple):
    """A list of one shape; a single value is not a list. ``one_per`` names a key that differs in each."""

    item: Shape
    one_per: str = ""

    def read(self, node: Node, findings: Findings) -> Any:
        if not isinstance(node, SequenceNode):
            return wrong_type(node, findings, say("a list"), say("Begin each line with `- `."))
        values = [self.item.read(child, findings) for child in node.value]
        if any(value is ABSENT for value in values):
            return ABSENT
        return self._repeated(node, values, findings) if self.one_per else values

    def _repeated(self, node: SequenceNode, values: list[Any], findings: Findings) -> Any:
        seen: set[Any] = set()
        for child, word in zip(node.value, (value[self.one_per] for value in values), strict=True):
            if word in seen:
                message = say("there is one for the {} “{}” already", self.one_per, word)
                return findings.add(
                    "yaml.bad-value", child, value=word, message=message, hint=say("Keep one.")
                )
            seen.add(word)
        return values

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["array", "null"], "items": self.item.json_schema()}


class Either(NamedTuple):
    """The first shape for a scalar, the second for a list or mapping."""

    scalar: Shape
    nested: Shape

    def read(self, node: Node, findings: Findings) -> Any:
        return (self.scalar if isinstance(node, ScalarNode) else self.nested).read(node, findings)

    def json_schema(self) -> dict[str, Any]:
        return {"anyOf": [self.scalar.json_schema(), self.nested.json_schema()]}


class Anything:
    """An author's own value, kept as it is."""

    def read(self, node: Node, findings: Findings) -> Any:
        try:
            return plain_value(node)
        except ValueError:
            return findings.add(
                "yaml.bad-key", node, message=say("a key in it stands twice or is no plain text")
            )

    def json_schema(self) -> dict[str, Any]:
        return {}
