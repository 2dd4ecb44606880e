"""Cases and engines that take turns: nothing is left out of both runs, and each engine has its half."""

from __future__ import annotations

from itertools import product

from tests.engines import waiting

ENGINES, ROWS, WORDS = range(2), range(5), range(4)


def test_every_case_is_tried_on_one_engine_and_waits_on_the_other() -> None:
    cases = [{"database_url": on, "row": row, "why": row} for on, row in product(ENGINES, ROWS)]

    tried = [case for case, waits in zip(cases, waiting(cases), strict=True) if not waits]

    assert sorted(case["row"] for case in tried) == [*ROWS]
    assert {case["database_url"] for case in tried} == {*ENGINES}


def test_every_value_of_two_lists_meets_every_other_one_on_some_engine_and_both_engines() -> None:
    cases = [
        {"word": word, "database_url": on, "row": row}
        for word, on, row in product(WORDS, ENGINES, ROWS)
    ]

    tried = [case for case, waits in zip(cases, waiting(cases), strict=True) if not waits]

    for one, other in (("word", "row"), ("word", "database_url"), ("row", "database_url")):
        met = {(case[one], case[other]) for case in tried}
        assert met == {(case[one], case[other]) for case in cases}


def test_it_would_be_seen_if_names_of_one_list_counted_twice() -> None:
    cases = [{"database_url": on, "row": row} for on, row in product(ENGINES, ROWS)]

    twice = [not (case["database_url"] + 2 * case["row"]) % 2 for case in cases]

    assert {
        case["database_url"] for case, is_tried in zip(cases, twice, strict=True) if is_tried
    } == {0}
