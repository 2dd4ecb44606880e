"""Saved plans are carried out, and courses are published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.folders import OnScreen, write
from tests.cli.test_academy import contents


@pytest.mark.usefixtures("course")
class TestApply:
    def test_a_saved_plan_is_carried_out_exactly(self, academy: Run) -> None:
        academy("course", "plan", "--out", "plan.json")

        ran = academy("course", "apply", "plan.json", "--yes", "--fields", "course,revision")

        assert (ran.code, ran.out) == (0, "python\t1\n")

    def test_a_plan_that_was_edited_is_refused(self, academy: Run) -> None:
        academy("course", "plan", "--out", "plan.json")
        plan = Path("plan.json")
        plan.write_text(plan.read_text().replace("Welcome", "Farewell"))

        ran = academy("course", "apply", "plan.json", "--yes", "--format", "json")

        assert ran.code == 5
        assert json.loads(ran.err.splitlines()[-1])["error"]["code"] == "plan.changed"

    def test_a_plan_is_refused_when_the_files_moved(self, academy: Run, course: Path) -> None:
        academy("course", "plan", "--out", "plan.json")
        write(course, intro__more="# More\n")

        ran = academy("course", "apply", "plan.json", "--yes", "--format", "json")

        assert ran.code == 5
        assert json.loads(ran.err.splitlines()[-1])["error"]["code"] == "plan.folder-changed"

    def test_a_plan_is_refused_when_the_academy_moved(self, academy: Run, course: Path) -> None:
        academy("course", "plan", "--out", "plan.json")
        academy("course", "sync", "--yes")
        write(course, intro__more="# More\n")
        academy("course", "sync", "--yes")

        ran = academy("course", "apply", "plan.json", "--yes", "--format", "json")

        assert ran.code == 5
        assert json.loads(ran.err.splitlines()[-1])["error"]["code"] == "plan.stale"

    def test_a_dry_apply_shows_the_plan_and_writes_nothing(self, academy: Run, home: Path) -> None:
        plan = academy("course", "plan", "--out", "plan.json")
        before = contents(home)

        dry = academy("course", "apply", "plan.json", "--dry-run")

        assert (dry.code, dry.out) == (0, plan.out)
        assert contents(home) == before

    def test_what_is_no_plan_is_refused(self, academy: Run, home: Path) -> None:
        (home / "plan.json").write_text("{}", encoding="utf-8")

        assert academy("course", "apply", "plan.json", "--yes").code == 3

    def test_a_plan_of_another_version_is_named_as_such(self, academy: Run, home: Path) -> None:
        academy("course", "plan", "--out", "plan.json")
        plan = json.loads((home / "plan.json").read_text(encoding="utf-8"))
        (home / "plan.json").write_text(json.dumps([plan, plan | {"format": 1}]), encoding="utf-8")

        ran = academy("course", "apply", "plan.json", "--yes", "--quiet")

        assert (ran.code, ran.out) == (3, "")
        assert ran.err.startswith("error: “plan.json” holds a plan of format 1; this version reads")

    def test_a_strict_plan_stays_strict(self, academy: Run, course: Path) -> None:
        write(course, intro__welcome="# W\n\n![x](b.png)\n")
        assert academy("course", "plan", "--strict", "--out", "plan.json").code == 3

        assert academy("course", "apply", "plan.json", "--yes").code == 3
        assert academy("course", "apply", "plan.json", "--yes", "--partial").code == 8

    def test_a_plan_is_refused_when_somebody_published_past_it(
        self, academy: Run, course: Path
    ) -> None:
        academy("course", "sync", "--yes")
        (course / "course.yaml").write_text("id: python\ntitle: Python\nstatus: draft\n")
        academy("course", "plan", "--out", "plan.json")
        academy("course", "publish", "python")

        ran = academy("course", "apply", "plan.json", "--yes", "--quiet")

        assert ran.code == 5
        assert "a course with the status “draft”; it is “published” now" in ran.err

    def test_a_plan_that_cannot_be_saved_is_told(self, academy: Run) -> None:
        ran = academy("course", "plan", "--out", "nowhere/plan.json", "--quiet")

        assert ran.code == 6
        assert ran.err.startswith("error: The plan cannot be saved in “nowhere/plan.json”")


class TestPublish:
    @pytest.fixture(autouse=True)
    def synced(self, academy: Run, course: Path) -> None:
        assert course.is_dir()
        academy("course", "sync", "--yes")

    def test_a_course_is_published_and_taken_back(self, academy: Run) -> None:
        assert academy("course", "publish", "python").out == (
            "course\tpython\nbefore\tdraft\nafter\tpublished\n"
        )
        assert (
            academy("course", "list", "--status", "published", "--format", "ids").out == "python\n"
        )
        assert academy("course", "unpublish", "python").code == 6
        assert academy("course", "unpublish", "python", "--yes").code == 0
        assert academy("course", "list", "--status", "published").out == ""

    def test_publishing_twice_is_nothing_to_do(self, academy: Run) -> None:
        academy("course", "publish", "python")

        ran = academy("course", "publish", "python")

        assert (ran.code, ran.err) == (0, "“python” is published already.\n")

    def test_a_dry_publish_writes_nothing(self, academy: Run, home: Path) -> None:
        before = contents(home)

        ran = academy("course", "publish", "python", "--dry-run", "--fields", "after")

        assert (ran.code, ran.out) == (0, "published\n")
        assert contents(home) == before

    def test_an_unknown_course_is_missing_and_the_nearest_named(self, academy: Run) -> None:
        ran = academy("course", "show", "pyton")

        assert (ran.code, ran.out) == (4, "")
        assert ran.err == "error: There is no course “pyton”.\nhint: Did you mean “python”?\n"

    def test_a_script_must_name_the_course(self, academy: Run) -> None:
        ran = academy("course", "publish")

        assert (ran.code, ran.err.splitlines()[0]) == (2, "error: COURSE is missing.")

    def test_a_person_picks_the_course(self, screen: OnScreen) -> None:
        ran = screen("course", "publish", "--plain", "--fields", "after", answers="1\n")

        assert ran.code == 0
        assert ran.lines[-1].endswith("published")

    def test_the_only_course_need_not_be_named_to_be_shown(self, academy: Run) -> None:
        assert academy("course", "show") == academy("course", "show", "python")

    def test_a_course_is_shown_with_its_outline(self, academy: Run) -> None:
        ran = academy("course", "show", "python", "--format", "table")

        assert ran.out.endswith("\n\n  Intro\n    Variables\n    Welcome\n")

    def test_lessons_are_listed_in_their_order(self, academy: Run) -> None:
        ran = academy("lesson", "list", "--course", "python", "--format", "ids")

        assert ran.out == "intro/variables\nintro/welcome\n"

    def test_archived_lessons_are_marked(self, academy: Run, course: Path) -> None:
        (course / "intro" / "welcome.md").unlink()
        academy("course", "sync", "--yes")
        words = ("lesson", "list", "--course", "python", "--archived")

        rows = [line.split("\t") for line in academy(*words).out.splitlines()]

        assert [(row[0], row[-1]) for row in rows] == [
            ("intro/variables", "false"),
            ("intro/welcome", "true"),
        ]
        assert academy(*words, "--format", "ids").out == "intro/variables\nintro/welcome\n"

    def test_no_course_of_a_status_is_not_no_course(self, screen: OnScreen) -> None:
        assert screen("course", "list", "--status", "published").lines == [
            "There is no published course."
        ]

    def test_a_lesson_is_shown_with_its_text(self, academy: Run) -> None:
        words = ("lesson", "show", "intro/welcome", "--course", "python")

        assert academy(*words, "--fields", "text").out == "# Welcome\\n\\nHello world.\\n\n"
        assert academy(*words, "--format", "table").out.endswith("\n# Welcome\n\nHello world.\n")

    def test_a_text_alone_keeps_its_lines_on_a_terminal(self, academy: Run) -> None:
        words = ("lesson", "show", "intro/welcome", "--course", "python", "--fields", "text")

        assert academy(*words, "--format", "table").out == "# Welcome\n\nHello world.\n"
