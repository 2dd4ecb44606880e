"""Invitations to people who were imported and are new.

Makes for many what ``onetime`` makes for one. Refuses to commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from academy_cli.accounts.signin.bearer import digest_of, new_secret
from academy_cli.accounts.signin.onetime import Link, Links, Purpose
from academy_cli.bulk.kinds import Did, Moment, Outcome
from academy_cli.db.among import among
from academy_cli.db.bulk import allocate_ids, insert_rows
from academy_cli.kit.clock import iso
from academy_cli.mail.service import Message, enqueue
from academy_cli.models import Course, OneTimeToken

Told = tuple[int, Outcome]
"""Somebody's number, and what became of their row."""


def invite(connection: Connection, links: Links, rows: Sequence[Told], moment: Moment) -> int:
    """Write down the invitations of rows that tell of somebody new; how many messages there are."""
    new = [(number, one) for number, one in rows if one.did is Did.CREATE and one.mails]
    made = _links(connection, links, new, moment)
    return enqueue(connection, _invitations(new, made, _titles(connection, new)), moment.at)


def _links(
    connection: Connection, links: Links, new: Sequence[Told], moment: Moment
) -> Sequence[Link]:
    """A link for everybody who is new."""
    purpose, ends = Purpose.INVITATION, moment.at + links.lasts[Purpose.INVITATION]
    secrets = [new_secret() for _ in new]
    numbers = allocate_ids(connection, OneTimeToken, len(new))
    columns = ("id", "user_id", "purpose", "digest", "email", "created_at", "expires_at")
    rows = (
        (number, user, purpose.value, digest_of(secret), one.key, moment.at, ends)
        for number, (user, one), secret in zip(numbers, new, secrets, strict=True)
    )
    insert_rows(connection, OneTimeToken, columns, rows)
    return [
        Link(number, secret, links.url(purpose, secret), ends)
        for number, secret in zip(numbers, secrets, strict=True)
    ]


def _titles(connection: Connection, new: Sequence[Told]) -> Mapping[str, str]:
    """What learners call the courses that rows name."""
    slugs = {slug for _, one in new for slug in _courses(one)}
    query = select(Course.slug, Course.title)
    if not slugs:
        return {}
    found = connection.execute(query.where(among(connection, Course.slug, sorted(slugs))))
    return {row.slug: row.title for row in found}


def _courses(one: Outcome) -> Sequence[str]:
    return str(one.after.get("courses") or "").split()


def _invitations(
    new: Sequence[Told], made: Sequence[Link], titles: Mapping[str, str]
) -> Iterator[Message]:
    template, ends = Purpose.INVITATION.value, iso(made[0].expires_at) if made else ""
    for (user, one), link in zip(new, made, strict=True):
        values: dict[str, object] = {"name": one.after["name"], "expires_at": ends}
        values |= {"link": link.url, "code": link.secret}
        if "courses" in one.after:
            values["courses"] = [titles.get(slug, slug) for slug in _courses(one)]
        event = f"{template}:{link.number}"
        yield Message(event, template, one.key, user, _language(one), values)


def _language(one: Outcome) -> str | None:
    language = one.after.get("language")
    return str(language) if language else None
