"""What a person sees on a terminal, and what a pipe gets instead."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from academy_cli.cli.answer import Columns, Wish
from academy_cli.cli.format import Format
from academy_cli.cli.lines import UnknownFieldError
from academy_cli.cli.terminal import Ink, Terminal
from academy_cli.kit.money import Money
from academy_cli.kit.page import Page, SortKey
from tests.cli.screen import Screen

OnScreen = Callable[..., Screen]


@dataclass(frozen=True)
class Course:
    slug: str
    title: str
    lessons: int
    price: Money


COURSES = [
    Course("python", "Python\tbasics", 7, Money(4900, "eur")),
    Course("r", "R\x1b[31m", 12, Money(0, "eur")),
]
COLUMNS = Columns.of(Course, "slug", "title", "lessons")


class Tty(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def pipe(wish: Wish = Wish(), **environ: str) -> Terminal:  # noqa: B008
    return Terminal(io.StringIO(), io.StringIO(), io.StringIO(), environ, wish)


def tty(answers: str = "", wish: Wish = Wish(), **environ: str) -> Terminal:  # noqa: B008
    return Terminal(Tty(), Tty(), Tty(answers), {"TERM": "xterm", **environ}, wish)


def written(terminal: Terminal) -> tuple[str, str]:
    return terminal.out.getvalue(), terminal.err.getvalue()  # type: ignore[attr-defined]


def listed(form: Format | None, *fields: str, page: Page | None = None) -> str:
    terminal = pipe(Wish(form, fields, page or Page()))
    terminal.show_list(COURSES, COLUMNS)
    out, err = written(terminal)
    assert err == ""
    return out


def test_a_pipe_gets_tab_separated_lines_without_a_header() -> None:
    assert listed(None) == "python\tPython\\tbasics\t7\nr\tR\x1b[31m\t12\n"


def test_csv_has_a_header() -> None:
    assert listed(Format.CSV, "slug", "price") == "slug,price\npython,49.00 EUR\nr,0.00 EUR\n"


def test_ids_are_the_public_references() -> None:
    assert listed(Format.IDS) == "python\nr\n"


def test_json_is_an_array_with_every_field() -> None:
    first, _ = json.loads(listed(Format.JSON))

    assert first == {
        "slug": "python",
        "title": "Python\tbasics",
        "lessons": 7,
        "price": {"amount": 4900, "currency": "eur"},
    }


def test_jsonl_is_an_object_per_line() -> None:
    lines = listed(Format.JSONL, "slug").splitlines()

    assert lines == ['{"slug": "python"}', '{"slug": "r"}']


def test_yaml_is_a_list() -> None:
    assert listed(Format.YAML, "slug", "lessons") == (
        "- slug: python\n  lessons: 7\n- slug: r\n  lessons: 12\n"
    )


def test_a_table_in_a_pipe_is_aligned_text() -> None:
    assert listed(Format.TABLE, "slug", "lessons", "price") == (
        "slug    lessons      price\npython        7  49.00 EUR\nr            12   0.00 EUR\n"
    )


def test_fields_come_in_the_order_they_are_named() -> None:
    assert listed(Format.TSV, "lessons", "slug") == "7\tpython\n12\tr\n"


def test_a_list_is_sorted_and_limited() -> None:
    assert listed(Format.IDS, page=Page(SortKey.parse("-lessons"), 1)) == "r\n"


@pytest.mark.parametrize("wish", [Wish(fields=("slgu",)), Wish(page=Page(SortKey.parse("-slgu")))])
def test_an_unknown_field_is_refused_with_the_nearest(wish: Wish) -> None:
    with pytest.raises(UnknownFieldError) as refusal:
        pipe(wish).show_list([], COLUMNS)

    assert refusal.value.hint == "Did you mean `slug`?"


def test_an_empty_list_is_silent_in_a_pipe() -> None:
    terminal = pipe()

    terminal.show_list([], COLUMNS)

    assert written(terminal) == ("", "")


def test_an_empty_list_is_an_empty_array() -> None:
    terminal = pipe(Wish(Format.JSON))

    terminal.show_list([], COLUMNS)

    assert written(terminal) == ("[]\n", "")


def test_an_empty_list_is_said_on_a_terminal() -> None:
    terminal = tty()

    terminal.show_list([], COLUMNS, empty="There are no courses.")

    assert written(terminal) == ("", "There are no courses.\n")


def test_one_thing_is_a_line_per_field() -> None:
    terminal = pipe()

    terminal.show_one(COURSES[1], "slug", "lessons")

    assert written(terminal) == ("slug\tr\nlessons\t12\n", "")


def test_one_field_of_one_thing_is_its_value_alone() -> None:
    terminal = pipe(Wish(fields=("slug",)))

    terminal.show_one(COURSES[1])

    assert written(terminal) == ("r\n", "")


def test_a_screen_never_gets_an_escape_code_from_data() -> None:
    terminal = tty(wish=Wish(is_plain=True))

    terminal.show_list(COURSES, COLUMNS)

    out, _ = written(terminal)
    assert "R\\x1b[31m" in out
    assert "\x1b" not in out


def test_json_on_a_screen_never_holds_an_escape_code() -> None:
    terminal = tty(wish=Wish(Format.JSON))

    terminal.show_list([{"slug": "\x9b2J"}], Columns(("slug",), ("slug",)))

    assert "\x9b" not in written(terminal)[0]


def test_ink_is_colour_only_where_colour_is_welcome() -> None:
    for terminal, wanted in (
        (tty(), "\x1b[32m+\x1b[0m new\n"),
        (tty(NO_COLOR="1"), "+ new\n"),
        (tty(wish=Wish(is_plain=True)), "+ new\n"),
        (tty(TERM="dumb"), "+ new\n"),
        (pipe(), "+ new\n"),
    ):
        terminal.print(Ink("+", "green"), " new")

        assert written(terminal)[0] == wanted


def test_a_long_line_breaks_between_words_on_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    for terminal, wanted in (
        (tty(NO_COLOR="1"), "  ~ one two three\n      four five six\n      seven\n"),
        (pipe(), "  ~ one two three four five six seven\n"),
    ):
        terminal.print_lines([("  ", Ink("~", "cyan"), " one two three four five six seven")])

        assert written(terminal)[0] == wanted


def test_a_broken_line_keeps_its_ink(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "10")
    terminal = tty()

    terminal.print_lines([("one ", Ink("two three", "dim"))])

    assert written(terminal)[0] == "one \x1b[2mtwo\x1b[0m\n    \x1b[2mthree\x1b[0m\n"


def test_a_word_wider_than_the_screen_stays_whole_and_where_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "10")
    terminal = tty()

    terminal.print_lines([("file a/long/path next",), ("a/longer/path/still next",)])

    assert written(terminal)[0].splitlines() == [
        "file a/long/path",
        "    next",
        "a/longer/path/still",
        "    next",
    ]


def test_quiet_silences_notes_and_steps_but_no_warning() -> None:
    terminal = pipe(Wish(is_quiet=True))

    terminal.note("Created.")
    terminal.warn("Look out.")
    with terminal.progress("Reading", 3) as progress:
        progress(3)

    assert written(terminal) == ("", "warning: Look out.\n")


def test_a_terminal_gets_a_table(screen: OnScreen) -> None:
    ran = screen("help", "exit-codes")

    assert ran.code == 0
    assert "\x1b[1m" in ran.drawn
    assert next(line.split() for line in ran.lines if line) == ["code", "kind", "meaning"]
    assert any(set(line.strip()) == {"─"} for line in ran.lines)
    assert all(len(line) <= 80 for line in ran.lines)


def test_no_color_takes_the_colour_and_leaves_the_words(screen: OnScreen) -> None:
    ran = screen("verson", NO_COLOR="1")

    assert "\x1b" not in ran.drawn
    assert ran.lines[0] == "error: There is no command “verson” in academy."


def test_an_error_is_red_on_a_terminal_and_still_says_so(screen: OnScreen) -> None:
    ran = screen("verson")

    assert "\x1b[31merror:\x1b[0m" in ran.drawn
    assert ran.lines[0] == "error: There is no command “verson” in academy."


def test_plain_holds_for_errors_too(screen: OnScreen) -> None:
    assert "\x1b" not in screen("help", "nothing", "--plain").drawn


def test_plain_draws_no_boxes_and_no_colour(screen: OnScreen) -> None:
    ran = screen("help", "exit-codes", "--plain")

    assert ran.lines[0] == "code  kind         meaning"
    assert "\x1b" not in ran.drawn
    assert "─" not in ran.drawn
