"""Slips of an author that would let lessons vanish: nothing is archived on their account."""

from __future__ import annotations

import pytest

from academy_cli.formats.problems import Severity
from tests import make
from tests.authoring.planned import Planned, front, planned, row
from tests.make import COURSE, Changes

INTRO, LOOPS, FILES = "01-basics/01-intro.md", "01-basics/02-loops.md", "02-more/01-files.md"


def archived(found: Planned) -> list[str]:
    """What would be archived."""
    return [one for one in found.done if one.startswith("archive")]


def errors(changes: Changes) -> list[tuple[str, str]]:
    """Code and place of each error."""
    found = make.findings(changes)
    return [(one.code, one.place) for one in found if one.severity is Severity.ERROR]


# -- another course inside -----------------------------------------------------------------------

NESTED = {"02-more/course.yaml": "id: more\ntitle: More\n"}


def test_lessons_of_a_folder_that_became_another_course_are_kept() -> None:
    found = planned(NESTED)

    assert archived(found) == []
    assert found.withheld == ["archive 02-more", f"archive {FILES}"]


def test_the_course_file_that_takes_a_folder_away_is_named() -> None:
    (found,) = make.findings(NESTED)

    assert (found.code, found.place) == ("course.nested", "02-more/course.yaml")
    assert found.severity is Severity.ERROR


def test_a_folder_goes_to_another_course_when_this_one_says_so() -> None:
    found = planned({**NESTED, "course.yaml": COURSE + "ignore: [/02-more]\n"})

    assert archived(found) == ["archive 02-more", f"archive {FILES}"]
    assert found.withheld == []


@pytest.mark.parametrize(
    ("files", "content"),
    [
        ({"03-data/course.yaml": "id: data\n", "03-data/a.csv": "1"}, ""),
        ({"_drafts/course.yaml": "id: drafts\n", "_drafts/a.md": "# A\n"}, ""),
        ({"_drafts/one/course.yaml": "id: one\n", "_drafts/one/a.md": "# A\n"}, ""),
        ({"old/course.yaml": "id: old\n", "old/a.md": "# A\n"}, "ignore: [old]\n"),
        ({"old/one/course.yaml": "id: old\n", "old/one/a.md": "# A\n"}, "ignore: [old]\n"),
        (NESTED, "content: [01-basics, 02-more]\n"),
    ],
    ids=["no lessons", "private", "in private", "ignored", "in ignored", "listed"],
)
def test_a_course_file_that_takes_nothing_away_is_no_finding(files: Changes, content: str) -> None:
    assert make.findings({**files, "course.yaml": COURSE + content}) == ()


@pytest.mark.parametrize(
    ("files", "places"),
    [
        ({"a/course.yaml": "", "a/b/course.yaml": "", "a/x.md": "", "a/b/y.md": ""}, ["a"]),
        ({"a/course.yaml": "", "a/b/course.yaml": "", "a/b/y.md": ""}, ["a/b"]),
        ({"a/course.yaml": "", "a-b/course.yaml": "", "a/x.md": "", "a-b/y.md": ""}, ["a-b", "a"]),
        ({"_a/b/course.yaml": "", "_a/b/y.md": "", "_a/x.md": "# X\n"}, ["_a/b"]),
    ],
    ids=["within", "around", "beside", "listed around"],
)
def test_each_course_that_takes_lessons_away_is_found_once(
    files: Changes, places: list[str]
) -> None:
    listed = COURSE + ("content: [01-basics, 02-more, _a]\n" if "_a/x.md" in files else "")

    found = make.findings({**files, "course.yaml": listed})

    assert [(one.code, one.value) for one in found] == [("course.nested", x) for x in places]


# -- misspelt keys -------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["contents", "Content", "contet", "content_"])
def test_a_misspelt_list_takes_no_lesson_away(key: str) -> None:
    files = {"_private/x.md": "# X\n"}
    listed = "content:\n  - First:\n    - _private/x.md\n  - 02-more\n  - 01-basics\n"
    before = make.course({**files, "course.yaml": COURSE + listed})
    misspelt = COURSE + listed.replace("content", key)

    found = planned({**files, "course.yaml": misspelt}, before)

    assert found.done == []
    assert errors({"course.yaml": misspelt}) == [("yaml.misspelt-key", "course.yaml:3:1")]


