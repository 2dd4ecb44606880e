"""Lines of both directions stand as they are read (UAX 9)."""

from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.typesetting.bidi import direction, mirrored, runs

LETTERS = st.text("abאבجد 12.,-/%", min_size=1, max_size=12)
"""No brackets: that implementation leaves them to be mirrored by whoever draws."""


def shown(text: str, *, is_rtl: bool) -> str:
    """A line letter by letter from left to right, without shaping."""
    found = runs(text, is_rtl=is_rtl)
    return "".join(mirrored(run.text) if run.is_rtl else run.text for run in found)


@pytest.mark.parametrize(
    ("text", "is_rtl", "wanted"),
    [
        ("abc", False, "abc"),
        ("אבג", True, "גבא"),
        ("אב INV-1", True, "INV-1 בא"),
        ("(אב)", True, "(בא)"),
        ("אב 12.50", True, "12.50 בא"),
    ],
)
def test_a_line_stands_as_it_is_read(text: str, is_rtl: bool, wanted: str) -> None:  # noqa: FBT001
    assert shown(text, is_rtl=is_rtl) == wanted


@given(LETTERS, st.booleans())
def test_lines_are_as_another_implementation_has_them(text: str, is_rtl: bool) -> None:  # noqa: FBT001
    wanted = get_display(text.rstrip(), base_dir="R" if is_rtl else "L")

    assert shown(text.rstrip(), is_rtl=is_rtl) == wanted


def test_a_text_begins_where_its_first_letter_does() -> None:
    assert direction("12 אב", is_rtl=False)
    assert not direction("12 ab", is_rtl=True)
    assert direction("12", is_rtl=True)
