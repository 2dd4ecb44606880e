"""Killed at any moment, an import goes on where it was: everything is done once, and told once."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from itertools import count

import pytest

from academy_cli.bulk.engine import CHUNK
from tests import postgres
from tests.reliability import chance, stage
from tests.reliability.academy import Academy, origin
from tests.reliability.jobs import JOBS, Job, possible

ROWS = 2 * CHUNK + 300
"""Two chunks that are full, and one that is not."""
KILLS = 50
"""So many imports are hit at a random moment while they run."""
OVERLAPPING, PART = (8, 300) if chance.SHARE else (3, 60)
some_kind = pytest.mark.parametrize(
    "job",
    [
        pytest.param(job, id=job.kind, marks=pytest.mark.torture if job in JOBS[1:] else ())
        for job in JOBS
    ],
)
"""The engine is one; each kind of rows is tried in ``make torture``."""
every_kind = pytest.mark.parametrize("job", JOBS, ids=[job.kind for job in JOBS])


@pytest.fixture
def server(request: pytest.FixtureRequest, database_url: str) -> postgres.Server | None:
    """The server of a database that is not a file."""
    if database_url.startswith("sqlite"):
        return None
    found: postgres.Server = request.getfixturevalue("postgres_server")
    return found


@pytest.fixture
def office(academy: Academy) -> Academy:
    """An academy with a course."""
    assert academy.perform("course", "sync", "python", "--yes").code == 0
    return academy


def ready(academy: Academy, job: Job) -> Academy:
    """The same academy with all that an import needs, and its file."""
    job.prepare(academy, ROWS)
    job.write(academy, "rows.csv", range(ROWS), ROWS)
    return academy


def go_on(academy: Academy, job: Job) -> stage.Ended:
    """Resume, or begin where nothing was begun."""
    ended = academy.perform(*job.command("rows.csv"), "--resume")
    return academy.perform(*job.command("rows.csv")) if ended.code == 4 else ended


def assert_done_once(academy: Academy, job: Job, moment: str) -> None:
    """Require every effect once, and a journal that proves itself."""
    rows = academy.rows()
    assert job.effects(rows) == job.expected(ROWS), moment
    [(reference, state)] = job.batches(rows)
    assert state == "done", moment
    refused = ROWS - possible(ROWS)
    assert job.journal(rows) == {job.outcome: possible(ROWS), "refused": refused}, moment
    for words in (("batch", "verify", reference), ("audit", "verify")):
        proof = academy.perform(*words)
        assert proof.code == 0, (moment, proof)
    files = list(academy.folder.glob("*.failed*.csv"))
    lines = {len(file.read_text("utf-8").splitlines()) for file in files}
    assert lines == {1 + refused}, moment


def killed(
    academy: Academy, job: Job, stop: stage.Stop, *words: str, broken: str | None = None
) -> None:
    """Kill an import right before a moment."""
    act = academy.act(*job.command("rows.csv"), *words, stop=stop, broken=broken)
    process = stage.start(act)
    act.stop.wait()
    process.kill()
    assert stage.ended(process, act).code == -signal.SIGKILL


FEW = {(JOBS[0], "COMMIT", 1), (JOBS[0], "committed", 2), (JOBS[0], "COMMIT", 3),
       (JOBS[1], "committed", 1), (JOBS[2], "committed", 1)}  # fmt: skip
"""The engine is one: each commit is tried with one kind of rows; ``make torture`` tries each with all."""
AROUND = [
    pytest.param(
        job,
        when,
        commit,
        id=f"{job.kind}-{when}-{commit}",
        marks=() if (job, when, commit) in FEW else pytest.mark.torture,
    )
    for job in JOBS
    for when in ("COMMIT", "committed")
    for commit in (1, 2, 3)
]


@pytest.mark.parametrize(("job", "when", "commit"), AROUND)
def test_an_import_killed_around_a_commit_goes_on(
    office: Academy, job: Job, when: str, commit: int
) -> None:
    killed(ready(office, job), job, stage.Stop(when, commit))

    ended = go_on(office, job)

    assert ended.code == 8, ended
    assert_done_once(office, job, f"{when} {commit}")


@some_kind
def test_an_import_killed_again_and_again_is_done_once(office: Academy, job: Job) -> None:
    killed(ready(office, job), job, stage.Stop("insert into audit_log", 2))
    killed(office, job, stage.Stop("insert into audit_log"), "--resume")

    go_on(office, job)

    assert_done_once(office, job, "twice")


@some_kind
def test_it_is_seen_when_mail_is_not_in_the_transaction_of_its_rows(
    office: Academy, job: Job
) -> None:
    commit = job.chunk_of_mail
    killed(ready(office, job), job, stage.Stop("committed", commit), broken="commit_before_mail")
    go_on(office, job)

    with pytest.raises(AssertionError):
        assert_done_once(office, job, "without the safeguard")


@every_kind
def test_imports_of_overlapping_files_at_once_do_nothing_twice(office: Academy, job: Job) -> None:
    """Each knows half of the next one's rows, in another order; what got in its way is done again."""
    numbers, whole = random.Random(7), PART * (OVERLAPPING + 1)
    job.prepare(office, whole)
    files = [f"part{one}.csv" for one in range(OVERLAPPING)]
    for one, name in enumerate(files):
        theirs = list(range(one * PART, one * PART + 2 * PART))
        numbers.shuffle(theirs)
        job.write(office, name, theirs, whole)

    ended = office.at_once(*((*job.command(name), "--quiet") for name in files))

    assert [one.code for one in ended] == [8] * OVERLAPPING, ended
    for name in files:
        assert office.perform(*job.command(name)).code == 8
    assert job.effects(office.rows()) == job.expected(whole)


@every_kind
@pytest.mark.torture
def test_imports_killed_at_random_moments_are_done_once(
    office: Academy, job: Job, server: postgres.Server | None
) -> None:
    numbers = chance.seeded()
    remembered = origin(ready(office, job), server)
    ends: Counter[str] = Counter()
    whole_s = _seconds(_tidied(remembered.again()), job)
    for round_ in count():
        academy = _tidied(remembered.again())
        for words in ((), ("--resume",)):
            process = academy.start(*job.command("rows.csv"), *words)
            time.sleep(numbers.uniform(0.1, 0.9) * whole_s)
            process.kill()
            process.communicate(timeout=60)
            ends["killed" if process.returncode == -signal.SIGKILL else "ended"] += 1
            if not job.batches(academy.rows()):
                break
        ended = go_on(academy, job)
        assert ended.code == 8, ended
        assert_done_once(academy, job, f"round {round_}")
        if ends["killed"] >= KILLS:
            break
        assert round_ < 3 * KILLS, ends
    chance.say(str(dict(ends)))
    if server:
        server.drop(remembered.database)


def _seconds(academy: Academy, job: Job) -> float:
    """How long an import takes that nobody kills, on this machine now."""
    begun = time.monotonic()
    academy.start(*job.command("rows.csv")).communicate(timeout=60)
    return time.monotonic() - begun


def _tidied(academy: Academy) -> Academy:
    for left in academy.folder.glob("*.failed*"):
        left.unlink()
    return academy
