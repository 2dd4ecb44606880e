"""Word diffs: what was and what is can both be read out of them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.cli.show.diff import lines
from academy_cli.cli.terminal import Ink

words = st.lists(st.sampled_from(["a", "b", "c", "."]), max_size=6).map(" ".join)
texts = st.lists(words, max_size=5).map("\n".join)
unseen = st.text(st.sampled_from("aé \u0301\r\n\t\xa0\u200b"), max_size=8)
BLANK = "¶"
NFC, NFD = "NFC (letter and accent in one)", "NFD (letter and accent apart)"


def shown(before: str, after: str) -> list[str]:
    return [
        "".join(span if isinstance(span, str) else span.text for span in line)
        for line in lines(before, after)
    ]


def one_side(before: str, after: str, gone: str) -> list[str]:
    """The lines of one side of a diff: without the ink of the other."""
    sides = []
    for line in lines(before, after):
        kept = [s for s in line if isinstance(s, str) or not s.text.startswith(gone)]
        sides.append("".join(s if isinstance(s, str) else s.text[2:-2] for s in kept))
    return sides


def test_equal_texts_have_no_diff() -> None:
    assert shown("a\nb", "a\nb") == []


def test_a_changed_word_stands_in_its_line() -> None:
    assert shown("one\ntwo three\nfour", "one\ntwo five\nfour") == [
        "  line 1",
        "    one",
        "    two [-three-]{+five+}",
        "    four",
    ]


def test_a_blank_line_around_a_change_is_left_out() -> None:
    assert shown("\na\n", "\nb\n") == ["  line 2", "    [-a-]{+b+}"]


def test_places_are_those_of_the_file() -> None:
    found = ["".join(getattr(span, "text", span) for span in line) for line in lines("a", "b", 7)]

    assert found == ["  line 7", "    [-a-]{+b+}"]


def test_lines_come_and_go_whole() -> None:
    assert shown("a\nb", "a") == ["  line 1", "    a", "    [-b-]"]
    assert shown("", "a") == ["  line 1", "    {+a+}"]


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [
        ("a\nb\n", "a\r\nb\r\n", "line endings: LF → CRLF"),
        ("a\r\nb\n", "a\nb\n", "line endings: LF and CRLF → LF"),
        ("a\r\nb\n", "a\nb\r\n", "line endings: LF and CRLF, each on other lines"),
        ("a\r\rb", "a\n\nb", "line endings: CR → LF"),
        ("a\nb\n", "a\nb", "newline at the end: yes → no"),
        ("a", "a\n", "newline at the end: no → yes"),
        ("a  \nb\n", "a\nb\n", "white space at line ends: gone from 1 line (1)"),
        ("a\nb\n", "a\nb\t \n", "white space at line ends: new on 1 line (2)"),
        ("a \nb\n", "a  \nb \n", "white space at line ends: changed on 2 lines (1, 2)"),
        ("a \n" * 9, "a\n" * 9, "white space at line ends: gone from 9 lines (1, 2, 3, 4, 5, …)"),
        ("é\n", unicodedata.normalize("NFD", "é\n"), f"Unicode form: {NFC} → {NFD}"),
        ("é e\u0301\n", "é é\n", f"Unicode form: mixed → {NFC}"),
        ("é e\u0301\n", "e\u0301 é\n", "Unicode form: mixed, each on other lines"),
    ],
)
def test_what_no_eye_can_see_is_said(before: str, after: str, note: str) -> None:
    assert shown(before, after) == [f"  {note}"]


def test_what_cannot_be_seen_does_not_hide_what_can() -> None:
    before = unicodedata.normalize("NFD", "é  \nb\né c\n")

    assert shown(before, "é\r\nb\r\né d\r\n") == [
        "  line endings: LF → CRLF",
        f"  Unicode form: {NFD} → {NFC}",
        "  white space at line ends: gone from 1 line (1)",
        "  line 2",
        "    b",
        "    é [-c-]{+d+}",
    ]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("a b", "a\xa0b", "a[- -]{+\\xa0+}b"),
        ("\ta", "    a", "[-\\t-]{+    +}a"),
        ("a b", "a\u200b b", "a{+\\u200b+} b"),
        ("a b", "a  b", "a {+ +}b"),
        ("to me", "to\xa0you", "to[- me-]{+\xa0you+}"),
    ],
)
def test_what_leaves_no_ink_is_spelled_out_where_it_is_the_difference(
    before: str, after: str, line: str
) -> None:
    assert shown(before, after) == ["  line 1", f"    {line}"]


@given(unseen, unseen)
def test_no_change_of_a_text_is_passed_over(before: str, after: str) -> None:
    assert bool(shown(before, after)) == (before != after)


def test_colour_repeats_what_the_marks_say() -> None:
    inks = {span for line in lines("a b", "a c") for span in line if isinstance(span, Ink)}

    assert inks >= {Ink("[-b-]", "red"), Ink("{+c+}", "green")}


@given(texts, texts)
def test_both_sides_are_in_the_diff(before: str, after: str) -> None:
    was = {*one_side(before, after, "{+")}
    now = {*one_side(before, after, "[-")}

    for line in before.splitlines():
        assert (
            before == after
            or line in after.splitlines()
            or was & {f"    {line}", f"    {line or BLANK}"}
        )
    for line in after.splitlines():
        assert (
            before == after
            or line in before.splitlines()
            or now & {f"    {line}", f"    {line or BLANK}"}
        )


def test_a_blank_line_that_came_or_went_is_seen() -> None:
    assert "    {+¶+}" in shown("a\nb\n", "a\n\nb\n")
    assert "    [-¶-]" in shown("a\n\nb\n", "a\nb\n")
