"""Start-up is a feature: what a command does not need is not imported, not even by a library."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

HEAVY = {
    "alembic",
    "httpx",
    "psycopg",
    "pydantic",
    "reportlab",
    "rich",
    "smtplib",
    "sqlalchemy",
    "stripe",
}
FORGETTING = ("dossier", "erasure")
IMPORTED = re.compile(r"^import time:\s+\d+ \|\s+\d+ \|\s+([\w.]+)", re.MULTILINE)


def imported(*words: str, folder: Path = ROOT) -> set[str]:
    """The modules that a whole run of academy imports; packages at the top are among them."""
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "academy_cli", *words],
        cwd=folder, capture_output=True, text=True,
    )  # fmt: skip
    found = set(IMPORTED.findall(ran.stderr))
    assert "academy_cli" in found, ran.stderr
    return found


@pytest.mark.parametrize(
    "words", [["--version"], ["--help"], ["course", "--help"], ["version"], ["config", "path"]]
)
def test_words_about_academy_import_nothing_heavy(words: list[str]) -> None:
    assert imported(*words) & HEAVY == set()


def test_completion_imports_nothing_heavy() -> None:
    found = imported("__complete", "bash", "academy course pub")

    assert found & {*HEAVY, "typer"} == set()


def test_checking_a_course_imports_no_database(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("id: intro\ntitle: Intro\n")
    (tmp_path / "1-hello.md").write_text("# Hello\n\nWorld.\n")

    found = imported("course", "check", ".", folder=tmp_path)

    assert "pyromark" in found
    assert found & HEAVY == set()


def test_a_sync_to_sqlite_imports_nothing_of_postgresql_or_migrations(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("id: intro\ntitle: Intro\n")
    (tmp_path / "1-hello.md").write_text("# Hello\n\nWorld.\n")
    database = f"sqlite:///{tmp_path / 'academy.db'}"
    imported("db", "upgrade", "--database", database)

    found = imported("course", "sync", ".", "--yes", "--database", database, folder=tmp_path)

    assert "sqlalchemy.dialects.sqlite" in found
    assert found & {"alembic", "psycopg", "rich", "sqlalchemy.dialects.postgresql"} == set()


def test_a_list_from_sqlite_imports_nothing_of_postgresql_or_of_forgetting(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'academy.db'}"
    imported("db", "upgrade", "--database", database)

    for noun in ("user", "enrollment", "audit"):
        found = imported(noun, "list", "--database", database, folder=tmp_path)

        assert "sqlalchemy.dialects.sqlite" in found
        unwanted = {"alembic", "psycopg", "rich", "sqlalchemy.dialects.postgresql"}
        assert found & (unwanted | {f"academy_cli.accounts.{one}" for one in FORGETTING}) == set()


def test_a_backup_of_sqlite_imports_nothing_of_postgresql_migrations_or_yaml(
    tmp_path: Path,
) -> None:
    database = f"sqlite:///{tmp_path / 'academy.db'}"
    imported("db", "upgrade", "--database", database)

    found = imported("backup", "create", "--to", "backups", "--database", database, folder=tmp_path)

    assert "zstandard" in found
    unwanted = {"alembic", "psycopg", "rich", "sqlalchemy.dialects.postgresql", "yaml"}
    assert found & unwanted == set()


def test_the_probe_sees_a_database() -> None:
    assert "sqlalchemy" in imported("db", "status")
