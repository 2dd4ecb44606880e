"""Every finding: one thing broken in a valid course gives exactly it, and almost breaking it nothing."""

from __future__ import annotations

import pytest

from academy_cli.authoring.codes import AT_LINKS, AT_PLAN, CODES
from academy_cli.quizzes.codes import IN_QUIZZES
from tests import make
from tests.authoring import test_source
from tests.authoring.broken import CASES, LIMITS


def test_every_code_has_a_case() -> None:
    elsewhere = test_source.CODES_OF_DISKS | AT_PLAN | AT_LINKS | IN_QUIZZES.keys()
    assert CASES.keys() | elsewhere == CODES.keys()


@pytest.mark.parametrize("code", CASES)
def test_one_broken_thing_is_found_at_its_place(code: str) -> None:
    found = make.findings(CASES[code].broken, limits=LIMITS)

    assert {one.code for one in found} == {code}
    assert (found[0].place, found[0].value) == (CASES[code].place, CASES[code].value)
    assert all((found[0].message, found[0].hint))


@pytest.mark.parametrize("code", CASES)
def test_what_is_almost_broken_is_not_found(code: str) -> None:
    found = make.findings(CASES[code].near_miss, limits=LIMITS)

    assert [(one.code, one.place) for one in found] == []
