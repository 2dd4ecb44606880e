"""What a certificate states but for the name on it: decided on the day, kept as it was.

Knows the keys of course.yaml that say what a course's certificate is; refuses rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from academy_cli.certificates.credential.facts import LONGEST_LINE, clean
from academy_cli.kit.completion import Rule
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.timespan import after


@dataclass(frozen=True, slots=True)
class Stated:
    """The course as it was, and what completing it came to; an empty template is the academy's usual one."""

    slug: str
    title: str
    language: str
    revision: str
    """The SHA-256 in hexadecimal of the course's revision that was completed."""
    summary: str = ""
    criteria: str = ""
    hours: int | None = None
    score: str = ""
    template: str = ""

    @property
    def text(self) -> str:
        """As it is stored."""
        return canonical(asdict(self))

    @classmethod
    def read(cls, text: str) -> Stated:
        """As it was stored; what was written by hand before revision 0021 says less."""
        said: dict[str, Any] = json.loads(text)
        return cls(**{"revision": "0" * 64, **said})


@dataclass(frozen=True, slots=True)
class Offered:
    """What a course's certificate is, as course.yaml says it."""

    hours: int | None = None
    template: str = ""
    valid_for: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Offered | None:
        """Read a course's fields; None for a course whose completion earns none."""
        said = fields.get("certificate")
        if said is True:
            return cls()
        if not isinstance(said, dict):
            return None
        return cls(said.get("hours"), said.get("template", ""), said.get("valid_for", ""))

    def ends(self, at: datetime) -> datetime | None:
        """When one ends that is issued at a moment; None for never."""
        return after(at, self.valid_for) if self.valid_for else None


@lru_cache(maxsize=256)
def offered(fields: str) -> Offered | None:
    """What a course's certificate is, out of its fields as they are stored; None for none."""
    return Offered.of(json.loads(fields))


def stated(course: Mapping[str, Any], fields: Mapping[str, Any], revision: str) -> Stated:
    """What completing a course states; ``course`` has its ``slug``, ``title`` and ``language``."""
    mine = Offered.of(fields) or Offered()
    return Stated(
        course["slug"],
        _line(course["title"]) or course["slug"],
        course["language"],
        revision,
        _line(str(fields.get("summary") or "")),
        criteria(fields),
        mine.hours,
        template=mine.template,
    )


def criteria(fields: Mapping[str, Any]) -> str:
    """What had to be done, in a sentence."""
    rule = Rule.of(fields.get("completion"))
    which = {"all": "lessons", "required": "required lessons"}
    named = "named lessons"
    if isinstance(rule.lessons, str):
        named = which.get(rule.lessons, named)
    much = "all" if rule.percent == 100 else f"at least {rule.percent} percent of the"
    return f"Completing {much} {named} of the course."


def _line(text: str) -> str:
    """One line that a credential can state, cut where it is too long."""
    line = clean(text)
    return line if len(line) <= LONGEST_LINE else clean(line[: LONGEST_LINE - 1]) + "…"
