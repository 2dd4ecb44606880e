"""A short look at a database: the same answers from both engines, nothing written, no driver imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from academy_cli.db import libpq
from academy_cli.db.glance import rows

REPOSITORY = Path(__file__).parents[2]
ODD = "O'Brien; -- “é” \\ 机器 $1"


def test_values_are_values_whatever_they_say(database_url: str) -> None:
    assert rows(database_url, "select ?, ?", (ODD, "")) == [(ODD, "")]


def test_nothing_is_none_and_no_row_is_no_row(database_url: str) -> None:
    assert rows(database_url, "select null", ()) == [(None,)]
    assert rows(database_url, "select 1 where 1 = 2", ()) == []


def test_nothing_can_be_written(database_url: str) -> None:
    with pytest.raises(Exception, match="readonly|refused"):
        rows(database_url, "create table glanced (one text)", ())


def test_a_database_that_is_not_there_is_refused_and_no_password_is_told(
    database_url: str, tmp_path: Path
) -> None:
    is_file = database_url.startswith("sqlite")
    absent = f"sqlite:///{tmp_path}/none.db" if is_file else "postgresql://a:hidden@127.0.0.1:1/x"

    with pytest.raises(Exception) as refused:  # noqa: PT011  each driver has its own
        rows(absent, "select 1", ())

    assert "hidden" not in str(refused.value)
    assert not [*tmp_path.glob("none*")]


def test_where_psycopg_brings_no_library_it_is_asked_itself(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libpq, "_PLACES", ())

    assert libpq.library() is None
    assert rows(database_url, "select ?", (ODD,)) == [(ODD,)]


@pytest.mark.parametrize(("places", "imported"), [(libpq._PLACES, "False"), ((), "True")])
def test_a_driver_is_imported_only_where_there_is_no_library(
    postgres_url: str, places: tuple[str, ...], imported: str
) -> None:
    code = (
        "import sys; from academy_cli.db import glance, libpq; libpq._PLACES = "
        + repr(places)
        + ";"
        f"glance.rows({postgres_url!r}, 'select 1', ()); print('psycopg' in sys.modules)"
    )
    environ = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environ)

    assert (ran.stdout.strip(), ran.stderr) == (imported, "")
