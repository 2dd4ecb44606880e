"""Looking rows up by their keys holds for one transaction, and changes no answer."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, insert, select, text

from academy_cli.db.lookups import look_up_by_keys
from academy_cli.db.transaction import read, write
from academy_cli.models import AuditHead, InvoiceSeries


def settings(connection: Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        return []
    return [str(connection.scalar(text(f"show {one}"))) for one in ("enable_seqscan", "jit")]


def test_it_ends_with_its_transaction(engine: Engine) -> None:
    with read(engine) as connection:
        before = settings(connection)
    with write(engine) as connection:
        look_up_by_keys(connection)
        during = settings(connection)
    with read(engine) as connection:
        after = settings(connection)

    assert set(during) <= {"off"}
    assert after == before


def test_a_whole_table_is_read_all_the_same(engine: Engine) -> None:
    row = {"series": "INV", "year": 2026, "last": 0, "head_sha256": "0" * 64}
    with write(engine) as connection:
        look_up_by_keys(connection)
        connection.execute(insert(InvoiceSeries).values(row))
        assert connection.scalar(select(InvoiceSeries.series)) == "INV"
        assert connection.scalar(select(AuditHead.id)) == 1
