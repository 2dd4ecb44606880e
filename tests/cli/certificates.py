"""An academy that issues certificates, for tests of the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Ran, Run
from tests.cli.snapshots import Snapshots

COURSE = "id: python\ntitle: Python\ncertificate: {hours: 24, valid_for: 2 years}\n"


def with_certificates(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy with a key, a course of one lesson, and Sam and Tom in it."""

    def make() -> None:
        folder = home / "python"
        folder.mkdir()
        (folder / "course.yaml").write_text(COURSE, encoding="utf-8")
        (folder / "welcome.md").write_text("# Welcome\n", encoding="utf-8")
        people = (
            ("create", f"{one}@x.org", "--name", one.title()) for one in ("sam", "tom", "sue")
        )
        for words in (
            ("init",),
            *(("user", *one) for one in people),
            ("course", "sync", "python", "--yes"),
            ("course", "publish", "python", "--yes"),
            ("certificate", "key", "init"),
            ("enrollment", "create", "sam@x.org", "python", "--yes"),
            ("enrollment", "create", "tom@x.org", "python", "--yes"),
        ):
            assert academy(*words).code == 0, words

    snapshots.start("awarding", home, make)
    return academy


def earned(awarding: Run) -> str:
    """The code of the certificate that Sam earns by completing the course."""
    assert awarding("progress", "set", "sam@x.org", "python", "welcome", "done").code == 0
    return awarding("certificate", "list", "--format", "ids").out.strip()


def answer(ran: Ran) -> dict[str, Any]:
    """The one object of an answer."""
    assert ran.code == 0, ran
    found: dict[str, Any] = json.loads(ran.out)
    return found
