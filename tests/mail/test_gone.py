"""A database that is away for a moment costs no letter, and has none sent twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from academy_cli.db.engine import open_engine
from academy_cli.errors import AcademyError, Kind
from academy_cli.mail.judging import Terms
from academy_cli.mail.letter import Letter
from academy_cli.mail.sending import Delivery
from tests.mail.post import Post, Scripted


@pytest.fixture
def impatient(sqlite_url: str) -> Iterator[Engine]:
    """An SQLite database whose writers wait for nobody."""
    engine = open_engine(sqlite_url, busy_timeout_ms=50)
    yield engine
    engine.dispose()


def send(post: Post, transport: Scripted, slept: list[float]) -> None:
    delivery = Delivery(
        post.engine, transport, post.compose, Terms("x.org"), lambda: post.now, sleep=slept.append
    )
    with pytest.raises(AcademyError) as caught:
        delivery.drain(post.reports.append)
    assert caught.value.kind is Kind.UNAVAILABLE


def assert_once(post: Post, transport: Scripted) -> None:
    post.now += timedelta(hours=1)
    sent = [*transport.sent, *post.send().sent]
    assert sorted(one.recipient.email for one in sent) == ["ann@x.org", "bo@x.org", "cy@x.org"]
    assert post.states() == ["sent"] * 3


def test_one_that_is_locked_for_a_while(impatient: Engine) -> None:
    post = Post(impatient)
    post.write("ann", "bo", "cy")
    with closing(sqlite3.connect(str(impatient.url.database), isolation_level=None)) as other:

        class Unlocking(list[float]):
            def append(self, seconds: float) -> None:
                super().append(seconds)
                if len(self) == 2:
                    other.execute("ROLLBACK")

        def locked(_: Letter) -> str:
            other.execute("BEGIN IMMEDIATE")
            return "ok"

        slept, transport = Unlocking(), Scripted([locked])
        send(post, transport, slept)

    assert len(slept) == 2
    assert_once(post, transport)


def test_one_that_ends_all_connections(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    other = open_engine(postgres_url)
    post = Post(engine)
    post.write("ann", "bo", "cy")
    ending = text(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid != pg_backend_pid()"
    )

    def ended(_: Letter) -> str:
        with other.connect() as connection:
            connection.execute(ending)
        return "ok"

    transport = Scripted([ended])
    send(post, transport, [])

    assert_once(post, transport)
    engine.dispose()
    other.dispose()
