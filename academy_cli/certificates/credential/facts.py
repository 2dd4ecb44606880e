"""What a credential says, as it was on the day it was issued: nothing of it ever changes.

Values alone. Knows what may stand in one; refuses what could not be read back as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from academy_cli.kit.saying import say

LONGEST_LINE = 500
LONGEST_TEXT = 20_000
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp", "Cn", "Co"})
_NOTHING = frozenset("\u00ad\u180e\u200b\u2060\ufeff")
"""They are as wide as nothing, so that two names look like one; what joins letters is not among them."""
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They make what follows run the other way, so that a name reads as another (UAX 9)."""
_STACKED = re.compile("m{7}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


_CALLED = {
    "name of the person": say("the name of the person"),
    "title of the course": say("the title of the course"),
    "name of the course": say("the name of the course"),
    "name of the academy": say("the name of the academy"),
    "name of the template": say("the name of the template"),
    "language": say("the language"),
    "summary": say("the summary"),
    "score": say("the score"),
    "criteria": say("the criteria"),
    "revision": say("the revision"),
    "template": say("the template"),
    "time": say("the time"),
}


class BadFactError(ValueError):
    """A fact that no credential can state; ``fact`` is which."""

    def __init__(self, fact: str, why: str) -> None:
        super().__init__(say("{} {}", _CALLED[fact], why))
        self.fact, self.why = fact, why


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues; ``id`` is a DID, and ``url`` is empty where there is no site."""

    id: str
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Taught:
    """What was completed: the course with its revision, a SHA-256 in hexadecimal; ``id`` is an address."""

    id: str
    slug: str
    title: str
    summary: str
    criteria: str
    language: str
    revision: str
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """The template of the page: its name, and the SHA-256 in hexadecimal of all its files."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Where it is said later that it does not hold: the place in the lists of revoked and suspended ones."""

    revoked: str
    suspended: str
    index: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it. Moments are in UTC and whole seconds; ``email_hash`` is salted. Raises BadFactError."""

    id: UUID
    code: str
    recipient: str
    email_hash: str
    email_salt: str
    completed_on: date
    issued_at: datetime
    valid_until: datetime | None
    taught: Taught
    drawn: Drawn
    listed: Listed
    issuer: Issuer
    score: str = ""

    def __post_init__(self) -> None:
        for fact, text in (
            ("name of the person", self.recipient),
            ("title of the course", self.taught.title),
            ("name of the course", self.taught.slug),
            ("name of the academy", self.issuer.name),
            ("name of the template", self.drawn.name),
            ("language", self.taught.language),
        ):
            _require_line(fact, text)
        for fact, text in (("summary", self.taught.summary), ("score", self.score)):
            _require_text(fact, text)
        _require_text("criteria", self.taught.criteria, is_long=True)
        for fact, digest in (("revision", self.taught.revision), ("template", self.drawn.digest)):
            if not _SHA256.fullmatch(digest):
                raise BadFactError(fact, say("has no SHA-256"))
        for at in (self.issued_at, self.valid_until):
            if at is not None and (at.tzinfo is not UTC or at.microsecond):
                raise BadFactError("time", say("is not in UTC and whole seconds"))


def clean(text: str) -> str:
    """A line as a credential states it: composed (NFC), one space between words, nothing that is not seen.

    What joins letters in Arabic and Indic scripts stays.
    """
    composed = unicodedata.normalize("NFC", text)
    seen = "".join(" " if letter.isspace() else letter for letter in composed if _is_seen(letter))
    return " ".join(seen.split())


def _is_seen(letter: str) -> bool:
    is_space = letter in "\n\r\t"
    if letter in _TURNING or letter in _NOTHING:
        return False
    return is_space or unicodedata.category(letter) not in _UNSEEN


def _require_line(fact: str, text: str) -> None:
    if not text:
        raise BadFactError(fact, say("is empty"))
    if len(text) > LONGEST_LINE:
        raise BadFactError(fact, say("has more than {:,} characters", LONGEST_LINE))
    if text != clean(text):
        raise BadFactError(fact, say("holds characters that nobody sees, or more than one space"))
    if _STACKED.search("".join("m" if unicodedata.combining(one) else "x" for one in text)):
        raise BadFactError(fact, say("stacks more marks on a letter than anybody reads"))


def _require_text(fact: str, text: str, *, is_long: bool = False) -> None:
    most = LONGEST_TEXT if is_long else LONGEST_LINE
    if len(text) > most:
        raise BadFactError(fact, say("has more than {:,} characters", most))
    if any(letter != "\n" and not _is_seen(letter) for letter in text) or "\r" in text:
        raise BadFactError(fact, say("holds characters that nobody sees"))
