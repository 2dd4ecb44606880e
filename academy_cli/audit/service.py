"""Keeping account of who did what to what.

Knows what an entry is made of; refuses to commit, so no act is kept without its entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.audit import store
from academy_cli.audit.chain import ERASED, Entry, details_digest, new_salt
from academy_cli.kit.jsontext import canonical


class Act(NamedTuple):
    """Something that was done: noun and verb (``course.apply``), to what (``course:intro-to-rust``)."""

    action: str
    subject: str
    details: Mapping[str, object]
    """What was there before and after; no secret, and personal data only of the subject."""
    reason: str | None = None
    """What somebody said of it in their own words; it goes with the details when a person is erased."""


def record(connection: Connection, *, at: datetime, actor: Actor, act: Act) -> None:
    """Add an entry to the caller's transaction, as the last thing it does.

    The end of the log is locked from here on: whoever took another lock afterwards could wait for somebody
    who waits for this one.
    """
    record_all(connection, at=at, actor=actor, acts=[act])


def record_all(connection: Connection, *, at: datetime, actor: Actor, acts: Iterable[Act]) -> None:
    """Add several entries in their order, as ``record`` does."""
    source = canonical(dict(actor.source))
    entries = [_entry(at, actor.name, source, act) for act in acts]
    if entries:
        store.add(connection, entries)


def erasable(connection: Connection, person: str, places: Sequence[str] = ()) -> Sequence[int]:
    """The entries that tell of somebody: what was done to them, and to their places in somebody's words.

    Reasons and references are free words. Without any, an entry about a place says nothing of who has it.
    """
    return store.about(connection, person, places)


def erase_details(
    connection: Connection, person: str, places: Sequence[str] = ()
) -> Mapping[str, object]:
    """Empty the details and reasons of everything that tells of a person who is being erased.

    Gives what the entry of the erasure itself has to hold, so that the log still proves itself.
    """
    numbers = erasable(connection, person, places)
    store.erase(connection, numbers)
    return {ERASED: numbers}


def _entry(at: datetime, actor: str, source: str, act: Act) -> Entry:
    details, salt = canonical(dict(act.details)), new_salt()
    return Entry(
        number=0,
        at=at,
        actor=actor,
        action=act.action,
        subject=act.subject,
        reason=act.reason,
        source=source,
        details=details,
        salt=salt,
        details_sha256=details_digest(details, salt, act.reason),
        previous="",
    )
