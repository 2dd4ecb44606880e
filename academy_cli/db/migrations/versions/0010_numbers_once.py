"""Numbers of people, their seats, grants and tokens are given once, on SQLite too.

Revision 0010. PostgreSQL counts on by itself; SQLite does where a table says so, and for that it is made
anew: word for word as it was, but for its key. Journals and the audit log know people who were removed by
number, so counting goes on behind those.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

TABLES = ("users", "enrollments", "grants", "one_time_tokens", "api_tokens")
KNOWN = {
    "users": """
        select max(number) as number from (
            select subject_id as number from batch_rows
                join batches on batches.id = batch_id where kind = 'users'
            union all select cast(substr(subject, 6) as integer) from audit_log
                where subject like 'user:%'
            union all select cast(substr(actor, 6) as integer) from audit_log
                where actor like 'user:%')""",
    "enrollments": """
        select max(subject_id) as number from batch_rows
            join batches on batches.id = batch_id where kind in ('enrollments', 'progress')""",
    "one_time_tokens": """
        select max(cast(substr(event, instr(event, ':') + 1) as integer)) as number from outbox
            where template in ('invitation', 'verification', 'reset')""",
}
"""The highest number by which something is remembered that may be gone."""


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for name in TABLES:
        _count(name)
    for name, known in KNOWN.items():
        _go_on_behind(name, known)


def _count(name: str) -> None:
    """Make a table anew whose numbers are given once."""
    connection = op.get_bind()
    made, *others = connection.scalars(
        sa.text(
            "select sql from sqlite_master where tbl_name = :name and sql is not null"
            " and type in ('table', 'index', 'trigger') order by type = 'table' desc, rowid"
        ),
        {"name": name},
    )
    _, begun, body = made.partition("(")
    for old, new in (
        ("id INTEGER NOT NULL, ", "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "),
        (f"CONSTRAINT pk_{name} PRIMARY KEY (id), ", ""),
    ):
        if old not in body:
            message = f"the table {name} is not as migrations made it"
            raise RuntimeError(message)
        body = body.replace(old, new, 1)
    connection.exec_driver_sql(f"create table counted {begun}{body}")
    columns = ", ".join(
        f'"{column["name"]}"' for column in sa.inspect(connection).get_columns(name)
    )
    connection.exec_driver_sql(
        f"insert into counted ({columns}) select {columns} from {name} order by id"
    )
    connection.exec_driver_sql(f"drop table {name}")
    connection.exec_driver_sql(f"alter table counted rename to {name}")
    for made in others:
        connection.exec_driver_sql(made)


def _go_on_behind(name: str, known: str) -> None:
    connection = op.get_bind()
    number = connection.scalar(sa.text(known)) or 0
    there = connection.scalar(
        sa.text("select max(seq) from sqlite_sequence where name = :name"), {"name": name}
    )
    if number <= (there or 0):
        return
    told = {"name": name, "number": number}
    say = (
        "insert into sqlite_sequence (name, seq) values (:name, :number)"
        if there is None
        else "update sqlite_sequence set seq = :number where name = :name"
    )
    connection.execute(sa.text(say), told)
