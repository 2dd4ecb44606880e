"""The shapes that only a course has: the order of its contents, its prices, its graded findings.

Knows what they look like in YAML and in JSON Schema; refuses to know under which key they stand.
"""

from __future__ import annotations

import re
from typing import Any

from academy_cli.authoring.codes import CODES
from academy_cli.authoring.patterns import PATH
from academy_cli.formats.findings import ABSENT, Findings, wrong_type
from academy_cli.formats.problems import Severity
from academy_cli.formats.records import Field, Record
from academy_cli.formats.shapes import Choice, Text
from academy_cli.formats.yamltext import MappingNode, Node, ScalarNode, SequenceNode, is_plain
from academy_cli.kit import money
from academy_cli.kit.saying import said_by, say
from academy_cli.kit.spelling import Vocabulary

_HEADING = Text(is_placed=True)
_CODES = Vocabulary(CODES)
SEVERITY_WORDS = tuple(severity.value for severity in Severity)


class Entries:
    """The order of a module: names, or ``name:`` with a list of its own, as deep as needed."""

    def read(self, node: Node, findings: Findings) -> Any:
        if is_plain(node) and node.value in ("", "~", "null"):
            return []
        if not isinstance(node, SequenceNode):
            return wrong_type(
                node, findings, say("a list of names"), say("Begin each line with `- `.")
            )
        read = [self._entry(item, findings) for item in node.value]
        return ABSENT if any(entry is ABSENT for entry in read) else read

    def _entry(self, node: Node, findings: Findings) -> Any:
        if (
            isinstance(node, MappingNode)
            and len(node.value) == 1
            and isinstance(node.value[0][0], ScalarNode)
        ):
            name, children = node.value[0]
            heading, entries = _HEADING.read(name, findings), self.read(children, findings)
            return ABSENT if ABSENT in (heading, entries) else {heading: entries}
        return (
            PATH.read(node, findings)
            if isinstance(node, ScalarNode)
            else wrong_type(node, findings, say("a name, or `name:` with a list"))
        )

    def json_schema(self) -> dict[str, Any]:
        return {"$ref": "#/$defs/entries"}


class Headings:
    """What headings in lists are called in another language: ``heading: its translation``."""

    def read(self, node: Node, findings: Findings) -> Any:
        if not isinstance(node, MappingNode):
            return wrong_type(node, findings, say("`heading: its translation` lines"))
        read = {
            _HEADING.read(name, findings): _HEADING.read(value, findings)
            for name, value in node.value
            if isinstance(name, ScalarNode)
        }
        return {name: said for name, said in read.items() if ABSENT not in (name, said)}

    def json_schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"type": "string"}}


_AMOUNT = r"[0-9]+(\.[0-9]+)?"


class Price:
    """An amount in major units with its currency, stored in minor units."""

    record = Record(
        (
            Field("amount", Text(30), say("the price in major units, like 49.00"), required=True),
            Field("currency", Text(3), say("an ISO 4217 code, like eur"), required=True),
        ),
        say("a price"),
    )

    def read(self, node: Node, findings: Findings) -> Any:
        values = self.record.read(node, findings)
        if values is ABSENT or not {"amount", "currency"} <= values.keys():
            return ABSENT
        try:
            if not re.fullmatch(_AMOUNT, values["amount"]):
                raise ValueError(say("“{}” is not an amount", values["amount"]))
            price = money.parse(values["amount"], values["currency"])
        except ValueError as error:
            return findings.add(
                "yaml.bad-value",
                node,
                value=f"{values['amount']} {values['currency']}",
                message=said_by(error),
                hint=say("Write it like `amount: 49.00` and `currency: eur`."),
            )
        if why := money.unchargeable(price):
            said = money.written(price)
            told = say("“{}” {}", said, why)
            return findings.add("course.price-unchargeable", node, value=said, message=told)
        return {"amount": price.amount, "currency": price.currency}

    def json_schema(self) -> dict[str, Any]:
        schema = self.record.json_schema()
        schema["properties"]["amount"]["pattern"] = f"^{_AMOUNT}$"
        schema["properties"]["currency"]["pattern"] = "^[A-Za-z]{3}$"
        return schema


class Checks:
    """Codes of findings with the severity the author wants."""

    def read(self, node: Node, findings: Findings) -> Any:
        if not isinstance(node, MappingNode):
            return wrong_type(node, findings, say("`code: severity` lines"))
        severities: dict[str, str] = {}
        seen: set[str] = set()
        for key, value in node.value:
            code = key.value if isinstance(key, ScalarNode) else ""
            if code not in CODES:
                close = _CODES.nearest(code)
                findings.add(
                    "yaml.unknown-key",
                    key,
                    message=say("“{}” is no code of a finding", code),
                    hint=say("Did you mean `{}`?", close) if close else "",
                )
                continue
            if CODES[code].is_firm:
                findings.add(
                    "yaml.bad-value",
                    key,
                    message=say("`{}` is always an error", code),
                    hint=say("Remove the line: nothing can be read past it."),
                )
                continue
            if code in seen:
                findings.add("yaml.duplicate-key", key, message=say("`{}` stands twice", code))
                severities.pop(code, None)
                continue
            seen.add(code)
            word = Choice(SEVERITY_WORDS).read(value, findings)
            if word is not ABSENT:
                severities[code] = word
        return severities

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "propertyNames": {"enum": sorted(code for code in CODES if not CODES[code].is_firm)},
            "additionalProperties": {"enum": list(SEVERITY_WORDS)},
        }
