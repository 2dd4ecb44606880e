"""Links that work once: invitations, verifications of an address, new passwords.

Knows how one is made, mailed and used up in the caller's transaction; refuses to commit.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.accounts import credential_store as store
from academy_cli.accounts.bearer import digest_of, new_secret
from academy_cli.accounts.credential_errors import LinkUsedError
from academy_cli.kit.clock import iso
from academy_cli.mail.service import Message, enqueue


class Purpose(Enum):
    """What a link is for; also the template of the mail that brings it."""

    INVITATION = "invitation"
    VERIFICATION = "verification"
    RESET = "reset"


class Link(NamedTuple):
    """A link that was just made: its number, secret, whole address (empty without a site), and its end."""

    number: int
    secret: str
    url: str
    expires_at: datetime


class Links(NamedTuple):
    """How links are made: where the site is, and how long each kind works."""

    site: str
    lasts: dict[Purpose, timedelta]

    def make(self, connection: Connection, user: Row[Any], purpose: Purpose, at: datetime) -> Link:
        """Make a link for somebody; older ones of the purpose work no more."""
        store.revoke_links(connection, user.id, purpose.value, at)
        secret, ends = new_secret(), at + self.lasts[purpose]
        values = {"user_id": user.id, "purpose": purpose.value, "digest": digest_of(secret)}
        values |= {"email": user.email, "created_at": at, "expires_at": ends}
        number = store.add_link(connection, values)
        return Link(number, secret, self.url(purpose, secret), ends)

    def url(self, purpose: Purpose, secret: str) -> str:
        """The whole address of a link; empty without a site."""
        return f"{self.site.rstrip('/')}/{purpose.value}/{secret}" if self.site else ""

    def mail(self, connection: Connection, user: Row[Any], purpose: Purpose, at: datetime) -> Link:
        """Make a link and write down the mail that brings it."""
        link = self.make(connection, user, purpose, at)
        values = {"name": user.name, "link": link.url, "code": link.secret}
        values |= {"expires_at": iso(link.expires_at)}
        event = f"{purpose.value}:{link.number}"
        message = Message(event, purpose.value, user.email, user.id, user.language, values)
        enqueue(connection, [message], at)
        return link


def end_ways_in(connection: Connection, user_id: int, at: datetime) -> None:
    """Let no link set somebody's password any more: whoever has an old mail gets in by it no longer."""
    for purpose in (Purpose.INVITATION, Purpose.RESET):
        store.revoke_links(connection, user_id, purpose.value, at)


def used(connection: Connection, secret: str, purpose: Purpose, at: datetime) -> Row[Any]:
    """Use a link up and give the account that it was for, held.

    It proves the mailbox that it was sent to, so it is worth nothing once the account has another one. The
    account is held before its link, as by everything else that ends links: nobody waits in a circle. Raises
    LinkUsedError.
    """
    digest = digest_of(secret)
    owner = store.owner_of_link(connection, digest)
    user = store.user(connection, owner, is_held=True) if owner is not None else None
    found = store.use_link(connection, digest, purpose.value, at)
    if found is None or user is None or user.email != found[1]:
        raise LinkUsedError
    if user.deactivated_at is not None or user.erased_at is not None:
        raise LinkUsedError
    return user
