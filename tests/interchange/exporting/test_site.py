"""Courses as sites: the pages of `course build` in one file, which a browser opens from a disk."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from academy_cli.authoring.names import folded
from academy_cli.authoring.preview.building import LIST, Builder
from academy_cli.interchange.exporting.formats import FORMATS
from academy_cli.interchange.notes import Fate
from academy_cli.interchange.writing import import_course
from tests.authoring.preview.test_addresses import is_fit
from tests.interchange.exporting.sample import contents
from tests.interchange.exports import exported, texts
from tests.pages.built import broken
from tests.pages.chromium import Chromium
from tests.pages.quizzes import COURSE as QUIZZES
from tests.pages.sites import COURSE, HOSTS, PICTURE

DOT = b"\x89PNG\r\n\x1a\n"
OURS = "academy/package.json"


def test_its_pages_are_those_of_a_build(tmp_path: Path) -> None:
    package, _ = exported(COURSE, tmp_path, "html", hosts=HOSTS)
    Builder(tmp_path / "course", tmp_path / "built", hosts=HOSTS).build()
    with zipfile.ZipFile(package) as archive:
        found = {name: archive.read(name) for name in archive.namelist() if name != OURS}

    built = {
        path.relative_to(tmp_path / "built").as_posix(): path.read_bytes()
        for path in (tmp_path / "built").rglob("*")
        if path.is_file() and path.name != LIST
    }
    assert found == built


def test_it_opens_from_a_disk_without_a_word_to_anybody(tmp_path: Path, chromium: Chromium) -> None:
    package, _ = exported(COURSE, tmp_path, "html")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "site")

    assert broken(tmp_path / "site") == []
    with chromium.tab() as tab:
        tab.goto((tmp_path / "site" / "index.html").as_uri())
        tab.follow(".start")
        assert tab.texts("h1") == ["Flour & water"]
        assert tab.evaluate("document.querySelector('main img').naturalWidth") == 40
        assert tab.console == []
        assert tab.outside == []


def test_a_folder_is_written_where_a_name_has_no_suffix(tmp_path: Path) -> None:
    package, _ = exported(COURSE, tmp_path, "html", suffix="")

    assert (package / "index.html").is_file()
    assert broken(package) == []


def test_what_learners_do_not_see_is_not_in_it_and_is_said(tmp_path: Path) -> None:
    package, made = exported(COURSE, tmp_path, "html")

    said = "".join(texts(package).values())
    assert "Secret" not in said
    assert "Wait for it" not in said
    assert {(note.fate, note.file) for note in made.notes if note.what in ("draft", "release")} == {
        (Fate.DROPPED, "01-dough/02-secret.md"),
        (Fate.APPROXIMATED, "02-oven/later.md"),
    }


def test_drafts_are_in_it_where_they_are_asked_for(tmp_path: Path) -> None:
    package, _ = exported(COURSE, tmp_path, "html", with_drafts=True)

    said = "".join(texts(package).values())
    assert "Secret" in said
    assert "Wait for it" in said


def test_answers_that_learners_never_see_are_not_in_it(tmp_path: Path) -> None:
    hidden = {**QUIZZES, "01-loops.quiz.yaml": _never(QUIZZES["01-loops.quiz.yaml"])}
    (tmp_path / "shown").mkdir()
    (tmp_path / "hidden").mkdir()
    shown, _ = exported(QUIZZES, tmp_path / "shown", "html")
    package, made = exported(hidden, tmp_path / "hidden", "html")

    page = "lesson/01-loops.quiz.html"
    assert "afterwards" in texts(shown)[page]
    assert "afterwards" not in texts(package)[page]
    assert [note.fate for note in made.notes if note.what == "quiz"] == [Fate.APPROXIMATED]


def test_the_same_course_makes_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()

    for form in ("html", "epub", "scorm"):
        one, _ = exported(COURSE, tmp_path / "one", form, suffix=f".{form}")
        two, _ = exported(COURSE, tmp_path / "two", form, suffix=f".{form}")
        assert one.read_bytes() == two.read_bytes(), form


def _never(quiz: str) -> str:
    return quiz.replace("show: answers", "show: never")


@pytest.mark.parametrize("form", ["html", "scorm", "olx", "common-cartridge"])
def test_packages_can_be_unpacked_on_every_system_and_bring_the_names_back(
    tmp_path: Path, form: str
) -> None:
    odd = 'con/02-"q" <x>|y?. '
    course = {
        "course.yaml": "id: odd\ntitle: Odd\n",
        f"{odd}/one: more*.md": "# One\n\n![Two](<two%3F~3f.png>) [three](<three.>) [next](aux.md)\n",
        f"{odd}/aux.md": "# Aux\n\nText.\n",
        f"{odd}/two?~3f.png": DOT,
        f"{odd}/three.": "3",
    }

    package, _ = exported(course, tmp_path, form, with_source=True, suffix=FORMATS[form].suffix)

    home = f"{FORMATS[form].home}source/" if FORMATS[form].is_for_instructors else ""
    names = [name for name in contents(package) if name.startswith(home)]
    assert [name for name in names if not is_fit(name)] == []
    import_course(package, tmp_path / "back")
    back = tmp_path / "back"
    assert {path: (back / path).read_bytes() for path in course} == {
        path: text.encode() if isinstance(text, str) else text for path, text in course.items()
    }


@pytest.mark.parametrize("form", ["html", "scorm", "epub"])
def test_files_that_differ_by_case_alone_stay_two_on_every_system(
    tmp_path: Path, form: str
) -> None:
    small = PICTURE.replace('"40"', '"41"')
    course = {
        "course.yaml": "id: twice\ntitle: Twice\n",
        "one.md": "# One\n\n![Large](Logo.svg) ![Small](logo.svg)\n",
        "Logo.svg": PICTURE,
        "logo.svg": small,
    }

    package, _ = exported(course, tmp_path, form, with_source=True, suffix=FORMATS[form].suffix)

    files = contents(package)
    pictures = [data.decode() for name, data in files.items() if name.endswith(".svg")]
    assert len({folded(name) for name in files}) == len(files)
    assert {PICTURE, small} <= set(pictures)
    import_course(package, tmp_path / "back")
    assert {path: (tmp_path / "back" / path).read_text("utf-8") for path in course} == course


def test_both_of_files_that_differ_by_case_alone_are_shown(
    tmp_path: Path, chromium: Chromium
) -> None:
    course = {
        "course.yaml": "id: twice\ntitle: Twice\n",
        "one.md": "# One\n\n![Large](Logo.svg) ![Small](logo.svg)\n",
        "Logo.svg": PICTURE,
        "logo.svg": PICTURE.replace('"40"', '"41"'),
    }
    package, _ = exported(course, tmp_path, "html")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "site")

    with chromium.tab() as tab:
        tab.goto((tmp_path / "site" / "index.html").as_uri())
        tab.follow('.list a[href*="one"]')
        shown = tab.evaluate("[...document.images].map(one => one.naturalWidth).join()")
        assert (shown, tab.console) == ("40,41", [])


def test_pages_with_odd_names_open_from_a_disk(tmp_path: Path, chromium: Chromium) -> None:
    course = {
        "course.yaml": "id: odd\ntitle: Odd\n",
        "01-wh?/one: more*.md": "# One\n\n![Two](<two%3F~3f.svg>) [next](con.md)\n",
        "01-wh?/con.md": "# Con\n\nText.\n",
        "01-wh?/two?~3f.svg": PICTURE,
    }
    package, _ = exported(course, tmp_path, "html")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "site")

    assert broken(tmp_path / "site") == []
    with chromium.tab() as tab:
        tab.goto((tmp_path / "site" / "index.html").as_uri())
        tab.follow('.list a[href*="one"]')
        assert tab.evaluate("document.querySelector('main img').naturalWidth") == 40
        tab.follow('main .text a[href*="~63on"]')
        assert tab.texts("h1") == ["Con"]
        assert tab.console == []
