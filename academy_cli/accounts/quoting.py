"""The addresses that somebody has and had, and which texts quote them.

Knows the rows of people's own history, and where an address in a text begins and ends; refuses transactions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Text, func, or_, select
from sqlalchemy import cast as as_type

from academy_cli.models import AuditEntry, User

_LETTER = r"\wÀ-ÖØ-öø-\u1fff\u2c00-\u2fff\u3040-\ufdff\ufe70-\ufefc"
"""Letters and digits of all scripts, also where the database's language knows no others than English."""
_BEFORE = rf"(?<![{_LETTER}.!#$%&*+/=?^`{{|}}~@-])(?<![{_LETTER}]')"
"""What stands before an address is no part of one; an apostrophe may be one's, or a quotation mark."""
_AFTER = rf"(?![{_LETTER}@-])(?!\.[{_LETTER}-])"
"""A full stop after an address may end a sentence."""


_ADDRESS = re.compile(rf"[{_LETTER}.!#$%&'*+/=?^`{{|}}~-]+@[{_LETTER}.-]+")


def addresses(connection: Connection, user: Row[Any]) -> Sequence[str]:
    """The address that somebody has, and those they had before, by what is on record of their changes.

    One that is another account's by now, or was since, is left out: what quotes it is about them.
    """
    mine = AuditEntry.subject == f"user:{user.id}"
    former = {
        one: number for one, number in _given_up(connection, mine).items() if one != user.email
    }
    if not former:
        return (user.email,)
    since = AuditEntry.id > min(former.values())
    named = or_(*(AuditEntry.details.contains(one, autoescape=True) for one in former))
    of_others = _given_up(connection, AuditEntry.subject.like("user:%"), ~mine, since, named)
    held = connection.scalars(select(User.email).where(User.email.in_(sorted(former))))
    taken = {*held, *(one for one in former if of_others.get(one, 0) > former[one])}
    return (user.email, *sorted(former.keys() - taken))


def has_had(connection: Connection, user_id: int, those: Sequence[str]) -> bool:
    """Whether somebody had any of some addresses before the one they have."""
    former = _given_up(connection, AuditEntry.subject == f"user:{user_id}")
    return not former.keys().isdisjoint(those)


def quotes(text: Any, wanted: Sequence[str]) -> ColumnElement[bool]:
    """Whether a text has one of some addresses in it: the whole one, and not the end of a longer one."""
    lowered = func.lower(text, type_=Text)
    return or_(*(_has(lowered, spelling) for one in wanted for spelling in spellings(one)))


def quoted(text: str) -> set[str]:
    """Every address in a text, in small letters: what ``quotes`` says of one, for many at once."""
    return {one.rstrip(".").strip("'") for one in _ADDRESS.findall(text.lower())}


def spellings(address: str) -> Sequence[str]:
    """An address, and how it is written where its domain cannot be in Unicode (RFC 5891)."""
    local, _, domain = address.rpartition("@")
    try:
        return sorted({address, f"{local}@{domain.encode('idna').decode()}"})
    except UnicodeError:
        return (address,)


def _has(text: ColumnElement[str], address: str) -> ColumnElement[bool]:
    pattern = as_type(f"{_BEFORE}{re.escape(address)}{_AFTER}", Text)
    return text.contains(address, autoescape=True) & text.regexp_match(pattern)


def _given_up(connection: Connection, *those: ColumnElement[bool]) -> Mapping[str, int]:
    """The addresses that entries of the log tell of as somebody's before, each with the newest that does."""
    query = select(AuditEntry.id, AuditEntry.details).where(
        *those,
        AuditEntry.details.contains('"before"', autoescape=True),
        AuditEntry.details.contains('"email"', autoescape=True),
    )
    found = connection.execute(query.order_by(AuditEntry.id))
    newest = {_replaced(details): number for number, details in found}
    return {one: number for one, number in newest.items() if one}


def _replaced(details: str | None) -> str:
    before = json.loads(details or "{}").get("before")
    return str(before.get("email") or "") if isinstance(before, dict) else ""
