"""Several things, some of which fail."""

from __future__ import annotations

import pytest

from academy_cli.cli.batch import Batch, SomeFailedError
from academy_cli.cli.streams import UnwritableOutputError
from academy_cli.cli.terminal import Terminal
from academy_cli.cli.terminal.errors import ConfirmationNeededError
from academy_cli.errors import AcademyError, Kind
from tests.cli.test_terminal import pipe, written

STALE = AcademyError(Kind.CONFLICT, "plan.stale", "The plan is stale.")
BROKEN = AcademyError(Kind.INVALID, "course.invalid", "The course has errors.")


def run(terminal: Terminal, *outcomes: AcademyError | None) -> None:
    batch = Batch(terminal)
    for outcome in outcomes:
        with batch.one():
            if outcome:
                raise outcome
    batch.finish()


def test_without_failures_nothing_is_said() -> None:
    terminal = pipe()

    run(terminal, None, None)

    assert written(terminal) == ("", "")


def test_the_only_one_fails_as_itself() -> None:
    with pytest.raises(AcademyError) as failure:
        run(pipe(), STALE)

    assert failure.value is STALE


@pytest.mark.parametrize(
    ("outcomes", "kind"),
    [
        ([None, STALE], Kind.PARTIAL),
        ([STALE, None, BROKEN], Kind.PARTIAL),
        ([STALE, STALE], Kind.CONFLICT),
        ([STALE, BROKEN], Kind.CONFLICT),
    ],
)
def test_failures_decide_the_exit_code(outcomes: list[AcademyError | None], kind: Kind) -> None:
    terminal = pipe()

    with pytest.raises(SomeFailedError) as failure:
        run(terminal, *outcomes)

    assert failure.value.kind is kind
    assert written(terminal)[1].count("error: ") == sum(one is not None for one in outcomes)


@pytest.mark.parametrize(
    "end",
    [ConfirmationNeededError("Apply?"), UnwritableOutputError(OSError(28, "No space left"))],
)
def test_what_concerns_them_all_ends_the_run(end: AcademyError) -> None:
    batch = Batch(pipe())

    with pytest.raises(type(end)), batch.one():
        raise end
