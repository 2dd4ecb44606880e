"""How fast certificates are issued, signed and drawn out of a file, and how fast anybody checks them.

Knows a file of people who completed a course, and a plain loop that only draws; refuses to know how either is
done. Figures about memory and the size of files stand beside their times.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select, update

from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import write
from academy_cli.models import Course, Enrollment, User
from benchmarks.measure import BIN, Figure, in_turn, ratio, run
from benchmarks.pages import LARGEST_KB

ACADEMY = BIN / "academy"
MANY, CHECKED, STARTS = 10_000, 2_000, 9
AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
COURSE = "id: python\ntitle: Python for Everybody\ncertificate: {hours: 24, valid_for: 2 years}\n"
PLAIN = "import sys; from benchmarks.pages import plainly; plainly(int(sys.argv[1]), sys.argv[2])"
PER_SECOND = 60


def certificates(scratch: Path, environ: dict[str, str]) -> Iterator[Figure]:
    """Ten thousand issued and drawn, and then checked."""
    folder = scratch / "certificates"
    folder.mkdir()
    said = environ | {
        "ACADEMY_DATABASE_URL": f"sqlite:///{folder / 'academy.db'}",
        "ACADEMY_CERTIFICATES_KEYS": str(folder / "keys"),
        "ACADEMY_SITE_URL": "https://lakeside.example",
        "ACADEMY_SITE_NAME": "Lakeside Academy",
    }
    _people(folder, said)
    drawn, plain = folder / "pages", folder / "plain"
    words = ("certificate", "issue", "--from", folder / "rows.csv", "--pdf", drawn, "--yes")
    issued = run([ACADEMY, *words], said)
    by_loop = run([sys.executable, "-c", PLAIN, str(MANY), plain], environ)
    what = f"{MANY:,} issued, signed and drawn, against a plain loop that draws"
    yield ratio(what, issued.seconds, by_loop.seconds, 0.5)
    yield Figure("the memory of that", issued.memory_mb, 250, "MB", "all of it")
    sizes = [one.stat().st_size / 1024 for one in drawn.iterdir()]
    assert len(sizes) == MANY
    yield Figure("the largest of the files", max(sizes), LARGEST_KB, "KB", f"{MANY:,} files")
    run([ACADEMY, "certificate", "publish", folder / "public"], said)
    yield from _checked(folder, drawn, environ)


def _checked(folder: Path, drawn: Path, environ: dict[str, str]) -> Iterator[Figure]:
    trust = ("--trust", folder / "public" / "issuer.json", "--offline")
    first = min(drawn.iterdir())
    cold, start = in_turn(
        [
            lambda: run([ACADEMY, "certificate", "verify", first, *trust], environ).seconds,
            lambda: run([ACADEMY, "version"], environ).seconds,
        ],
        STARTS,
    )
    yield ratio("one PDF checked, against the start of academy", cold, start, 2.5)
    some = folder / "some"
    some.mkdir()
    for one in sorted(drawn.iterdir())[:CHECKED]:
        one.rename(some / one.name)
    words = ("certificate", "verify", some, *trust, "--format", "jsonl", "--fields", "verdict")
    found = run([ACADEMY, *words], environ)
    verdicts = [json.loads(line)["verdict"] for line in found.output.splitlines()]
    assert verdicts == ["valid"] * CHECKED
    each_ms = found.seconds * 1000 / CHECKED
    detail = f"{CHECKED / found.seconds:.0f} in a second, {found.memory_mb:.0f} MB"
    yield Figure(f"one of {CHECKED:,} PDFs in a folder", each_ms, 1000 / PER_SECOND, "ms", detail)


def _people(folder: Path, said: dict[str, str]) -> None:
    """A course, and people who completed it before it had certificates."""
    course = folder / "python"
    course.mkdir()
    (course / "course.yaml").write_text(COURSE, encoding="utf-8")
    (course / "welcome.md").write_text("# Welcome\n", encoding="utf-8")
    run([ACADEMY, "course", "sync", course, "--yes"], said)
    run([ACADEMY, "certificate", "key", "init"], said)
    engine = open_engine(said["ACADEMY_DATABASE_URL"])
    people = [
        {"email": f"p{n}@x.org", "name": f"Amelia Hartwell {n}", "created_at": AT, "updated_at": AT}
        for n in range(MANY)
    ]
    with write(engine) as connection:
        number = connection.scalar(select(Course.id))
        connection.execute(insert(User), people)
        users = connection.scalars(select(User.id).order_by(User.id)).all()
        seats = [{"user_id": one, "course_id": number, "enrolled_at": AT} for one in users]
        connection.execute(insert(Enrollment), seats)
        done = {"completed_at": AT, "completed_revision": 1}
        connection.execute(update(Enrollment).values(done))
    engine.dispose()
    lines = "".join(f"{one['email']},python\n" for one in people)
    (folder / "rows.csv").write_text(f"email,course\n{lines}", encoding="utf-8")
