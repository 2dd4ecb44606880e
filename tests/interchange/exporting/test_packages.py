"""A package is the same for the same course, and comes back as the course that it was made of."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.source import scan
from academy_cli.interchange import packages
from academy_cli.interchange.exporting import packing
from academy_cli.interchange.exporting.course import course_of
from academy_cli.interchange.exporting.errors import (
    FaultyCourseError,
    PackageInsideError,
    PackageTakenError,
    PackageUnwritableError,
)
from academy_cli.interchange.exporting.formats import FORMATS
from academy_cli.interchange.writing import Wanted, import_course
from tests.interchange import exports
from tests.interchange.exporting.sample import (
    FILES,
    contents,
    exported,
    package,
    packed,
    written,
)

INSTRUCTORS = [name for name, form in FORMATS.items() if form.is_for_instructors]
each_format = pytest.mark.parametrize("form", INSTRUCTORS)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return written(tmp_path / "everything")


def own_files(folder: Path) -> dict[str, bytes]:
    """The files of a folder that are its course."""
    made = course_of(compile_course(folder))
    return {path: (folder / path).read_bytes() for path in (*made.texts, *made.assets)}


def everything(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path: (folder / path).read_bytes() for path in scan(folder).paths}


def repacked(file: Path, changes: Mapping[str, bytes | None]) -> Path:
    """A package as another program writes it: some files with other bytes, or without them."""
    files = {**contents(file), **changes}
    return packed(
        {name: data for name, data in files.items() if data is not None}, file.with_suffix(".zip")
    )


@each_format
def test_the_course_comes_back_to_the_byte(course: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"it{FORMATS[form].suffix}"
    exported(course, file, form)

    made = import_course(file, tmp_path / "back")

    assert everything(tmp_path / "back") == own_files(course)
    assert (made.family, made.converted.course) == ("academy", "everything")
    assert "README.md" not in everything(tmp_path / "back")


@each_format
def test_an_import_tells_of_every_file_of_a_package(
    course: Path, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"it{FORMATS[form].suffix}"
    exported(course, file, form)

    made = import_course(file, tmp_path / "back")

    assert {note.file for note in made.converted.notes} == set(contents(file))


@each_format
def test_an_export_tells_of_every_file_of_the_course(
    course: Path, tmp_path: Path, form: str
) -> None:
    made = exported(course, tmp_path / "it", form)

    assert {note.file for note in made.notes} >= set(own_files(course))


@each_format
def test_the_same_course_makes_the_same_bytes(course: Path, tmp_path: Path, form: str) -> None:
    exported(course, tmp_path / "a", form)
    other = written(tmp_path / "elsewhere" / "another-name", dict(reversed(FILES.items())))
    for path in other.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    exported(other, tmp_path / "b", form)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_files_in_another_order_would_make_other_bytes(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported(course, tmp_path / "a", "olx")
    monkeypatch.setattr(packing, "sorted", lambda some, **_: list(some)[::-1], raising=False)
    exported(course, tmp_path / "b", "olx")

    assert (tmp_path / "a").read_bytes() != (tmp_path / "b").read_bytes()


@each_format
def test_without_its_source_it_is_what_its_format_says(
    course: Path, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"it{FORMATS[form].suffix}"
    exported(course, file, form, with_source=False)

    assert not [
        name for name in contents(file) if "/source/" in name or name.endswith("course.yaml")
    ]
    assert import_course(file, tmp_path / "back").family == form


@each_format
def test_a_package_that_somebody_changed_is_what_its_format_says(
    course: Path, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"it{FORMATS[form].suffix}"
    exported(course, file, form)
    page = next(
        name
        for name in contents(file)
        if b"It stands alone." in contents(file)[name] and name.endswith(".html")
    )
    changed = repacked(file, {page: b"<p>Somebody was here.</p>"})

    made = import_course(changed, tmp_path / "back")

    assert (made.family, made.converted.course) == (form, "everything")
    texts = b"".join(everything(tmp_path / "back").values())
    assert b"Somebody was here." in texts
    assert b"It stands alone." not in texts
    told = [(note.file, note.why) for note in made.converted.notes if note.what == "changed"]
    assert told == [(page, "it is not what course export wrote")]
    assert {note.file for note in made.converted.notes} == set(contents(changed))


@each_format
def test_ids_carry_over_from_a_package_that_was_changed(
    course: Path, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"it{FORMATS[form].suffix}"
    exported(course, file, form, with_drafts=True)

    import_course(repacked(file, {"new.txt": b"x"}), tmp_path / "back")

    document = compile_course(tmp_path / "back").document
    assert document is not None
    ids = {node.id for node in document.contents}
    assert {"1:hello", "deeper", "exam", "both", "secret", "away", "start"} <= ids
    drafts = {node.id for node in document.contents if node.values.get("draft")}
    assert drafts == {"secret"}
    asked = b"".join(everything(tmp_path / "back").values())
    assert b"id: one\n" in asked
    assert b"id: sure\n" in asked


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"extra.txt": b"x"}, "course export did not write it"),
        (
            {"course/academy/source/course.yaml": b"id: other\n"},
            "it is not what course export wrote",
        ),
        ({"course/html/both.text.html": None}, "course export wrote it, and it is gone"),
    ],
    ids=["a new file", "the course's own file", "a file that is gone"],
)
def test_whatever_differs_is_named(
    course: Path, tmp_path: Path, changes: Mapping[str, bytes | None], why: str
) -> None:
    exported(course, tmp_path / "it.tar.gz", "olx")

    made = import_course(repacked(tmp_path / "it.tar.gz", changes), tmp_path / "back")

    assert made.family == "olx"
    ((path, _),) = changes.items()
    assert (path, why) in {(note.file, note.why) for note in made.converted.notes}


def test_without_comparing_digests_a_changed_package_would_pass(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported(course, tmp_path / "it.tar.gz", "olx")
    changed = repacked(tmp_path / "it.tar.gz", {"course/html/both.text.html": b"other"})
    monkeypatch.setattr(packages, "_differing", lambda *_: ())

    assert import_course(changed, tmp_path / "back").family == "academy"


def test_another_format_can_be_asked_for(course: Path, tmp_path: Path) -> None:
    exported(course, tmp_path / "it.tar.gz", "olx")

    made = import_course(tmp_path / "it.tar.gz", tmp_path / "back", Wanted("olx"))

    assert made.family == "olx"


def test_another_short_name_can_be_asked_for(course: Path, tmp_path: Path) -> None:
    exported(course, tmp_path / "it.tar.gz", "olx")

    made = import_course(tmp_path / "it.tar.gz", tmp_path / "back", Wanted(course="copy"))

    assert (made.family, made.converted.course) == ("academy", "copy")
    assert compile_course(tmp_path / "back").course == "copy"


def test_a_package_may_be_unpacked_and_lie_in_a_folder(course: Path, tmp_path: Path) -> None:
    for name, data in package(course, tmp_path, "olx").items():
        path = tmp_path / "unpacked" / "python-main" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    assert import_course(tmp_path / "unpacked", tmp_path / "back").family == "academy"
    assert everything(tmp_path / "back") == own_files(course)


# -- places ---------------------------------------------------------------------------------------


def test_a_file_that_is_there_stays(course: Path, tmp_path: Path) -> None:
    (tmp_path / "it").write_text("mine")

    with pytest.raises(PackageTakenError):
        exported(course, tmp_path / "it", "olx")

    assert (tmp_path / "it").read_text() == "mine"


def test_nothing_is_left_of_a_package_that_failed(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(5, "disk")

    monkeypatch.setattr("academy_cli.interchange.exporting.writing.pack", full)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(PackageUnwritableError):
        exported(course, tmp_path / "it", "olx")

    assert sorted(tmp_path.iterdir()) == before


def test_a_package_is_not_written_into_its_course(course: Path) -> None:
    with pytest.raises(PackageInsideError):
        exported(course, course / "it.tar.gz", "olx")


def test_a_course_with_errors_is_not_exported(course: Path, tmp_path: Path) -> None:
    (course / "00-loose.md").write_text("---\ntitle: [\n---\n")

    with pytest.raises(FaultyCourseError):
        exported(course, tmp_path / "it", "olx")

    assert not (tmp_path / "it").exists()


def test_the_list_says_what_the_package_is(course: Path, tmp_path: Path) -> None:
    said = json.loads(package(course, tmp_path, "olx")["course/academy/package.json"])

    assert (said["academy-package"], said["format"], said["course"]) == (1, "olx", "everything")
    assert said["source"]["course.yaml"] == "course/academy/source/course.yaml"
    assert said["source"]["films/first.mp4"] == "course/static/films_first.mp4"


@pytest.mark.parametrize("form", FORMATS)
def test_films_and_sounds_of_html_are_in_every_package(form: str, tmp_path: Path) -> None:
    film = '# One\n\n<video>\n<source src="film.mp4">\n<track src="film.vtt">\n</video>\n'
    files = {
        "course.yaml": "id: c\ntitle: C\n",
        "a/one.md": f"{film}\n<audio src=sound.mp3></audio>\n",
    }
    media = {"a/film.mp4": b"\0\0\0\x18ftypmp42", "a/film.vtt": b"WEBVTT\n", "a/sound.mp3": b"ID3"}

    file, _ = exports.exported({**files, **media}, tmp_path, form, suffix=FORMATS[form].suffix)

    held = set(contents(file).values())
    assert {media["a/film.mp4"], media["a/sound.mp3"]} <= held
    assert (media["a/film.vtt"] in held) is (form != "epub")
