"""A course becomes one that Open edX imports: its checker finds nothing, and nothing is lost unsaid."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from academy_cli.interchange.notes import Fate, Note
from tests.interchange.converted import converted, lesson_paths
from tests.interchange.converted import notes as notes_of
from tests.interchange.exporting.sample import (
    FILES,
    PICTURE,
    contents,
    exported,
    package,
    written,
)
from tests.interchange.exporting.studio import findings, findings_in

TOP = "course"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("olx") / "everything")


@pytest.fixture(scope="module")
def files(course: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return package(course, tmp_path_factory.mktemp("olx"), "olx")


@pytest.fixture(scope="module")
def notes(course: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Note, ...]:
    return exported(course, tmp_path_factory.mktemp("olx") / "it", "olx").notes


def block(files: dict[str, bytes], kind: str, name: str) -> Any:
    return etree.fromstring(files[f"{TOP}/{kind}/{name}.xml"])


def problem(files: dict[str, bytes], number: int) -> Any:
    """The problem of the exam's question with a number."""
    exam = block(files, "vertical", "exam")
    names = [one.get("url_name") for one in exam.iter("problem")]
    return block(files, "problem", names[number - 1])


def test_the_checker_of_open_edx_finds_nothing(course: Path, tmp_path: Path) -> None:
    exported(course, tmp_path / "it.tar.gz", "olx")

    assert findings(tmp_path / "it.tar.gz", tmp_path / "unpacked") == []


def test_the_checker_would_find_a_reference_to_nothing(course: Path, tmp_path: Path) -> None:
    exported(course, tmp_path / "it.tar.gz", "olx")
    findings(tmp_path / "it.tar.gz", tmp_path / "unpacked")
    (tmp_path / "unpacked" / "course" / "vertical" / "exam.xml").unlink()

    assert any("exam" in one for one in findings_in(tmp_path / "unpacked"))


def test_modules_are_chapters_and_sequentials_in_their_order(files: dict[str, bytes]) -> None:
    root = block(files, "course", "run")
    chapters = [one.get("url_name") for one in root.iter("chapter")]
    start = block(files, "chapter", "start")
    sequentials = [
        block(files, "sequential", one.get("url_name")) for one in start.iter("sequential")
    ]

    assert chapters == ["loose.section", "start", "more"]
    assert [one.get("display_name") for one in sequentials] == [
        "Start",
        "Deep",
        "Deep: Bottom",
        "Start",
    ]


def test_dates_of_the_course_and_of_what_opens_later_are_kept(files: dict[str, bytes]) -> None:
    root = block(files, "course", "run")
    last = next(one for name, one in files.items() if b"Down." in one and name.endswith(".html"))

    assert (root.get("start"), root.get("end")) == ("2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z")
    assert block(files, "chapter", "start").get("start") == "2027-02-01T00:00:00Z"
    assert b'start="2027-03-01T00:00:00Z"' in b"".join(
        data for name, data in files.items() if name.startswith(f"{TOP}/vertical/")
    )
    assert b"Down." in last


def test_nothing_opens_before_the_modules_that_it_was_in(tmp_path: Path) -> None:
    course = written(
        tmp_path / "dated",
        {
            "course.yaml": "id: dated\ntitle: Dated\n",
            "a/module.yaml": "release_at: 2027-01-01\n",
            "a/b/module.yaml": "release_at: 2027-03-01\n",
            "a/b/c/module.yaml": "release_at: 2027-02-01\n",
            "a/b/c/x.md": "# X\n",
            "a/b/y.md": "# Y\n",
            "a/z.md": "# Z\n",
        },
    )
    files = package(course, tmp_path, "olx")

    starts = {
        etree.fromstring(data).get("display_name"): etree.fromstring(data).get("start")
        for name, data in files.items()
        if name.startswith((f"{TOP}/sequential/", f"{TOP}/chapter/"))
    }
    assert starts["B"] == starts["B: C"] == "2027-03-01T00:00:00Z"
    assert block(files, "chapter", "a").get("start") == "2027-01-01T00:00:00Z"


def test_a_draft_is_there_for_staff_alone(files: dict[str, bytes]) -> None:
    hidden = [
        name
        for name, data in files.items()
        if name.startswith(f"{TOP}/vertical/") and b'visible_to_staff_only="true"' in data
    ]

    assert hidden == [f"{TOP}/vertical/secret.xml"]
    assert b"Not for learners yet." in files[f"{TOP}/html/secret.text.html"]


def test_prices_and_addresses_of_people_are_in_the_courses_own_files_alone(
    files: dict[str, bytes],
) -> None:
    telling = [name for name, data in files.items() if b"49.00" in data or b"ada@" in data]

    assert telling == [f"{TOP}/academy/source/course.yaml"]


