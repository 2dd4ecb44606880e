"""An id line more, and every other byte as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring.page import read_page
from academy_cli.authoring.repair.idlines import lesson_with_id, with_id

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"# A\n", b"---\nid: a\n---\n# A\n"),
        (b"# A\r\n\r\nText\r\n", b"---\r\nid: a\r\n---\r\n# A\r\n\r\nText\r\n"),
        (b"# A\n\r\nText\r\n", b"---\nid: a\n---\n# A\n\r\nText\r\n"),
        (BOM + b"# A\n", BOM + b"---\nid: a\n---\n# A\n"),
        (b"", b"---\nid: a\n---\n"),
        (b"# A", b"---\nid: a\n---\n# A"),
        (b"---\ntitle: A\n---\nText", b"---\nid: a\ntitle: A\n---\nText"),
        (b"--- \r\ntitle: A\r\n---\r\nT", b"--- \r\nid: a\r\ntitle: A\r\n---\r\nT"),
        (BOM + b"---\ntitle: A\n---\n", BOM + b"---\nid: a\ntitle: A\n---\n"),
        (b"---\n---\n# A\n", b"---\nid: a\n---\n# A\n"),
        (b"---\n# why\n\ntitle: A\n---\nT\n", b"---\nid: a\n# why\n\ntitle: A\n---\nT\n"),
        (
            b"---\n  title: A\n  minutes: 3\n---\nT",
            b"---\n  id: a\n  title: A\n  minutes: 3\n---\nT",
        ),
    ],
)
def test_a_lesson_gets_one_line_in_its_own_line_ends(before: bytes, after: bytes) -> None:
    assert lesson_with_id(before, "a") == after


@pytest.mark.parametrize(
    "data",
    [
        b"---\nid:\ntitle: A\n---\nText\n",
        b"---\nid: b\ntitle: A\n---\nText\n",
        b"---\n{title: A}\n---\nText\n",
        b"---\ntitle: A\n\nText\n",
        b"---\n- A\n---\nText\n",
        b"# Na\xefve\n",
    ],
)
def test_where_the_line_would_mean_something_else_there_is_none(data: bytes) -> None:
    assert lesson_with_id(data, "a") is None


@given(st.text(alphabet="ab #:-\n\r\"'|>{}\t\ufeff", max_size=60))
def test_whatever_a_lesson_says_it_says_with_its_id(text: str) -> None:
    data = text.encode()

    made = lesson_with_id(data, "x1")

    if made is not None:
        before, after = read_page(data, ""), read_page(made, "")
        assert (after.id, after.body, after.fields) == ("x1", before.body, before.fields)
        assert len(made) - len(data) in {
            len(b"id: x1\n") + extra for extra in (*range(6), 8, 10, 11)
        }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"title: A\n", b"id: a\ntitle: A\n"),
        (b"title: A\r\n", b"id: a\r\ntitle: A\r\n"),
        (BOM + b"title: A\n", BOM + b"id: a\ntitle: A\n"),
        (b"", b"id: a\n"),
        (b"---\ntitle: A", b"---\nid: a\ntitle: A"),
        (
            b"# yaml-language-server: $schema=m.json\n# Mine\ntitle: A\n",
            b"# yaml-language-server: $schema=m.json\nid: a\n# Mine\ntitle: A\n",
        ),
    ],
)
def test_a_module_gets_one_line(before: bytes, after: bytes) -> None:
    assert with_id("m/module.yaml", before, "a") == after


@pytest.mark.parametrize("data", [b"id:\n", b"id: b\n", b"{title: A}\n", b"title: [A\n", b"- A\n"])
def test_a_module_that_has_no_place_for_it_gets_none(data: bytes) -> None:
    assert with_id("m/module.yaml", data, "a") is None


def test_a_quiz_gets_its_line_as_any_yaml_does() -> None:
    before = b"# about loops\ntitle: T\nquestions:\n- {kind: true-false, text: A., answer: true}\n"

    made = with_id("a.quiz.yaml", before, "a")

    assert made is not None
    assert made.replace(b"id: a\n", b"", 1) == before
    assert with_id("a.md", before, "a") != made
