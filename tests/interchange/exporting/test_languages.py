"""Packages in another language of a course: what is translated is in it, and what is not is said."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from academy_cli.interchange.exporting.errors import NotTranslatedError
from academy_cli.interchange.exporting.formats import FORMATS
from academy_cli.interchange.notes import Fate
from academy_cli.interchange.writing import import_course
from tests.interchange.epubcheck import complaints
from tests.interchange.exporting.sample import contents
from tests.interchange.exports import exported

QUIZ = """
    title: {title}
    show: answers
    questions:
      - kind: single
        id: q
        text: {question}
        choices: [{{id: a, text: {right}, correct: true}}, {{id: b, text: {wrong}}}]
"""
COURSE: Mapping[str, str | bytes] = {
    "course.yaml": "id: bread\ntitle: Bread\nsummary: All of it.\n",
    "01-dough/module.yaml": "title: Dough\n",
    "01-dough/01-flour.md": "# Flour\n\nWhite flour. [Water](02-water.md) ![A sack](sack.svg)\n",
    "01-dough/02-water.md": "# Water\n\nCold water.\n",
    "01-dough/03-ask.quiz.yaml": dedent(
        QUIZ.format(title="Ask", question="Which flour?", right="Any", wrong="No flour")
    ),
    "01-dough/sack.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>\n',
    "translations/de/course.yaml": "title: Brot\nsummary: Alles davon.\n",
    "translations/de/01-dough/module.yaml": "title: Teig\n",
    "translations/de/01-dough/01-flour.md": "# Mehl\n\nWeißes Mehl."
    " [Wasser](02-water.md) ![Ein Sack](sack.svg)\n",
    "translations/de/01-dough/03-ask.quiz.yaml": dedent(
        QUIZ.format(title="Frage", question="Welches Mehl?", right="Jedes", wrong="Gar keines")
    ),
    "01-dough/01-flour.fr.md": "# Farine\n\nFarine blanche.\n",
}
ONE = sorted(FORMATS.keys() - {"html"})


@pytest.mark.parametrize("form", ONE)
def test_a_package_is_in_the_language_that_is_asked_for(tmp_path: Path, form: str) -> None:
    package, made = exported(
        COURSE, tmp_path, form, language="de", with_source=False, suffix=FORMATS[form].suffix
    )

    found = [data.decode("utf-8", "replace") for data in contents(package).values()]
    for words in ("Brot", "Teig", "Weißes Mehl", "Welches Mehl?", "Jedes", "Cold water"):
        assert any(words in text for text in found), words
    for words in ("White flour", "Which flour?", "No flour", "Farine"):
        assert not any(words in text for text in found), words
    told = {note.file: note.fate for note in made.notes if note.what == "translation"}
    assert told == {
        "01-dough/02-water.md": Fate.APPROXIMATED,
        "01-dough/01-flour.fr.md": Fate.DROPPED,
        "translations/de/course.yaml": Fate.KEPT,
        "translations/de/01-dough/module.yaml": Fate.KEPT,
        "translations/de/01-dough/01-flour.md": Fate.KEPT,
        "translations/de/01-dough/03-ask.quiz.yaml": Fate.KEPT,
    }
    assert [note for note in made.notes if note.what in ("link", "picture") and note.why] == []
    assert [note for note in made.notes if note.what == "asset" and note.why] == []


@pytest.mark.parametrize("form", ONE)
def test_its_own_language_is_what_a_package_is_in_anyway(tmp_path: Path, form: str) -> None:
    (tmp_path / "own").mkdir()
    plain, _ = exported(COURSE, tmp_path, form)
    own, _ = exported(COURSE, tmp_path / "own", form, language="en")

    assert plain.read_bytes() == own.read_bytes()


@pytest.mark.parametrize("form", ONE)
def test_a_package_in_another_language_brings_the_whole_course_back(
    tmp_path: Path, form: str
) -> None:
    suffix = FORMATS[form].suffix
    package, _ = exported(COURSE, tmp_path, form, language="de", with_source=True, suffix=suffix)

    import_course(package, tmp_path / "back")

    back = {path: (tmp_path / "back" / path).read_text("utf-8") for path in COURSE}
    assert back == COURSE


def test_a_book_in_another_language_is_sound_and_says_which(tmp_path: Path) -> None:
    package, _ = exported(COURSE, tmp_path, "epub", language="de", suffix=".epub")

    assert complaints(package) == []
    opf = contents(package)["EPUB/package.opf"].decode()
    assert "<dc:language>de</dc:language>" in opf
    assert ">Brot</dc:title>" in opf


def test_a_language_that_a_course_is_not_in_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotTranslatedError, match="not in “it”") as raised:
        exported(COURSE, tmp_path, "epub", language="it")

    assert raised.value.hint == "It is in en, de, fr."
