"""What pages take for granted: an academy with a course and people, and what each page has beside it.

Knows how a school is made, by the commands that a person would type; refuses to know what a page shows.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run, Set
from tests.cli.snapshots import Snapshots
from tests.docs.blocks import ROOT

DAY = "2026-11-27"
"""The day on which every page is read, so that no date on it passes."""
COURSE = {
    "course.yaml": "id: python-basics\ntitle: Python basics\nstatus: published\n"
    "categories: [Programming]\nrefunds:\n  window: 14 days\n",
    "01-start/01-hello.md": "---\nid: hello\n---\n\n# Hello\n\nPrograms. A decorator, a for loop.\n",
    "01-start/02-variables.md": "---\nid: variables\nminutes: 10\n---\n\n# Variables\n\nNames for values.\n",
    "01-start/03-loops.quiz.yaml": "id: loops.quiz\ntitle: Loops\nquestions:\n"
    "  - kind: single\n    text: Which loop runs at least once?\n"
    "    choices: [{text: while}, {text: do while, correct: true}]\n"
    "  - {kind: short, text: Which word skips?, accept: [skip]}\n",
    "translations/de/01-start/01-hello.md": "# Hallo\n\nProgramme in Python.\n",
}
PEOPLE = ("ann", "bo", "ana", "bob", "dan", "eva", "ci")
_ACADEMY = f"""#!{sys.executable}
import sys
import time_machine
sys.path.insert(0, {str(ROOT)!r})
from academy_cli.__main__ import program
with time_machine.travel("{DAY}T12:00:00Z", tick=True):
    program()
"""


@dataclass(frozen=True)
class Stage:
    """Where a page is run: its home, its commands, and what a test may ask for."""

    home: Path
    academy: Run
    given: Set
    snapshots: Snapshots
    request: pytest.FixtureRequest
    words: dict[str, str] = field(default_factory=dict)
    """What a page writes for a word that is different each time."""

    def does(self, line: str, **more: str) -> Ran:
        """Do something that has to succeed, before what the page shows."""
        ran = self.academy(*line.split(), **more)
        assert ran.code == 0, (line, ran.err)
        return ran

    def write(self, name: str, text: str) -> None:
        """Write a file of somebody's."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def row(self, query: str) -> str:
        """The first value of the first row of a question to the academy."""
        with closing(sqlite3.connect(self.home / "academy.db")) as connection:
            found = connection.execute(query).fetchone()
        assert found, f"there is none: {query}"
        return str(found[0])

    def typed(self, script: str) -> Ran:
        """Run a line as a shell does, with ``academy`` on its path."""
        program = self.home / ".bin" / "academy"
        if not program.exists():
            program.parent.mkdir()
            program.write_text(_ACADEMY)
            program.chmod(0o755)
        path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["/bin/sh", "-c", script],
            capture_output=True, text=True, cwd=Path.cwd(), env={**os.environ, "PATH": path},
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)


def school(stage: Stage) -> None:
    """An academy with a published course, in courses/python, in which Ann is, and some people."""

    def make() -> None:
        stage.does("init")
        for name, text in COURSE.items():
            stage.write(f"courses/python/{name}", text)
        stage.does("course sync courses/ --yes")
        for name in PEOPLE:
            stage.does(f"user create {name}@example.org --name {name.title()}")
        stage.does("enrollment create ann@example.org python-basics --no-mail")

    stage.snapshots.start("school", stage.home, make)
    stage.given(site_url="https://learn.example.org", site_name="Lakeside Academy")
