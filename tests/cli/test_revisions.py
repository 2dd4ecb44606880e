"""Looking back from the terminal: history, diff, rollback, export and gc."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.screen import Screen
from tests.cli.snapshots import Snapshots

OnScreen = Callable[..., Screen]
SAYS = "id: python\ntitle: Python\n"


def write(folder: Path, files: dict[str, str | None]) -> None:
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        if text is not None:
            place.write_text(text, encoding="utf-8")


@pytest.fixture
def course(home: Path, academy: Run, snapshots: Snapshots) -> Path:
    """A course of three revisions: a sentence changes, then a lesson comes and one goes."""
    folder = home / "python"
    first = {"course.yaml": SAYS, "1-hello.md": "# Hello\n\nA small world.\n", "2-b.md": "# B"}
    second = {"1-hello.md": "# Hello\n\nA wide world.\n"}

    def make() -> None:
        for files in (first, second, {"2-b.md": None, "3-c.md": "# C\n\nNew.\n"}):
            write(folder, files)
            academy("course", "sync", "python", "--yes")

    snapshots.start("revisions", home, make)
    return folder


@pytest.mark.usefixtures("course")
class TestHistory:
    def test_each_apply_is_a_line(self, academy: Run) -> None:
        ran = academy("course", "history", "python", "--fields", "revision,changes")

        assert ran.out == "3\t1 created, 1 archived\n2\t1 updated\n1\t3 created\n"

    def test_the_only_course_need_not_be_named(self, academy: Run) -> None:
        assert academy("course", "history") == academy("course", "history", "python")

    def test_several_courses_have_to_be_named(self, academy: Run, home: Path) -> None:
        write(home / "rust", {"course.yaml": "id: rust\ntitle: Rust\n", "a.md": "# A\n"})
        academy("course", "sync", "rust", "--yes")

        assert academy("course", "history").code == 2

    def test_json_has_the_counts_and_the_commit(self, academy: Run) -> None:
        newest, *_ = json.loads(academy("course", "history", "python", "--format", "json").out)

        assert newest["counts"]["create"] == 1
        assert {
            "git_commit",
            "git_dirty",
            "rollback_to",
            "applied_at",
            "applied_by",
        } <= newest.keys()

    def test_ids_are_the_numbers(self, academy: Run) -> None:
        assert academy("course", "history", "--format", "ids", "--limit", "2").out == "3\n2\n"

    def test_an_earlier_revision_is_shown_as_it_was(self, academy: Run) -> None:
        ran = academy("course", "show", "python", "--revision", "1", "--format", "json")

        assert [entry["title"] for entry in json.loads(ran.out)["outline"]] == ["Hello", "B"]
        assert academy("course", "show", "python", "--revision", "9").code == 4


@pytest.mark.usefixtures("course")
class TestDiff:
    def test_the_newest_revision_is_compared_with_the_one_before(self, academy: Run) -> None:
        ran = academy("course", "diff", "python", "--format", "table")

        assert ran.out == (
            "python  from revision 2 to revision 3\n"
            "  + 3-c.md  new lesson “C”\n"
            "  - 2-b.md  archive lesson “B”\n"
            "1 created, 1 archived\n"
        )

    def test_texts_are_compared_word_by_word(self, academy: Run) -> None:
        ran = academy("course", "diff", "1", "2", "--format", "table")

        assert "A [-small-]{+wide+} world." in ran.out
        short = academy("course", "diff", "1", "2", "--tree", "--format", "table")
        assert "world" not in short.out

    def test_rows_and_objects_say_the_same(self, academy: Run) -> None:
        rows = academy("course", "diff", "python", "1", "--fields", "action,path").out
        said = json.loads(academy("course", "diff", "python", "1", "--format", "json").out)

        told = [f"{one['action']}\t{one['path']}" for one in said["changes"]]
        assert rows.splitlines() == told
        assert (said["from"], said["to"]) == (1, 3)

    def test_nothing_differs_from_itself(self, academy: Run) -> None:
        assert "Nothing differs." in academy("course", "diff", "3", "3", "--format", "table").out

    @pytest.mark.parametrize(
        ("words", "code"),
        [(["python", "x"], 2), (["nobody", "1"], 4), (["7"], 4), (["python", "1", "2", "3"], 2)],
    )
    def test_wrong_words_are_refused(self, academy: Run, words: list[str], code: int) -> None:
        assert academy("course", "diff", *words).code == code

    def test_a_word_too_many_is_named(self, academy: Run) -> None:
        ran = academy("course", "diff", "python", "1", "2", "3")

        assert ran.err.startswith("error: “3” is one word too many.\n")

    def test_no_word_of_a_long_text_is_cut_off(self, academy: Run, course: Path) -> None:
        text = "".join(f"Line {number}.\n" for number in range(500))
        write(course, {"1-hello.md": f"# Hello\n\n{text}"})
        academy("course", "sync", str(course), "--yes")

        assert "{+Line 499.+}" in academy("course", "diff", "--format", "table").out

    def test_a_blank_line_is_seen(self, academy: Run, course: Path) -> None:
        write(course, {"1-hello.md": "# Hello\n\nA wide world.\n\n\nEnd.\n"})
        academy("course", "sync", str(course), "--yes")

        assert "{+¶+}" in academy("course", "diff", "--format", "table").out


def test_a_course_whose_slug_is_a_number_comes_before_revisions(academy: Run, home: Path) -> None:
    write(home / "c", {"course.yaml": "id: '2024'\ntitle: Year\n", "a.md": "# A\n"})
    academy("course", "sync", "c", "--yes")
    write(home / "c", {"a.md": "# A\n\nText.\n"})
    academy("course", "sync", "c", "--yes")

    assert "+Text.+" in academy("course", "diff", "2024", "--format", "table").out
    assert academy("course", "diff", "2024", "1", "2").code == 0
    assert academy("course", "rollback", "2024", "1", "--yes").code == 0


class TestRollback:
    def test_a_dry_run_shows_the_plan(self, academy: Run, course: Path) -> None:
        ran = academy("course", "rollback", "1", "--dry-run", "--diff", "--format", "table")

        assert "would go back from revision 3 to revision 1" in ran.out
        assert "A [-wide-]{+small+} world." in ran.out
        assert academy("course", "history", "--format", "ids").out == "3\n2\n1\n"
        assert course.is_dir()

    def test_it_is_asked_about(self, academy: Run, course: Path) -> None:
        assert academy("course", "rollback", "python", "1").code == 6
        assert course.is_dir()

    def test_a_person_sees_the_plan_and_answers(self, course: Path, screen: OnScreen) -> None:
        shown = screen("course", "rollback", "1", answers="y\n")

        assert shown.code == 0
        assert "Bring back revision 1 of “python” with 3 changes?" in shown.text
        assert "+ 2-b.md  restore lesson “B”" in shown.text
        assert course.is_dir()

    def test_the_revision_is_chosen_among_the_earlier_ones(
        self, course: Path, screen: OnScreen
    ) -> None:
        shown = screen("course", "rollback", "--plain", answers="1\ny\n")

        assert "1 updated" in shown.text
        assert "1 created, 1 archived" not in shown.text.split("Bring back")[0].split("would")[0]
        assert "Bring back revision 2" in shown.text
        assert course.is_dir()

    def test_what_holds_already_is_nothing_to_go_back_to(self, academy: Run, course: Path) -> None:
        ran = academy("course", "rollback", "3", "--dry-run", "--format", "table")

        assert ran.out == "python  is as revision 3 has it\nNothing to do.\n"
        assert course.is_dir()

    def test_then_nothing_differs(self, academy: Run, course: Path) -> None:
        ran = academy("course", "rollback", "python", "1", "--yes", "--format", "json")

        assert json.loads(ran.out)["revision"] == 4
        assert "its next sync undoes this" in ran.err
        assert "Nothing differs." in academy("course", "diff", "1", "4", "--format", "table").out
        assert academy("course", "history", "--limit", "1", "--fields", "changes").out.startswith(
            "rollback to 1; "
        )
        assert course.is_dir()

    def test_the_folder_brings_its_own_state_again(self, academy: Run, course: Path) -> None:
        academy("course", "rollback", "1", "--yes")
        academy("course", "sync", str(course), "--yes")

        assert "Nothing differs." in academy("course", "diff", "3", "5", "--format", "table").out


class TestExport:
    def test_the_folder_is_written(self, academy: Run, course: Path, home: Path) -> None:
        ran = academy("course", "export", "python", "out", "--revision", "1")

        assert "3\t" not in ran.out
        assert (home / "out/1-hello.md").read_text(
            encoding="utf-8"
        ) == "# Hello\n\nA small world.\n"
        assert academy("course", "check", "out").code == 0
        assert course.is_dir()

    def test_what_holds_is_nothing_to_plan(self, academy: Run, course: Path) -> None:
        academy("course", "export", "out")

        assert academy("course", "plan", "out", "--exit-code").code == 0
        assert course.is_dir()

    def test_a_folder_in_a_course_is_warned_of(self, academy: Run, course: Path) -> None:
        ran = academy("course", "export", str(course / "out"))

        assert ran.code == 0
        assert "in the course folder “python”, whose next sync will find" in ran.err

    def test_a_dry_run_writes_nothing(self, academy: Run, course: Path, home: Path) -> None:
        assert academy("course", "export", "out", "--dry-run").code == 0
        assert not (home / "out").exists()
        assert course.is_dir()

    def test_a_folder_that_holds_something_is_refused(self, academy: Run, course: Path) -> None:
        assert academy("course", "export", str(course)).code == 6

    def test_one_word_too_many_is_refused(self, academy: Run, course: Path) -> None:
        assert academy("course", "export", "a", "b", str(course)).code == 2


@pytest.mark.usefixtures("course")
class TestGarbage:
    def test_nothing_to_drop_asks_nothing(self, academy: Run) -> None:
        assert academy("course", "gc", "--fields", "texts").out == "0\n"

    def test_old_revisions_are_dropped_when_it_is_agreed(self, academy: Run) -> None:
        assert academy("course", "gc", "--keep", "1").code == 6
        assert academy("course", "gc", "--keep", "1", "--yes").code == 0
        assert academy("course", "history", "--format", "ids").out == "3\n"
        assert "there is only 3" in academy("course", "rollback", "1", "--yes").err

    def test_files_of_an_academy_without_courses_may_be_another_ones(
        self, process: Run, home: Path
    ) -> None:
        digest = "ab" + "0" * 62
        write(home / "stored", {f"assets/ab/{digest}": "somebody's"})
        os.utime(home / "stored/assets/ab" / digest, (1, 1))
        place = {
            "ACADEMY_DATABASE_URL": f"sqlite:///{home}/new.db",
            "ACADEMY_STORAGE_FOLDER": "stored",
        }
        process("db", "upgrade", **place)

        ran = process("course", "gc", "--files", **place)

        assert ran.code == 6
        assert "may be another academy's" in ran.err

    def test_a_dry_run_says_so(self, academy: Run) -> None:
        ran = academy("course", "gc", "--keep", "1", "--dry-run", "--format", "json")

        assert json.loads(ran.out)["revisions"] == 2
        assert "Nothing was dropped" in ran.err

    def test_to_keep_none_is_refused(self, academy: Run) -> None:
        assert academy("course", "gc", "--keep", "0").code == 2
