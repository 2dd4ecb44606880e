"""A worker keeps jobs going: begun again, begun in time, told of, and ended in good order."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from academy_cli.kit.clock import utc_now
from academy_cli.worker.errors import WorkerFileError
from academy_cli.worker.running import Worker
from academy_cli.worker.standing import RUNNING, WAITING, JobStanding, Standing
from tests.worker.atwork import DEADLINE_S, LONG, QUICK, Heard, Running, at_work, lasting, timed
from tests.worker.programs import notes, program


def test_what_goes_on_is_begun_again_when_it_ends(tmp_path: Path) -> None:
    with at_work(tmp_path, lasting("mail", "fail", "7")) as running:
        running.until(lambda: len(running.notes) >= 4)

    assert [code for _, code, _ in running.heard.failures[:3]] == [7, 7, 7]
    assert [times for _, _, times in running.heard.failures[:3]] == [1, 2, 3]


def test_what_went_on_and_ended_without_being_told_to_has_failed(tmp_path: Path) -> None:
    with at_work(tmp_path, lasting("mail", "say", "bye")) as running:
        running.until(lambda: bool(running.heard.failures))

    assert running.heard.failures[0] == ("mail", 0, 1)


def test_each_failure_doubles_the_rest_up_to_the_longest(tmp_path: Path) -> None:
    begun: list[float] = []
    with at_work(tmp_path, lasting("mail", "fail", "1")) as running:
        while len(begun) < 6:
            running.until(lambda: len(running.notes) > len(begun))
            begun.append(time.monotonic())
        standing = running.of("mail")

    assert standing.failures >= 5
    waits = [job.next_at - job.ended_at for job in _ends(running) if job.next_at and job.ended_at]
    assert waits == sorted(waits)
    assert max(waits) <= timedelta(seconds=QUICK.longest)


def _ends(running: Running) -> list[JobStanding]:
    found = [one.jobs["mail"] for one in running.kept]
    return [job for job in found if job.state == WAITING and job.exit is not None]


def test_what_has_been_going_on_for_long_is_well_again(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    job = lasting("mail", "fail-until", str(mark), "stay")
    pace = QUICK._replace(healthy=3600)
    with at_work(tmp_path, job, pace=pace) as running:
        running.until(lambda: len(running.heard.failures) >= 2)
        assert running.heard.well == []

    with at_work(
        tmp_path,
        lasting("mail", "stay"),
        before={"mail": JobStanding(WAITING, failures=2)},
    ) as running:
        running.until(lambda: running.heard.well == ["mail"])
        running.until(lambda: running.of("mail").failures == 0)


def test_a_job_that_comes_again_is_not_begun_before_it_is_due(tmp_path: Path) -> None:
    with at_work(
        tmp_path, timed("often", ["a"], every=timedelta(seconds=0.2)), timed("seldom", ["b"])
    ) as running:
        running.until(lambda: running.notes.count("a") >= 3)

    assert running.notes.count("b") == 1
    assert running.of("seldom").next_at is not None


def test_another_worker_goes_on_where_the_last_one_ended(tmp_path: Path) -> None:
    due = utc_now() + LONG
    before = {
        "done": JobStanding(WAITING, exit=0, next_at=due),
        "overdue": JobStanding(WAITING, exit=0, next_at=utc_now() - LONG),
        "cut-off": JobStanding(RUNNING, next_at=None),
        "ghost": JobStanding(WAITING, next_at=due),
    }
    jobs = [timed(name, [name]) for name in ("done", "overdue", "cut-off")]
    with at_work(tmp_path, *jobs, before=before) as running:
        running.until(lambda: {"overdue", "cut-off"} <= {*running.notes})

    assert "done" not in running.notes
    assert running.of("done").next_at == due
    assert set(running.kept[-1].jobs) == {"done", "overdue", "cut-off"}


def test_a_clock_that_was_set_back_puts_nothing_off(tmp_path: Path) -> None:
    """A machine that began in another year, and another worker after its clock was set."""
    before = {"backups": JobStanding(WAITING, exit=0, next_at=utc_now() + timedelta(days=400))}
    with at_work(tmp_path, timed("backups", ["a"]), before=before) as running:
        running.until(lambda: bool(running.heard.dones))

    next_at = running.of("backups").next_at
    assert next_at is not None
    assert next_at < utc_now() + LONG


def test_a_clock_that_goes_on_while_a_worker_waits_is_looked_at(tmp_path: Path) -> None:
    """As after a machine slept, whose waiting slept with it."""
    with (
        time_machine.travel(utc_now(), tick=True) as clock,
        at_work(tmp_path, timed("backups", ["a"]), pace=QUICK._replace(glance=0.05)) as running,
    ):
        running.until(lambda: len(running.heard.dones) == 1)
        clock.shift(LONG)
        running.until(lambda: len(running.heard.dones) == 2)


def test_jobs_go_on_where_how_they_stand_cannot_be_written_any_more(tmp_path: Path) -> None:
    running, full = Running(tmp_path), threading.Event()

    def keep(now: Standing) -> None:
        if full.is_set():
            raise WorkerFileError(tmp_path, "No space left on device")
        running.kept.append(now)

    often = timed("often", ["a"], every=timedelta(seconds=0.1))
    worker = Worker([often], program(tmp_path), running.heard, keep, pace=QUICK)
    thread = threading.Thread(target=worker.run)
    thread.start()
    running.until(lambda: "a" in running.notes)
    full.set()
    done = len(running.notes)
    running.until(lambda: len(running.notes) > done + 3)
    assert running.heard.unkept_for == ["worker.file"]
    full.clear()
    kept = len(running.kept)
    running.until(lambda: len(running.kept) > kept)
    worker.wish_end()
    thread.join(DEADLINE_S)
    assert not thread.is_alive()


def test_a_worker_that_can_never_write_how_it_stands_does_not_begin(tmp_path: Path) -> None:
    def keep(_: Standing) -> None:
        raise WorkerFileError(tmp_path, "No such file or directory")

    worker = Worker([timed("often", ["a"])], program(tmp_path), Heard(), keep, pace=QUICK)

    with pytest.raises(WorkerFileError):
        worker.run()
    assert notes(tmp_path) == []


def test_steps_come_in_turn_and_a_failure_ends_them(tmp_path: Path) -> None:
    good, bad = timed("good", ["1"], ["2"], ["3"]), timed("bad", ["4"], ["fail", "8"], ["5"])
    with at_work(tmp_path, good, bad, pace=QUICK._replace(shortest=60, longest=60)) as running:
        running.until(lambda: bool(running.heard.failures) and bool(running.heard.dones))

    assert [one for one in running.notes if one in "123"] == ["1", "2", "3"]
    assert "5" not in running.notes
    assert running.heard.failures == [("bad", 8, 1)]
    assert running.of("bad").exit == 8


def test_what_a_person_has_to_look_at_is_no_failure_of_the_job(tmp_path: Path) -> None:
    with at_work(tmp_path, timed("refunds", ["fail", "9"])) as running:
        running.until(lambda: bool(running.heard.dones))

    assert running.heard.dones == [("refunds", 9)]
    assert running.heard.failures == []
    assert running.of("refunds").exit == 9


def test_a_failure_of_what_comes_seldom_is_tried_again_soon(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with at_work(tmp_path, timed("backups", ["fail-until", str(mark)])) as running:
        running.until(lambda: len(running.heard.failures) >= 2)
        mark.touch()
        running.until(lambda: running.heard.well == ["backups"])

    assert running.of("backups").failures == 0


def test_what_a_command_says_is_passed_on_and_answers_of_what_comes_again_are_not(
    tmp_path: Path,
) -> None:
    with at_work(tmp_path, timed("once", ["say", "é"]), lasting("on", "say", "news")) as running:
        running.until(lambda: len(running.heard.failures) >= 1 and bool(running.heard.dones))

    assert ("once", "é") in running.heard.lines
    assert ("once", "an answer") not in running.heard.lines
    assert {("on", "an answer"), ("on", "news")} <= {*running.heard.lines}


def test_what_goes_on_is_asked_to_end_and_waited_for(tmp_path: Path) -> None:
    with at_work(tmp_path, lasting("mail", "stay"), timed("backups", ["stay"])) as running:
        running.until(lambda: running.notes.count("stays") == 2)

    assert running.notes.count("ended well") == 2
    assert running.of("mail").state == WAITING
    assert running.of("backups").next_at is None, "it was cut off, so it is due at once"
    assert running.heard.failures == []


def test_what_does_not_end_is_ended(tmp_path: Path) -> None:
    with at_work(
        tmp_path, lasting("mail", "stay", "deaf"), pace=QUICK._replace(grace=0.2)
    ) as running:
        running.until(lambda: "stays" in running.notes)

    assert "ended well" not in running.notes


def test_a_program_that_is_not_there_fails_like_any_other(tmp_path: Path) -> None:
    running = Running(tmp_path)
    gone = program(tmp_path)._replace(words=[str(tmp_path / "gone")])
    worker = Worker([timed("mail", ["x"])], gone, running.heard, running.kept.append, pace=QUICK)
    thread = threading.Thread(target=worker.run)
    thread.start()
    running.until(lambda: bool(running.heard.failures))
    worker.wish_end()
    thread.join(DEADLINE_S)

    assert "cannot be begun" in running.heard.lines[0][1]


def test_how_things_stand_is_written_at_once_and_from_time_to_time(tmp_path: Path) -> None:
    with at_work(tmp_path, lasting("mail", "stay")) as running:
        running.until(lambda: bool(running.kept) and running.of("mail").state == RUNNING)
        known = len(running.kept)
        running.until(lambda: len(running.kept) > known + 1)

    assert running.kept[0].seen_at <= running.kept[-1].seen_at


@pytest.mark.parametrize("broken", ["over", "restart"])
def test_these_tests_would_notice(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the mechanism, what is promised above does not happen."""
    if broken == "over":  # nobody is asked to end: what is deaf to nothing does not end well
        monkeypatch.setattr("subprocess.Popen.terminate", lambda process: process.kill())
        with at_work(tmp_path, lasting("mail", "stay")) as running:
            running.until(lambda: "stays" in running.notes)
        assert "ended well" not in running.notes
    else:  # nothing is begun a second time
        monkeypatch.setattr(Worker, "_rest", lambda *_: LONG)
        long = QUICK._replace(longest=2 * LONG.total_seconds())
        with at_work(tmp_path, lasting("mail", "fail", "1"), pace=long) as running:
            running.until(lambda: bool(running.heard.failures))
            time.sleep(1)
        assert running.notes == ["fail 1"]
