"""What a lesson's Markdown becomes, and what HTML may stay in it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy_cli.authoring.markdown import headings
from academy_cli.pages import allowed, math
from academy_cli.pages.code import KINDS, coloured, language_of
from academy_cli.pages.drawing import STATIC, policy, static
from academy_cli.pages.embeds import embed_of
from academy_cli.pages.rendering import rendered
from academy_cli.pages.wording import ARABIC, ENGLISH, FRENCH, GERMAN

HOSTS = frozenset({"www.youtube-nocookie.com", "player.vimeo.com", "videos.example.org"})
DOCS = Path(__file__).parents[2] / "docs"
PLAIN = '<video controls="" preload="metadata">'
PLAYER = "https://www.youtube-nocookie.com/embed/abc"


class Where:
    """A course in which everything is there but what is called gone."""

    hosts = HOSTS

    def link(self, target: str) -> str | None:
        """A page."""
        return None if "gone" in target else f"L/{target}"

    def file(self, target: str) -> str | None:
        """A file."""
        return None if "gone" in target else f"F/{target}"


def html(text: str, title: str = "") -> str:
    """A text as a page shows it, on one line."""
    return re.sub(r"\s+", " ", rendered(text, Where(), title=title).html).strip()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a *b* **c**", "<p>a <em>b</em> <strong>c</strong></p>"),
        ("~~d~~ `e<f`", "<p><del>d</del> <code>e&lt;f</code></p>"),
        ("a  \nb\nc", "<p>a<br> b c</p>"),
        ("3. x\n4. y", '<ol start="3"> <li>x</li> <li>y</li> </ol>'),
        ("> x", "<blockquote><p>x</p> </blockquote>"),
        ("[x](y.md)", '<p><a href="L/y.md" rel="noopener noreferrer">x</a></p>'),
        ("[x](gone.md)", '<p><a rel="noopener noreferrer">x</a></p>'),
        ("[x](#y)", '<p><a href="#y" rel="noopener noreferrer">x</a></p>'),
        ("![x *y*](z.png)", '<p><img src="F/z.png" alt="x y" loading="lazy" decoding="async"></p>'),
        ("![x](gone.png)", '<p><span class="outside">x</span></p>'),
        ("<a@b.org>", '<p><a href="mailto:a@b.org" rel="noopener noreferrer">a@b.org</a></p>'),
        (
            "![x](https://y.org/z)",
            '<p><a class="outside" href="https://y.org/z" rel="noopener noreferrer">x (https://y.org/z)</a></p>',
        ),
        (
            "[![x](https://y.org/z.png)](w.md)",
            '<p><a href="L/w.md" rel="noopener noreferrer"><span class="outside">x</span></a></p>',
        ),
        (
            "<video poster=p.png><source src=a.mp4 type=video/mp4><track src=a.vtt default></video>",
            f'<p>{PLAIN}<source src="F/a.mp4" type="video/mp4"><track src="F/a.vtt" default=""></video></p>',
        ),
        (
            "<audio src=a.mp3><source src=gone.mp3><source src=https://y.org/z></audio> x",
            '<p><audio src="F/a.mp3" controls="" preload="metadata"></audio> x</p>',
        ),
        ("x <b>y</b> <blink>z</blink>", "<p>x <b>y</b> z</p>"),
        ("x <svg> y", "<p>x y</p>"),
        ("x <script>y</script> z", "<p>x z</p>"),
        ("<kbd>Ctrl</kbd>+<kbd>C</kbd>", "<p><kbd>Ctrl</kbd>+<kbd>C</kbd></p>"),
        ("::: challenge\nx\n:::", "<p>::: challenge x :::</p>"),
    ],
)  # fmt: skip
def test_markdown_becomes_html(text: str, shown: str) -> None:
    assert html(text) == shown


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("$a_1 * b_2 * c$", ["$a_1 * b_2 * c$"]),
        ("$$a_1\n* b$$", ["$$a_1 * b$$"]),
        ("\\(a_1 * b_2 * c_3\\) and \\[x*y*z\\]", ["\\(a_1 * b_2 * c_3\\)", "\\[x*y*z\\]"]),
        ("\\[\nx\n= y\n\\]", ["\\[ x = y \\]"]),
        ("$$\nx\n= y \\\\\n- z\n$$", ["$$ x = y \\\\ - z $$"]),
        ("\\(a < b\\)", ["\\(a &lt; b\\)"]),
        ("`\\(a\\)` and\n\n    \\(b\\)\n\n```\n\\(c\\)\n```", []),
        ("\\\\(a\\\\)", []),
        ("it costs $5 and $6", []),
        ("\\(a\n\nb\\)", []),
    ],
)
def test_math_is_left_as_it_is(text: str, formulas: list[str]) -> None:
    found = re.findall(r'<span class="math[^"]*" dir="ltr" translate="no">(.*?)</span>', html(text))

    assert found == formulas


@given(st.text(alphabet="\\()[]ab*_`$ \n\ue000\ue001<>"))
@settings(max_examples=200, deadline=None)
def test_math_that_is_taken_out_comes_back(text: str) -> None:
    found = math.shielded(text)
    kept = (
        text.replace("\ue000", "").replace("\ue001", "") if found.formulas else found.restored(text)
    )

    assert not found.formulas or found.restored(found.text) == kept
    assert rendered(text, Where()) is not None


HEADINGS = """# A *b* `c`

## Same

## Same

### Given {#own .x}

Setext $x_1$
============

