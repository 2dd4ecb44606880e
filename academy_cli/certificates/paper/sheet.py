"""What is on one certificate, as its page needs it, and how its facts read in the language of the page.

Values alone; refuses to know where they come from, and a clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from academy_cli.certificates.credential.code import shown
from academy_cli.certificates.credential.facts import Facts
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


def sheet(
    facts: Facts,
    credential: bytes,
    *,
    signed: str,
    url: str = "",
    signatories: Sequence[Signatory] = (),
) -> Sheet:
    """What is on the page of a credential that states these facts; ``credential`` is the signed file."""
    return Sheet(
        recipient=facts.recipient,
        title=facts.taught.title,
        language=facts.taught.language,
        completed=facts.completed_on,
        issued=facts.issued_at.date(),
        valid_until=facts.valid_until.date() if facts.valid_until else None,
        academy=facts.issuer.name,
        site=facts.issuer.url,
        code=shown(facts.code),
        signed=signed,
        url=url,
        credential=credential,
        signatories=tuple(signatories),
        summary=facts.taught.summary,
        hours=facts.taught.hours,
        score=facts.score,
    )


def values(one: Sheet, language: str) -> Mapping[str, str]:
    """What placeholders stand for, in a language; empty for what there is not."""
    until = one.valid_until
    return {
        "recipient.name": one.recipient,
        "course.title": one.title,
        "course.summary": one.summary,
        "course.hours": "" if one.hours is None else hours.in_words(one.hours, language),
        "score": one.score,
        "completed": dates.in_words(one.completed, language),
        "issued": dates.in_words(one.issued, language),
        "valid_until": "" if until is None else dates.in_words(until, language),
        "academy.name": one.academy,
        "academy.site": one.site.partition("://")[2].rstrip("/") or one.site,
        "code": one.code,
    }
