"""Credentials as documents: written and read, and nothing beside what is read."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.certificates.credential.document import read, written
from academy_cli.certificates.credential.facts import BadFactError, Facts, clean
from academy_cli.certificates.credential.reading import NotOursError
from tests.certificates.credential.samples import FACTS, ISSUER, TAUGHT, signed

LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(clean).filter(bool)
MOMENTS = (
    st.datetimes(timezones=st.just(UTC))
    .map(lambda at: at.replace(microsecond=0))
    .filter(lambda at: at.year > 1000)
)


@given(LINES, LINES, MOMENTS, st.none() | MOMENTS, st.none() | st.integers(1, 10_000))
def test_what_is_written_is_read_again(
    name: str, title: str, at: datetime, until: datetime | None, hours: int | None
) -> None:
    taught = replace(TAUGHT, title=title, hours=hours)
    facts = replace(FACTS, recipient=name, issued_at=at, valid_until=until, taught=taught)

    assert read(written(facts)) == facts


def places(part: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    inside = part.items() if isinstance(part, dict) else enumerate(part)
    found = []
    for step, one in inside:
        found.append((*path, step))
        if isinstance(one, dict | list):
            found += places(one, (*path, step))
    return found


def changed(document: dict[str, Any], path: tuple[Any, ...], value: object) -> dict[str, Any]:
    """The same with another value at a place; without it where that is ``...``."""
    found = copy.deepcopy(document)
    part = found
    for step in path[:-1]:
        part = part[step]
    if value is ...:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    return found


PLAIN = written(FACTS)
STRANGE = (..., None, 7, True, [], {}, [PLAIN["issuer"]], "other", "\u202eevil", "a\nb", 1.0)


@pytest.mark.parametrize("path", places(PLAIN), ids=lambda path: ".".join(map(str, path)))
def test_a_part_that_is_another_is_read_as_another_fact_or_refused(path: tuple[Any, ...]) -> None:
    for value in STRANGE:
        document = changed(PLAIN, path, value)
        try:
            facts = read(document)
        except NotOursError:
            continue
        assert written(facts) == document
        assert facts != FACTS or document == PLAIN


@pytest.mark.parametrize(
    "extra",
    [{"evidence": []}, {"@graph": []}, {"https://schema.org/name": "x"}, {"awardedDate": "2020"}],
)
def test_a_member_that_we_do_not_write_is_refused(extra: dict[str, Any]) -> None:
    with pytest.raises(NotOursError, match="is not as academy writes it"):
        read({**PLAIN, **extra})


def test_a_proof_is_left_aside() -> None:
    assert read(signed()) == FACTS


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("recipient", ""),
        ("recipient", " Ann"),
        ("recipient", "Ann\nLee"),
        ("recipient", "Ann\u202eeeL"),
        ("recipient", "Ann\0"),
        ("recipient", "x" * 501),
        ("recipient", "e\u0301"),
        ("taught", replace(TAUGHT, title="")),
        ("taught", replace(TAUGHT, criteria="x" * 20_001)),
        ("taught", replace(TAUGHT, summary="a\r\nb")),
        ("taught", replace(TAUGHT, revision="main")),
        ("issuer", replace(ISSUER, name="")),
        ("issued_at", datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=1)))),
        ("issued_at", datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC)),
    ],
)
def test_facts_that_cannot_be_stated_are_refused(fact: str, value: object) -> None:
    with pytest.raises(BadFactError):
        replace(FACTS, **{fact: value})


@pytest.mark.parametrize(
    ("given_as", "stated"),
    [
        ("  Ann \t Lee\n", "Ann Lee"),
        ("e\u0301", "é"),
        ("Ann\u202e Lee\u202c", "Ann Lee"),
        ("a\0b\x1b", "ab"),
        ("می‌خواهم", "می‌خواهم"),
        ("👩\u200d🔬", "👩\u200d🔬"),
    ],
)
def test_a_line_is_cleaned_of_what_nobody_sees(given_as: str, stated: str) -> None:
    assert clean(given_as) == stated


def test_facts_are_values() -> None:
    assert replace(FACTS) == FACTS
    assert isinstance(FACTS, Facts)
