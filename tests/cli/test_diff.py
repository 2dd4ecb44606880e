"""Word diffs: what was and what is can both be read out of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from academy_cli.cli.show.diff import lines
from academy_cli.cli.terminal import Ink

words = st.lists(st.sampled_from(["a", "b", "c", "."]), max_size=6).map(" ".join)
texts = st.lists(words, max_size=5).map("\n".join)


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
    assert shown("\na\n", "\nb\n") == ["  line 1", "    [-a-]{+b+}"]


def test_lines_come_and_go_whole() -> None:
    assert shown("a\nb", "a") == ["  line 1", "    a", "    [-b-]"]
    assert shown("", "a") == ["  line 1", "    {+a+}"]


def test_colour_repeats_what_the_marks_say() -> None:
    inks = {span for line in lines("a b", "a c") for span in line if isinstance(span, Ink)}

    assert inks >= {Ink("[-b-]", "red"), Ink("{+c+}", "green")}


@given(texts, texts)
def test_both_sides_are_in_the_diff(before: str, after: str) -> None:
    was, now = one_side(before, after, "{+"), one_side(before, after, "[-")

    for line in before.splitlines():
        assert before == after or line in after.splitlines() or f"    {line}" in was
    for line in after.splitlines():
        assert before == after or line in before.splitlines() or f"    {line}" in now
