"""How what is counted is grouped and narrowed: by stretches of time, courses, instructors, countries.

Knows the tables that say so; refuses to know what is counted. What each subject counts is a `Source`, and one
function makes its query, so that every subject means the same by a course or a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    SQLColumnExpression,
    and_,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import aliased

from academy_cli.analytics.asking import By
from academy_cli.analytics.calendar import Clock, Period
from academy_cli.analytics.countries import homes
from academy_cli.analytics.local import stretch
from academy_cli.models import Course, User, UserRole

Expression: TypeAlias = SQLColumnExpression[Any]
Query: TypeAlias = Select[*tuple[Any, ...]]


class Asked(NamedTuple):
    """A question to one database: what there is a row for, in which period, and of what alone.

    ``courses`` are the numbers of those within reach that are asked for; None is all of them.
    """

    by: By
    period: Period
    clock: Clock
    is_sqlite: bool
    courses: frozenset[int] | None = None
    country: str | None = None
    currency: str | None = None
    is_live: bool = True

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.clock.now

    @property
    def is_by_place(self) -> bool:
        """Whether it matters which course or country something belongs to."""
        return self.is_by_course or self.by is By.COUNTRY or self.country is not None

    @property
    def is_by_course(self) -> bool:
        """Whether it matters which course something belongs to."""
        return self.courses is not None or self.by in {By.COURSE, By.INSTRUCTOR}


class Source(NamedTuple):
    """Rows that are counted, and the columns that they are grouped and narrowed by, where they have such.

    ``at`` is the moment that puts a row into a period; None counts rows of every time. ``stretch``
    is which one a row is of, where the rows say that themselves. ``beside`` is one more thing that rows are
    grouped by.
    """

    rows: FromClause
    at: Expression | None
    course: Expression | None = None
    country: Expression | None = None
    currency: Expression | None = None
    language: Expression | None = None
    person: Expression | None = None
    beside: Expression | None = None
    stretch: Expression | None = None
    only: Sequence[ColumnElement[bool]] = ()


class Piece(NamedTuple):
    """A query, its columns: what the row is for, its currency if it has one, and then figures by name."""

    query: Query
    figures: tuple[str, ...]
    has_currency: bool = False


def piece(asked: Asked, source: Source, **figures: Expression) -> Piece:
    """Count some figures of a source, in groups, in the order of the groups."""
    rows, key = _key(asked, source)
    keys: list[Any] = [key.label("key")]
    if source.currency is not None:
        keys.append(source.currency.label("currency"))
    if source.beside is not None:
        keys.append(source.beside.label("beside"))
    query = select(*keys, *(value.label(name) for name, value in figures.items()))
    query = query.select_from(rows).where(*_conditions(asked, source))
    return Piece(_in_groups(query, len(keys)), tuple(figures), source.currency is not None)


def quartiles(asked: Asked, source: Source, value: Expression, *names: str) -> Piece:
    """The values that a quarter, a half and three quarters do not exceed: each is one that there is.

    SQLite has no percentiles, so both engines count how many there are up to each.
    """
    rows, key = _key(asked, source)
    inner: Query = select(key.label("key"), value.label("value")).select_from(rows)
    found = inner.where(*_conditions(asked, source)).subquery("found")
    share = func.cume_dist().over(partition_by=found.c.key, order_by=found.c.value)
    ranked = select(found.c.key, found.c.value, share.label("share")).subquery("ranked")
    parts = zip(names, (0.25, 0.5, 0.75), strict=True)
    least = [
        func.min(ranked.c.value).filter(ranked.c.share >= limit).label(name)
        for name, limit in parts
    ]
    return Piece(_in_groups(select(ranked.c.key, *least), 1), names)


def _in_groups(query: Query, keys: int) -> Query:
    """By the first columns, by their places: PostgreSQL takes no two values for the same."""
    places: list[Any] = [literal_column(str(number)) for number in range(1, keys + 1)]
    return query.group_by(*places).order_by(*places)


def within(at: Expression, period: Period) -> ColumnElement[bool]:
    """Whether a moment lies in a period."""
    return and_(at >= period.starts_at, at < period.ends_at)


def place(asked: Asked, at: Expression) -> Expression:
    """The stretch of time that a moment lies in, of the kind there is a row for."""
    unit = asked.by.unit
    assert unit is not None
    return stretch(at, unit, asked.clock.shifts(asked.period), is_sqlite=asked.is_sqlite)


def _key(asked: Asked, source: Source) -> tuple[FromClause, Expression]:
    """The rows, joined with what says what a row is for, and that."""
    if asked.by.unit is not None:
        return source.rows, _stretch_of(asked, source)
    if asked.by is By.TOTAL:
        return source.rows, literal_column("'all'")
    if asked.by is By.COUNTRY and source.country is None:
        return _by_home(asked, source)
    joining = {By.COURSE: _by_course, By.INSTRUCTOR: _by_instructor, By.ROLE: _by_role}
    if asked.by in joining:
        return joining[asked.by](source)
    told = {By.COUNTRY: source.country, By.LANGUAGE: source.language}
    return source.rows, func.coalesce(_known(told.get(asked.by, source.currency)), "")


def _stretch_of(asked: Asked, source: Source) -> Expression:
    """As the rows say it themselves, else where their moment lies."""
    return place(asked, _known(source.at)) if source.stretch is None else source.stretch


def _by_course(source: Source) -> tuple[FromClause, Expression]:
    course = aliased(Course, name="of_course")
    joined = source.rows.join(course, course.id == source.course, isouter=True)
    return joined, func.coalesce(course.slug, "")


def _by_instructor(source: Source) -> tuple[FromClause, Expression]:
    """Each instructor of a course gets the whole of it; a course that nobody teaches is nobody's."""
    role, teacher = aliased(UserRole, name="teaching"), aliased(User, name="teacher")
    teaches = and_(role.role == "instructor", role.course_id == source.course)
    joined = source.rows.join(role, teaches, isouter=True)
    joined = joined.join(teacher, teacher.id == role.user_id, isouter=True)
    return joined, func.coalesce(teacher.email, "")


