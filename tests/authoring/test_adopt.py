"""Adopting a folder: one new file, sound, and honest about what it guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.authoring.adopt import Adoption, init
from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.errors import (
    CourseExistsError,
    NoFolderError,
    NothingToAdoptError,
)
from academy_cli.authoring.page import read_mapping
from academy_cli.authoring.schema import COURSE
from academy_cli.errors import Kind
from tests import child

LESSON = "# Loops\n\nA loop does the same thing again and again, until it is done with it.\n"


def folder_of(root: Path, **files: str) -> Path:
    """A folder with files; ``__`` in a name stands for a slash, and every name gets ``.md``."""
    for name, text in files.items():
        path = root / (name.replace("__", "/") + ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def said(adoption: Adoption) -> dict[str, object]:
    return {guess.field: guess.value for guess in adoption.guesses}


def test_only_course_yaml_is_written(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "python-basics", loops=LESSON)

    adopted = init(folder)

    assert sorted(path.name for path in folder.iterdir()) == ["course.yaml", "loops.md"]
    assert (folder / "course.yaml").read_text("utf-8") == adopted.text
    assert (folder / "loops.md").read_text() == LESSON


def test_what_is_written_is_what_was_guessed(tmp_path: Path) -> None:
    adopted = init(folder_of(tmp_path / "python-basics", loops=LESSON))

    values, problems = read_mapping(adopted.text.encode(), "course.yaml", COURSE)

    assert problems == []
    assert values == said(adopted) == {
        "id": "python-basics", "title": "Python basics", "language": "en"
    }  # fmt: skip


def test_every_guess_stands_under_its_reason(tmp_path: Path) -> None:
    adopted = init(folder_of(tmp_path / "python-basics", loops=LESSON, SECURITY="# x\n"))

    lines = adopted.text.splitlines()
    for guess in adopted.guesses:
        key = next(number for number, line in enumerate(lines) if line.startswith(guess.field))
        assert lines[key - 1] == f"# Guessed {guess.why}."


def test_keys_stand_in_the_order_of_the_format(tmp_path: Path) -> None:
    adopted = init(
        folder_of(tmp_path / "a", loops="---\nteaching: 10\n---\n" + LESSON, SECURITY="# x\n")
    )

    order = [field.name for field in COURSE.fields]
    found = [guess.field for guess in adopted.guesses]
    assert found == sorted(found, key=order.index)
    assert found == ["id", "title", "language", "ignore", "checks"]


def test_what_it_counts_is_what_check_finds(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "a", m__one=LESSON, m__two="[x](gone.md)\n", three=LESSON)

    adopted = init(folder)

    compiled = compile_course(folder)
    assert (adopted.modules, adopted.lessons) == (1, 3)
    assert adopted.problems == compiled.problems
    assert [problem.code for problem in adopted.problems] == ["link.broken", "page.no-title"]


def test_a_dry_run_guesses_the_same_and_writes_nothing(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "a", loops=LESSON)

    dry = init(folder, dry_run=True)

    assert not dry.is_written
    assert not (folder / "course.yaml").exists()
    assert dry.text == init(folder).text


def test_a_course_is_not_adopted_again(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "a", loops=LESSON)
    (folder / "course.yaml").write_text("id: mine\n")

    with pytest.raises(CourseExistsError) as refusal:
        init(folder)

    assert (refusal.value.kind, refusal.value.code) == (Kind.CONFLICT, "course.exists")
    assert (folder / "course.yaml").read_text() == "id: mine\n"


@pytest.mark.parametrize("files", [{}, {"README": "# Hello\n"}, {"LICENSE": "MIT\n"}])
def test_a_folder_without_lessons_is_refused(files: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(NothingToAdoptError) as refusal:
        init(folder_of(tmp_path, **files))

    assert (refusal.value.kind, refusal.value.code) == (Kind.INVALID, "course.nothing-to-adopt")
    assert not (tmp_path / "course.yaml").exists()


def test_a_folder_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(NoFolderError):
        init(tmp_path / "nowhere")


def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "a", loops=LESSON)
    folder.chmod(0o555)
    code = "from academy_cli.authoring.adopt import init; from pathlib import Path; init(Path(sys.argv[1]))"

    assert child.run_as_ordinary_user(code, folder) == "REFUSED course.folder-unwritable"

    folder.chmod(0o755)
    assert [path.name for path in folder.iterdir()] == ["loops.md"]


def test_a_broken_lesson_does_not_hinder_adoption(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "a", good=LESSON, bad="---\ntitle: [\n---\n")
    (folder / "worse.md").write_bytes(b"\xff\xfe")

    adopted = init(folder)

    assert adopted.lessons == 3
    assert {problem.code for problem in adopted.problems} == {"yaml.syntax", "source.not-utf8"}


def test_front_matter_of_another_tool_does_not_stop_a_sync(tmp_path: Path) -> None:
    foreign = "---\ntitle: Loops\nrequired: [jquery]\nlanguage: klingon\n---\n" + LESSON

    adopted = init(folder_of(tmp_path / "a", one=foreign, two=foreign.replace("Loops", "Ifs")))

    assert said(adopted)["checks"] == {"yaml.unknown-key": "off", "yaml.wrong-type": "warning"}
    assert {problem.severity.value for problem in adopted.problems} == {"warning"}


def test_a_folder_named_in_another_script_gets_a_sound_id(tmp_path: Path) -> None:
    adopted = init(folder_of(tmp_path / "入門", index="# はじめに\n\nこんにちは。\n"))

    assert adopted.course.startswith("course-")
    assert said(adopted)["title"] == "はじめに"
    assert (
        init(folder_of(tmp_path / "続き", index="# 続き\n"), dry_run=True).course != adopted.course
    )


def test_long_reasons_are_wrapped(tmp_path: Path) -> None:
    deep = "__".join(["module"] * 3)
    foreign = "---\nteaching: 1\nexercises: 2\nquestions: x\nrequired: []\n---\n" + LESSON

    adopted = init(folder_of(tmp_path / "a", **{f"{deep}__{n}": foreign for n in "abc"}))

    assert max(map(len, adopted.text.splitlines())) <= 110
