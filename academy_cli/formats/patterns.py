"""Texts of one form: short names, ids, addresses, languages, lengths of time.

Each pattern says in words what it wants and how to write it. Knows no key by name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from academy_cli.formats.findings import Findings, Placed, too_long, wrong_type
from academy_cli.formats.yamltext import Node, ScalarNode
from academy_cli.kit.language import LONGEST, TAG
from academy_cli.kit.saying import say


class Pattern(NamedTuple):
    """Text of one form, named in words for the message."""

    regex: str
    words: str
    hint: str
    example: str = ""
    max_length: int = 500
    lowered: bool = False
    is_placed: bool = False

    def read(self, node: Node, findings: Findings) -> Any:
        if not isinstance(node, ScalarNode):
            return wrong_type(node, findings, self.words)
        text: str = node.value.strip()
        if len(text) > self.max_length:
            return too_long(node, findings, text, self.max_length)
        if self.lowered:
            text = text.lower()
        if not _compiled(self.regex).fullmatch(text):
            return findings.add(
                "yaml.bad-value",
                node,
                message=say("“{}” is not {}", node.value, self.words),
                hint=self.hint,
            )
        return Placed.at(node, text) if self.is_placed else text

    def json_schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {
            "type": ["string", "number"] if re.fullmatch(self.regex, "7") else ["string"],
            "pattern": f"^(?:{self.regex})$",
            "maxLength": self.max_length,
        }
        return schema | ({"examples": [self.example]} if self.example else {})


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex)


SLUG = Pattern(
    r"[a-z0-9]+(?:-[a-z0-9]+)*",
    say("a short name of lower-case letters, digits and hyphens"),
    say("Write it like `intro-to-rust`."),
    "intro-to-rust",
    max_length=100,
)
NODE_ID = Pattern(
    r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}",
    say("an id of letters, digits, `.`, `_`, `:` and `-`"),
    say("Write it like `variables-1`."),
    "variables-1",
)
EMAIL = Pattern(
    r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+",
    say("an e-mail address"),
    say("Write it like `ada@example.org`."),
    "ada@example.org",
    max_length=254,
    lowered=True,
)
LANGUAGE = Pattern(
    TAG,
    say("a BCP 47 language tag"),
    say("Write it like `en`, `de-AT` or `zh-Hans`."),
    "en",
    max_length=LONGEST,
)
DURATION = Pattern(
    r"(?:[1-9][0-9]{0,4} (?:minute|hour|day|week)|[1-9][0-9]{0,3} month|[1-9][0-9]{0,2} year)s?",
    say("a length of time, of 999 years at most"),
    say("Write it like `90 minutes`, `10 hours` or `12 months`."),
    "12 months",
)
