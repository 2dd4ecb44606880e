"""An academy with a course and a file of people, for tests of imports."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from tests.cli.conftest import Ran, Run
from tests.cli.snapshots import Snapshots

PEOPLE = "E-Mail;Vorname;Nachname;Telefon\nann@x.org;Ann;Lee;1\nbo@x.org;Bo;Ng;2\n"


def with_people(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """The same academy, with a course and a file of people."""

    def make() -> None:
        (home / "python").mkdir()
        (home / "python/course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
        (home / "python/a.md").write_text("# A\n", encoding="utf-8")
        (home / "people.csv").write_text(PEOPLE, encoding="utf-8")
        for words in (["init"], ["course", "sync", "--yes"]):
            assert academy(*words).code == 0

    snapshots.start("people", home, make)
    return academy


def told(ran: Ran) -> dict[str, Any]:
    """What a command said as JSON."""
    found: dict[str, Any] = json.loads(ran.out)
    return found


def names(home: Path) -> list[tuple[str, str]]:
    """Everybody in the database below a folder: address and name."""
    [database] = home.rglob("*.db")
    with sqlite3.connect(database) as connection:
        rows = connection.execute("select email, name from users order by email").fetchall()
    connection.close()
    return rows
