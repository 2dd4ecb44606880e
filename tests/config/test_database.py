"""A database is told from others by its server and name, or its file, and by nothing that is secret."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from academy_cli.config import database
from academy_cli.config.database import DatabaseSettings, database_url
from academy_cli.config.load import load
from academy_cli.config.sqlite import sqlite_url
from academy_cli.errors import AcademyError

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


FILES = (
    "",
    "database: {url: 'sqlite:///a.db'}\n",
    "storage: {folder: files}\ndatabase: {url: '${HOLDS}'}\nmail: {sender: a@x.org}\n",
    "mail: {sender: a@x.org}\n",
    "database:\n",
)


@pytest.mark.parametrize("text", FILES)
@pytest.mark.parametrize("named", [{}, {"ACADEMY_DATABASE_URL": "postgresql://b/c"}])
@pytest.mark.parametrize("flags", [{}, {"database_url": "sqlite:///flag.db"}])
def test_it_is_the_one_of_all_settings(
    project: Path, text: str, named: dict[str, str], flags: dict[str, str]
) -> None:
    (project / "academy.yaml").write_text(text)
    environ = {**named, "HOLDS": "sqlite:////held.db"}

    assert database_url(project, environ, flags) == load(project, environ, flags).database.url


@pytest.mark.parametrize(
    "text",
    ["databse: {url: 'sqlite:///a.db'}\n", "database: {ulr: 'sqlite:///a.db'}\n", "database: [\n",
     "database: {url: '${NOWHERE}'}\n", "database: sqlite\n"],
)  # fmt: skip
def test_where_somebody_meant_another_one_it_is_not_the_usual(project: Path, text: str) -> None:
    (project / "academy.yaml").write_text(text)

    with pytest.raises(AcademyError):
        database_url(project, {}, {})


def test_it_is_found_out_without_loading_the_other_settings(project: Path) -> None:
    code = (
        "import sys, pathlib; from academy_cli.config.database import database_url; "
        "database_url(pathlib.Path(sys.argv[1]), {}, {}); "
        "print(*(one for one in sys.modules if one.startswith('academy_cli.config.') "
        "and one.endswith(('settings', 'mail', 'payments', 'load'))))"
    )
    (project / "academy.yaml").write_text(FILES[2].replace("${HOLDS}", "sqlite:///a.db"))

    said = subprocess.run(
        [sys.executable, "-c", code, str(project)], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == ""
