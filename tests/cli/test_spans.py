"""A span of time that ends before it begins is refused in words, not answered with nothing."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run

SINCE, FROM = "--since", "--from"


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("order", "list"), SINCE),
        (("payment", "list"), SINCE),
        (("payment", "reconcile"), SINCE),
        (("invoice", "list"), FROM),
        (("invoice", "export", "-"), FROM),
        (("audit", "list"), SINCE),
    ],
)
def test_what_ends_before_it_begins_is_refused(
    founded: Run, words: tuple[str, ...], option: str
) -> None:
    ran = founded(*words, option, "2026-12-01", "--until", "2026-11-30")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"error: Nothing lies between {option} 2026-12-01 and --until 2026-11-30, which is not after it.\n"
        "hint: Give --until a later date, or the two the other way round.\n"
    )


def test_one_day_is_a_span(founded: Run) -> None:
    day, moment = "2026-12-01", "2026-12-01T00:00"

    assert founded("order", "list", SINCE, day, "--until", day).code == 0
    assert founded("order", "list", SINCE, day, "--until", moment).code == 2
