"""A command closes what it opened, however it ends."""

from __future__ import annotations

import signal

import pytest

from tests.reliability import courses, stage
from tests.reliability.academy import Academy

SYNC = ("course", "sync", "python", "--yes")


def left_open(academy: Academy, *words: str, broken: str | None = None) -> tuple[int, int]:
    """A command's exit code and how many of its connections are open in the end."""
    act = academy.act(*words, broken=broken)
    ended = stage.ended(stage.start(act), act)
    return ended.code, stage.still_open(act)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (SYNC, 0),
        (("course", "plan", "python"), 0),
        (("course", "list"), 0),
        (("course", "show", "nothing"), 4),
        (("course", "sync", "broken", "--yes"), 3),
        (("course", "sync", "python"), 6),
        (("db", "check"), 0),
    ],
)
def test_no_connection_is_left_open(academy: Academy, words: tuple[str, ...], code: int) -> None:
    courses.write(academy.folder / "broken", {"course.yaml": "id: broken\ntitle: [\n"})

    assert left_open(academy, *words) == (code, 0)


@pytest.mark.parametrize("moment", ["SELECT courses", "insert into blobs", "COMMIT"])
def test_no_connection_is_left_open_by_an_interruption(academy: Academy, moment: str) -> None:
    act = academy.act(*SYNC, stop=stage.Stop(moment))
    process = stage.start(act)

    stage.signalled(process, act, signal.SIGINT)

    assert (stage.ended(process, act).code, stage.still_open(act)) == (130, 0)


def test_it_is_seen_when_a_connection_is_left_open(academy: Academy) -> None:
    code, count = left_open(academy, *SYNC, broken="forget_to_close")

    assert code == 0
    assert count > 0
