"""Course format, version 1: the keys of course.yaml, module.yaml and a lesson's front matter.

The one table that reading, the published JSON Schema and the documentation are made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from academy_cli.authoring.codes import CODES
from academy_cli.authoring.problems import Severity
from academy_cli.authoring.records import Field, Record
from academy_cli.authoring.shapes import (
    ABSENT,
    DURATION,
    EMAIL,
    GLOB,
    LANGUAGE,
    NODE_ID,
    PATH,
    SLUG,
    URL_OR_PATH,
    Boolean,
    Choice,
    Either,
    Findings,
    Integer,
    List,
    Moment,
    Text,
    wrong_type,
)
from academy_cli.authoring.yamltext import MappingNode, Node, ScalarNode, SequenceNode, is_plain
from academy_cli.kit import money
from academy_cli.kit.slugs import nearest

FORMAT_VERSION = 1
_HEADING = Text(is_placed=True)
SEVERITY_WORDS = tuple(severity.value for severity in Severity)


@dataclass(frozen=True, slots=True)
class Entries:
    """The order of a module: names, or ``name:`` with a list of its own, as deep as needed."""

    def read(self, node: Node, findings: Findings) -> Any:
        if is_plain(node) and node.value in ("", "~", "null"):
            return []
        if not isinstance(node, SequenceNode):
            return wrong_type(node, findings, "a list of names", "Begin each line with `- `.")
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
            else wrong_type(node, findings, "a name, or `name:` with a list")
        )

    def json_schema(self) -> dict[str, Any]:
        return {"$ref": "#/$defs/entries"}


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in major units with its currency, stored in minor units."""

    record: Record = Record(
        (
            Field("amount", Text(30), "the price in major units, like 49.00", required=True),
            Field("currency", Text(3), "an ISO 4217 code, like eur", required=True),
        ),
        "a price",
    )

    def read(self, node: Node, findings: Findings) -> Any:
        values = self.record.read(node, findings)
        if values is ABSENT or not {"amount", "currency"} <= values.keys():
            return ABSENT
        try:
            price = money.parse(values["amount"], values["currency"])
        except ValueError as error:
            return findings.add(
                "yaml.bad-value",
                node,
                value=f"{values['amount']} {values['currency']}",
                message=str(error),
                hint="Write it like `amount: 49.00` and `currency: eur`.",
            )
        return {"amount": price.amount, "currency": price.currency}

    def json_schema(self) -> dict[str, Any]:
        schema = self.record.json_schema()
        schema["properties"]["amount"]["pattern"] = r"^[0-9]+(\.[0-9]+)?$"
        schema["properties"]["currency"]["pattern"] = "^[A-Za-z]{3}$"
        return schema


@dataclass(frozen=True, slots=True)
class Checks:
    """Codes of findings with the severity the author wants."""

    def read(self, node: Node, findings: Findings) -> Any:
        if not isinstance(node, MappingNode):
            return wrong_type(node, findings, "`code: severity` lines")
        severities: dict[str, str] = {}
        seen: set[str] = set()
        for key, value in node.value:
            code = key.value if isinstance(key, ScalarNode) else ""
            if code not in CODES:
                close = nearest(code, CODES)
                findings.add(
                    "yaml.unknown-key",
                    key,
                    message=f"“{code}” is no code of a finding",
                    hint=f"Did you mean `{close}`?" if close else "",
                )
                continue
            if CODES[code].is_firm:
                findings.add(
                    "yaml.bad-value",
                    key,
                    message=f"`{code}` is always an error",
                    hint="Remove the line: nothing can be read past it.",
                )
                continue
            if code in seen:
                findings.add("yaml.duplicate-key", key, message=f"`{code}` stands twice")
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


ATTACHMENT = Record(
    (
        Field("title", Text(), "what learners see"),
        Field("file", PATH, "a file of the course"),
        Field("url", URL_OR_PATH, "a web address"),
    ),
    "a resource",
)
RESOURCES = List(Either(URL_OR_PATH, ATTACHMENT))

