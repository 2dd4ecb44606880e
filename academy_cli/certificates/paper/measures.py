"""The shapes that only a template has: places, areas, colours, drawn paths, texts in several languages.

Knows what they look like in YAML and in JSON Schema; refuses to know under which key they stand.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from academy_cli.formats.findings import ABSENT, Findings, Placed, wrong_type
from academy_cli.formats.patterns import LANGUAGE, Pattern
from academy_cli.formats.shapes import Number, Text
from academy_cli.formats.yamltext import MappingNode, Node, ScalarNode, SequenceNode
from academy_cli.kit.saying import say

LONGEST_MM = 1200
MOST_STEPS = 2000
NAME = Pattern(
    r"[a-z][a-z0-9-]{0,39}",
    say("a short name of lower-case letters, digits and hyphens"),
    say("Write it like `navy` or `serif-bold`."),
    "navy",
    is_placed=True,
)
COLOR = Pattern(
    r"#[0-9A-Fa-f]{6}|[a-z][a-z0-9-]{0,39}",
    say("a colour"),
    say("Write it like `#1b2a49` in quotes, or name one of `colors:`."),
    "#1b2a49",
    is_placed=True,
)
RGB = Pattern(
    r"#[0-9A-Fa-f]{6}",
    say("a colour as red, green and blue"),
    say('Write it in quotes, like `"#1b2a49"`.'),
    "#1b2a49",
    lowered=True,
)
FILE = Pattern(
    r"(?!/)(?![A-Za-z][A-Za-z0-9+.-]*:)(?!\s)[^\x00-\x1f\x7f-\x9f\\]+",
    say("a path within the template's folder"),
    say("Write it like `images/logo.png`."),
    "images/logo.png",
    is_placed=True,
)
_NUMBER = r"-?(?:[0-9]{1,4}(?:\.[0-9]{1,4})?|\.[0-9]{1,4})"
_STEP = re.compile(rf"\s*([MLCZ])((?:[\s,]*{_NUMBER})*)")
_COUNTS = {"M": 2, "L": 2, "C": 6, "Z": 0}


class Numbers(NamedTuple):
    """So many numbers in a list, each with a name: ``[x, y]`` of a place, for one."""

    names: tuple[str, ...]
    least: float = 0

    def read(self, node: Node, findings: Findings) -> Any:
        wanted = f"`[{', '.join(self.names)}]`"
        if not isinstance(node, SequenceNode) or len(node.value) != len(self.names):
            return wrong_type(node, findings, wanted, say("Write {} in millimetres.", wanted))
        number = Number(self.least, LONGEST_MM)
        read = [number.read(child, findings) for child in node.value]
        return ABSENT if any(one is ABSENT for one in read) else read

    def json_schema(self) -> dict[str, Any]:
        many = len(self.names)
        items = Number(self.least, LONGEST_MM).json_schema()
        return {"type": "array", "items": items, "minItems": many, "maxItems": many}


class Path:
    """A drawn path as SVG writes it, of absolute M, L, C and Z, in millimetres."""

    def read(self, node: Node, findings: Findings) -> Any:
        text = Text(100_000, lines=True).read(node, findings)
        if text is ABSENT:
            return text
        at, steps = 0, 0
        for found in _STEP.finditer(text):
            numbers = re.findall(_NUMBER, found[2])
            count = _COUNTS[found[1]]
            if found.start() != at or (len(numbers) % count if count else numbers):
                break
            if (count and not numbers) or (not steps and found[1] != "M"):
                break
            at, steps = found.end(), steps + 1
        if at != len(text) or steps > MOST_STEPS:
            return findings.add(
                "yaml.bad-value",
                node,
                value=text[at : at + 20],
                message=say("the path cannot be drawn from “{}” on", text[at : at + 20]),
                hint=say(
                    "Write absolute M, L, C and Z with their points, like `M 10 20 L 30 20 Z`."
                ),
            )
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^\\s*M"}


def steps(text: str) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """The steps of a path that was read, each with the numbers of one point or curve."""
    found: list[tuple[str, tuple[float, ...]]] = []
    for step in _STEP.finditer(text):
        numbers = tuple(float(one) for one in re.findall(_NUMBER, step[2]))
        count = _COUNTS[step[1]]
        parts = [numbers[at : at + count] for at in range(0, len(numbers), count or 1)] or [()]
        found += [("L" if step[1] == "M" and n else step[1], part) for n, part in enumerate(parts)]
    return tuple(found)


class Wordings:
    """A text, or one for each language; each remembers its place."""

    _text = Text(1000, is_placed=True)

    def read(self, node: Node, findings: Findings) -> Any:
        if isinstance(node, ScalarNode):
            text = self._text.read(node, findings)
            return ABSENT if text is ABSENT else {"": text}
        if not isinstance(node, MappingNode):
            return wrong_type(node, findings, say("text, or `language: text` lines"))
        texts: dict[str, Placed] = {}
        for key, value in node.value:
            language = "" if not key.value else LANGUAGE.read(key, findings)
            if language in texts:
                findings.add("yaml.duplicate-key", key, message=say("`{}` stands twice", language))
            text = self._text.read(value, findings)
            if language is not ABSENT and text is not ABSENT:
                texts[language] = text
        return texts or ABSENT

    def json_schema(self) -> dict[str, Any]:
        text = self._text.json_schema()
        return {"anyOf": [text, {"type": "object", "additionalProperties": text}]}


class Named:
    """Names of the author's own, each with a value of one shape."""

    def __init__(self, item: Any, words: str) -> None:
        self.item, self.words = item, words

    def read(self, node: Node, findings: Findings) -> Any:
        if not isinstance(node, MappingNode):
            return wrong_type(node, findings, self.words)
        values: dict[str, Any] = {}
        for key, value in node.value:
            name = NAME.read(key, findings)
            if name in values:
                findings.add("yaml.duplicate-key", key, message=say("`{}` stands twice", name))
            findings.key = str(name)
            read = self.item.read(value, findings)
            if name is not ABSENT and read is not ABSENT:
                values[name] = read
        return values

    def json_schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.item.json_schema()}