def test_links_and_pictures_lead_to_where_open_edx_has_them(files: dict[str, bytes]) -> None:
    page = files[f"{TOP}/html/1/hello.text.html"].decode()
    picture = next(name for name, data in files.items() if data == PICTURE + b" of houses")

    assert 'href="/jump_to_id/exam"' in page
    assert 'href="/jump_to_id/deeper"' in page
    assert f'src="/static/{picture.rpartition("/")[2]}"' in page
    assert picture.isascii()
    assert " " not in picture
    assert "<img" not in page.replace(f'<img src="/static/{picture.rpartition("/")[2]}"', "")
    assert r"\(a &lt; b\)" in page
    assert r"\(c\)" in page


def test_a_link_to_a_heading_or_to_a_module_without_a_section_says_where_it_leads_now(
    tmp_path: Path,
) -> None:
    folder = written(
        tmp_path / "linked",
        {
            "course.yaml": "id: linked\ntitle: Linked\n",
            "01-a/01-x.md": "# X\n\n[deep](02-b/) [deeper](02-b/03-c/) [there](02-b/03-c/01-y.md#part)\n",
            "01-a/02-b/03-c/01-y.md": "# Y\n\n## Part\n\n[up](../../)\n",
        },
    )
    made = exported(folder, tmp_path / "it.tar.gz", "olx")
    said = {one.name: (one.fate, one.line) for one in made.notes if one.what == "link"}
    page = contents(tmp_path / "it.tar.gz")[f"{TOP}/html/a.x.text.html"].decode()

    told = findings(tmp_path / "it.tar.gz", tmp_path / "unpacked")
    assert [one for one in told if "required setting" not in one] == []
    assert page.count('href="/jump_to_id/a.b.c"') == 2  # a.b has no lesson, and is no block
    assert page.count('href="/jump_to_id/a.b.c.y"') == 1
    assert said == {
        "02-b/": (Fate.APPROXIMATED, 3),
        "02-b/03-c/": (Fate.KEPT, 3),
        "02-b/03-c/01-y.md#part": (Fate.APPROXIMATED, 3),
        "../../": (Fate.KEPT, 5),
    }


def test_links_to_lessons_without_ids_come_back(tmp_path: Path) -> None:
    folder = written(
        tmp_path / "linked",
        {
            "course.yaml": "id: linked\ntitle: Linked\n",
            "01-a/01-x.md": "# X\n\n[there](02-y.md)\n",
            "01-a/02-y.md": "---\nid: 1:y\n---\n# Y\n\n[back](01-x.md)\n",
        },
    )
    files = package(folder, tmp_path, "olx", with_source=False)
    del files[f"{TOP}/academy/package.json"]

    made = converted("olx", files)

    texts = [made.files[path].decode() for path in lesson_paths(made)]
    assert ["jump_to_id" in text for text in texts] == [False, False]
    assert [note.fate for note in notes_of(made, "link")] == [Fate.KEPT, Fate.KEPT]


def test_short_left_sides_are_markdown_as_long_ones_are(tmp_path: Path) -> None:
    quiz = """
        questions:
          - kind: matching
            text: Which is which?
            pairs: [{left: "`a`", right: one}, {left: "*b*", right: two}]
    """
    course = {"course.yaml": "id: short\ntitle: Short\n", "m/q.quiz.yaml": quiz}
    files = package(written(tmp_path / "short", course), tmp_path, "olx")

    (made,) = (data.decode() for name, data in files.items() if "/problem/" in name)
    assert "<label><code>a</code></label>" in made
    assert "<label><em>b</em></label>" in made


def test_code_keeps_its_lines(files: dict[str, bytes]) -> None:
    page = files[f"{TOP}/html/1/hello.text.html"].decode()
    code = etree.HTML(page).find(".//pre")

    assert "".join(code.itertext()).strip("\n") == 'if a < b:\n\n    print("&")'


def test_a_single_choice(files: dict[str, bytes]) -> None:
    made = problem(files, 1)
    (group,) = made.iter("choicegroup")

    assert (made.get("weight"), made.get("max_attempts"), made.get("showanswer")) == (
        "2",
        "3",
        "attempted",
    )
    assert [one.get("correct") for one in group] == ["true", "false", "false"]
    assert group.get("shuffle") == "true"
    assert [one.get("fixed") for one in group] == [None, None, "true"]
    assert "".join(group[1].itertext()) == "NoThink again."
    assert group[1][0].tag == "choicehint"
    assert "Because of <." in "".join(next(made.iter("solution")).itertext())
    assert next(made.iter("img")).get("src").startswith("/static/")


def test_several_choices(files: dict[str, bytes]) -> None:
    made = problem(files, 2)
    (response,) = made.iter("choiceresponse")

    assert response.get("partial_credit") is None
    assert [one.get("correct") for one in response.iter("choice")] == ["true", "false", "true"]


def test_true_or_false_is_a_choice_of_two(files: dict[str, bytes]) -> None:
    choices = list(problem(files, 3).iter("choice"))

    assert [(one.text, one.get("correct")) for one in choices] == [
        ("true", "true"),
        ("false", "false"),
    ]
    assert "".join(choices[1].itertext()) == "falseIt is."


