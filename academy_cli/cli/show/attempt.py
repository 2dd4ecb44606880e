"""An attempt at a quiz for people and as data: its sheet while it is open, its score once it was handed in.

Knows how both read; refuses to grade.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from academy_cli.cli.answer import Columns
from academy_cli.cli.format import Format
from academy_cli.cli.show.quiz import SCORE, SHEET, marked_lines, question_lines
from academy_cli.cli.terminal import Ink, Line, Terminal
from academy_cli.kit.amount import amount
from academy_cli.kit.record import record, shown
from academy_cli.kit.saying import say, say_joined, say_so_many

if TYPE_CHECKING:
    from academy_cli.attempts.views import AttemptView, Handed

ABOUT = (
    *("number", "email", "name", "course", "lesson", "attempt", "state", "percent", "points"),
    *("out_of", "revision", "started_at", "ends_at", "submitted_at", "title", "text", "seed"),
    *("pass_mark", "attempts", "show", "is_regraded"),
)
HANDED = ("lesson_state", "completion", "mails")


def graded(form: Format) -> tuple[str, ...]:
    """The fields of the answer of grading: an attempt as data, its questions as a list."""
    if not form.is_structured:
        return SCORE.known
    return (*ABOUT, "answers", "sheet", "questions", *HANDED, "is_passed")


def show_attempt(terminal: Terminal, view: AttemptView) -> None:
    """Write one attempt."""
    _show(terminal, view, {})


def show_handed(terminal: Terminal, handed: Handed) -> None:
    """Write an attempt that was handed in, and what became of the lesson and the course."""
    more = dict(zip(HANDED, (handed.lesson, handed.completion, handed.mails), strict=True))
    _show(terminal, handed.attempt, more)


def _show(terminal: Terminal, view: AttemptView, more: Mapping[str, object]) -> None:
    if terminal.format.is_structured:
        terminal.show_documents([{**_about(view), **more}])
    elif terminal.format is Format.TABLE and not terminal.wish.fields:
        terminal.print_lines(_lines(view))
    elif view.questions:
        terminal.show_list(view.questions, SCORE)
    else:
        columns = Columns(SHEET.shown, SHEET.known, SHEET.reference)
        terminal.show_list([record(one) for one in view.sheet], columns)


def _about(view: AttemptView) -> dict[str, object]:
    parts = record(view)
    said = {**record(view.summary), **{name: parts[name] for name in ABOUT if name in parts}}
    lists = {name: list(map(record, getattr(view, name))) for name in ("sheet", "questions")}
    is_passed = {"passed": True, "failed": False}.get(view.summary.state)
    return {**said, "is_passed": is_passed, "answers": view.answers, **lists}


def _lines(view: AttemptView) -> Iterator[Line]:
    about = view.summary
    yield (Ink(view.title, "bold"), f"  {about.course}/{about.lesson}")
    place = say("attempt {}", about.attempt)
    if view.attempts:
        place = say("attempt {} of {}", about.attempt, view.attempts)
    number = () if about.number is None else (say("number {}", about.number),)
    yield (say_joined(", ", (f"{about.name} <{about.email}>", place, *number)),)
    yield from _moments(view)
    yield ("",)
    for asked in view.sheet:
        yield from question_lines(asked, len(view.sheet))
    for one in view.questions:
        yield from marked_lines(one, len(view.questions))
    yield _total(view)


def _moments(view: AttemptView) -> Iterator[Line]:
    about = view.summary
    said = [
        say("begun {}", shown(about.started_at)) if about.started_at else "",
        say("until {}", shown(about.ends_at)) if about.ends_at else "",
        say("handed in {}", shown(about.submitted_at)) if about.submitted_at else "",
        say("graded again") if view.is_regraded else "",
    ]
    if line := say_joined(", ", (part for part in said if part)):
        yield (Ink(line, "dim"),)


def _total(view: AttemptView) -> Line:
    about = view.summary
    if about.points is None or about.out_of is None:
        return (_unmarked(view),)
    said = say("{} of {}", about.points, amount(about.out_of, "point"))
    if about.percent is not None:
        said = say("{}, {} %", said, about.percent)
    if not view.pass_mark:
        return (said,)
    is_passed = about.state == "passed"
    word = Ink(say("passed"), "green") if is_passed else Ink(say("not passed"), "red")
    return (say("{}: ", said), word, say(" ({} % to pass)", view.pass_mark))


def _unmarked(view: AttemptView) -> str:
    """Of an attempt without points: whether it was handed in, and how many answers are kept until then."""
    kept = say_so_many("{:,} answer saved.", "{:,} answers saved.", len(view.answers))
    match view.summary.state:
        case "open":
            said = say("Not handed in yet.")
        case "overdue":
            said = say("Not handed in, and the time is over.")
        case _:
            return say("Handed in.")
    return say_joined(" ", (said, kept)) if view.sheet else said