COURSE = Record(
    (
        Field("id", SLUG, "the course's short name, unique in the academy", required=True),
        Field("title", Text(), "what learners see", required=True),
        Field("summary", Text(1000, lines=True), "one or two sentences for lists"),
        Field(
            "description",
            Text(100_000, lines=True, is_placed=True),
            "the course page's text, or the name of a Markdown file that holds it",
        ),
        Field("language", LANGUAGE, "the language of the texts, by BCP 47"),
        Field(
            "level",
            Choice(("beginner", "intermediate", "advanced")),
            "how much learners should know",
        ),
        Field("category", Text(100), "the shelf it stands on"),
        Field("tags", List(Text(60)), "words to find it by"),
        Field("instructors", List(EMAIL), "e-mail addresses of who teaches it"),
        Field("duration", DURATION, "how long learners need"),
        Field("cover", PATH, "an image file of the course"),
        Field("prices", List(Price()), "what it costs, one per currency; none is free"),
        Field(
            "access",
            Either(DURATION, DURATION),
            "how long a learner keeps access; none is for ever",
        ),
        Field(
            "completion",
            Record(
                (
                    Field(
                        "lessons",
                        Either(Choice(("required", "all")), List(NODE_ID)),
                        "which lessons count",
                    ),
                    Field("percent", Integer(1, 100), "how many of them, in percent"),
                    Field(
                        "on_add",
                        Choice(("keep-complete", "reopen")),
                        "what a new lesson does to learners who are done",
                    ),
                    Field(
                        "on_remove",
                        Choice(("keep-credit",)),
                        "what an archived lesson does to its credit",
                    ),
                ),
                "completion",
            ),
            "when the course is complete",
        ),
        Field(
            "certificate",
            Either(
                Boolean(),
                Record(
                    (
                        Field("template", Text(100), "the name of a certificate template"),
                        Field("hours", Integer(1, 10_000), "hours of study it states"),
                        Field("valid_for", DURATION, "when it expires"),
                    ),
                    "certificate",
                ),
            ),
            "whether completion earns a certificate",
        ),
        Field(
            "refunds",
            Record(
                (
                    Field("window", DURATION, "how long after the purchase"),
                    Field("highest_progress", Integer(0, 100), "up to which progress, in percent"),
                ),
                "refunds",
            ),
            "when a purchase can be refunded",
        ),
        Field(
            "status",
            Choice(("draft", "published", "archived")),
            "who sees it; without it `academy course publish` decides",
        ),
        Field("publish_at", Moment(), "when it becomes public by itself"),
        Field("content", Entries(), "the order of modules and lessons"),
        Field("ignore", List(GLOB), "files that are not part of the course"),
        Field(
            "moved",
            List(
                Record(
                    (
                        Field("from", PATH, "the old path", required=True),
                        Field("to", PATH, "the new path", required=True),
                    ),
                    "moved",
                )
            ),
            "renamed files, so that they keep their learners",
        ),
        Field("checks", Checks(), "raise or lower the severity of a finding"),
    ),
    "course.yaml",
)

MODULE = Record(
    (
        Field("id", NODE_ID, "its identity across renames"),
        Field("title", Text(), "what learners see"),
        Field("summary", Text(1000, lines=True), "one or two sentences"),
        Field("content", Entries(), "the order of its lessons and modules"),
        Field("release_at", Moment(), "when learners may open it"),
    ),
    "module.yaml",
)

LESSON = Record(
    (
        Field("id", NODE_ID, "its identity across renames and moves"),
        Field("title", Text(), "what learners see"),
        Field(
            "kind",
            Choice(("article", "video", "assignment", "link", "download", "live")),
            "what it is",
        ),
        Field("minutes", Integer(0, 100_000), "how long it takes"),
        Field("required", Boolean(), "whether completion needs it"),
        Field("preview", Boolean(), "whether anybody may read it"),
        Field("draft", Boolean(), "whether it is hidden from learners"),
        Field("release_at", Moment(), "when learners may open it"),
        Field("video", URL_OR_PATH, "a web address or a file of the course"),
        Field("resources", RESOURCES, "files and links to take along"),
        Field("objectives", List(Text(1000, lines=True)), "what the learner will be able to do"),
        Field("tags", List(Text(60)), "words to find it by"),
    ),
    "front matter",
)

RECORDS = {"course": COURSE, "module": MODULE, "lesson": LESSON}


def json_schema(name: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of ``course``, ``module`` or ``lesson``, for editors."""
    entries = {
        "type": ["array", "null"],
        "items": {
            "anyOf": [
                PATH.json_schema(),
                {
                    "type": "object",
                    "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": {"$ref": "#/$defs/entries"},
                },
            ]
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"academy {name}, format {FORMAT_VERSION}",
        **RECORDS[name].json_schema(),
        "$defs": {"entries": entries},
    }
