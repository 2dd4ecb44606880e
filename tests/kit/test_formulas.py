"""Text that no spreadsheet runs, and that reads back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.kit.formulas import as_written, harmless

LIKELY = st.text("'=+-@\t\rab", max_size=6)


@pytest.mark.parametrize("text", ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
def test_what_could_be_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ann", "1-1", "O'Brien", "'quoted'", "a=b"])
def test_other_text_stays(text: str) -> None:
    assert harmless(text) == as_written(text) == text


@given(LIKELY | st.text())
def test_what_was_made_harmless_reads_back(text: str) -> None:
    assert as_written(harmless(text)) == text
    assert harmless(text)[:1] not in set("=+-@\t\r") or not text
