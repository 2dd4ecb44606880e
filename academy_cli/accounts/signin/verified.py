"""What a link that verifies an address does: the address is proved, or takes the place of the old one.

Knows one account at a time; refuses to commit, and to ask for a password.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from academy_cli.accounts import store
from academy_cli.accounts.signin import notices
from academy_cli.accounts.signin.credential_errors import LinkUsedError
from academy_cli.accounts.signin.onetime import Shown, use
from academy_cli.audit.service import Act


def verify(connection: Connection, found: Shown, at: datetime) -> Act:
    """Use a link up that proves an address; what the log has to be told.

    Where it is another than the account has, the old one is told and links that were sent to it end. Raises
    LinkUsedError where somebody else has it by now.
    """
    user, email = found.user, found.email
    use(connection, found, at)
    unlocked = {"email_verified_at": at, "failed_logins": 0, "locked_until": None}
    if email == user.email:
        store.change(connection, user.id, unlocked)
        return Act("user.verify", "", {})
    if store.person(connection, email) is not None:
        raise LinkUsedError
    store.end_links(connection, user.id, at)
    store.change(connection, user.id, {**unlocked, "email": email, "updated_at": at})
    notices.address_changed(connection, user, email, at)
    told = {"before": {"email": user.email}, "after": {"email": email}}
    return Act("user.address", "", told)


@contextmanager
def translating() -> Iterator[None]:
    """Turn the database's refusal of an address that was taken a moment ago into LinkUsedError."""
    try:
        yield
    except IntegrityError as error:
        if store.is_taken(error):
            raise LinkUsedError from error
        raise
