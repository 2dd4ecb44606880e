"""Courses from the terminal: check, plan, sync, publish and look."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.authoring.schema import RECORDS
from tests.cli.conftest import Ran, Run
from tests.cli.screen import Screen
from tests.cli.test_academy import contents

OnScreen = Callable[..., Screen]


def write(folder: Path, **files: str) -> None:
    """Write files named by path, with ``__`` for a slash and without their ``.md``."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def course(home: Path) -> Path:
    """A sound course of two lessons in a new academy."""
    folder = home / "python"
    write(folder, intro__welcome="# Welcome\n\nHello world.\n", intro__variables="# Variables\n")
    (folder / "course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    return folder


@pytest.fixture
def second(course: Path, home: Path) -> Path:
    """Another course beside it, with an error."""
    folder = home / "rust"
    shutil.copytree(course, folder)
    (folder / "course.yaml").write_text("id: rust\ntitle: Rust\nlevel: hard\n", encoding="utf-8")
    return folder


def document(ran: Ran) -> dict[str, object]:
    value = json.loads(ran.out)
    assert isinstance(value, dict)
    return value


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

        assert list(said) == ["course", "problems", "counts", "folder"]
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


@pytest.mark.usefixtures("course")
class TestSync:
    def test_without_a_terminal_it_needs_yes(self, academy: Run) -> None:
        ran = academy("course", "sync", "--quiet", "--format", "json")

        assert (ran.code, ran.out) == (6, "")
        assert json.loads(ran.err)["error"] == {
            "kind": "refused",
            "code": "confirmation.needed",
            "message": "There is no terminal to ask: Apply 4 changes to “python”?",
            "hint": "Run it again with --yes, or with --dry-run to see what it would do.",
        }
        assert academy("course", "list").out == ""

    def test_yes_applies_it(self, academy: Run) -> None:
        said = document(academy("course", "sync", "--yes", "--format", "json"))

        assert said["course"] == "python"
        assert (said["revision"], said["changed"], said["withheld"]) == (1, True, 0)
        assert said["counts"]["create"] == 4  # type: ignore[index]

    def test_who_acts_is_kept(self, academy: Run) -> None:
        academy("course", "sync", "--yes")

        said = academy("course", "show", "python", "--fields", "applied_by").out
        assert said.startswith("operator:")

    def test_nobody_acts_under_a_name_that_is_not_proved(
        self, academy: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ACADEMY_ACTOR", "ann@example.org")

        ran = academy("course", "sync", "--yes")

        assert (ran.code, ran.out) == (4, "")
        assert "There is no user “ann@example.org”" in ran.err
        assert academy("course", "list").out == ""

    def test_two_folders_with_one_id_are_refused_before_either_is_applied(
        self, academy: Run, course: Path, home: Path
    ) -> None:
        shutil.copytree(course, home / "copy")

        for verb in (["check"], ["plan"], ["sync", "--yes"]):
            ran = academy("course", *verb)
            assert ran.code == 3
            assert "both have the id “python”" in ran.err
        assert academy("course", "list").out == ""

    def test_a_course_whose_lessons_all_vanish_keeps_them(self, academy: Run, course: Path) -> None:
        academy("course", "sync", "--yes")
        before = academy("lesson", "list", "--course", "python", "--format", "ids").out
        for lesson in course.rglob("*.md"):
            lesson.unlink()

        ran = academy("course", "sync", "--yes", "--partial")

        assert ran.code == 8
        assert academy("lesson", "list", "--course", "python", "--format", "ids").out == before

    def test_a_folder_inside_a_course_is_not_adopted(self, academy: Run, course: Path) -> None:
        inside = course / "01-inside"
        inside.mkdir()
        (inside / "a.md").write_text("# A\n", encoding="utf-8")

        checked = academy("course", "check", str(inside))
        adopted = academy("course", "init", str(inside))

        assert (checked.code, adopted.code) == (3, 5)
        assert "It is inside the course" in checked.err
        assert not (inside / "course.yaml").exists()

    def test_a_plan_file_that_is_not_there_is_missing(self, academy: Run) -> None:
        assert academy("course", "apply", "nowhere.json", "--yes").code == 4

    def test_a_second_sync_has_nothing_to_do_and_nothing_to_ask(self, academy: Run) -> None:
        academy("course", "sync", "--yes")

        said = document(academy("course", "sync", "--format", "json"))

        assert (said["revision"], said["changed"]) == (1, False)

    def test_a_sync_says_what_it_put_back(self, academy: Run, course: Path, home: Path) -> None:
        write(course, intro__cats="# Cats\n\n![A cat](cat.png)\n")
        (course / "intro/cat.png").write_bytes(b"a cat")
        academy("init")
        academy("course", "sync", "--yes")
        (stored,) = (path for path in (home / "storage/assets").rglob("*") if path.is_file())
        stored.write_bytes(b"a c")

        ran = academy("course", "sync", "--fields", "changed,restored_files")

        assert (ran.code, ran.out) == (0, "false\t1\n")
        assert "Put back 1 file of “python” that storage had lost." in ran.err
        assert stored.read_bytes() == b"a cat"

    def test_a_dry_sync_is_the_plan_and_writes_nothing(self, academy: Run, home: Path) -> None:
        academy("init")
        plan = academy("course", "plan")
        before = contents(home)

        dry = academy("course", "sync", "--dry-run")

        assert dry == plan
        assert contents(home) == before

    def test_one_failing_course_does_not_stop_the_others(self, academy: Run, second: Path) -> None:
        ran = academy("course", "sync", "--yes", "--quiet", "--fields", "course,revision")

        assert second.is_dir()
        assert (ran.code, ran.out) == (8, "python\t1\n")
        assert "error: The course “rust” has 1 error." in ran.err
        assert "error: 1 of 2 courses failed.\n" in ran.err

    def test_a_single_failing_course_is_its_own_error(self, academy: Run, second: Path) -> None:
        ran = academy("course", "sync", second.name, "--yes", "--quiet")

        assert (ran.code, ran.out) == (3, "")
        assert ran.err.count("error: ") == 1
        assert "--partial" in ran.err

    def test_applying_only_the_sound_part_is_no_success(self, academy: Run, second: Path) -> None:
        ran = academy(
            "course", "sync", second.name, "--yes", "--quiet", "--partial", "--fields", "revision"
        )

        assert (ran.code, ran.out) == (8, "1\n")
        assert "error: Only the sound part of “rust” is applied: 1 error" in ran.err

    def test_what_is_withheld_without_an_error_is_no_success_either(
        self, academy: Run, course: Path
    ) -> None:
        lines = "id: python\ntitle: Python\ncontent: [intro]\n"
        (course / "course.yaml").write_text(lines, encoding="utf-8")
        write(course, last="# Last\n")
        academy("course", "sync", "--yes")
        lowered = (
            lines.replace("[intro]", "[intro, last]") + "checks: {content.missing-file: note}\n"
        )
        (course / "course.yaml").write_text(lowered, encoding="utf-8")
        (course / "last.md").unlink()

        ran = academy("course", "sync", "--yes", "--quiet", "--fields", "changed,withheld")

        assert (ran.code, ran.out) == (8, "true\t1\n")
        assert "error: Only the sound part of “python” is applied: 1 change withheld." in ran.err

    def test_an_interrupted_question_changes_nothing(self, screen: OnScreen) -> None:
        ran = screen("course", "sync", "python", answers="n\n")

        assert ran.code == 6
        assert "Apply 4 changes to “python”? [y/N]" in ran.text
        assert "Nothing was changed." in ran.text

    def test_a_person_sees_the_plan_and_says_yes(self, screen: OnScreen) -> None:
        ran = screen("course", "sync", "python", "--plain", answers="y\n")

        assert ran.code == 0
        assert "    + welcome.md  new lesson “Welcome”" in ran.lines
        assert ran.lines[-1].split()[:3] == ["python", "1", "yes"]


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


@pytest.mark.usefixtures("course")
class TestLeftOut:
    @pytest.fixture(autouse=True)
    def link(self, home: Path) -> Path:
        """A link beside the course to a disk that is not mounted."""
        link = home / "rust"
        link.symlink_to("disk/rust")
        return link

    def test_a_check_tells_it_after_the_findings(self, academy: Run) -> None:
        ran = academy("course", "check", "--format", "table", "--quiet")

        assert (ran.code, ran.out) == (3, "python: no findings in 2 lessons\n")
        assert ran.err.startswith(
            "error: A course may have been left out: “rust” (the link leads nowhere) cannot be opened."
        )

    def test_a_check_tells_it_beside_errors(self, academy: Run, course: Path) -> None:
        write(course, intro__welcome="---\n")

        ran = academy("course", "check", "--quiet")

        assert ran.code == 3
        assert "A course may have been left out" in ran.err
        assert "error: The course “python” has errors." in ran.err

    @pytest.mark.parametrize("verb", [("plan",), ("sync", "--yes"), ("sync", "--dry-run")])
    def test_the_other_courses_are_done_and_it_is_not_all(
        self, academy: Run, verb: tuple[str, ...]
    ) -> None:
        ran = academy("course", *verb, "--format", "json", "--quiet")

        assert (ran.code, document(ran)["course"]) == (8, "python")
        codes = [json.loads(line)["error"]["code"] for line in ran.err.splitlines()]
        assert codes == ["course.folder-unreadable", "batch.failed"]

    def test_a_course_that_is_named_is_all_there_is(self, academy: Run) -> None:
        assert academy("course", "sync", "python", "--yes").code == 0

    def test_without_any_other_course_it_is_the_refusal(self, academy: Run, course: Path) -> None:
        shutil.rmtree(course)

        ran = academy("course", "sync", "--yes", "--format", "json")

        assert ran.code == 3
        assert json.loads(ran.err)["error"]["code"] == "course.folder-unreadable"

    def test_a_course_that_the_link_leads_to_is_synced(
        self, academy: Run, course: Path, link: Path, tmp_path: Path
    ) -> None:
        linked = shutil.copytree(course, tmp_path / "rust")
        (linked / "course.yaml").write_text("id: rust\ntitle: Rust\n", encoding="utf-8")
        link.unlink()
        link.symlink_to(linked)

        ran = academy("course", "sync", "--yes", "--fields", "course")

        assert (ran.code, ran.out) == (0, "python\nrust\n")


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


@pytest.mark.parametrize("part", RECORDS)
def test_the_schema_is_json_in_a_pipe(academy: Run, part: str) -> None:
    said = document(academy("course", "schema", part))

    assert said["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_an_empty_academy_has_no_courses(academy: Run) -> None:
    academy("init")

    assert academy("course", "list", "--format", "json") == Ran(0, "[]\n", "")
