"""Lists on narrow screens: what names a row can be read and copied on any of them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from academy_cli.cli.answer import Columns, Wish
from academy_cli.cli.format import Format
from academy_cli.cli.terminal import Terminal
from academy_cli.cli.terminal.ink import wrapped
from academy_cli.kit.table import display_width
from tests.cli.screen import Screen


@dataclass(frozen=True)
class Lesson:
    title: str
    key: str
    minutes: int
    seen_at: datetime


SEEN = datetime(2026, 11, 25, 8, 33, tzinfo=UTC)
LESSONS = [
    Lesson(
        "Investigate an Internet of Things project", "getting-started/lessons/assignment", 90, SEEN
    ),
    Lesson("Intro", "intro", 5, SEEN),
]
COLUMNS = Columns(("title", "key", "minutes"), ("title", "key", "minutes", "seen_at"), "key")
PLAIN = pytest.mark.parametrize("is_plain", [False, True])
WIDTHS = pytest.mark.parametrize("width", [10, 20, 40, 59, 60, 80, 200])


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _nobody_else_says_how_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


def drawn(monkeypatch: pytest.MonkeyPatch, width: int, *fields: str, is_plain: bool) -> list[str]:
    """The lines that a list takes on a screen of some width."""
    monkeypatch.setenv("COLUMNS", str(width))
    out, wish = Tty(), Wish(fields=fields, is_plain=is_plain)
    terminal = Terminal(out, Tty(), Tty(), {"TERM": "xterm", "NO_COLOR": "1"}, wish)
    terminal.show_list(LESSONS, COLUMNS)
    return Screen(out.getvalue(), 0).lines


@PLAIN
@WIDTHS
def test_a_reference_number_or_time_is_whole_on_any_screen(
    monkeypatch: pytest.MonkeyPatch, width: int, *, is_plain: bool
) -> None:
    lines = drawn(monkeypatch, width, is_plain=is_plain)

    words = [word for line in lines for word in line.split()]
    assert {"getting-started/lessons/assignment", "intro", "90", "5"} <= set(words)


@PLAIN
@WIDTHS
def test_no_word_of_a_row_is_lost(
    monkeypatch: pytest.MonkeyPatch, width: int, *, is_plain: bool
) -> None:
    words = " ".join(drawn(monkeypatch, width, is_plain=is_plain)).split()

    assert set(LESSONS[0].title.split()) <= set(words)
    assert "…" not in "".join(words)


@PLAIN
@pytest.mark.parametrize("width", [40, 59, 60, 80, 200])
def test_no_line_is_wider_than_the_screen_that_holds_its_words(
    monkeypatch: pytest.MonkeyPatch, width: int, *, is_plain: bool
) -> None:
    lines = drawn(monkeypatch, width, is_plain=is_plain)

    assert max(map(display_width, lines)) <= max(width, len("key      ") + 34)


@PLAIN
def test_a_narrow_screen_gets_a_block_per_row(
    monkeypatch: pytest.MonkeyPatch, *, is_plain: bool
) -> None:
    assert drawn(monkeypatch, 40, is_plain=is_plain) == [
        "title    Investigate an Internet of",
        "         Things project",
        "key      getting-started/lessons/assignment",
        "minutes  90",
        "",
        "title    Intro",
        "key      intro",
        "minutes  5",
    ]


@PLAIN
def test_values_stand_below_each_other_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, *, is_plain: bool
) -> None:
    roomy = drawn(monkeypatch, 30, "title", "seen_at", is_plain=is_plain)
    tight = drawn(monkeypatch, 17, "title", "seen_at", is_plain=is_plain)

    assert roomy[:2] == ["title    Investigate an", "         Internet of Things"]
    assert tight[:3] == ["title", "    Investigate", "    an Internet"]


def test_a_table_folds_its_texts_before_it_becomes_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, 60, is_plain=False) == [
        "title            key                                 minutes",
        "─" * 60,
        "Investigate an   getting-started/lessons/assignment       90",
        "Internet of",
        "Things project",
        "Intro            intro                                     5",
    ]


def test_plain_lines_are_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, 86, is_plain=True)[0].split() == ["title", "key", "minutes"]
    assert drawn(monkeypatch, 85, is_plain=True)[0].startswith("title    Investigate an Internet")


@PLAIN
def test_one_field_is_a_line_per_row_on_any_screen(
    monkeypatch: pytest.MonkeyPatch, *, is_plain: bool
) -> None:
    lines = drawn(monkeypatch, 20, "key", is_plain=is_plain)

    assert lines == ["getting-started/lessons/assignment", "intro"]


def test_a_pipe_is_as_wide_as_it_needs_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    out = io.StringIO()

    Terminal(out, io.StringIO(), io.StringIO(), {}, Wish(Format.TABLE)).show_list(LESSONS, COLUMNS)

    assert [len(line) for line in out.getvalue().splitlines()] == [86, 86, 86]


@pytest.mark.parametrize("width", range(8, 33))
def test_no_line_breaks_at_a_space_that_holds_words_together(width: int) -> None:
    hold, thin = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
    said = f"Elle est dans «{hold}ici{hold}»{thin}; voir{hold}: là"

    lines = ["".join(map(str, line)).strip(" ") for line in wrapped((said,), width)]

    assert " ".join(lines) == said
    assert all(not line.startswith((";", ":", "»")) and not line.endswith("«") for line in lines)
    assert len(lines) > 1


@pytest.mark.parametrize("width", range(36, 60))
def test_no_cell_of_a_table_is_folded_at_such_a_space(
    monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    thin = "\N{NARROW NO-BREAK SPACE}"
    said = f"une base de données injoignable{thin}; réessayez plus tard"
    monkeypatch.setenv("COLUMNS", str(width))
    out = Tty()
    terminal = Terminal(out, Tty(), Tty(), {"TERM": "xterm", "NO_COLOR": "1"}, Wish())

    terminal.show_list([Lesson(said, "k", 5, SEEN)], COLUMNS)

    lines = out.getvalue().splitlines()
    assert f"injoignable{thin};" in out.getvalue()
    assert len([line for line in lines if line.strip(" ─")]) > 2  # it is folded
    assert not [line for line in lines if line.lstrip(" ").startswith((";", thin))]
