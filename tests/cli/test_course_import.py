"""A course of another format is imported, and told about as its author reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.repositories import Repository


@pytest.fixture
def lesson(home: Path) -> Path:
    """A lesson of the Carpentries with something that has no counterpart."""
    folder = home / "lesson"
    (folder / "episodes").mkdir(parents=True)
    (folder / "config.yaml").write_text("carpentry: swc\ntitle: Loops\nepisodes:\n- one.md\n")
    (folder / "episodes" / "one.md").write_text(
        "---\ntitle: One\n---\n\n::: challenge\nDo it.\n:::\n"
    )
    return folder


IMPORT = ("course", "import", "lesson", "loops")


def test_counts_are_the_answer_and_the_story_is_told_beside_it(academy: Run, lesson: Path) -> None:
    ran = academy(*IMPORT)

    assert ran.code == 0
    assert "challenge\t0\t1\t0\n" in ran.out
    assert "“Loops”, 1 lesson, from carpentries  as config.yaml says\n" in ran.err
    assert "Order: episodes: of config.yaml\n" in ran.err
    assert ran.err.endswith("Next: academy course check loops (no findings)\n")


def test_as_json_it_has_every_note_with_file_and_line(academy: Run, lesson: Path) -> None:
    said = json.loads(academy(*IMPORT, "--format", "json").out)

    (note,) = [one for one in said["notes"] if one["what"] == "challenge"]
    assert (note["fate"], note["file"], note["line"]) == ("approximated", "episodes/one.md", 5)
    assert said["order"] == "episodes: of config.yaml"


def test_the_report_is_also_written_to_a_file(academy: Run, home: Path, lesson: Path) -> None:
    answer = academy(*IMPORT, "--report", "report.json", "--format", "json").out

    assert json.loads((home / "report.json").read_text("utf-8")) == json.loads(answer)


def test_a_dry_run_says_the_same_and_writes_nothing(academy: Run, home: Path, lesson: Path) -> None:
    dry = academy(*IMPORT, "--dry-run", "--report", "report.json")

    assert not (home / "loops").exists()
    assert not (home / "report.json").exists()
    assert dry.out == academy(*IMPORT).out


def test_what_was_imported_passes_the_check(academy: Run, lesson: Path) -> None:
    academy(*IMPORT, "--id", "my-loops")

    ran = academy("course", "check", "loops", "--format", "json")

    assert (ran.code, json.loads(ran.out)["course"]) == (0, "my-loops")


def test_a_course_with_errors_is_written_and_ends_with_3(
    academy: Run, home: Path, lesson: Path
) -> None:
    conflict = "<<<<<<< ours\nA\n=======\nB\n>>>>>>> theirs\n"
    (lesson / "episodes" / "one.md").write_text(f"---\ntitle: One\n---\n\n{conflict}")

    ran = academy(*IMPORT)

    assert ran.code == 3
    assert "The course “lesson” has errors." in ran.err
    assert (home / "loops" / "course.yaml").exists()


def test_a_report_that_cannot_be_written_is_told(academy: Run, lesson: Path) -> None:
    ran = academy(*IMPORT, "--report", "nowhere/report.json")

    assert ran.code == 6
    assert "the report cannot be written" in ran.err


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            ("gone", "loops"),
            4,
            "error: “gone” is neither a folder nor a cartridge (.imscc or .zip).\n",
        ),
        (("lesson", "loops", "--id", "A B"), 2, "error: --id: “A B” is no short name"),
        (
            ("lesson", "lesson/loops"),
            2,
            "error: “lesson/loops” and the source “lesson” lie in each other",
        ),
        (
            ("lesson", "loops", "--from", "olx"),
            3,
            "error: There is no lesson in “lesson” as olx: there is",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong(
    academy: Run, lesson: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = academy("course", "import", *words)

    assert (ran.code, ran.out) == (code, "")
    assert ran.err.partition("\n")[2].startswith(sentence) or ran.err.startswith(sentence)


def test_a_repository_is_fetched_first(academy: Run, home: Path) -> None:
    made = Repository.new(home / "served" / "lesson.git")
    made.commit(
        {
            "swc/config.yaml": b"carpentry: swc\ntitle: Loops\nepisodes:\n- one.md\n",
            "swc/episodes/one.md": b"---\ntitle: One\n---\n\nText.\n",
        }
    )

    ran = academy("course", "import", f"{made.path}#main:swc", "loops")

    assert ran.code == 0
    assert "Read from " in ran.err
    assert (home / "loops" / "course.yaml").is_file()
