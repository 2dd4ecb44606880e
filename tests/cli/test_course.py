"""Courses from the terminal: check, plan, sync, publish and look."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from academy_cli.authoring.schema import RECORDS
from tests.cli.conftest import Ran, Run
from tests.cli.folders import document, write
from tests.cli.test_academy import contents


@pytest.mark.usefixtures("course")
class TestCheck:
    def test_a_sound_course_ends_with_0(self, academy: Run) -> None:
        assert academy("course", "check", "--quiet") == Ran(0, "", "")

    def test_a_person_is_told_that_it_is_sound(self, academy: Run) -> None:
        ran = academy("course", "check", "python", "--format", "table")

        assert ran.out == "python: no findings in 2 lessons\n"

    def test_an_error_ends_with_3_and_has_a_place(self, academy: Run, second: Path) -> None:
        ran = academy("course", "check", second.name, "--quiet")

        assert ran.code == 3
        assert ran.out.startswith("rust\tcourse.yaml\t3\t8\terror\tyaml.bad-value\thard\t")
        assert ran.err == (
            "error: The course “rust” has errors.\n"
            "hint: Each finding says how to mend it; then run the same command again.\n"
        )

    def test_one_course_is_an_object(self, academy: Run, second: Path) -> None:
        said = document(academy("course", "check", second.name, "--format", "json"))

        assert list(said) == ["course", "problems", "counts", "folder", "repository"]
        assert said["course"] == "rust"

    def test_several_courses_are_an_array(self, academy: Run, second: Path) -> None:
        ran = academy("course", "check", "--format", "json")

        assert second.is_dir()
        assert [one["course"] for one in json.loads(ran.out)] == ["python", "rust"]

    def test_findings_are_rows_to_sort_and_limit(self, academy: Run, course: Path) -> None:
        write(course, intro__welcome="# W\n\n![](a.png) ![x](b.png)\n")

        ran = academy("course", "check", "--sort", "-column", "--limit", "1", "--fields", "value")

        assert (ran.code, ran.out) == (0, "b.png\n")

    def test_strict_takes_warnings_for_errors(self, academy: Run, course: Path) -> None:
        write(course, intro__welcome="# W\n\n![x](b.png)\n")

        assert academy("course", "check").code == 0
        assert academy("course", "check", "--strict").code == 3

    def test_nothing_to_check_is_not_success(self, academy: Run, home: Path) -> None:
        (home / "empty").mkdir()

        assert academy("course", "check", "empty").code == 3
        assert academy("course", "check", "nowhere").code == 4

    def test_a_check_needs_no_database(self, academy: Run, home: Path) -> None:
        before = contents(home)

        academy("course", "check")

        assert contents(home) == before


@pytest.mark.usefixtures("course")
class TestPlan:
    def test_a_person_sees_a_tree(self, academy: Run) -> None:
        ran = academy("course", "plan", "--format", "table", "--quiet")

        assert ran == Ran(
            0,
            "python  would be new\n"
            "  + course.yaml  new course “Python”\n"
            "  + intro  new module “Intro”\n"
            "    + variables.md  new lesson “Variables”\n"
            "    + welcome.md  new lesson “Welcome”\n"
            "4 to create\n",
            "",
        )

    def test_a_script_sees_the_documented_keys(self, academy: Run) -> None:
        said = document(academy("course", "plan", "--format", "json"))

        assert list(said)[:6] == ["course", "base", "changes", "withheld", "problems", "counts"]

    def test_exit_code_tells_whether_there_is_something_to_do(self, academy: Run) -> None:
        assert academy("course", "plan", "--exit-code").code == 10
        academy("course", "sync", "--yes")
        assert academy("course", "plan", "--exit-code").code == 0

    def test_what_only_a_plan_can_find_is_shown_with_its_remedy(
        self, academy: Run, course: Path
    ) -> None:
        write(course, soup="---\nid: soup\n---\n# Soup\n\nBoil it.\n")
        academy("course", "sync", "--yes")
        write(course, soup="---\nid: suop\n---\n# Soup\n\nBoil it.\n")

        ran = academy("course", "plan", "--format", "table")

        assert ran.code == 3
        assert "  fix: Write the line `id: soup` again: " in ran.out
        assert "python/soup.md:2:1" in ran.out
        assert academy("course", "check").code == 0

    def test_a_course_with_errors_is_shown_and_ends_with_3(
        self, academy: Run, second: Path
    ) -> None:
        ran = academy("course", "plan", second.name, "--exit-code", "--format", "json")

        assert ran.code == 3
        assert document(ran)["course"] == "rust"
        assert json.loads(ran.err.splitlines()[-1])["error"]["code"] == "course.has-errors"

    def test_a_diff_shows_the_words(self, academy: Run, course: Path) -> None:
        academy("course", "sync", "--yes")
        write(course, intro__welcome="# Welcome\n\nHello dear world.\n")

        ran = academy("course", "plan", "--diff", "--format", "table")

        assert "      Hello{+ dear+} world.\n" in ran.out

    def test_a_diff_gives_the_lines_of_the_file(self, academy: Run, course: Path) -> None:
        write(course, intro__welcome="---\nminutes: 3\n---\n\nHello.\n")
        academy("course", "sync", "--yes")
        write(course, intro__welcome="---\nminutes: 3\n---\n\nHello you.\n")

        ran = academy("course", "plan", "--diff", "--format", "table")

        assert "      line 5\n        Hello{+ you+}.\n" in ran.out

    def test_a_script_is_told_that_it_gets_no_diff(self, academy: Run) -> None:
        said = "The words of texts are shown in tables only: add --format table.\n"

        assert academy("course", "plan", "--diff").err.endswith(said)
        assert academy("course", "plan", "--diff", "--quiet").err == ""

    def test_a_diff_says_what_no_eye_can_see(self, academy: Run, course: Path) -> None:
        assert academy("course", "sync", "--yes").code == 0
        lesson = course / "intro" / "welcome.md"
        lesson.write_bytes(lesson.read_bytes().replace(b"\n", b"\r\n"))

        ran = academy("course", "plan", "--diff", "--format", "table")

        assert "~ welcome.md  text\n      line endings: LF → CRLF\n1 to update\n" in ran.out


@pytest.mark.parametrize("part", RECORDS)
def test_the_schema_is_json_in_a_pipe(academy: Run, part: str) -> None:
    said = document(academy("course", "schema", part))

    assert said["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_an_empty_academy_has_no_courses(academy: Run) -> None:
    academy("init")

    assert academy("course", "list", "--format", "json") == Ran(0, "[]\n", "")


def test_no_word_of_a_course_begins_a_line_of_what_is_said(academy: Run, home: Path) -> None:
    folder = home / "python"
    write(folder, one='---\n"key\\n::error::key": 1\n---\n\n# One\n\n[a](gone.md#x "\\n")\n')
    (folder / "course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    (folder / "name\n::error::name.md").write_text("# Name\n", encoding="utf-8")

    said = [
        academy("course", word, "python", "--format", "table").out.splitlines()
        for word in ("check", "plan")
    ]
    synced = academy("course", "sync", "python", "--yes")

    assert not [one for lines in said for one in lines if one.startswith("::")]
    assert not [one for one in synced.err.splitlines() if one.startswith("::")]
    assert any("::error::key" in one for one in said[0])
    assert any("::error::name" in one for one in said[0])
