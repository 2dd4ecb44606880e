"""Three streams and a person's wishes: everything a command may say and ask.

Knows which stream a sentence belongs on; refuses to know what it says.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import TextIO

from academy_cli.cli.answer import Columns, Wish
from academy_cli.cli.format import Format
from academy_cli.cli.jsonrows import json_text
from academy_cli.cli.lines import list_lines, one_lines
from academy_cli.cli.streams import ReaderGoneError, UnwritableOutputError, flush, put
from academy_cli.cli.terminal import questions
from academy_cli.cli.terminal.errors import (
    ConfirmationNeededError,
    DeclinedError,
    MissingValueError,
    UnequalSecretsError,
)
from academy_cli.cli.terminal.ink import HANG, Ink, Line, inked, wrapped
from academy_cli.cli.terminal.progress import Bars, Progress, silence, step
from academy_cli.cli.terminal.table import Table, properties
from academy_cli.errors import AcademyError
from academy_cli.kit.record import Record, record
from academy_cli.kit.table import GAP

_HOME, _TO_END, _BELOW = "\x1b[H", "\x1b[K", "\x1b[J"
"""To the first place of a screen; gone is what is left of a line, and all below (ECMA-48: CUP, EL, ED)."""
LINES = 200
"""How many lines are written to a pipe at a time."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Standard output, error and input, the environment, and what is wanted of them."""

    out: TextIO
    err: TextIO
    source: TextIO
    environ: Mapping[str, str]
    wish: Wish = field(default_factory=Wish)
    bars: Bars = field(default_factory=Bars)

    @property
    def format(self) -> Format:
        """The wanted format, else a table on a screen and tsv in a pipe."""
        return self.wish.format or (Format.TABLE if self.out.isatty() else Format.TSV)

    @property
    def can_ask(self) -> bool:
        """Whether a person sits in front: input and error are a terminal, and this is not CI."""
        in_ci = self.environ.get("CI", "").casefold() not in {"", "0", "false"}
        return self.source.isatty() and self.err.isatty() and not in_ci

    def show_list(
        self, rows: Iterable[object], columns: Columns, *, empty: str = "Nothing to show."
    ) -> None:
        """Write many views; an empty list is an answer, not a failure."""
        names = self.wish.names(self.format, columns)
        self._list(self.wish.records(rows, columns), columns, names, empty)

    def show_page(
        self, rows: Iterable[object], columns: Columns, *, empty: str = "Nothing to show."
    ) -> None:
        """Write views that are the wanted page already, in its order.

        They may come one by one: in a pipe, however many there are, only a few are held at a time.
        """
        names = self.wish.names(self.format, columns)
        if self.format is Format.TABLE or self.out.isatty():
            self._list([record(row) for row in rows], columns, names, empty)
        else:
            self._lines(list_lines(self.format, rows, names))

    def _list(
        self, records: Sequence[Record], columns: Columns, names: Sequence[str], empty: str
    ) -> None:
        if not records and empty and self.out.isatty():
            self.note(empty)
        if self.format is not Format.TABLE:
            self._lines(list_lines(self.format, records, names))
        elif records:
            self._table(Table(names, records, columns.row_name))

    def show_one(self, view: object, *shown: str) -> None:
        """Write one view: an object, or a line per field, of the ``shown`` fields by default."""
        form, one = self.format, record(view)
        names = self.wish.names(form, Columns(shown or tuple(one), tuple(one)))
        if form is Format.TABLE:
            self._properties(((text,) for text in properties(one, names)), names)
        else:
            self._lines(one_lines(form, one, names))

    def show_documents(self, documents: Sequence[object]) -> None:
        """Write values too deep for a table: an object for one, an array for none or several."""
        form, records = self.format, [record(document) for document in documents]
        known = tuple(records[0]) if records else ()
        names = self.wish.names(form, Columns(known, known)) if records else ()
        is_one = len(records) == 1
        lines = one_lines(form, records[0], names) if is_one else list_lines(form, records, names)
        self._lines(lines)

    def print(self, *spans: str | Ink) -> None:
        """Write one line of an answer that no format describes, such as a tree."""
        put(self.out, self._joined(self.out, spans) + "\n")

    def print_lines(self, lines: Iterable[Line], *, hang: int = HANG) -> None:
        """Write lines of an answer; on a screen a long one goes on below, ``hang`` further in."""
        for line in self._fitted(self.out, lines, hang):
            self.print(*line)

    @property
    def redraws(self) -> bool:
        """Whether an answer may be drawn again in the place of the one before."""
        return self.format is Format.TABLE and self._draws(self.out)

    def redraw(self, lines: Iterable[Line]) -> None:
        """Draw lines from the top of the screen on, over what is there; nothing flickers."""
        drawn = [self._joined(self.out, line) for line in self._fitted(self.out, lines)]
        put(self.out, _HOME + "".join(f"{line}{_TO_END}\n" for line in drawn) + _BELOW)
        self.flush()

    def flush(self) -> None:
        """Push out what was written, for whoever looks on."""
        flush(self.out)

    def note(self, *spans: str | Ink) -> None:
        """Say something a person may want to know; --quiet silences it."""
        if not self.wish.is_quiet:
            said = (self.wish.carried.into(one) if isinstance(one, str) else one for one in spans)
            self._say(*said)

    def note_lines(self, lines: Iterable[Line]) -> None:
        """Say several lines; on a screen a long one goes on indented below."""
        for line in self._fitted(self.err, lines):
            self.note(*line)

    def warn(self, sentence: str) -> None:
        """Say something a person should know."""
        self._say(Ink("warning:", "yellow"), " ", self.wish.carried.into(sentence))

    def fail(self, error: AcademyError) -> None:
        """Say why the command did not do what was asked, and what to do next."""
        hint = self.wish.carried.into(error.hint)
        if self.wish.format in {Format.JSON, Format.JSONL}:
            parts = {"code": error.code, "message": error.message, "hint": hint}
            self._say(json_text({"error": {"kind": error.kind.word, **parts}}, indent=None))
            return
        for line in self._fitted(self.err, [(Ink("error:", "red"), " ", error.message)]):
            self._say(*line)
        if hint:
            self._say(Ink("hint:", "cyan"), " ", hint)

    def progress(self, label: str, total: int | None = None) -> AbstractContextManager[Progress]:
        """Show how far the work of a block has come."""
        if self.wish.is_quiet:
            return silence()
        if self._draws(self.err):
            return self.bars.bar(self.err, self.environ, label, total)
        return step(self.note, label, total)

    def confirm(self, question: str, *, destroys: str = "") -> None:
        """Return if the person or --yes says yes; else raise one of two refusals."""
        if self.wish.is_yes:
            return
        if not self.can_ask:
            raise ConfirmationNeededError(question)
        if destroys:
            self.warn(destroys)
        if not questions.is_yes(self.source, self.err, question):
            raise DeclinedError

    def confirm_typed(self, word: str, *, destroys: str) -> None:
        """Return if the person types a word again or --yes says yes; else raise one of two refusals."""
        question = f"Type {word} to go on:"
        if self.wish.is_yes:
            return
        if not self.can_ask:
            raise ConfirmationNeededError(question)
        self.warn(destroys)
        if questions.read_line(self.source, self.err, f"{question} ") != word:
            raise DeclinedError

    def ask(self, name: str, question: str, default: str = "", *, is_optional: bool = False) -> str:
        """Ask for a missing text; raises MissingValueError if nobody can be asked or answers.

        The answer may be empty only where it ``is_optional``.
        """
        if not self.can_ask:
            raise MissingValueError(name)
        suffix = f" [{default}]" if default else ""
        given = questions.read_line(self.source, self.err, f"{question}{suffix} ") or default
        return given if is_optional else _required(name, given)

    def ask_secret(self, name: str, question: str) -> str:
        """Ask for a text that nobody may see, twice; raises as ``ask`` does, and UnequalSecretsError."""
        return self._secrets(name, (f"{question} ", "Once more: "))[0]

    def ask_changed_secret(self, name: str, known: str, question: str) -> tuple[str, str]:
        """Ask for the text that holds until now, and for a new one as ``ask_secret`` does."""
        before, after = self._secrets(name, (f"{known} ", f"{question} ", "Once more: "))
        return before, after

    def _secrets(self, name: str, prompts: tuple[str, ...]) -> tuple[str, ...]:
        """All at once, the last of them twice: what was typed ahead is not lost between two."""
        if not self.can_ask:
            raise MissingValueError(name)
        *given, again = questions.read_secrets(self.source, self.err, prompts)
        if given[-1] != again:
            raise UnequalSecretsError
        return tuple(_required(name, one) for one in given)

    def choose(self, name: str, question: str, choices: Mapping[str, str]) -> str:
        """Ask for one of some values, given with their titles; raises as ``ask`` does."""
        if not self.can_ask or not choices:
            raise MissingValueError(name)
        if self._draws(self.err):
            return _required(name, questions.pick_from_menu(self.err, question, choices))
        return _required(name, questions.pick_number(self.source, self.err, question, choices))

    def choose_several(self, name: str, question: str, choices: Mapping[str, str]) -> list[str]:
        """Ask for any of some values, given with their titles, also for none; raises as ``ask`` does."""
        if not self.can_ask:
            raise MissingValueError(name)
        if self._draws(self.err):
            return questions.tick_in_menu(self.err, question, choices)
        return questions.tick_numbers(self.source, self.err, question, choices)

    @property
    def draws(self) -> bool:
        """Whether pictures may be drawn for whoever reads the answer: on a screen, and not --plain."""
        return self._draws(self.out)

    @property
    def width(self) -> int:
        """How many columns there are for a picture."""
        return self._width or 80

    @property
    def _width(self) -> int | None:
        return shutil.get_terminal_size().columns if self.out.isatty() else None

    def _fitted(self, stream: TextIO, lines: Iterable[Line], hang: int = HANG) -> Iterator[Line]:
        if not stream.isatty():
            yield from lines
            return
        width = shutil.get_terminal_size().columns
        for line in lines:
            yield from wrapped(line, width, hang)

    def _draws(self, stream: TextIO) -> bool:
        return stream.isatty() and not self.wish.is_plain and self.environ.get("TERM") != "dumb"

    def _joined(self, stream: TextIO, spans: tuple[str | Ink, ...]) -> str:
        colour = self._draws(stream) and not self.environ.get("NO_COLOR")
        return inked(spans, colour=colour, screen=stream.isatty())

    def _say(self, *spans: str | Ink) -> None:
        """Write one line of the conversation; work goes on when nobody listens any more."""
        with suppress(ReaderGoneError, UnwritableOutputError):
            put(self.err, self._joined(self.err, spans) + "\n")

    def _table(self, table: Table) -> None:
        draws = self._draws(self.out)
        widths = table.fitted(self._width, folds=draws)
        if widths is None:
            self._properties(table.blocks(), table.names)
        elif draws:
            table.draw(self.out, self.environ, widths)
        else:
            self._lines(table.plain())

    def _properties(self, lines: Iterable[Line], names: Sequence[str]) -> None:
        """Write lines of names and values; a long value goes on below itself, where there is room."""
        below = max(map(len, names), default=0) + len(GAP) if len(names) > 1 else 0
        has_room = self._width is None or 2 * below <= self._width
        self.print_lines(lines, hang=below if has_room else HANG)

    def _lines(self, lines: Iterable[str]) -> None:
        """Write lines, in a pipe many at once."""
        if self.out.isatty():
            for line in lines:
                self.print(line)
            return
        rest = iter(lines)
        while some := list(islice(rest, LINES)):
            put(self.out, "\n".join([*some, ""]))


def _required(name: str, given: str) -> str:
    if not given:
        raise MissingValueError(name, is_asked=True)
    return given
