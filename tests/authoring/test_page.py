"""One file, read: where it is cut, what can be saved of a broken one, and what is kept of a sound one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring.codec import findings_of, with_findings
from academy_cli.authoring.document import Page
from academy_cli.authoring.page import digest, read_page, reader_tag
from academy_cli.authoring.parts import split
from tests.authoring.chance import often
from tests.authoring.test_fuzz import SIGNS


def page(text: str | bytes, *off: str) -> Page:
    data = text.encode() if isinstance(text, str) else text
    return read_page(data, digest(data), off=frozenset(off))


@pytest.mark.parametrize(
    ("data", "front", "body"),
    [
        (b"text", None, b"text"),
        (b"---\na: b\n---\ntext", b"a: b\n", b"text"),
        (b"---\n---\ntext", b"", b"text"),
        (b"---  \r\na: b\r\n---\t\r\ntext", b"a: b\r\n", b"text"),
        (b"\xef\xbb\xbf---\na: b\n---\ntext", b"a: b\n", b"text"),
        (b"---\na: b\n---", b"a: b\n", b""),
        (b"---\na: |\n  ---\n---\ntext", b"a: |\n  ---\n", b"text"),
        (b"----\n\n---\n", None, b"----\n\n---\n"),
        (b"\n---\na: b\n---\n", None, b"\n---\na: b\n---\n"),
    ],
)
def test_a_file_is_front_matter_and_body(data: bytes, front: bytes | None, body: bytes) -> None:
    parts = split(data)

    assert (parts.front, parts.body) == (front, body)
    assert parts.head + parts.body == data


def test_lines_are_counted_from_the_top_of_the_file() -> None:
    found = page("---\ntitle: A\nx-a: 1\n---\n\n![](a.png)\n")

    assert [(link.line, link.column) for link in found.links] == [(6, 1)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("---\nid: one\ntitle: 'A\n---\n", "one"),
        ("---\nid: 'one' # mine\ntitle: [\n---\n", "one"),
        ("---\ntitle: A\nid: one\n", "one"),
        (b"---\r\nid: one\r\n---\r\n\xff", "one"),
        (b"---\nid: one\n---\n\0", "one"),
        (b"\xef\xbb\xbf---\nid: one\n", "one"),
        ("---\nid: one\nid: two\nx: [\n---\n", None),
        ("---\nid: one two\nx: [\n---\n", None),
        ("---\n  id: one\nx: [\n---\n", None),
        ("---\nx: [\n---\nid: one\n", None),
        (b"id: one\n\xff", None),
    ],
)
def test_an_id_is_saved_from_broken_front_matter(text: str | bytes, name: str | None) -> None:
    found = page(text)

    assert (found.id, found.is_unreadable, found.is_unsure) == (name, True, name is None)


@pytest.mark.parametrize(
    ("text", "is_unsure"),
    [
        ("---\ntitle: A: b\n---\n# A\n", False),
        ("---\ntitle: A: b\nvideo: x\nguide: 'y\n---\n", False),
        ("---\ntitle: A: b\n  id : x\n---\n", True),
        ('---\n"\\u0069d": a\ntitle: A: b\n---\n', True),
        ("---\ntitle: A: b\n---\nid: a\n", True),
        ("---\ntitle: A\n", True),
        (b"---\ntitle: A\n---\n\xff", True),
    ],
)
def test_front_matter_without_the_word_hides_no_id(text: str | bytes, *, is_unsure: bool) -> None:
    found = page(text)

    assert (found.is_unreadable, found.is_unsure) == (True, is_unsure)


@pytest.mark.parametrize(
    ("front", "is_unsure"),
    [
        ("minutes: many\n", False),
        ("id: one\nminutes: many\n", False),
        ("id: no good\n", True),
        ('"id": [one]\n', True),
        ("id: one\nid: one\n", True),
    ],
)
def test_a_page_is_unsure_when_its_id_may_be_any(front: str, is_unsure: bool) -> None:  # noqa: FBT001
    found = page(f"---\n{front}---\ntext")

    assert (found.is_unreadable, found.is_unsure) == (False, is_unsure)


def test_equal_bytes_are_an_equal_page() -> None:
    assert page("---\nid: one\n---\n[a](b.md)") == page("---\nid: one\n---\n[a](b.md)")


def test_findings_that_nobody_wants_are_not_kept() -> None:
    assert [one.code for one in page("\ufeff").problems] == ["source.bom", "page.empty"]
    assert [one.code for one in page("\ufeff", "source.bom").problems] == ["page.empty"]
    assert reader_tag(frozenset({"source.bom"})) != reader_tag(frozenset())


def test_a_body_is_what_was_hashed() -> None:
    data = "---\ntitle: A\n---\r\n\nText \u00a0é\r\n".encode()

    found = page(data)

    assert digest(split(data).body) == found.body


@often(500, torture=50_000)
@given(st.lists(st.sampled_from(SIGNS), max_size=20).map(b"".join))
def test_what_is_kept_of_a_page_gives_the_page_back(data: bytes) -> None:
    found = page(data)
    shown = found._replace(title=found.title or "From the name")
    plain = Page(shown.source, shown.body, shown.id, shown.title, shown.fields)

    assert found.is_unreadable or with_findings(plain, findings_of(found)) == found


@pytest.mark.parametrize(
    "text",
    [
        "<!-- a licence -->\n---\nid: ia\ndraft: true\n---\n# Secret\n",
        "# Title\n---\nid: ia\n---\n",
        "---\ntitle: x\n---\n---\nid: ia\n---\nText\n",
        '---json\n{"id": 3}\n---\nText\n',
        '+++\ntitle = "x"\n+++\nText\n',
    ],
    ids=["comment", "heading", "second", "json", "toml"],
)
def test_front_matter_that_is_read_by_other_tools_only_is_found(text: str) -> None:
    codes = [problem.code for problem in read_page(text.encode(), "").problems]

    assert "page.misplaced-front-matter" in codes


@pytest.mark.parametrize(
    "text",
    ["# Title\n\n---\n\nText: a\n", "---\ntitle: A\n---\n\n---\n\nText\n", "# T\n\nid: x\n"],
    ids=["rule", "rule at the start", "words"],
)
def test_a_rule_between_texts_is_no_front_matter(text: str) -> None:
    codes = [problem.code for problem in read_page(text.encode(), "").problems]

    assert "page.misplaced-front-matter" not in codes