def test_a_number_with_its_tolerance_and_unit(files: dict[str, bytes]) -> None:
    (response,) = problem(files, 4).iter("numericalresponse")

    assert response.get("answer") == "2.5"
    assert next(response.iter("responseparam")).get("default") == "5%"
    assert next(response.iter("formulaequationinput")).get("trailing_text") == "kg"


def test_texts_with_every_way_in_which_they_are_right(files: dict[str, bytes]) -> None:
    (free,), (exact,) = (list(problem(files, one).iter("stringresponse")) for one in (5, 6))

    assert (free.get("answer"), free.get("type"), exact.get("type")) == ("Rome", "ci", "cs")
    assert [one.get("answer") for one in free.iter("additional_answer")] == ["Roma"]
    assert "".join(next(free.iter("correcthint")).itertext()) == "Bene."


@pytest.mark.parametrize(
    ("number", "right"),
    [(7, ["first", "second", "third"]), (8, ["day", "night"])],
    ids=["an order", "pairs"],
)
def test_orders_and_pairs_are_dropdowns(
    files: dict[str, bytes], number: int, right: list[str]
) -> None:
    made = problem(files, number)
    responses = list(made.iter("optionresponse"))

    found = [
        one.text
        for each in responses
        for one in each.iter("option")
        if one.get("correct") == "True"
    ]
    assert found == right
    listed = {tuple(one.text for one in each.iter("option")) for each in responses}
    assert len(listed) == 1  # the same for each, and in an order that tells nothing
    assert listed == {tuple(sorted(next(iter(listed))))}


def test_whatever_is_not_as_it_was_is_said(notes: tuple[Note, ...]) -> None:
    told = {(one.what, one.name): one for one in notes if one.fate is not Fate.KEPT}

    assert told["key", "prices"].why == "it is of the academy that sells the course"
    assert told["key", "pass_mark"].fate is Fate.DROPPED
    assert told["key", "time_limit"].line > 1
    assert told["pool", "spare"].why == "all of its 2 questions are asked, not 1"
    assert told["link", "nowhere.md"].line == 9
    assert told["picture", "https://example.org/far.png"].fate is Fate.APPROXIMATED
    assert told["key", "minutes"].line == 3
    assert "Open edX has two levels" in next(
        one.why for one in notes if one.what == "module" and one.fate is Fate.APPROXIMATED
        and "levels" in one.why
    )  # fmt: skip


def test_a_course_that_is_read_from_right_to_left(tmp_path: Path) -> None:
    course = written(
        tmp_path / "arabic",
        {
            "course.yaml": "id: arabic\ntitle: مقدمة\nlanguage: ar\n",
            "01-a/01-b.md": "# مرحبا\n\n![صورة](صورة.png)\n",
            "01-a/صورة.png": PICTURE,
            "01-a/c.quiz.yaml": "questions: [{kind: true-false, text: نعم؟, answer: true}]\n",
        },
    )
    files = package(course, tmp_path, "olx")

    assert block(files, "course", "run").get("language") == "ar"
    assert all(name.isascii() for name in files if "/source/" not in name)
    (name,) = (one for one in files if one.startswith(f"{TOP}/problem/"))
    assert "صحيح" in files[name].decode()


def test_a_course_without_modules_gets_sections(tmp_path: Path) -> None:
    course = written(
        tmp_path / "flat",
        {"course.yaml": "id: flat\ntitle: Flat\n", "a.md": "# A\n", "b.md": "# B\n"},
    )
    files = package(course, tmp_path, "olx")

    (chapter,) = block(files, "course", "run").iter("chapter")
    (sequential,) = block(files, "chapter", chapter.get("url_name")).iter("sequential")
    inside = block(files, "sequential", sequential.get("url_name"))
    assert [one.get("url_name") for one in inside.iter("vertical")] == ["a", "b"]


def test_names_that_are_alike_become_different(tmp_path: Path) -> None:
    course = written(
        tmp_path / "alike",
        {
            "course.yaml": "id: alike\ntitle: Alike\n",
            "a.b/01-same.md": "# A\n",
            "a/module.yaml": "title: A\n",
            "a/b/01-same.md": "# B\n",
            "a/02-b.md": "![](<ä b.png>) ![](<ö b.png>)\n",
            "a/ä b.png": PICTURE,
            "a/ö b.png": FILES["films/first.mp4"],
        },
    )
    files = package(course, tmp_path, "olx")

    assert f"{TOP}/vertical/a.b.same.xml" in files
    assert f"{TOP}/vertical/a.b.same.2.xml" in files
    assert len([one for one in files if one.startswith(f"{TOP}/static/")]) == 2


def test_the_grades_are_those_of_quizzes(files: dict[str, bytes]) -> None:
    grading = json.loads(files[f"{TOP}/policies/run/grading_policy.json"])
    graded = [
        name
        for name, data in files.items()
        if name.startswith(f"{TOP}/sequential/") and b'graded="true"' in data
    ]

    assert [one["type"] for one in grading["GRADER"]] == ["Quiz"]
    assert len(graded) == 2
