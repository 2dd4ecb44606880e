"""What is on one certificate, as its page needs it, and how its facts read in the language of the page.

Values alone; refuses to know where they come from, and a clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from academy_cli.certificates.paper import dates, hours


class Signatory(NamedTuple):
    """Who signs, and as what."""

    name: str
    role: str = ""


class Sheet(NamedTuple):
    """One certificate. ``language`` is the course's; ``signed`` and ``url`` are what its QR code may hold.

    ``code`` is as people read it, ``credential`` the file that travels inside the page.
    """

    recipient: str
    title: str
    language: str
    completed: date
    issued: date
    valid_until: date | None
    academy: str
    site: str
    code: str
    signed: str
    url: str
    credential: bytes
    signatories: Sequence[Signatory] = ()
    summary: str = ""
    hours: int | None = None
    score: str = ""


def values(sheet: Sheet, language: str) -> Mapping[str, str]:
    """What placeholders stand for, in a language; empty for what there is not."""
    until = sheet.valid_until
    return {
        "recipient.name": sheet.recipient,
        "course.title": sheet.title,
        "course.summary": sheet.summary,
        "course.hours": "" if sheet.hours is None else hours.in_words(sheet.hours, language),
        "score": sheet.score,
        "completed": dates.in_words(sheet.completed, language),
        "issued": dates.in_words(sheet.issued, language),
        "valid_until": "" if until is None else dates.in_words(until, language),
        "academy.name": sheet.academy,
        "academy.site": sheet.site.partition("://")[2].rstrip("/") or sheet.site,
        "code": sheet.code,
    }
