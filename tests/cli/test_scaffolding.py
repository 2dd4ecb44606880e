"""New courses: given in full, or asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.screen import Screen
from tests.cli.test_academy import contents
from tests.cli.test_course import write

NEW = ("course", "new", "python", "--template", "minimal")


def test_a_script_gets_a_sound_course(academy: Run, home: Path) -> None:
    ran = academy(*NEW, "--set", "title=Python for all", "--format", "json")

    assert ran.code == 0
    assert json.loads(ran.out)["files"]
    assert "title: Python for all\n" in (home / "python" / "course.yaml").read_text("utf-8")
    assert academy("course", "check", "python").code == 0


def test_a_dry_run_writes_nothing(academy: Run, home: Path) -> None:
    dry = academy(*NEW, "--dry-run", "--fields", "files")

    assert contents(home) == {}
    assert dry.out == academy(*NEW, "--fields", "files").out


def test_a_folder_of_markdown_is_adopted(academy: Run, home: Path) -> None:
    write(home / "workshop", one="# One\n", two="# Two\n")

    ran = academy("course", "init", "workshop", "--fields", "course,lessons")

    assert (ran.code, ran.out) == (0, "course\tworkshop\nlessons\t2\n")
    assert "title: Workshop" in ran.err
    assert academy("course", "init", "workshop").code == 5


def test_what_is_no_setting_is_refused(academy: Run) -> None:
    ran = academy(*NEW, "--set", "title")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: --set: “title” is no name and value.")


def test_a_script_must_name_the_template(academy: Run) -> None:
    assert academy("course", "new", "python").code == 2


def test_a_person_is_asked_and_may_take_what_is_offered(
    screen: Callable[..., Screen], home: Path
) -> None:
    ran = screen(*NEW, answers="\n" * 9)

    assert ran.code == 0
    assert "[Python] " in ran.text
    assert (home / "python" / "course.yaml").exists()


def test_yes_takes_the_defaults(screen: Callable[..., Screen], home: Path) -> None:
    ran = screen(*NEW, "--yes")

    assert ran.code == 0
    assert "[Python] " not in ran.text
    assert (home / "python" / "course.yaml").exists()


def test_an_answer_that_will_not_do_is_asked_for_again(
    screen: Callable[..., Screen], home: Path
) -> None:
    ran = screen("course", "new", "python", "--template", "minimal", "--plain",
                 "--set", "title=Python", answers="Not A Slug\npython\n" + "\n" * 9)  # fmt: skip

    assert ran.code == 0
    assert "warning: " in ran.text
    assert "id: python\n" in (home / "python" / "course.yaml").read_text("utf-8")


def test_nobody_answers_questions_for_nothing(screen: Callable[..., Screen], home: Path) -> None:
    write(home / "python", lesson="# Here\n")
    for words, said in (
        (("--set", "titel=Python"), "error: The template “minimal” has no variable “titel”."),
        (("--set", "id=Not a slug"), "error: “Not a slug” will not do for “id”"),
        ((), "error: “python” is not empty"),
    ):
        ran = screen(*NEW, *words, NO_COLOR="1")

        assert ran.code in {2, 6}
        assert ran.lines[0].startswith(said)
