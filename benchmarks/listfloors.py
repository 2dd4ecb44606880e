"""The floors of lists: a driver, SQL written by hand for each list, and the rows written out.

Each runs in a process of its own and loads what every command with a database has to load. Knows the tables;
imports nothing of academy.

    python benchmarks/listfloors.py URL table|csv|jsonl NAME OFFSET
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy.orm  # noqa: F401 - what it costs to load is part of the floor
import typer  # noqa: F401 - as above

AT_A_TIME = 1000
THERE = "erased_at is null"
ACTIVE = f"{THERE} and deactivated_at is null and password_hash is not null"
ACTIVE += " and email_verified_at is not null"
SEATS = "select user_id from enrollments where course_id = {} and removed_at is null"
SITS = "exists (select 1 from enrollments where course_id = {} and user_id = users.id"
SITS += " and removed_at is null)"
LEE = "({0} like '%lee%' or {1} like '%lee%')"
STAFF = "select user_id from user_roles"
PAGES: dict[str, tuple[str, str]] = {
    "all": (THERE, "email"),
    "by name": (THERE, "name, email"),
    "newest seen": (THERE, "last_seen_at desc nulls last, id desc"),
    "lee": (f"LEE and {THERE}", "email"),
    "nobody": (f"{LEE.replace('lee', 'nobodylikethat')} and {THERE}", "email"),
    "ärmel": (f"(name like '%Ärmel%' or name like '%ärmel%') and {THERE}", "email"),
    "students": (f"{THERE} and id not in ({STAFF})", "email"),
    "support": (f"{THERE} and id in ({STAFF} where role = 'support')", "email"),
    "invited": (f"{THERE} and deactivated_at is null and password_hash is null", "email"),
    "active": (ACTIVE, "email"),
    "course-1": (f"{THERE} and {SITS.format(1)}", "email"),
    "course-1, far": (f"{THERE} and id in ({SEATS.format(1)})", "email"),
    "course-150": (f"{THERE} and id in ({SEATS.format(150)})", "email"),
    "active lee of course-1": (f"LEE and {ACTIVE} and {SITS.format(1)}", "email"),
    "since 2026": (f"{THERE} and created_at >= '2026-01-01 00:00:00'", "email"),
}
"""What is asked of each list of people, and its order."""
STATUS = (
    "case when erased_at is not null then 'erased' when deactivated_at is not null then 'deactivated'"
    " when password_hash is null then 'invited' when email_verified_at is null then 'unverified'"
    " else 'active' end"
)
ROLES = {
    "sqlite": "(select group_concat(role) from user_roles where user_id = users.id)",
    "postgresql": "(select string_agg(role, ',') from user_roles where user_id = users.id)",
}
MOMENT = {
    "sqlite": "substr({0}, 1, 10) || 'T' || substr({0}, 12, 8) || 'Z'",
    "postgresql": 'to_char({0}, \'YYYY-MM-DD"T"HH24:MI:SS"Z"\')',
}
HELD = (
    "select e.id, u.email, c.slug, g.kind, {enrolled}, {ends}, {completed},"
    " case when g.revoked_at is null then 1 end, e.removed_at is null"
    " from enrollments e join users u on u.id = e.user_id join courses c on c.id = e.course_id"
    " join grants g on g.enrollment_id = e.id order by c.slug, u.email || ''"
)
"""Everybody's enrollments; each has one grant here."""


def statement(engine: str, name: str, offset: int) -> str:
    """The SQL of a list as well as we know how to write it for an engine."""
    moment, roles = MOMENT[engine].format, ROLES[engine]
    if name == "enrollments":
        moments = {"enrolled": "e.enrolled_at", "ends": "g.ends_at", "completed": "e.completed_at"}
        return HELD.format(**{key: moment(column) for key, column in moments.items()})
    columns = f"email, name, {STATUS}, {{}}, {moment('created_at')}, {moment('last_seen_at')}"
    if name == "everybody":  # sorted as it lies: an index would have everybody looked up
        listed = columns.format("user_roles.role")
        joined = "users left join user_roles on user_roles.user_id = users.id"
        is_there = "(case when erased_at is null then 1 else 0 end) = 1"
        return f"select {listed} from {joined} where {is_there} order by email || ''"
    only, order = PAGES[name]
    like = "lower(name)" if engine == "postgresql" else "name"
    only = only.replace("LEE", LEE).format(like, "email")
    page = f"select id as number from users where {only} order by {order} limit 50 offset {offset}"
    return (
        f"select {columns.format(roles)} from users join ({page}) as p on number = id"
        f" order by {order}"
    )


@contextmanager
def rows(url: str, sql: str, *, is_long: bool) -> Iterator[Iterable[tuple[Any, ...]]]:
    """The rows of a query by the driver alone, of a long one some at a time."""
    if url.startswith("sqlite"):
        import sqlite3

        yield sqlite3.connect(url.removeprefix("sqlite:///")).execute(sql)
        return
    import psycopg

    with psycopg.connect(url, options="-c search_path=academy -c timezone=UTC") as connection:
        if not is_long:
            yield connection.execute(sql.encode())
            return
        with connection.cursor("rows") as cursor:
            cursor.itersize = AT_A_TIME
            yield cursor.execute(sql.encode())


def main(url: str, form: str, name: str, offset: str) -> None:
    """Write a list out."""
    engine = "sqlite" if url.startswith("sqlite") else "postgresql"
    sql = statement(engine, name, int(offset))
    with rows(url, sql, is_long=form != "table") as found:
        if form == "csv":
            csv.writer(sys.stdout).writerows(found)
        elif form == "jsonl":
            names = ("email", "name", "status", "roles", "created_at", "last_seen_at")
            encode = json.JSONEncoder(ensure_ascii=False).encode
            for row in found:
                print(encode(dict(zip(names, row, strict=True))))
        else:
            for row in found:
                print("\t".join(str(part or "") for part in row))


if __name__ == "__main__":
    main(*sys.argv[1:])
