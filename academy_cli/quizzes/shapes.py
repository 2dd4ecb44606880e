"""The shapes that only a quiz has: exact numbers, how far one may be off, questions by their kind.

Knows what they look like in YAML and in JSON Schema; refuses to know under which key they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from academy_cli.formats.findings import Findings, wrong_type
from academy_cli.formats.records import Record, value_of
from academy_cli.formats.shapes import Choice, Text
from academy_cli.formats.yamltext import MappingNode, Node, ScalarNode
from academy_cli.kit.saying import say
from academy_cli.quizzes.numbers import WRITTEN, canonical_number, exact
from academy_cli.quizzes.tags import unseen

_PERCENT = rf"{WRITTEN}\s?%?"


class Markdown(Text):
    """Markdown of which learners see every word: HTML that leaves nothing to be seen is found."""

    __slots__ = ()

    @classmethod
    def of(cls, length: int) -> Markdown:
        """Of so many characters, also on several lines, which keeps its place."""
        return cls(length, lines=True, is_placed=True)

    def read(self, node: Node, findings: Findings) -> Any:
        text = super().read(node, findings)
        tag = unseen(text) if isinstance(text, str) else ""
        if tag:
            findings.add(
                "quiz.hidden-text", node, value=tag, message=say("“{}” is read as HTML", tag)
            )
        return text


class Exact:
    """A number of any size, kept as text, so that nothing rounds it."""

    def read(self, node: Node, findings: Findings) -> Any:
        number = exact(node.value.strip()) if isinstance(node, ScalarNode) else None
        if number is None:
            return wrong_type(
                node, findings, say("a number"), say("Write it with a point, such as 3.14.")
            )
        return canonical_number(number)

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["number", "string"], "pattern": f"^{WRITTEN}$"}


class Tolerance:
    """How far a number may be off: a number, or a share of the answer in percent; never negative."""

    def read(self, node: Node, findings: Findings) -> Any:
        written = node.value.strip() if isinstance(node, ScalarNode) else ""
        number = exact(written.removesuffix("%").rstrip())
        if number is None:
            hint = say("Write it like `0.5` or `5%`.")
            return wrong_type(node, findings, say("a number or a percentage"), hint)
        if number < 0:
            return findings.add(
                "quiz.bad-tolerance", node, message=say("the tolerance is negative")
            )
        return canonical_number(number) + "%" * written.endswith("%")

    def json_schema(self) -> dict[str, Any]:
        pattern = f"^{_PERCENT.replace('[-+]?', '[+]?', 1)}$"
        return {"type": ["number", "string"], "pattern": pattern, "minimum": 0}


class Embedded(NamedTuple):
    """A mapping with the keys of a record that stands elsewhere by itself, too."""

    record: Record

    def read(self, node: Node, findings: Findings) -> Any:
        return self.record.read(node, findings)

    def json_schema(self) -> dict[str, Any]:
        return self.record.json_schema()


class ByKind(NamedTuple):
    """A mapping whose ``kind`` says which keys it has; one with the key ``other`` is another thing."""

    kinds: Mapping[str, Record]
    other: str = ""
    others: Record | None = None

    def read(self, node: Node, findings: Findings) -> Any:
        if not isinstance(node, MappingNode):
            return wrong_type(node, findings, say("`key: value` lines"))
        if self.others is not None and value_of(node, self.other) is not None:
            return self.others.read(node, findings)
        kind = value_of(node, "kind")
        if kind is None:
            return findings.add(
                "yaml.required",
                node,
                value="",
                message=say("`kind:` is missing"),
                hint=say("Add `kind: …`, one of {}.", ", ".join(self.kinds)),
            )
        findings.key = "kind"
        read = Choice(tuple(self.kinds)).read(kind, findings)
        return self.kinds[read].read(node, findings) if isinstance(read, str) else read

    def record_of(self, node: Node) -> Record | None:
        """The record that a mapping is read as; None where it does not say of which kind it is."""
        if not isinstance(node, MappingNode):
            return None
        if self.others is not None and value_of(node, self.other) is not None:
            return self.others
        kind = value_of(node, "kind")
        return self.kinds.get(str(kind.value)) if kind is not None else None

    def json_schema(self) -> dict[str, Any]:
        """By its kind, so that an editor tells what is wrong with that one and not with all of them."""
        by_kind = [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": record.json_schema(),
            }
            for kind, record in self.kinds.items()
        ]
        known = {"kind": {"enum": [*self.kinds]}}
        one = {"type": "object", "required": ["kind"], "properties": known, "allOf": by_kind}
        if self.others is None:
            return one
        is_other = {"required": [self.other]}
        return {
            "type": "object",
            "if": is_other,
            "then": self.others.json_schema(),
            "else": one,
        }
