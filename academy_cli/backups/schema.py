"""The tables that a backup has: all that this version of academy has, but for those made from others.

Knows how kinds of columns are told by their types; refuses a type that has no text of its own yet.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import Boolean, Integer, LargeBinary, String
from sqlalchemy import Table as SqlTable

from academy_cli.backups.tables import Column, Table, Tag
from academy_cli.db.fulltext import is_inside
from academy_cli.models import mapped
from academy_cli.models.base import UTCDateTime

_TAGS = (
    (UTCDateTime, Tag.TIME),
    (Boolean, Tag.BOOLEAN),
    (Integer, Tag.INTEGER),
    (LargeBinary, Tag.BYTES),
    (String, Tag.TEXT),
)


@cache
def tables() -> tuple[Table, ...]:
    """Every table, those first that others refer to."""
    return tuple(_table(one) for one in mapped().sorted_tables if is_kept(one.name))


def is_kept(name: str) -> bool:
    """Whether a table is one that a backup has; what is made from others is made anew."""
    known = mapped().tables.get(name)
    return not is_inside(name) and (known is None or "is_derived" not in known.info)


def _table(table: SqlTable) -> Table:
    columns = tuple(Column(one.name, _tag(one.type), bool(one.nullable)) for one in table.columns)
    return Table(table.name, columns, tuple(one.name for one in table.primary_key.columns))


def _tag(kind: object) -> Tag:
    for one, tag in _TAGS:
        if isinstance(kind, one):
            return tag
    message = f"there is no text for values of {kind!r} yet: say one in docs/backup-format.md"
    raise TypeError(message)
