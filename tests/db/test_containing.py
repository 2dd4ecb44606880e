"""Text found within a column: alike on both engines, whatever it is made of."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Engine, MetaData, Table, Text, insert, select

from academy_cli.db.containing import containing
from academy_cli.db.transaction import write

TEXTS = Table("texts", MetaData(), Column("text", Text))
NAMES = (
    "Zoë Ärmel",
    "ZOË ÄRMEL-100%",
    "Bob_1 [x] \\ ^a/b",
    "O'Brien (Ångström) *?",
    "日本 ÇELİK straße",
)
pieces = st.sampled_from(NAMES).flatmap(
    lambda name: st.tuples(st.integers(0, len(name)), st.integers(0, len(name))).map(
        lambda ends: name[min(ends) : max(ends)]
    )
)
cases = st.sampled_from((str, str.lower, str.upper, str.title))


def found(engine: Engine, text: str) -> list[str]:
    with write(engine) as connection:
        TEXTS.create(connection)
        connection.execute(insert(TEXTS), [{"text": name} for name in NAMES])
        query = select(TEXTS.c.text).where(containing(connection, TEXTS.c.text, text))
        hits = set(connection.scalars(query))
        TEXTS.drop(connection)
    return [name for name in NAMES if name in hits]


def folded(text: str) -> list[frozenset[str]]:
    """Each character as all the single ones that are the same letter."""
    return [
        frozenset(one for one in (c, c.lower(), c.upper(), c.title()) if len(one) == 1)
        for c in text
    ]


def holds(name: str, text: str) -> bool:
    wanted, there = folded(text), name
    return any(
        all(c in one for c, one in zip(there[at:], wanted, strict=False))
        for at in range(len(there) - len(wanted) + 1)
    )


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(text=pieces, case=cases)
@example(text="%", case=str)
@example(text="_", case=str)
@example(text="[x] \\ ^a/b", case=str.upper)
@example(text="1 [x] \\", case=str)
@example(text="ä", case=str.upper)
@example(text="(Ångström) *?", case=str.lower)
def test_what_is_found_is_what_is_there_in_either_case(
    engine: Engine, text: str, case: type[str]
) -> None:
    wanted = case(text)

    assert found(engine, wanted) == [name for name in NAMES if holds(name, wanted)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("100%", [NAMES[1]]),
        ("b_1", [NAMES[2]]),
        ("o'b", [NAMES[3]]),
        ("zoë är", [NAMES[0], NAMES[1]]),
        ("a\u0308rmel", [NAMES[0], NAMES[1]]),
        ("ärmelx", []),
        ("", list(NAMES)),
    ],
)
def test_some_of_it(engine: Engine, text: str, names: list[str]) -> None:
    assert found(engine, text) == names
