"""Killed at any moment, an import goes on where it was: every person once, and one invitation each."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.bulk.engine import CHUNK
from tests import postgres
from tests.reliability import chance, stage
from tests.reliability.academy import Academy, origin

PEOPLE = 2 * CHUNK + 300
"""Two chunks that are full, and one that is not."""
IMPORT = ("user", "import", "people.csv", "--enroll", "python", "--yes")
ROUNDS = 50
OVERLAPPING = 8


def write(file: Path, numbers: Iterator[int] | range) -> None:
    """People by number, and now and then one who cannot be."""
    lines = (f"{'' if n % 100 == 99 else f'p{n}@x.org'},P{n}\n" for n in numbers)
    file.write_text("email,name\n" + "".join(lines), encoding="utf-8")


@pytest.fixture
def server(request: pytest.FixtureRequest, database_url: str) -> postgres.Server | None:
    """The server of a database that is not a file."""
    if database_url.startswith("sqlite"):
        return None
    found: postgres.Server = request.getfixturevalue("postgres_server")
    return found


@pytest.fixture
def office(academy: Academy) -> Academy:
    """An academy with a course and a file of people who are to join it."""
    assert academy.perform("course", "sync", "python", "--yes").code == 0
    write(academy.folder / "people.csv", range(PEOPLE))
    return academy


def go_on(academy: Academy) -> stage.Ended:
    """Resume, or begin where nothing was begun."""
    ended = academy.perform(*IMPORT, "--resume")
    return academy.perform(*IMPORT) if ended.code == 4 else ended


def assert_done_once(academy: Academy, moment: str) -> None:
    """Require everybody once, with one of everything, and a journal that proves itself."""
    rows = academy.rows()
    expected = PEOPLE - PEOPLE // 100
    counts = {name: len(rows[name]) for name in ("users", "enrollments", "grants", "outbox")}
    assert counts == dict.fromkeys(counts, expected), moment
    assert len(rows["one_time_tokens"]) == expected, moment
    assert len({row[1] for row in rows["outbox"]}) == expected, moment
    [batch] = rows["batches"]
    assert batch[9] == "done", moment
    assert Counter(row[2] for row in rows["batch_rows"]) == {
        "create": expected,
        "refused": PEOPLE // 100,
    }, moment
    for words in (("batch", "verify", "B-2026-000001"), ("audit", "verify")):
        reference = batch[1] if words[0] == "batch" else None
        proof = academy.perform(*words[:2], *([reference] if reference else []))
        assert proof.code == 0, (moment, proof)
    files = list(academy.folder.glob("*.failed*.csv"))
    lines = {len(file.read_text("utf-8").splitlines()) for file in files}
    assert lines == {1 + PEOPLE // 100}, moment


def killed(academy: Academy, stop: stage.Stop, *words: str, broken: str | None = None) -> None:
    """Kill an import right before a moment."""
    act = academy.act(*IMPORT, *words, stop=stop, broken=broken)
    process = stage.start(act)
    act.stop.wait()
    process.kill()
    assert stage.ended(process, act).code == -signal.SIGKILL


@pytest.mark.parametrize("commit", [1, 2, 3])
@pytest.mark.parametrize("when", ["COMMIT", "committed"])
def test_an_import_killed_around_a_commit_goes_on(office: Academy, commit: int, when: str) -> None:
    killed(office, stage.Stop(when, commit))

    ended = go_on(office)

    assert ended.code == 8, ended
    assert_done_once(office, f"{when} {commit}")


def test_an_import_killed_again_and_again_is_done_once(office: Academy) -> None:
    killed(office, stage.Stop("INSERT INTO audit_log", 2))
    killed(office, stage.Stop("INSERT INTO audit_log"), "--resume")

    go_on(office)

    assert_done_once(office, "twice")


def test_it_is_seen_when_mail_is_not_in_the_transaction_of_its_rows(office: Academy) -> None:
    killed(office, stage.Stop("committed"), broken="commit_before_mail")
    go_on(office)

    with pytest.raises(AssertionError):
        assert_done_once(office, "without the safeguard")


def test_imports_of_overlapping_files_at_once_make_nobody_twice(office: Academy) -> None:
    """Each knows half of the next one's people, in another order."""
    numbers = random.Random(7)
    for one in range(OVERLAPPING):
        theirs = list(range(one * 300, one * 300 + 600))
        numbers.shuffle(theirs)
        write(office.folder / f"part{one}.csv", iter(theirs))
    words = ("--enroll", "python", "--yes", "--quiet")
    running = [
        office.start("user", "import", f"part{one}.csv", *words) for one in range(OVERLAPPING)
    ]

    ended = [process.communicate(timeout=120) for process in running]

    assert [process.returncode for process in running] == [8] * OVERLAPPING, ended
    rows = office.rows()
    people = {n for n in range(300 * (OVERLAPPING + 1)) if n % 100 != 99}
    counts = {name: len(rows[name]) for name in ("users", "enrollments", "grants", "outbox")}
    assert counts == dict.fromkeys(counts, len(people))


@pytest.mark.torture
def test_imports_killed_at_random_moments_are_done_once(
    office: Academy, server: postgres.Server | None
) -> None:
    numbers = chance.seeded()
    remembered = origin(office, server)
    ends: Counter[str] = Counter()
    whole_s = _seconds(_tidied(remembered.again()))
    for round_ in range(ROUNDS):
        academy = _tidied(remembered.again())
        for words in ((), ("--resume",)):
            process = academy.start(*IMPORT, *words)
            time.sleep(numbers.uniform(0.1, 0.9) * whole_s)
            process.kill()
            process.communicate(timeout=60)
            ends["killed" if process.returncode == -signal.SIGKILL else "ended"] += 1
            if not academy.rows()["batches"]:
                break
        ended = go_on(academy)
        assert ended.code == 8, ended
        assert_done_once(academy, f"round {round_}")
    chance.say(str(dict(ends)))
    assert ends["killed"] > ROUNDS / 2
    if server:
        server.drop(remembered.database)


def _seconds(academy: Academy) -> float:
    """How long an import takes that nobody kills, on this machine now."""
    begun = time.monotonic()
    academy.start(*IMPORT).communicate(timeout=60)
    return time.monotonic() - begun


def _tidied(academy: Academy) -> Academy:
    for left in academy.folder.glob("*.failed*"):
        left.unlink()
    return academy
