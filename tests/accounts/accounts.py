"""Accounts as tests look at them: what is stored of one, and what is on record.

Knows rows; refuses to judge them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, func, insert, select

from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from academy_cli.audit.log import AuditLog
from academy_cli.audit.views import AuditEntryView
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.models import ApiToken, AuditEntry, OneTimeToken, Session, User
from tests.accounts.conftest import ANN, AT, number

Acting = Callable[[str], People]
WHOLE = Profile(
    email="Ann@Example.ORG",
    name=" Ann  Lee ",
    language="de-at",
    time_zone="Europe/Vienna",
    bio="I teach.",
    avatar="https://x.org/ann.png",
    privacy={"profile": "private"},
    metadata={"team": "red"},
)


def entries(engine: Engine) -> int:
    """How many entries the audit log has."""
    with read(engine) as connection:
        return connection.execute(select(func.count()).select_from(AuditEntry)).scalar_one()


def newest(database: Database) -> AuditEntryView:
    """The newest entry of the audit log."""
    found, *_ = AuditLog(database, ANN).find()
    return found


def stored(engine: Engine, email: str) -> Mapping[str, Any]:
    """An account as it is stored."""
    with read(engine) as connection:
        found = select(User.__table__).where(User.__table__.c.email == email)
        return dict(connection.execute(found).mappings().one())


def hold(engine: Engine, email: str) -> None:
    """Give somebody a session, an API token and a link, and one of each that holds no more."""
    user_id, end = number(engine, email), AT + timedelta(days=7)
    moments = {"created_at": AT, "expires_at": end}
    with write(engine) as connection:
        for at, over in enumerate((None, AT)):
            name = f"{email}{at}"
            session = {"last_used_at": AT, "ended_at": over, "code": name[:32]}
            connection.execute(insert(Session).values(user_id=user_id, **session, **moments))
            link = {"purpose": "reset", "digest": name, "email": email, "used_at": over}
            connection.execute(insert(OneTimeToken).values(user_id=user_id, **link, **moments))
            token = {"name": name, "prefix": "a", "digest": name, "scopes": "[]"}
            token |= {"revoked_at": over, "created_at": AT}
            connection.execute(insert(ApiToken).values(user_id=user_id, **token))
