"""Tags that were meant to be read are told from those that do their work."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.pages.parsing import events
from academy_cli.quizzes.tags import in_code, unseen
from tests.authoring.chance import often


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("<b>", "<b>"),
        ("<b></b>", "<b>"),
        (' <div class="a"> ', '<div class="a">'),
        ("<!-- nothing --><i></i>", "<i>"),
        ("What does the <b> tag do?", "<b>"),
        ("What does <two> mean?", "<two>"),
        ("Ends </p> alone", "</p>"),
        ("<b>bold <i>both</b>", "<i>"),
        ("<br/>", "<br/>"),
        ("The <input> field", "<input>"),
    ],
)
def test_a_tag_that_leaves_nothing_is_found(text: str, tag: str) -> None:
    assert unseen(text) == tag


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "1 < 2 and 3 > 2",
        "a <= b",
        "`<b>`",
        "What does `<b>` do?",
        "``a ` <b>``",
        "```html\n<b>\n```",
        "<b>bold</b> and <I>so</i>",
        "line<br>break<br />",
        '<img src="a.png" alt="A">',
        "\\<b> is read",
        "see <https://example.org> or <a@example.org>",
        "text <!-- a remark -->",
    ],
)
def test_what_does_its_work_is_not(text: str) -> None:
    assert unseen(text) == ""
    assert in_code(text) == text


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("<b>", "`<b>`"),
        ("What does <b> do, and what </p>?", "What does `<b>` do, and what `</p>`?"),
        ("<one> or <two>", "`<one>` or `<two>`"),
        ("<p></p>", "`<p></p>`"),
        ("a<i></b>c <u>", "a`<i></b>`c `<u>`"),
    ],
)
def test_in_code_it_is_read(text: str, mended: str) -> None:
    assert in_code(text) == mended


@often(300, torture=20_000)
@given(
    st.lists(
        st.sampled_from(["a", " ", "<b>", "</b>", "<x>", "<br>", "</p>", "<", "2 > 1"]), max_size=9
    )
)
def test_once_mended_every_tag_does_its_work_or_is_read(parts: list[str]) -> None:
    text = "".join(parts)
    mended = in_code(text)

    assert unseen(mended) == ""
    assert mended.replace("`", "") == text
    read = "".join(str(part) for event, _ in events(mended) for part in _read(event))
    assert all(tag in read for tag in ("<x>", "</p>") if tag in text)


def _read(event: object) -> list[str]:
    """What an event shows."""
    shown = event.items() if isinstance(event, dict) else ()
    return [str(value) for name, value in shown if name in {"Text", "Code"}]
