"""Questions: who is asked, what counts as yes, and what happens when nobody is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from academy_cli.cli import language
from academy_cli.cli.answer import Wish
from academy_cli.cli.terminal.errors import (
    ConfirmationNeededError,
    DeclinedError,
    MissingValueError,
)
from academy_cli.errors import Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say
from tests.cli.screen import Screen
from tests.cli.test_terminal import pipe, tty, written

CHOICES = {"python": "Python basics", "r": "R for everyone"}


def test_yes_answers_without_asking() -> None:
    terminal = pipe(Wish(is_yes=True))

    terminal.confirm("Archive 3 lessons?")

    assert written(terminal) == ("", "")


def test_without_a_terminal_nobody_is_asked() -> None:
    terminal = pipe()

    with pytest.raises(ConfirmationNeededError) as refusal:
        terminal.confirm("Archive 3 lessons?")

    assert (refusal.value.kind, refusal.value.code) == (Kind.REFUSED, "confirmation.needed")
    assert written(terminal) == ("", "")


def test_in_ci_nobody_is_asked() -> None:
    with pytest.raises(ConfirmationNeededError):
        tty("y\n", CI="true").confirm("Archive 3 lessons?")


@pytest.mark.parametrize("answer", ["y\n", "Y\n", "yes\n", " yes \n"])
def test_yes_goes_on(answer: str) -> None:
    terminal = tty(answer, CI="false")

    terminal.confirm("Archive 3 lessons?")

    assert written(terminal) == ("", "Archive 3 lessons? [y/N] ")


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "yess\n"])
def test_everything_else_changes_nothing(answer: str) -> None:
    with pytest.raises(DeclinedError) as refusal:
        tty(answer).confirm("Archive 3 lessons?")

    assert refusal.value.kind is Kind.REFUSED


@pytest.mark.parametrize("answer", ["o\n", "OUI\n", "y\n"])
def test_in_french_the_letters_are_french_and_english_ones_will_do(answer: str) -> None:
    terminal = replace(tty(answer), tongue=language.named("fr"))

    terminal.confirm(say("Apply {} to “{}”?", amount(4, "change"), "python"))

    assert written(terminal)[1].endswith("? [o/N] ")


def test_what_is_destroyed_is_said_first() -> None:
    terminal = tty("y\n", NO_COLOR="1")

    terminal.confirm("Go on?", destroys="This archives 3 lessons.")

    assert written(terminal)[1] == "warning: This archives 3 lessons.\nGo on? [y/N] "


def test_a_missing_text_is_asked_for() -> None:
    assert tty("Python\n").ask("TITLE", "Title") == "Python"
    assert tty("\n").ask("TITLE", "Title", "Untitled") == "Untitled"


@pytest.mark.parametrize("answer", ["", "\n"])
def test_a_text_nobody_gives_is_missing(answer: str) -> None:
    with pytest.raises(MissingValueError, match="TITLE is missing"):
        tty(answer).ask("TITLE", "Title")


def test_who_was_asked_is_not_sent_to_the_command_line() -> None:
    with pytest.raises(MissingValueError) as refusal:
        tty("\n").ask("DIR", "Which folder?")

    assert refusal.value.hint == "The question was left without an answer; nothing was changed."


def test_where_there_is_nothing_to_choose_a_person_is_told_so(
    screen: Callable[..., Screen],
) -> None:
    ran = screen("course", "show", NO_COLOR="1")

    assert ran.code == 4
    assert ran.lines[-2:] == [
        "error: There is no course to choose from yet.",
        "hint: Start one: academy course new DIR",
    ]


def test_a_script_is_told_what_is_missing() -> None:
    with pytest.raises(MissingValueError) as refusal:
        pipe().choose("COURSE", "Which course?", CHOICES)

    assert refusal.value.kind is Kind.USAGE


@pytest.mark.parametrize(("answer", "chosen"), [("2\n", "r"), ("python\n", "python")])
def test_a_plain_choice_is_a_number_or_a_name(answer: str, chosen: str) -> None:
    terminal = tty(answer, Wish(is_plain=True))

    assert terminal.choose("COURSE", "Which course?", CHOICES) == chosen
    assert written(terminal)[1] == (
        "  1  Python basics\n  2  R for everyone\nWhich course? (1-2): "
    )


@pytest.mark.parametrize(
    ("answer", "chosen"),
    [("2 1\n", ["python", "r"]), ("2,2\n", ["r"]), ("\n", []), ("3 x\n", [])],
)
def test_several_plain_choices_are_numbers(answer: str, chosen: list[str]) -> None:
    terminal = tty(answer, Wish(is_plain=True))

    assert terminal.choose_several("COURSE", "Which courses?", CHOICES) == chosen
    assert written(terminal)[1] == (
        "  1  Python basics\n  2  R for everyone\nWhich courses? (such as 1 2): "
    )


def test_nobody_chooses_several_where_nobody_can_be_asked() -> None:
    with pytest.raises(MissingValueError):
        pipe().choose_several("COURSE", "Which courses?", CHOICES)


@pytest.mark.parametrize("answer", ["3\n", "0\n", "cobol\n", "\n"])
def test_a_choice_that_is_not_there_is_missing(answer: str) -> None:
    with pytest.raises(MissingValueError):
        tty(answer, Wish(is_plain=True)).choose("COURSE", "Which course?", CHOICES)


@pytest.mark.parametrize("plain", [True, False])
def test_ctrl_c_at_a_question_ends_with_130(screen: Callable[..., Screen], *, plain: bool) -> None:
    code = f"""
import os, sys
from academy_cli.cli.answer import Wish
from academy_cli.cli.exits import ended
from academy_cli.cli.terminal import Terminal
terminal = Terminal(sys.stdout, sys.stderr, sys.stdin, os.environ, Wish(is_plain={plain}))
sys.exit(ended(lambda: terminal.choose("COURSE", "Which?", {CHOICES}), []))
"""

    ran = screen(code=code, answers="\x03")

    assert ran.code == 130
    assert ran.lines[-1] == "error: Interrupted; nothing is half done."


def test_a_menu_is_drawn_on_a_terminal(screen: Callable[..., Screen]) -> None:
    code = """
import os, sys
from academy_cli.cli.terminal import Terminal
terminal = Terminal(sys.stdout, sys.stderr, sys.stdin, os.environ)
print("chosen:", terminal.choose("COURSE", "Which course?", {"python": "Python", "r": "R"}))
"""

    ran = screen(code=code, answers="\x1b[B\r")

    assert "Which course?" in ran.text
    assert ran.lines[-1] == "chosen: r"


def test_a_menu_has_a_line_per_choice_and_for_the_answer(screen: Callable[..., Screen]) -> None:
    code = f"""
import os, sys
from academy_cli.cli.terminal import Terminal
terminal = Terminal(sys.stdout, sys.stderr, sys.stdin, os.environ)
terminal.choose("COURSE", "Which course?", {{"python": "python {"x" * 99}", "r": "R"}})
"""

    ran = screen(code=code, answers="\r", NO_COLOR="1")

    choice = re.search(" » python x+…", ran.text)
    answer = re.search(r"\? Which course\? python x+…", ran.text)
    assert choice
    assert answer
    assert len(choice[0]) < len(answer[0]) <= 80
