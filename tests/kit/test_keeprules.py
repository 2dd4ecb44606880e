"""Rules of what is kept are read as they are written, and a slip is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.kit.keeprules import DEFAULT, Rules, flaw, read

COUNTS = st.integers(0, 99999)
LENGTHS = st.one_of(
    st.just(""), st.builds("{}{}".format, st.integers(1, 99999), st.sampled_from("hdwmy"))
)
RULES = st.builds(
    Rules, last=COUNTS, within=LENGTHS, hourly=COUNTS, daily=COUNTS, weekly=COUNTS, monthly=COUNTS,
    yearly=COUNTS,
).filter(any)  # fmt: skip


def test_the_default_is_as_documented() -> None:
    assert read(DEFAULT) == Rules(3, "48h", 0, 7, 4, 12, 2)


def test_order_and_space_mean_nothing() -> None:
    assert read("  daily=7\n\tlast=3 ") == read("last=3 daily=7") == Rules(last=3, daily=7)


def test_a_number_may_have_zeros_in_front() -> None:
    assert read("within=048h last=03") == Rules(last=3, within="48h")


@pytest.mark.parametrize("length", ["48h", "7d", "2w", "6m", "1y"])
def test_within_takes_hours_days_weeks_months_and_years(length: str) -> None:
    assert read(f"within={length}").within == length


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("dayly=7", "“dayly=7” is no rule; did you mean daily=?"),
        ("last=3 everything", "“everything” is no rule; there are last, within"),
        ("=3", "“=3” is no rule"),
        ("LAST=3", "“LAST=3” is no rule; did you mean last=?"),
        ("last=3 daily=7 last=4", "“last=4” says a second time how many “last” keeps"),
        ("last=0 last=0", "“last=0” says a second time"),
        ("last=-1", "“last=-1” needs a whole number"),
        ("last=3.5", "“last=3.5” needs a whole number"),
        ("last=", "“last=” needs a whole number"),
        ("last", "“last” needs a whole number"),
        ("last = 3", "“last” needs a whole number"),
        ("last=٣", "“last=٣” needs a whole number"),
        ("last=100000", "“last=100000” needs a whole number up to 99999"),
        ("within=48", "“within=48” needs a length such as 48h"),
        ("within=2 d", "“within=2” needs a length"),
        ("within=30min", "“within=30min” needs a length"),
        ("last=3,daily=7", "“last=3,daily=7” needs a whole number"),
        ("last=0 within=0h daily=0", "“last=0 within=0h daily=0” keeps nothing"),
        ("", "it names no rule"),
        (" \n", "it names no rule"),
    ],
)
def test_a_slip_is_named(written: str, said: str) -> None:
    with pytest.raises(ValueError, match="“|names") as error:
        read(written)

    assert said in str(error.value)
    assert said in (flaw(written) or "")


def test_what_can_be_read_has_no_flaw() -> None:
    assert flaw(DEFAULT) is None


@given(RULES)
def test_what_is_written_is_read_again(rules: Rules) -> None:
    assert read(str(rules)) == rules


@given(st.text(alphabet="lastdiywhn=0123 ", max_size=30))
def test_whatever_is_read_keeps_something(written: str) -> None:
    try:
        rules = read(written)
    except ValueError:
        return
    assert any(rules)