def test_a_misspelt_list_of_a_module_takes_no_lesson_away() -> None:
    files = {"_private/x.md": "# X\n"}
    before = make.course({**files, "02-more/module.yaml": "content: [../_private/x.md]\n"})
    misspelt = {"02-more/module.yaml": "contents: [../_private/x.md]\n"}

    found = planned({**files, **misspelt}, before)

    assert archived(found) == []
    assert errors(misspelt) == [("yaml.misspelt-key", "02-more/module.yaml:1:1")]


@pytest.mark.parametrize(
    "broken", ["content: [../_private/x.md\n", "content: {../_private/x.md}\n"]
)
def test_a_broken_list_of_a_module_may_have_fetched_any_lesson(broken: str) -> None:
    files = {"_private/x.md": "# X\n", "_more/y.md": "# Y\n"}
    listed = "content: [../_private/x.md, ../_more]\n"
    before = make.course({**files, "02-more/module.yaml": listed})

    found = planned({**files, "02-more/module.yaml": broken}, before)

    assert archived(found) == []


def test_a_sound_list_in_a_broken_module_file_hides_no_lesson() -> None:
    found = planned({INTRO: None, "02-more/module.yaml": "content: []\nrelease_at: soon\n"})

    assert archived(found) == [f"archive {INTRO}"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("course.yaml", COURSE + "ignores: [drafts]\n"),
        ("course.yaml", COURSE + "moves: [{from: a.md, to: b.md}]\n"),
        ("02-more/module.yaml", "ID: more\n"),
        (FILES, front("title: A\nId: files\n")),
        (FILES, front("title: A\n_id: files\n")),
        (FILES, front("title: A\nDraft: true\n")),
        (FILES, front("title: A\nrelease-at: 2999-01-01\n")),
        ("02-more/module.yaml", "releaseAt: 2999-01-01\n"),
    ],
)
def test_a_misspelt_key_on_which_lessons_depend_is_an_error(file: str, text: str) -> None:
    (found,) = make.findings({file: text})

    assert (found.code, found.severity) == ("yaml.misspelt-key", Severity.ERROR)
    assert "x-" in found.hint


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("course.yaml", COURSE + "contact: ann@example.org\n"),
        ("course.yaml", COURSE + "removed: [old.md]\n"),
        ("course.yaml", COURSE + "contents:\n"),
        ("02-more/module.yaml", "uid: 7\n"),
        (FILES, front("title: A\nuid: 7\n")),
        (FILES, front("title: A\nids: [a, b]\n")),
        (FILES, front("title: A\ncontents: [a, b]\n")),
    ],
)
def test_a_key_that_could_hardly_be_meant_is_only_unknown(file: str, text: str) -> None:
    (found,) = make.findings({file: text})

    assert (found.code, found.severity) == ("yaml.unknown-key", Severity.WARNING)


@pytest.mark.parametrize("key", ["uid", "ids", "Id"])
@pytest.mark.parametrize("checks", ["", "checks: {yaml.unknown-key: off}\n"])
def test_what_may_be_meant_for_an_id_keeps_the_lesson_of_that_id(key: str, checks: str) -> None:
    before = make.course({FILES: front("title: Files\nid: files\n")})
    text = front(f"title: Files\n{key}: files\n", "Not a word as before.")
    moved = {FILES: None, "03-new/x.md": text}

    found = planned({**moved, INTRO: None, "course.yaml": COURSE + checks}, before)

    assert f"archive {FILES}" in found.withheld
    assert archived(found) == [f"archive {INTRO}"]


def test_what_may_be_meant_for_the_id_of_a_module_keeps_that_module() -> None:
    before = make.course({"02-more/module.yaml": "id: more\n"})
    moved = {FILES: None, "02-more/module.yaml": None, "03-new/module.yaml": "uid: more\n"}

    found = planned({**moved, "03-new/x.md": "# X\n"}, before)

    assert "archive 02-more" in found.withheld