## Ünïcode & more!
"""


def test_anchors_are_those_that_checks_know() -> None:
    found = rendered(HEADINGS, Where())

    wanted = [heading.anchor for heading in headings(HEADINGS)]
    assert [heading.anchor for heading in found.headings] == wanted
    assert re.findall(r'<h\d id="([^"]*)"', found.html) == wanted


def test_a_title_that_the_page_says_is_not_repeated() -> None:
    assert html("<!--\nx\n-->\n\n# Loops\n\nText", "Loops") == '<span id="loops"></span><p>Text</p>'
    assert html("Text\n\n# Loops", "Loops") == '<p>Text</p> <h2 id="loops">Loops</h2>'
    assert html("# Loops\n\n# More\n\n## Most", "Loops").endswith(
        '<h2 id="more">More</h2> <h3 id="most">Most</h3>'
    )


def test_code_is_coloured_where_its_language_is_known() -> None:
    assert (
        coloured("if x: pass", "python")
        == '<span class="k">if</span> x: <span class="k">pass</span>'
    )
    assert coloured("<x>", "no-such-language") == "&lt;x&gt;"
    assert [language_of(info) for info in ("python {1}", "{.r}", "", "C++")] == [
        "python",
        "r",
        "",
        "c++",
    ]
    assert 'data-language="python"' in html("```python\nx\n```")


@pytest.mark.parametrize(
    ("address", "embedded"),
    [
        ("https://www.youtube.com/watch?v=abc&t=5", PLAYER),
        ("https://youtu.be/abc", PLAYER),
        ("http://www.youtube-nocookie.com/embed/abc", PLAYER),
        ("https://vimeo.com/123", "https://player.vimeo.com/video/123"),
        ("https://videos.example.org/x?y=1", "https://videos.example.org/x?y=1"),
        ("https://VIDEOS.example.org/x", "https://videos.example.org/x"),
        ("https://other.example.org/x", None),
        ("https://videos.example.org:8443/x", None),
        ("https://me@videos.example.org/x", None),
        ("https://videos.example.org.evil.example/x", None),
        ("https://youtu.be/abc%22onload", None),
        ("javascript:alert(1)", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_videos_of_allowed_hosts_alone_are_embedded(address: str, embedded: str | None) -> None:
    found = embed_of(address, HOSTS)

    assert (found.address if found else None) == embedded


def test_a_page_may_show_frames_of_allowed_hosts_alone() -> None:
    assert "frame-src 'none'" in policy(frozenset())
    assert "frame-src https://player.vimeo.com https://videos.example.org" in policy(HOSTS)
    assert "unsafe" not in policy(HOSTS)


def test_every_colour_of_code_is_in_the_stylesheet() -> None:
    sheet = static("academy.css").decode()

    assert [kind for kind in KINDS - {"o", "er"} if f".{kind}" not in sheet] == []


def test_nothing_that_pages_are_made_of_is_elsewhere() -> None:
    for name in STATIC:
        text = static(name).decode().replace("http://www.w3.org/2000/svg", "")
        assert "//" not in re.sub(
            r"^\s*// .*|; // .*$|/\*.*?\*/|https://\"", "", text, flags=re.MULTILINE
        ), name


def test_the_page_about_pages_names_what_is_allowed() -> None:
    told = (DOCS / "pages.md").read_text("utf-8")
    words = {"h2", "h3", "h4", "h5", *re.findall(r"[a-z0-9]+", told.partition("## HTML in")[2])}

    assert (allowed.TAGS | allowed.EMPTIED) - words == set()
    assert {name for names in allowed.ATTRIBUTES.values() for name in names} - words <= {
        "class", "data-language", "data-embed", "aria-label",
    }  # fmt: skip


@pytest.mark.parametrize("language", [GERMAN, FRENCH, ARABIC], ids=["German", "French", "Arabic"])
def test_every_language_says_everything(language: dict[str, str]) -> None:
    def places(text: str) -> list[str]:
        return re.findall(r"\{\w+\}", text)

    assert {name: places(text) for name, text in language.items()} == {
        name: places(text) for name, text in ENGLISH.items()
    }


DEEP = 20_000


@pytest.mark.parametrize(
    "text",
    [
        "\\(a" * DEEP, "\\(a\\)" * DEEP, "$$a\n" * DEEP, "<div>" * DEEP, ">" * DEEP, "[" * DEEP, "*a" * DEEP,
        "<!--" * DEEP, "<script>" * DEEP, "<svg>" * DEEP, "<a href=x>" * DEEP, "&#" * DEEP, "<table>" * DEEP,
        "<p>a" * DEEP, "# a\n" * DEEP, "```\n" * DEEP,
    ],
    ids=lambda text: text[:6].strip(),
)  # fmt: skip
def test_a_text_that_was_made_to_take_long_does_not(text: str) -> None:
    seconds = []
    for part in (text[: len(text) // 4], text):
        begun = time.process_time()
        rendered(part, Where())
        seconds.append(time.process_time() - begun)

    assert (
        seconds[1] < 8 * seconds[0] + 1
    )  # four times as long a text; what grows by its square takes sixteen


def test_paragraphs_need_no_end() -> None:
    assert rendered("<p>a\n" * 1000, Where()).html.count("<p>") == 1000
    assert rendered("<div>" * 500 + "deep", Where()).html.count("<div>") == 200


def test_a_page_speaks_its_language() -> None:
    found = rendered("> [!TIP]\n> x\n\n- [x] y", Where(), language="de-AT").html

    assert "Tipp" in found
    assert 'aria-label="erledigt"' in found