def _by_role(source: Source) -> tuple[FromClause, Expression]:
    """Each role that somebody holds, wherever; whoever holds none is a student."""
    held = select(UserRole.user_id, UserRole.role).distinct().subquery("held")
    joined = source.rows.join(held, held.c.user_id == source.person, isouter=True)
    return joined, func.coalesce(held.c.role, "student")


def _by_home(asked: Asked, source: Source) -> tuple[FromClause, Expression]:
    """The country of whoever it is about."""
    where = homes(is_sqlite=asked.is_sqlite)
    joined = source.rows.join(where, where.c.user_id == _known(source.person), isouter=True)
    return joined, func.coalesce(where.c.country, "")


def _conditions(asked: Asked, source: Source) -> Sequence[ColumnElement[bool]]:
    found = list(source.only)
    if source.at is not None:
        found.append(within(source.at, asked.period))
    if asked.courses is not None:
        found.append(_known(source.course).in_(sorted(asked.courses)))
    if asked.country is not None:
        found.append(_is_of_country(asked, source))
    if asked.currency is not None and source.currency is not None:
        found.append(source.currency == asked.currency)
    return found


def _is_of_country(asked: Asked, source: Source) -> ColumnElement[bool]:
    if source.country is not None:
        return source.country == asked.country
    return lives_there(asked, source.person)


def lives_there(asked: Asked, person: Expression | None) -> ColumnElement[bool]:
    """Whether somebody is of the country that is asked for."""
    where = homes(is_sqlite=asked.is_sqlite)
    theirs = select(where.c.user_id).where(where.c.country == asked.country)
    return _known(person).in_(theirs)


def _known(column: Expression | None) -> Expression:
    """A column that a question needs; what has none is not asked (`asking.OFFERED`)."""
    if column is None:
        raise TypeError("nothing says so of what is counted")
    return column


def count_distinct(column: Expression) -> Expression:
    """How many different ones."""
    return func.count(column.distinct())


def total(amount: Expression, *, where: ColumnElement[bool] | None = None) -> Expression:
    """The sum of whole numbers, 0 of none, of some rows alone."""
    added = func.sum(amount) if where is None else func.sum(amount).filter(where)
    return func.coalesce(added, 0)
