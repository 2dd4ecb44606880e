"""A database is told from others by its server and name, or its file, and by nothing that is secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.config import database
from academy_cli.config.database import DatabaseSettings
from academy_cli.config.sqlite import sqlite_url

SAME = (
    "postgresql://ann:secret@db.example.org/academy",
    "postgres://bob@DB.example.org:5432/academy?sslmode=require",
    "postgresql+psycopg://db.example.org/academy?password=other",
    "postgresql:///academy?host=db.example.org",
    "postgresql://ann:p%40ss@word@db.example.org/academy",
)
OTHERS = (
    "postgresql://ann:secret@db.example.org/school",
    "postgresql://ann:secret@db.example.org:5433/academy",
    "postgresql://ann:secret@db2.example.org/academy",
    "postgresql:///academy",
    "sqlite:////srv/academy.db",
)


def fingerprint(url: str) -> str:
    return DatabaseSettings(url).fingerprint


def test_whoever_asks_and_however_it_is_the_same_database() -> None:
    assert len({fingerprint(url) for url in SAME}) == 1
    assert fingerprint("postgresql://127.0.0.1/a") == fingerprint("postgresql:///a")


def test_each_other_database_has_another() -> None:
    assert len({fingerprint(url) for url in (SAME[0], *OTHERS)}) == 1 + len(OTHERS)


@pytest.mark.parametrize(
    "url", [*SAME, "postgresql://ann:secret@db:x/a", "postgresql://ann:secret@[db/a"]
)
def test_nothing_secret_is_in_it(url: str) -> None:
    named = database._named(url)

    assert not any(word in named for word in ("secret", "p%40ss", "word", "other"))


def test_a_file_is_the_same_by_every_path(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)

    plain, linked = (sqlite_url(path / "100%.db") for path in (tmp_path, tmp_path / "link" / "."))
    assert fingerprint(plain) == fingerprint(f"{linked}?timeout=3")
    assert fingerprint(plain) != fingerprint(sqlite_url(tmp_path / "other.db"))
