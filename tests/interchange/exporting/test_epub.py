"""Courses as books: EPUBCheck finds nothing wrong, and what learners do not see is not in them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from textwrap import dedent
from xml.etree.ElementTree import fromstring

import pytest

from academy_cli.interchange.exporting.epub import book
from academy_cli.interchange.exporting.epub.xhtml import Element
from academy_cli.interchange.notes import Fate
from tests.interchange.epubcheck import complaints
from tests.interchange.exports import exported, texts
from tests.pages import hostile
from tests.pages.quizzes import COURSE as QUIZZES
from tests.pages.quizzes import QUIZ
from tests.pages.sites import COURSE, HOSTS, PICTURE

pytestmark = pytest.mark.slow

OPF = "EPUB/package.opf"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c48900"
    "00000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
EVERYTHING = {
    **COURSE,
    "03-quizzes/loops.quiz.yaml": QUIZ,
    "03-quizzes/hidden.quiz.yaml": QUIZ.replace("show: answers", "show: score").replace(
        "asks **afterwards**", "asks *later*"
    ),
    "04-odd/Ünïcode & “quotes”, (1).md": "# Odd\n\n![](<a picture: of 100%.png>) ![](pic.svg)\n",
    "04-odd/a picture: of 100%.png": PNG,
    "04-odd/pic.svg": PICTURE.replace("<rect", '<rect id="a b"/><rect id="x"/><rect id="x"'),
    "04-odd/ünïcode & “quotes”, (1).md": "# Nearly the same\n\n[No](#gone) [x](../02-oven/heat.md#no)\n",
    "04-odd/broken.md": "# Broken\n\n![words](fake.png) ![](script.svg)\n\n"
    "<table><caption>1</caption></table>\n"
    "<ul>text<div>in no item</div></ul><dl><dd>no term</dd></dl><span><div>deep</div></span>\n"
    "<details>no summary</details><center>c</center><a name='1 a'>x</a><li>alone</li>\x0b\x01\n",
    "04-odd/fake.png": "this is no picture",
    "04-odd/script.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
}


def test_nothing_is_wrong_with_a_book(tmp_path: Path) -> None:
    package, _ = exported(EVERYTHING, tmp_path, "epub", suffix=".epub", hosts=HOSTS)

    assert complaints(package) == []


def test_hostile_lessons_make_sound_books(tmp_path: Path) -> None:
    sound = {name: text for name, text in hostile.course().items() if "\0" not in text}
    package, _ = exported(sound, tmp_path, "epub", suffix=".epub", hosts=HOSTS)

    assert complaints(package) == []
    pages = [fromstring(text) for name, text in texts(package).items() if name.endswith(".xhtml")]
    every = [one for page in pages for one in page.iter()]
    assert len(every) > 500
    assert not [one for one in every if one.tag.endswith(("}script", "}iframe", "}form"))]
    said = [(name, value) for one in every for name, value in one.attrib.items()]
    assert not [name for name, _ in said if name.startswith("on")]
    assert not [value for name, value in said if name == "href" and value.startswith("javascript:")]


def test_html_that_is_not_put_in_order_is_found_by_the_same_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def untouched(_: Element) -> None:
        """Leave a body as it is."""

    monkeypatch.setattr(book, "in_order", untouched)
    package, _ = exported(EVERYTHING, tmp_path, "epub", suffix=".epub", hosts=HOSTS)

    assert complaints(package) != []


def test_a_book_from_the_right_says_so(tmp_path: Path) -> None:
    course = {
        "course.yaml": "id: khubz\ntitle: الخبز\nlanguage: ar\n",
        "01.md": "# الدقيق\n\nنص و `code`.\n\n```python\nprint(1)\n```\n",
        "02.quiz.yaml": QUIZ,
    }
    package, _ = exported(course, tmp_path, "epub", suffix=".epub")

    found = texts(package)
    assert complaints(package) == []
    assert 'page-progression-direction="rtl"' in found[OPF]
    assert 'dir="rtl"' in found["EPUB/lesson/01.xhtml"]
    assert '<pre dir="ltr">' in found["EPUB/lesson/01.xhtml"]
    assert 'نص و <code dir="ltr">code</code>.' in found["EPUB/lesson/01.xhtml"]


def test_what_kind_of_file_it_is_stands_first_and_unpacked(tmp_path: Path) -> None:
    package, _ = exported(COURSE, tmp_path, "epub", suffix=".epub")

    with zipfile.ZipFile(package) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert package.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"


def test_a_changed_course_is_the_same_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new").mkdir()
    old, _ = exported(COURSE, tmp_path, "epub", suffix=".epub")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796256000")
    changed = {**COURSE, "02-oven/heat.md": "# Heat\n\nMore.\n"}
    new, _ = exported(changed, tmp_path / "new", "epub", suffix=".epub")

    assert _said("dc:identifier", old) == _said("dc:identifier", new)
    assert _said("dcterms:modified", old) == "1980-01-01T00:00:00Z"
    assert _said("dcterms:modified", new) == "2026-12-03T00:00:00Z"


def test_it_tells_who_can_read_it(tmp_path: Path) -> None:
    package, _ = exported(COURSE, tmp_path, "epub", suffix=".epub")

    opf = texts(package)[OPF]
    assert re.findall(r'"schema:accessMode">([^<]*)', opf) == ["textual", "visual"]
    assert re.findall(r'"schema:accessModeSufficient">([^<]*)', opf) == [
        "textual",
        "textual,visual",
    ]
    assert "alternativeText" in opf


def test_a_picture_without_words_takes_that_back(tmp_path: Path) -> None:
    course = {**COURSE, "02-oven/heat.md": "# Heat\n\n![](../cover.svg)\n"}
    package, _ = exported(course, tmp_path, "epub", suffix=".epub")

    opf = texts(package)[OPF]
    assert re.findall(r'"schema:accessModeSufficient">([^<]*)', opf) == ["textual,visual"]
    assert "alternativeText" not in opf


def test_right_answers_stand_at_the_end_where_learners_may_see_them(tmp_path: Path) -> None:
    package, _ = exported(EVERYTHING, tmp_path, "epub", suffix=".epub")

    found = texts(package)
    assert "afterwards" in found["EPUB/solutions.xhtml"]
    assert "asks <em>later</em>" not in "".join(found.values())
    lesson = found["EPUB/lesson/03-quizzes/loops.quiz.xhtml"]
    assert "../../solutions.xhtml#academy-solution-1-1" in lesson
    assert "afterwards" not in lesson


def test_pictures_and_links_in_right_answers_are_there_at_the_end(tmp_path: Path) -> None:
    quiz = """
        show: answers
        questions:
          - kind: single
            text: Which?
            explanation: "See ![how](../how.png), and [why](c%23.md)."
            choices: [{text: "![this](../how.png)", correct: true}, {text: that}]
    """
    course = {
        "course.yaml": "id: shown\ntitle: Shown\n",
        "how.png": PNG,
        "m/c#.md": "# C\n\nText.\n",
        "m/c#.quiz.yaml": dedent(quiz),
    }

    package, made = exported(course, tmp_path, "epub", suffix=".epub")

    end = texts(package)["EPUB/solutions.xhtml"]
    assert complaints(package) == []
    assert [note for note in made.notes if note.what in ("file", "asset") and note.why] == []
    assert end.count("<img") == 2
    assert (
        len(re.findall(r'href="[^"]*c[^"]*\.xhtml(?:#[^"]*)?"', end)) == 3
    )  # the quiz twice, and why


def test_a_course_without_answers_to_show_has_no_such_pages(tmp_path: Path) -> None:
    package, _ = exported(COURSE, tmp_path, "epub", suffix=".epub")

    assert "EPUB/solutions.xhtml" not in texts(package)


def test_drafts_and_what_waits_are_not_in_it(tmp_path: Path) -> None:
    package, made = exported(COURSE, tmp_path, "epub", suffix=".epub")

    said = "".join(texts(package).values())
    assert "Secret" not in said
    assert "Wait for it" not in said
    assert ("draft", Fate.DROPPED) in {(note.what, note.fate) for note in made.notes}


def test_what_a_book_cannot_hold_is_words_and_is_said(tmp_path: Path) -> None:
    package, made = exported(EVERYTHING, tmp_path, "epub", suffix=".epub")

    dropped = {
        note.name for note in made.notes if note.fate is Fate.DROPPED and note.what == "file"
    }
    assert dropped == {"01-dough/files/table.csv", "04-odd/fake.png", "04-odd/script.svg"}
    assert '<span class="outside">words</span>' in texts(package)["EPUB/lesson/04-odd/broken.xhtml"]


def test_readers_find_their_way_from_the_contents(tmp_path: Path) -> None:
    package, _ = exported(QUIZZES, tmp_path, "epub", suffix=".epub")

    nav = re.findall(r'<a href="([^"]*)">([^<]*)', texts(package)["EPUB/nav.xhtml"])
    assert nav == [
        ("index.xhtml", "Loops"),
        ("lesson/01-loops.xhtml", "Loops"),
        ("lesson/01-loops.quiz.xhtml", "All kinds"),
        ("solutions.xhtml", "Right answers"),
    ]


def _said(name: str, package: Path) -> str:
    found = re.search(rf'{name}(?:" ?| id="id")?>([^<]*)', texts(package)[OPF])
    assert found is not None
    return found[1]
