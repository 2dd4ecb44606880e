"""Links that work once: invitations, verifications of an address, new passwords.

Knows how one is made, mailed and used up in the caller's transaction; refuses to commit.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.accounts.signin import attempts, notices
from academy_cli.accounts.signin import credential_store as store
from academy_cli.accounts.signin.bearer import digest_of, new_secret
from academy_cli.accounts.signin.credential_errors import LinkUsedError
from academy_cli.kit.clock import iso
from academy_cli.mail.occasions import withdraw
from academy_cli.mail.service import Message, enqueue

NEW_ADDRESS = "new-address"
"""The template of the mail to an address that somebody wants from now on."""


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

    def make(
        self, connection: Connection, user: Row[Any], purpose: Purpose, at: datetime, to: str = ""
    ) -> Link:
        """Make a link for somebody; older ones of the purpose work no more.

        The mail of an older invitation does not leave. ``to`` is the address that it is sent to, and proves,
        where that is not the account's.
        """
        ended = store.revoke_links(connection, user.id, purpose.value, at)
        if (
            purpose is Purpose.INVITATION
        ):  # anybody asks for the others, with equal work for strangers
            withdraw(connection, purpose.value, [_event(purpose, number) for number in ended])
        secret, ends = new_secret(), at + self.lasts[purpose]
        values = {"user_id": user.id, "purpose": purpose.value, "digest": digest_of(secret)}
        values |= {"email": to or user.email, "created_at": at, "expires_at": ends}
        number = store.add_link(connection, values)
        return Link(number, secret, self.url(purpose, secret), ends)

    def url(self, purpose: Purpose, secret: str) -> str:
        """The whole address of a link; empty without a site."""
        return f"{self.site.rstrip('/')}/{purpose.value}/{secret}" if self.site else ""

    def mail(
        self, connection: Connection, user: Row[Any], purpose: Purpose, at: datetime, to: str = ""
    ) -> Link:
        """Make a link and write down the mail that brings it."""
        link = self.make(connection, user, purpose, at, to)
        values = {"name": notices.greeting(user), "link": link.url, "code": link.secret}
        values |= {"expires_at": iso(link.expires_at)}
        template = NEW_ADDRESS if to else purpose.value
        event, recipient = _event(purpose, link.number), to or user.email
        message = Message(event, template, recipient, user.id, user.language, values)
        enqueue(connection, [message], at)
        return link


def end_ways_in(connection: Connection, user_id: int, at: datetime) -> None:
    """Let no link work any more that was sent before a new password was set.

    So nobody gets in by an old mail, and no change of address goes through that a thief asked for.
    """
    for purpose in Purpose:
        store.revoke_links(connection, user_id, purpose.value, at)


def _event(purpose: Purpose, number: int) -> str:
    return f"{purpose.value}:{number}"


class Shown(NamedTuple):
    """A link that works and the account that it is for, held; ``email`` is where the link was sent."""

    user: Row[Any]
    email: str
    digest: str


def shown(connection: Connection, secret: str, purpose: Purpose, at: datetime) -> Shown:
    """A link that works, without using it up.

    The account is held before its link, as by everything else that ends links: nobody waits in a circle.
    Raises LinkUsedError.
    """
    digest = digest_of(secret)
    owner = store.owner_of_link(connection, digest)
    user = store.user(connection, owner, is_held=True) if owner is not None else None
    email = store.works(connection, digest, purpose.value, at)
    if user is None or email is None or not attempts.is_in_use(user):
        raise LinkUsedError
    return Shown(user, email, digest)


def used(connection: Connection, secret: str, purpose: Purpose, at: datetime) -> Row[Any]:
    """Use a link up and give the account that it was for, held.

    It proves the mailbox that it was sent to, so it is worth nothing once the account has another one. Raises
    LinkUsedError.
    """
    found = shown(connection, secret, purpose, at)
    if found.user.email != found.email:
        raise LinkUsedError
    use(connection, found, at)
    return found.user


def use(connection: Connection, found: Shown, at: datetime) -> None:
    """Use a link up that was shown. Raises LinkUsedError."""
    if not store.use_link(connection, found.digest, at):
        raise LinkUsedError
