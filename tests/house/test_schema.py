"""The schema's rules: exact money, indexed references, no surprises between engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Enum,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from academy_cli.models import UTCDateTime, metadata
from academy_cli.models.base import NAMES

FORBIDDEN = (Float, Numeric, JSON, Enum)
"""Inexact, or stored differently by the two engines; money is whole minor units, JSON is text."""


def inexact(tables: Iterable[Table]) -> Iterator[str]:
    for table in tables:
        for column in table.columns:
            if isinstance(column.type, FORBIDDEN) and not isinstance(column.type, Integer):
                yield str(column)


def zoneless(tables: Iterable[Table]) -> Iterator[str]:
    for table in tables:
        for column in table.columns:
            if isinstance(column.type, DateTime) and not isinstance(column.type, UTCDateTime):
                yield str(column)


def unindexed(tables: Iterable[Table]) -> Iterator[str]:
    """Foreign keys whose column leads no index, so that deletes and joins would scan."""
    for table in tables:
        leading = {next(iter(index.columns)).name for index in table.indexes}
        for constraint in table.constraints:
            if (
                isinstance(constraint, UniqueConstraint | PrimaryKeyConstraint)
                and constraint.columns
            ):
                leading.add(next(iter(constraint.columns)).name)
        yield from (str(key.parent) for key in table.foreign_keys if key.parent.name not in leading)


def undecided(tables: Iterable[Table]) -> Iterator[str]:
    """Text whose length nobody thought about: neither Text nor a String with one."""
    for table in tables:
        for column in table.columns:
            if type(column.type) is String and column.type.length is None:
                yield str(column)


def test_no_column_is_inexact_or_engine_specific() -> None:
    assert list(inexact(metadata().tables.values())) == []


def test_every_moment_is_in_utc() -> None:
    assert list(zoneless(metadata().tables.values())) == []


def test_every_foreign_key_is_indexed() -> None:
    assert list(unindexed(metadata().tables.values())) == []


def test_every_text_has_a_considered_length() -> None:
    assert list(undecided(metadata().tables.values())) == []


def test_the_rules_catch_what_they_are_for() -> None:
    metadata = MetaData(naming_convention=NAMES)
    Table("parents", metadata, Column("id", Integer, primary_key=True))
    bad = Table(
        "bad",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("price", Float),
        Column("at", DateTime),
        Column("name", String),
        Column("body", Text),
        Column("parent_id", ForeignKey("parents.id")),
        Column("other_id", ForeignKey("parents.id"), index=True),
        UniqueConstraint("name", "parent_id"),
    )

    assert list(inexact([bad])) == ["bad.price"]
    assert list(zoneless([bad])) == ["bad.at"]
    assert list(unindexed([bad])) == ["bad.parent_id"]
    assert list(undecided([bad])) == ["bad.name"]
