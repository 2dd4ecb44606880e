"""What Markdown refers to and what can be referred to in it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring import markdown
from academy_cli.authoring.markdown import Link, MarkdownError, Refers
from tests.authoring.chance import often
from tests.pace import paces


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See [a](b.md) and [c](<d e.md>).", [("b.md", 1, 5, "link"), ("d e.md", 1, 19, "link")]),
        ("é [a](b.md)", [("b.md", 1, 3, "link")]),
        ("\n\n  ![x](y.png)", [("y.png", 3, 3, "image")]),
        ("[a][r]\n\n[r]: b.md 'title'", [("b.md", 1, 1, "link")]),
        ("[a][r]\n\n> [r]: b.md", [("b.md", 1, 1, "link")]),
        ("[![x](y.png)](z.md)", [("z.md", 1, 1, "link"), ("y.png", 1, 2, "image")]),
        ("<img src='a.png' alt=x>", [("a.png", 1, 1, "image")]),
        ("<p>\n<a href=\"b.md\">x</a>\n<IMG alt='' SRC=c.png>\n</p>", [
            ("b.md", 2, 1, "link"), ("c.png", 3, 1, "image")
        ]),
        ("<video src=a.mp4></video>\n\nx <audio\nsrc='b.mp3'></audio>", [
            ("a.mp4", 1, 1, "link"), ("b.mp3", 3, 3, "link")
        ]),
        ("<video>\n<source src=a.webm>\n<track src=a.vtt>\n</video>", [
            ("a.webm", 2, 1, "link"), ("a.vtt", 3, 1, "link")
        ]),
        ("<section src=a.mp4>", []),
        ("text <a class=x href=b.md>x</a>", [("b.md", 1, 6, "link")]),
        ("[a](b%20c.md?x=1#y)", [("b%20c.md?x=1#y", 1, 1, "link")]),
        ("[a](b&amp;c.md)", [("b&c.md", 1, 1, "link")]),
        ("| x |\n| - |\n| [a](b.md) |", [("b.md", 3, 3, "link")]),
        ("- [ ] [a](b.md)", [("b.md", 1, 7, "link")]),
        ("`[a](b.md)` and\n\n    [c](d.md)\n\n```\n![e](f.png)\n```\n", []),
        ("<!-- [a](b.md) <img src=c.png> -->", []),
        ("[^1] text\n\n[^1]: a note", []),
        ("plain", []),
    ],
)  # fmt: skip
def test_links_and_images_are_found_where_they_are(
    text: str, found: list[tuple[str, int, int, str]]
) -> None:
    links = [(x.target, x.line, x.column, x.kind.value) for x in markdown.links(text)]

    assert links == found


PIECES = (
    *(
        "[",
        "]",
        "(",
        ")",
        "!",
        ":",
        "<",
        ">",
        "a",
        "r",
        "b.md",
        "http:",
        "HTTPS://b.md",
        "<a href=",
    ),
    *(
        "<img src=",
        "<video src=",
        "<source src=",
        "]: ",
        "](",
        "][",
        "[r]: b.md",
        "'",
        "`",
        " ",
        "\t",
        "\n",
        "\n\n",
        "\n> ",
        "\n- ",
    ),
    *("\n    ", "\\"),
)


@often(500, torture=50_000)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_no_text_is_passed_over_that_has_a_link_of_the_course(text: str) -> None:
    def concerned(links: Iterable[Link]) -> list[Link]:
        return [link for link in links if not link.is_external or not link.has_alt]

    every = markdown._links(markdown._Cursor(text.encode()), markdown._events(text))

    assert concerned(markdown.links(text)) == concerned(every)


@pytest.mark.parametrize(
    ("text", "has_alt"),
    [
        ("![a picture](x.png)", True),
        ("![*a* `b`](x.png)", True),
        ("![](x.png)", False),
        ("![ ](x.png)", False),
        ("<img src=x.png>", False),
        ("<img src=x.png alt=''>", True),
        ("<img src=x.png alt />", True),
        ("<img src='alt.png' title='alt'>", False),
    ],
)
def test_an_image_has_a_text_or_none(text: str, has_alt: bool) -> None:  # noqa: FBT001
    assert [link.has_alt for link in markdown.links(text)] == [has_alt]


@pytest.mark.parametrize(
    ("target", "is_external"),
    [
        ("https://example.org", True),
        ("mailto:a@b.c", True),
        ("//cdn.example.org/x.js", True),
        ("tel:123", True),
        ("a.md", False),
        ("/a.md", False),
        ("a:b.md".replace(":", "%3A"), False),
        ("./a:b.md", False),
    ],
)
def test_a_scheme_leads_out_of_the_course(target: str, is_external: bool) -> None:  # noqa: FBT001
    assert Link(target, 1, 1, Refers.LINK).is_external is is_external


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("# Hello, World!", {"hello-world"}),
        ("# A\n\n## A\n\nA\n=", {"a", "a-1", "a-2"}),
        ("# Größe & Maß", {"größe--maß"}),
        ("# `code` and *more* [link](x)", {"code-and-more-link"}),
        ("# Named {#my-id}", {"my-id"}),
        ("<a name='here'></a>\n\n<h2 id=\"there\">x</h2>", {"here", "there"}),
        ("    # no heading\n\n```\n# nor this\n```", set()),
    ],
)
def test_anchors_are_those_of_headings_and_html(text: str, anchors: set[str]) -> None:
    assert markdown.anchors(text) == anchors


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("intro\n\n## Second *level* `x`\n", "Second level x"),
        ("Two\nlines\n=====\n", "Two lines"),
        ("# ![a logo](x.png)\n", "a logo"),
        ("#\n\n# After an empty one\n", "After an empty one"),
        ("# AT&amp;T &#27;[2J\n", "AT&T  [2J"),
        ("```\n# a comment\n```\n", None),
        ("#hashtag\n", None),
        ("plain", None),
    ],
)
def test_the_first_heading_is_a_title(text: str, heading: str | None) -> None:
    assert markdown.first_heading(text) == heading


SLOW = {
    "tags in HTML": "<div>\n" + "<a " * 100_000,
    "a long attribute": "<div>\n<a " + "a" * 300_000 + ">",
    "spaces in attributes": "<div>\n<a " + "a   " * 80_000 + ">",
    "quotes": "<div>\n<a " + "'\"" * 100_000 + ">",
    "spaces in a heading": "# a" + " " * 300_000 + "b\n",
    "hashes": "# a" + " #" * 150_000 + "b\n",
    "brackets": "[" * 50_000 + "](a)",
    "images": "![" * 50_000 + "](a)",
    "references": "[a]: " * 60_000,
    "emphasis": "*_" * 100_000,
    "backticks": "".join("`" * n + " " for n in range(700)) + "[a](b)",
    "quotations": ">" * 20_000 + " [a](b)",
    "lists": "- " * 3_000 + "[a](b)",
    "links in many lines": "[a](b)\n" * 70_000,
    "links in one line": "[a](b) " * 70_000,
    "spaces in many paths": "[a](b c.md) " * 40_000,
    "spaces in one path": "[a](b " + "a. " * 100_000 + ".)",
    "paths that do not end": "[a](b c" * 60_000,
    "images in one line": "![](b) " * 70_000,
    "tags in many lines": "<div>\n" + "<a href=b>a</a>\n" * 60_000,
    "tags in one line": "<div>" + "<a href=b>é</a> " * 60_000,
    "tables": "|a" * 20_000 + "\n" + "|-" * 20_000 + "\n[a](b)",
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW.keys())
def test_no_text_takes_long(text: str) -> None:
    def reads() -> None:
        markdown.links(text)
        markdown.first_heading(text)
        markdown.anchors(text)
        list(markdown.spaced_links(text))

    assert paces(reads) < 50


class Panic(BaseException):
    """What a panic in Rust becomes in Python."""


def test_a_parser_that_gives_up_is_an_error_and_an_interruption_is_not() -> None:
    def panicking(_: str) -> list[object]:
        raise Panic("byte index 3 is not a char boundary")

    def interrupted(_: str) -> list[object]:
        raise KeyboardInterrupt

    with pytest.raises(MarkdownError):
        list(markdown.contained(panicking, "text"))
    with pytest.raises(KeyboardInterrupt):
        list(markdown.contained(interrupted, "text"))


@often(300, torture=50_000)
@given(st.text(st.sampled_from("ab#*_`[]()<>!|:-~$\\\n \t\"'=&;éß漢\u200d\x07"), max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = (markdown.links(text), markdown.headings(text), markdown.anchors(text))
    except MarkdownError:
        return
    for link in found[0]:
        assert 1 <= link.line <= text.count("\n") + 1
        assert link.column >= 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("é ![x](my pics/a b.png) [y](c d.md#e)", [("my pics/a b.png", 1, 3), ("c d.md#e", 1, 25)]),
        ("x\n\n| [a](b c.md) |", [("b c.md", 3, 3)]),
        ("**[a]( b c.pdf )**", [("b c.pdf", 1, 3)]),
        ("[a](<b c.md>) [a](b.md 'c d.md') [a](b%20c.md)", []),
        ("`[a](b c.md)`\n\n    [a](b c.md)\n\n```\n[a](b c.md)\n```\n<!-- [a](b c.md) -->", []),
        ("\\[a\\](b c.md) $[a](b c.md)$ [a] (b c.md)", []),
        ("See [1](in chapter 2.1), [2](as above), [3](https://example.org/a b.md).", []),
    ],
)
def test_paths_with_spaces_make_no_links_and_are_told(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    assert list(markdown.spaced_links(text)) == found
