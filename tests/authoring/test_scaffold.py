"""A new course: whole or not at all, and only where nothing is yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.authoring import newfolder
from academy_cli.authoring.errors import FolderNotEmptyError, FolderUnwritableError
from academy_cli.authoring.scaffold import new
from academy_cli.authoring.template_errors import (
    UnknownTemplateError,
    UnknownVariableError,
    VariableInvalidError,
    VariableMissingError,
)
from academy_cli.authoring.templates import template
from academy_cli.errors import Kind
from tests import child


def contents(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_course_is_named_after_its_folder(tmp_path: Path) -> None:
    made = new(tmp_path / "03-intro-to-rust", "minimal", {})

    assert made.values["id"] == "03-intro-to-rust"
    assert made.values["title"] == "Intro to rust"


def test_the_files_said_are_the_files_written(tmp_path: Path) -> None:
    made = new(tmp_path / "deep" / "course", "minimal", {})

    written = [path for path in made.folder.rglob("*") if path.is_file()]
    assert sorted(made.files) == sorted(p.relative_to(made.folder).as_posix() for p in written)
    assert made.is_written


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    dry = new(tmp_path / "deep" / "course", "minimal", {}, dry_run=True)

    assert contents(tmp_path) == []
    assert not dry.is_written
    assert dry.files == new(tmp_path / "deep" / "course", "minimal", {}).files


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(FolderNotEmptyError, match=r"notes\.txt") as refusal:
        new(tmp_path, "minimal", {})

    assert (refusal.value.kind, refusal.value.code) == (Kind.REFUSED, "course.folder-not-empty")
    assert contents(tmp_path) == ["notes.txt"]


def test_a_dry_run_refuses_what_the_real_one_would(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(FolderNotEmptyError):
        new(tmp_path, "minimal", {}, dry_run=True)


def test_a_new_repository_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    new(tmp_path, "minimal", {"id": "course"})

    assert (tmp_path / "course.yaml").is_file()
    assert (tmp_path / ".git").is_dir()


def test_what_a_crash_left_behind_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / ".academy-new-x1").mkdir()

    new(tmp_path, "minimal", {"id": "course"})

    assert (tmp_path / "course.yaml").is_file()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "course").write_text("mine")

    with pytest.raises(FolderUnwritableError):
        new(tmp_path / "course", "minimal", {})

    assert (tmp_path / "course").read_text() == "mine"


def test_a_file_above_the_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(FolderUnwritableError):
        new(tmp_path / "file" / "course", "minimal", {})

    assert contents(tmp_path) == ["file"]


def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    code = (
        "from academy_cli.authoring.scaffold import new; from pathlib import Path;"
        "new(Path(sys.argv[1]) / 'a' / 'b', 'minimal', {})"
    )

    assert child.run_as_ordinary_user(code, tmp_path) == "REFUSED course.folder-unwritable"

    tmp_path.chmod(0o755)
    assert contents(tmp_path) == []


def test_a_full_disk_leaves_no_half_course(tmp_path: Path) -> None:
    code = (
        "from academy_cli.authoring import scaffold; from pathlib import Path\n"
        "folder = Path(sys.argv[1])\n"
        "try:\n    scaffold.new(folder / 'course', 'self-paced', {})\n"
        "finally:\n    print(sorted(p.name for p in folder.rglob('*')))"
    )

    said = child.run_on_small_disk(code, tmp_path, size_kb=24)

    assert said.splitlines() == ["[]", "UNAVAILABLE course.no-space"]


def test_a_failure_while_moving_in_takes_everything_back(tmp_path: Path) -> None:
    staging, folder = tmp_path / "staging", tmp_path / "course"
    for path in (
        staging / "01-first" / "a.md",
        staging / "course.yaml",
        folder / "course.yaml/in-the-way",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")

    with pytest.raises(OSError, match="directory"):
        newfolder._move_in(staging, folder)

    assert contents(folder) == ["course.yaml", "course.yaml/in-the-way"]
    assert contents(staging) == ["01-first", "01-first/a.md", "course.yaml"]


def test_an_unknown_template_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownTemplateError) as refusal:
        new(tmp_path, "selfpaced", {})

    assert (refusal.value.kind, refusal.value.code) == (Kind.MISSING, "template.unknown")
    assert "self-paced" in refusal.value.hint


@pytest.mark.parametrize("name", ["../minimal", "", "minimal/images", "."])
def test_a_path_is_no_template(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownTemplateError):
        new(tmp_path, name, {})


def test_a_missing_value_says_how_to_give_it(tmp_path: Path) -> None:
    with pytest.raises(VariableMissingError) as refusal:
        new(tmp_path / "course", "cohort", {})

    assert (refusal.value.kind, refusal.value.code) == (Kind.USAGE, "template.variable-missing")
    assert "--set start=2027-01-11" in refusal.value.hint


def test_a_folder_without_latin_letters_needs_an_id(tmp_path: Path) -> None:
    with pytest.raises(VariableMissingError, match="“id”"):
        new(tmp_path / "入門", "minimal", {})

    assert new(tmp_path / "入門", "minimal", {"id": "nyumon"}).values["title"] == "入門"


def test_a_misspelt_variable_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownVariableError) as refusal:
        new(tmp_path / "course", "minimal", {"titel": "Rust"})

    assert "title" in refusal.value.hint


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "Intro to Rust"),
        ("id", " "),
        ("title", ""),
        ("title", "two\nlines"),
        ("title", "a\x00b"),
        ("title", "x" * 501),
        ("language", "english!"),
        ("instructor", "ada"),
        ("start", "11.01.2027"),
        ("start", "2027-02-30"),
    ],
)
def test_a_value_of_the_wrong_form_is_refused(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(VariableInvalidError) as refusal:
        new(tmp_path / "course", "cohort", {"start": "2027-01-11", name: value})

    assert (refusal.value.kind, refusal.value.code) == (Kind.USAGE, "template.variable-invalid")
    assert contents(tmp_path) == []


def test_a_template_can_be_asked_before_it_is_used(tmp_path: Path) -> None:
    wanted = template("cohort")
    start = next(variable for variable in wanted.variables if variable.name == "start")

    assert "start" not in wanted.defaults(tmp_path)
    assert start.objection("2027-01-11") is None
    assert start.objection("soon") is not None
