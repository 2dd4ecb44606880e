"""Certificates are issued once, whatever happens meanwhile, and each has the page that belongs to it."""

from __future__ import annotations

import json
import random
import signal
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, insert, select, update

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential import document, seal
from academy_cli.certificates.verifying import container
from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import read, write
from academy_cli.models import Certificate, Course, Enrollment, OutboxMessage, User
from tests.reliability import chance, courses, stage
from tests.reliability.academy import Academy

pytestmark = [pytest.mark.torture] if chance.SHARE else []

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
TOGETHER = 16
ROWS, POINTS = (1200, 20) if chance.SHARE else (60, 4)
COURSE = {"course.yaml": "id: python\ntitle: Python\ncertificate: {hours: 24}\n"}
ISSUE = ("certificate", "issue", "--from", "rows.csv", "--pdf", "pages", "--yes")


@pytest.fixture
def bureau(academy: Academy) -> Academy:
    """An academy with a key and a course that earns a certificate."""
    courses.write(academy.folder / "python", {**courses.FIRST, **COURSE})
    keys = {"ACADEMY_CERTIFICATES_KEYS": str(academy.folder / "keys")}
    found = Academy(academy.folder, academy.url, keys)
    for words in (("course", "sync", "python"), ("course", "publish", "python")):
        assert found.perform(*words, "--yes").code == 0
    assert found.perform("certificate", "key", "init").code == 0
    return found


def people(academy: Academy, many: int, *, are_done: bool) -> None:
    """Let so many be in the course, and have completed it or not; nobody has a certificate."""
    engine = open_engine(academy.url)
    with write(engine) as connection:
        course = connection.scalar(select(Course.id))
        rows = [
            {"email": f"p{n}@x.org", "name": f"Person Nº {n}", "created_at": AT, "updated_at": AT}
            for n in range(many)
        ]
        connection.execute(insert(User), rows)
        users = connection.scalars(select(User.id).order_by(User.id)).all()
        seats = [{"user_id": one, "course_id": course, "enrolled_at": AT} for one in users]
        connection.execute(insert(Enrollment), seats)
        if are_done:
            done = {"completed_at": AT, "completed_revision": 1}
            connection.execute(update(Enrollment).values(done))
    engine.dispose()
    lines = "".join(f"p{n}@x.org,python\n" for n in range(many))
    (academy.folder / "rows.csv").write_text(f"email,course\n{lines}", encoding="utf-8")


def certificates(academy: Academy) -> Sequence[Row[Any]]:
    """Every certificate there is."""
    engine = open_engine(academy.url)
    with read(engine) as connection:
        found = connection.execute(select(Certificate.__table__).order_by(Certificate.id)).all()
    engine.dispose()
    return found


def mails(academy: Academy) -> list[str]:
    """The events of which learners are told by a certificate."""
    engine = open_engine(academy.url)
    with read(engine) as connection:
        mine = OutboxMessage.template == "certificate"
        found = connection.scalars(select(OutboxMessage.event).where(mine)).all()
    engine.dispose()
    return list(found)


def test_of_many_who_complete_it_at_once_one_certificate_comes(bureau: Academy) -> None:
    people(bureau, 1, are_done=False)
    words = ("enrollment", "complete", "p0@x.org", "python", "--reason", "exam", "--yes")
    acts = [bureau.act(*words, name=f"act-{number}") for number in range(TOGETHER)]

    processes = [stage.start(act) for act in acts]
    ended = [stage.ended(process, act) for process, act in zip(processes, acts, strict=True)]

    assert {one.code for one in ended} <= {0, 7}, ended
    assert bureau.perform("certificate", "issue", "--waiting").code == 0
    [only] = certificates(bureau)
    assert only.signed_at is not None
    assert mails(bureau) == [f"certificate:{only.code}"]


def test_of_many_who_issue_it_at_once_one_does(bureau: Academy) -> None:
    people(bureau, 1, are_done=True)
    words = ("certificate", "issue", "p0@x.org", "python", "--yes")
    acts = [bureau.act(*words, name=f"act-{number}") for number in range(TOGETHER)]

    processes = [stage.start(act) for act in acts]
    ended = [stage.ended(process, act) for process, act in zip(processes, acts, strict=True)]

    assert {one.code for one in ended} <= {0, 5, 7}, ended
    assert bureau.perform("certificate", "issue", "--waiting").code == 0
    [only] = certificates(bureau)
    assert only.signed_at is not None


def finished(academy: Academy) -> None:
    """Go on with what was killed, to its end."""
    ended = academy.perform(*ISSUE, "--resume")
    if ended.code == 4:
        ended = academy.perform(*ISSUE)
    assert ended.code == 0, ended


def assert_whole(academy: Academy, many: int) -> None:
    """Require a certificate for each, signed, told of once, and its own page on disk."""
    rows = certificates(academy)
    assert len(rows) == len({row.code for row in rows}) == many
    assert len({row.enrollment_id for row in rows}) == many
    assert len({(row.list_number, row.list_place) for row in rows}) == many
    assert Counter(mails(academy)) == Counter(f"certificate:{row.code}" for row in rows)
    pages = {path.name: path for path in (academy.folder / "pages").iterdir()}
    assert set(pages) == {f"{codes.shown(row.code)}.pdf" for row in rows}
    for row in rows:
        assert_page(pages[f"{codes.shown(row.code)}.pdf"], row)
    assert not list((academy.folder / "pages").glob("*.partial"))


def assert_page(path: Path, row: Row[Any]) -> None:
    """Require the page of a certificate to carry its credential, and its seal."""
    content = path.read_bytes()
    credential = container.attached(content).decode()
    assert credential == row.credential
    assert seal.sealed(seal.parted(content).plain, str(row.page_seal)) == content
    assert document.read(json.loads(credential)).code == row.code


def test_killed_anywhere_a_bulk_run_goes_on_and_each_is_issued_once(bureau: Academy) -> None:
    numbers = chance.seeded() if chance.SHARE else random.Random(5)
    people(bureau, ROWS, are_done=True)
    share = moments_of(bureau) * 3 // (2 * POINTS)  # each goes on where another died
    killed = 0
    for _ in range(POINTS):
        at = numbers.randrange(share)
        act = bureau.act(*ISSUE, "--resume", kill_at=at)
        ended = stage.ended(stage.start(act), act)
        if ended.code == 4:  # nothing to go on with yet
            act = bureau.act(*ISSUE, kill_at=at)
            ended = stage.ended(stage.start(act), act)
        killed += ended.code == -signal.SIGKILL
        assert ended.code in {0, -signal.SIGKILL}, ended.err

    finished(bureau)

    chance.say(f"{POINTS} runs of {ROWS} rows, {killed} killed")
    assert killed > POINTS // 2
    assert_whole(bureau, ROWS)


def moments_of(academy: Academy) -> int:
    """About how many moments a whole run has: a dry one of it is read, and each page is a few more."""
    act = academy.act(*ISSUE, "--dry-run")
    assert stage.ended(stage.start(act), act).code == 0
    return len(stage.moments(act)) + 8 * ROWS
