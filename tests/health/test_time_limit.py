"""Questions that may never be answered: each ends in time, and tells what became of it."""

from __future__ import annotations

import threading

import pytest

from academy_cli.errors import AcademyError, Kind
from academy_cli.health.checking.running import NO_DATABASE, OFFLINE, run
from academy_cli.health.checking.views import Check, Pen
from academy_cli.health.timelimit import TooSlowError, within

PEN = Pen("mail")


def test_an_answer_comes_back_and_so_does_a_failure() -> None:
    def fails() -> int:
        message = "no number"
        raise ValueError(message)

    assert within(5, lambda: 7) == 7
    with pytest.raises(ValueError, match="no number"):
        within(5, fails)


def test_whoever_never_answers_is_left_behind() -> None:
    never = threading.Event()

    with pytest.raises(TooSlowError):
        within(0.05, never.wait)

    never.set()


def test_no_check_that_goes_wrong_stops_another() -> None:
    never = threading.Event()

    def refuses() -> list[object]:
        raise AcademyError(Kind.MISSING, "x.y", "It is gone.", "Look: academy db status")

    def breaks() -> list[object]:
        message = "with a secret in it"
        raise RuntimeError(message)

    checks = [
        Check("one", refuses),  # type: ignore[arg-type]  # it never answers
        Check("two", breaks),  # type: ignore[arg-type]  # nor does it
        Check("three", lambda: [PEN.ok("good")] if never.wait() else []),
        Check("four", lambda: [PEN.ok("good")]),
    ]

    found = run(checks, 0.2, is_offline=False, has_database=True)

    assert [(one.state, one.said) for one in found] == [
        ("failing", "It is gone"),
        ("failing", "could not be checked: “RuntimeError”"),
        ("failing", "no answer within 0.2 seconds"),
        ("ok", "good"),
    ]
    assert found[0].next == "academy db status"
    never.set()


def test_checks_run_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=20)

    def meets() -> list[object]:
        both.wait()
        return []

    checks = [Check("one", meets), Check("two", meets)]  # type: ignore[arg-type]  # of nothing

    assert run(checks, 20, is_offline=False, has_database=True) == []


def test_what_may_not_or_cannot_be_asked_is_not() -> None:
    def asked() -> list[object]:
        message = "it was asked"
        raise AssertionError(message)

    checks = [
        Check("one", asked, asks_world=True),  # type: ignore[arg-type]  # it is never asked
        Check("two", asked, needs_database=True),  # type: ignore[arg-type]  # nor is it
    ]

    found = run(checks, 1, is_offline=True, has_database=False)

    assert [(one.state, one.said) for one in found] == [
        ("skipped", OFFLINE),
        ("skipped", NO_DATABASE),
    ]