# -- severities ----------------------------------------------------------------------------------

UNUSABLE = {
    "yaml.bad-value": "id: no good\n",
    "yaml.wrong-type": "id: [files]\n",
    "yaml.duplicate-key": "id: files\nid: other\n",
}


@pytest.mark.parametrize("code", UNUSABLE)
@pytest.mark.parametrize("severity", ["note", "off"])
@pytest.mark.parametrize("file", [FILES, "02-more/module.yaml"])
def test_nobody_lowers_what_hides_an_id(code: str, severity: str, file: str) -> None:
    before = make.course({FILES: front("title: Files\nid: files\n")})
    lines = UNUSABLE[code]
    broken = {
        file: front("title: Files\n" + lines) if file == FILES else lines,
        "course.yaml": COURSE + f"checks: {{{code}: {severity}}}\n",
    }

    assert [code for code, _ in errors(broken)] == [code]
    assert planned({FILES: broken.get(FILES), **broken}, before).row(FILES) == row(before, FILES)


@pytest.mark.parametrize("severity", ["note", "off"])
@pytest.mark.parametrize(
    ("code", "list_"),
    [
        ("yaml.wrong-type", "content: 02-more\n"),
        ("yaml.bad-value", "content: [/02-more]\n"),
        ("yaml.duplicate-key", "content: [02-more]\ncontent: [01-basics]\n"),
        ("yaml.wrong-type", "ignore: drafts\n"),
        ("yaml.required", "moved: [{to: b.md}]\n"),
    ],
)
def test_nobody_lowers_what_hides_a_list(code: str, list_: str, severity: str) -> None:
    course = COURSE + list_ + f"checks: {{{code}: {severity}}}\n"

    assert [code for code, _ in errors({"course.yaml": course})] == [code]


@pytest.mark.parametrize(
    "moved",
    [
        "moved: [{from: 02-more, to: /x}]",
        "moved: [{from: 02-more, too: 03-new}]",
        "moved: [{from: 02-more, target: 03-new}]",
        "moved: [{from: 02-more, to: 03-new, to: 03-new}]",
        "moved: [{to: 03-new}]",
        "moves: [{from: 02-more, to: 03-new}]",
    ],
)
def test_a_broken_list_of_moves_may_name_whatever_is_missing(moved: str) -> None:
    lists = "content: [01-basics, 03-new]\nignore: [x]\n"
    files = {FILES: None, "03-new/x.md": "# Not a word as before\n"}

    found = planned({**files, "course.yaml": COURSE + lists + moved + "\n"})

    assert archived(found) == []
    assert len(errors({"course.yaml": COURSE + moved + "\n"})) == 1


def test_what_hides_an_id_lets_other_findings_be_lowered() -> None:
    checks = COURSE + "checks: {yaml.bad-value: note}\n"
    text = front("title: Files\nid: no good\nkind: vidoe\n")

    found = make.findings({"course.yaml": checks, FILES: text})

    assert [(one.line, one.severity) for one in found] == [
        (3, Severity.ERROR),
        (4, Severity.NOTE),
    ]


MISPLACED = "\n---\ntitle: Files\nid: files\n---\n\nText\n"


@pytest.mark.parametrize("severity", ["error", "note", "off"])
def test_a_misplaced_id_keeps_its_lesson(severity: str) -> None:
    before = make.course({FILES: front("title: Files\nid: files\n")})
    checks = COURSE + f"checks: {{page.misplaced-front-matter: {severity}}}\n"

    found = planned({FILES: None, "03-new/x.md": MISPLACED, "course.yaml": checks}, before)

    assert f"archive {FILES}" in found.withheld
    assert errors({"course.yaml": checks, FILES: MISPLACED}) == [
        ("page.misplaced-front-matter", f"{FILES}:1:1")
    ]


def test_misplaced_front_matter_without_an_id_is_for_the_author_to_grade() -> None:
    checks = COURSE + "checks: {page.misplaced-front-matter: off}\n"
    text = MISPLACED.replace("id: files\n", "")

    assert errors({"course.yaml": checks, FILES: text}) == []
