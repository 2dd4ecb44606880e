"""The audit log: an entry in the transaction of its act."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select

from academy_cli.audit.service import record
from academy_cli.db.transaction import read, write
from academy_cli.models import AuditEntry

AT = datetime(2026, 11, 22, 8, 33, tzinfo=UTC)


def test_an_entry_tells_who_did_what_to_what(engine: Engine) -> None:
    with write(engine) as connection:
        record(
            connection,
            at=AT,
            actor="operator:ann",
            action="course.apply",
            subject="course:intro",
            details={"revision": 3, "counts": {"create": 2}},
        )

    with read(engine) as connection:
        columns = [column for column in AuditEntry.__table__.columns if column.name != "id"]
        found = connection.execute(select(*columns)).one()
    details = '{"counts":{"create":2},"revision":3}'
    assert tuple(found) == (AT, "operator:ann", "course.apply", "course:intro", details)


def test_an_act_that_is_undone_leaves_no_entry(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), write(engine) as connection:
        record(connection, at=AT, actor="a", action="b.c", subject="d:e", details={})
        raise ZeroDivisionError

    with read(engine) as connection:
        assert connection.execute(select(AuditEntry)).all() == []
