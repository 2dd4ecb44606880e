"""What owners are told of their accounts: that somebody wanted in, or changed what lets them in.

Written down in the transaction of what it tells of. Knows templates by name; refuses to say a secret, or
words of somebody who never proved that an address is theirs.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.accounts.signin import attempts
from academy_cli.mail.moving import follow
from academy_cli.mail.service import Message, enqueue

REGISTERED_AGAIN, NEW_PASSWORD = "registered-again", "password-changed"
ADDRESS_WANTED, ADDRESS_CHANGED = "address-change-wanted", "address-changed"
"""The templates."""


def greeting(user: Row[Any]) -> str:
    """The name that mail to somebody begins with; none where a stranger may have thought it out."""
    return "" if attempts.is_claimed(user) else str(user.name)


def registered_again(connection: Connection, user: Row[Any], at: datetime) -> None:
    """Tell an owner, once a day, that somebody wanted an account with their address."""
    if attempts.is_in_use(user):
        _tell(connection, user, REGISTERED_AGAIN, f"{at:%Y-%m-%d}", at)


def password_changed(connection: Connection, user: Row[Any], at: datetime) -> None:
    """Tell an owner that there is a new password."""
    _tell(connection, user, NEW_PASSWORD, at.isoformat(), at)


def address_wanted(connection: Connection, user: Row[Any], at: datetime) -> None:
    """Tell the address that somebody has that they want another one; not which."""
    _tell(connection, user, ADDRESS_WANTED, at.isoformat(), at)


def address_changed(connection: Connection, user: Row[Any], new: str, at: datetime) -> None:
    """Tell the address that somebody had, and had proved, that they have another one; not which.

    Mail that waits for them, and what they want no mail of, goes along to the new one.
    """
    follow(connection, user.id, user.email, new, at)
    if user.email_verified_at is not None:
        _tell(connection, user, ADDRESS_CHANGED, at.isoformat(), at)


def _tell(connection: Connection, user: Row[Any], template: str, when: str, at: datetime) -> None:
    event, values = f"{template}:{user.id}:{when}", {"name": greeting(user)}
    told = Message(event, template, user.email, user.id, user.language, values)
    enqueue(connection, [told], at)
