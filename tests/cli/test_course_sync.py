"""`course sync`: what it says, what it does, and how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.folders import OnScreen, document, write
from tests.cli.test_academy import contents


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
        assert said["counts"]["create"] == 4

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
