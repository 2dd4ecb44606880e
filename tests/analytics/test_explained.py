"""What a figure means: each has words, and the very query that told it."""

from __future__ import annotations

from typing import Any

import pytest

from academy_cli.analytics.asking import OFFERED, By, Subject
from academy_cli.analytics.definitions import Measure
from academy_cli.analytics.subjects import SUBJECTS
from academy_cli.db.transaction import read
from academy_cli.kit.money import Money
from tests.analytics.world import World, question

EVERY = [(subject, by) for subject in Subject for by in OFFERED[subject]]


@pytest.fixture
def busy(world: World) -> World:
    """An academy in which one of everything happened."""
    course = world.course("python", ["a"], teacher="tea")
    ann = world.person("ann", "2026-10-01", last_seen_at=None)
    place = world.enrolled(ann, course, "2026-10-02", done="2026-10-05")
    world.progress(place, 1, "2026-10-03", done="2026-10-04", seconds=60)
    world.attempt(place, 1, "2026-10-04", 1000, 2, passed=True)
    world.certificate(place, "2026-10-05")
    payment = world.sold(ann, {course: 5000}, "2026-10-02", country="fr")
    world.refunded(payment, {1: 1000}, "2026-10-08")
    return world


def run(world: World, query: str) -> list[Any]:
    """The rows of a query as it is shown; PostgreSQL's driver wants its percent signs doubled."""
    with read(world.database.engine) as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        text = query if is_sqlite else query.replace("%", "%%")
        return list(connection.exec_driver_sql(text).mappings())


@pytest.mark.parametrize(("subject", "by"), EVERY)
def test_a_query_that_is_shown_gives_the_figure_that_is_told(
    busy: World, subject: Subject, by: By
) -> None:
    asked = question(subject, by)
    told = busy.stats(time_zone="Europe/Paris").tell(asked)
    explained = busy.stats(time_zone="Europe/Paris").explain(asked)
    compared = 0
    for one in explained:
        if one.query is None or one.measure not in {"count", "money"}:
            continue
        rows = run(busy, one.query)
        whole = sum(_amount(row[one.figure]) for row in told.rows)
        assert sum(int(row[one.figure]) for row in rows) == whole, one
        compared += 1
    assert compared >= 3


def _amount(value: object) -> int:
    if isinstance(value, Money):
        return value.amount
    assert isinstance(value, int)
    return value


@pytest.mark.parametrize("subject", Subject)
def test_every_figure_is_defined_in_words_and_told_by_a_query_or_others(
    busy: World, subject: Subject
) -> None:
    figures = SUBJECTS[subject].figures
    explained = busy.stats().explain(question(subject, OFFERED[subject][0]))

    assert len({one.name for one in figures}) == len(figures)
    for one, said in zip(figures, explained, strict=True):
        assert len(one.meaning.split()) > 3
        assert (said.figure, said.measure) == (one.name, one.measure.value)
        assert said.query or (one.made and "/" in one.meaning)
        assert one.measure in Measure


def test_retention_and_stops_show_their_queries_as_well(busy: World) -> None:
    stats, asked = busy.stats(), question(Subject.ENGAGEMENT, By.MONTH)

    for one in (*stats.explain_retention(asked), *stats.explain_stops(asked, 10)):
        assert one.query is not None
        run(busy, one.query)
