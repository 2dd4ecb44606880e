"""What a command says to a person beside its answer, and what it asks: on standard error, in their language.

Knows when nobody is there to answer; refuses to know what is said.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from typing import TextIO

from academy_cli.cli.answer import Wish
from academy_cli.cli.format import Format
from academy_cli.cli.jsonrows import json_text
from academy_cli.cli.streams import ReaderGoneError, UnwritableOutputError, put
from academy_cli.cli.terminal import questions
from academy_cli.cli.terminal.errors import (
    ConfirmationNeededError,
    DeclinedError,
    MissingValueError,
    UnequalSecretsError,
)
from academy_cli.cli.terminal.ink import HANG, Ink, Line, inked, wrapped
from academy_cli.cli.terminal.progress import Bars, Progress, silence, step
from academy_cli.errors import AcademyError
from academy_cli.kit.saying import ENGLISH, Tongue, retold, say, sentence

YES = say("y yes")
"""What means yes when it is typed; a translation adds to it."""
ERROR, HINT, WARNING, AGAIN = say("error:"), say("hint:"), say("warning:"), say("Once more:")


@dataclass(frozen=True, slots=True)
class Conversation:
    """Standard output, error and input, the environment, what is wanted, and the language it is said in."""

    out: TextIO
    err: TextIO
    source: TextIO
    environ: Mapping[str, str]
    wish: Wish = field(default_factory=Wish)
    bars: Bars = field(default_factory=Bars)
    tongue: Tongue = ENGLISH

    @property
    def can_ask(self) -> bool:
        """Whether a person sits in front: input and error are a terminal, and this is not CI."""
        in_ci = self.environ.get("CI", "").casefold() not in {"", "0", "false"}
        return self.source.isatty() and self.err.isatty() and not in_ci

    def note(self, *spans: str | Ink) -> None:
        """Say something a person may want to know; --quiet silences it."""
        if not self.wish.is_quiet:
            told = tuple(map(self._whole, spans)) if len(spans) == 1 else self._told(spans)
            said = (self.wish.carried.into(one) if isinstance(one, str) else one for one in told)
            self._say(*said)

    def note_lines(self, lines: Iterable[Line]) -> None:
        """Say several lines; on a screen a long one goes on indented below."""
        for line in self._fitted(self.err, lines):
            self.note(*line)

    def warn(self, said: str) -> None:
        """Say something a person should know."""
        mark = self._sentence(WARNING)
        said = self.wish.carried.into(self._sentence(said))
        self._say(Ink(mark, "yellow"), " ", said)

    def fail(self, error: AcademyError) -> None:
        """Say why the command did not do what was asked, and what to do next."""
        hint = self.wish.carried.into(self._sentence(error.hint))
        message = self._sentence(error.message)
        if self.wish.format in {Format.JSON, Format.JSONL}:
            parts = {"code": error.code, "message": message, "hint": hint}
            self._say(json_text({"error": {"kind": error.kind.word, **parts}}, indent=None))
            return
        mark, help_mark = (self._sentence(one) for one in (ERROR, HINT))
        for line in self._fitted(self.err, [(Ink(mark, "red"), " ", message)]):
            self._say(*line)
        if hint:
            self._say(Ink(help_mark, "cyan"), " ", hint)

    def progress(self, label: str, total: int | None = None) -> AbstractContextManager[Progress]:
        """Show how far the work of a block has come."""
        if self.wish.is_quiet:
            return silence()
        if self._draws(self.err):
            return self.bars.bar(self.err, self.environ, self._sentence(label), total)
        return step(self.note, self._sentence(label), total)

    def confirm(self, question: str, *, destroys: str = "") -> None:
        """Return if the person or --yes says yes; else raise one of two refusals."""
        if self.wish.is_yes:
            return
        if not self.can_ask:
            raise ConfirmationNeededError(question)
        if destroys:
            self.warn(destroys)
        if not self._is_yes(question):
            raise DeclinedError

    def confirm_typed(self, word: str, *, destroys: str) -> None:
        """Return if the person types a word again or --yes says yes; else raise one of two refusals."""
        question = say("Type {} to go on:", word)
        if self.wish.is_yes:
            return
        if not self.can_ask:
            raise ConfirmationNeededError(question)
        self.warn(destroys)
        if questions.read_line(self.source, self.err, f"{self._sentence(question)} ") != word:
            raise DeclinedError

    def ask(self, name: str, question: str, default: str = "", *, is_optional: bool = False) -> str:
        """Ask for a missing text; raises MissingValueError if nobody can be asked or answers.

        The answer may be empty only where it ``is_optional``.
        """
        if not self.can_ask:
            raise MissingValueError(name)
        suffix = f" [{default}]" if default else ""
        prompt = f"{self._sentence(question)}{suffix} "
        given = questions.read_line(self.source, self.err, prompt) or default
        return given if is_optional else _required(name, given)

    def ask_secret(self, name: str, question: str) -> str:
        """Ask for a text that nobody may see, twice; raises as ``ask`` does, and UnequalSecretsError."""
        return self._secrets(name, (question, AGAIN))[0]

    def ask_changed_secret(self, name: str, known: str, question: str) -> tuple[str, str]:
        """Ask for the text that holds until now, and for a new one as ``ask_secret`` does."""
        before, after = self._secrets(name, (known, question, AGAIN))
        return before, after

    def _secrets(self, name: str, prompts: tuple[str, ...]) -> tuple[str, ...]:
        """All at once, the last of them twice: what was typed ahead is not lost between two."""
        if not self.can_ask:
            raise MissingValueError(name)
        told = [f"{self._sentence(one)} " for one in prompts]
        *given, again = questions.read_secrets(self.source, self.err, told)
        if given[-1] != again:
            raise UnequalSecretsError
        return tuple(_required(name, one) for one in given)

    def choose(self, name: str, question: str, choices: Mapping[str, str]) -> str:
        """Ask for one of some values, given with their titles; raises as ``ask`` does."""
        if not self.can_ask or not choices:
            raise MissingValueError(name)
        question, choices = self._in_tongue(question, choices)
        if self._draws(self.err):
            return _required(name, questions.pick_from_menu(self.err, question, choices))
        return _required(name, questions.pick_number(self.source, self.err, question, choices))

    def choose_several(self, name: str, question: str, choices: Mapping[str, str]) -> list[str]:
        """Ask for any of some values, given with their titles, also for none; raises as ``ask`` does."""
        if not self.can_ask:
            raise MissingValueError(name)
        question, choices = self._in_tongue(question, choices)
        if self._draws(self.err):
            return questions.tick_in_menu(self.err, question, choices)
        such = say("{} (such as 1 {}): ", question, len(choices))
        return questions.tick_numbers(self.source, self.err, self._sentence(such), choices)

    def _is_yes(self, question: str) -> bool:
        """Whether the answer is yes, in English or in the person's language; an empty line means no."""
        prompt = self._sentence(say("{} [y/N] ", self._sentence(question)))
        words = f"{YES} {self.tongue.gettext(YES)}".split()
        return questions.read_line(self.source, self.err, prompt).casefold() in words

    def _in_tongue(
        self, question: str, choices: Mapping[str, str]
    ) -> tuple[str, Mapping[str, str]]:
        told = {value: str(retold(title, self.tongue)) for value, title in choices.items()}
        return self._sentence(question), told

    def told(self, text: str) -> str:
        """A text as this person reads it, for whoever has to know how wide it is."""
        return str(retold(text, self.tongue))

    def _sentence(self, text: str) -> str:
        """A whole sentence in the person's language."""
        return sentence(text, self.tongue)

    def _whole(self, span: str | Ink) -> str | Ink:
        return self._sentence(span) if isinstance(span, str) else span

    def _told(self, spans: Line) -> Line:
        """Parts of a line in the person's language, as far as they were said and are nobody's own."""
        if self.tongue is ENGLISH:
            return spans
        return tuple(
            replace(one, text=retold(one.text, self.tongue))
            if isinstance(one, Ink)
            else retold(one, self.tongue)
            for one in spans
        )

    def _fitted(self, stream: TextIO, lines: Iterable[Line], hang: int = HANG) -> Iterator[Line]:
        if not stream.isatty():
            yield from lines
            return
        width = shutil.get_terminal_size().columns
        for line in map(self._told, lines):
            yield from wrapped(line, width, hang)

    def _draws(self, stream: TextIO) -> bool:
        return stream.isatty() and not self.wish.is_plain and self.environ.get("TERM") != "dumb"

    def _joined(self, stream: TextIO, spans: tuple[str | Ink, ...]) -> str:
        colour = self._draws(stream) and not self.environ.get("NO_COLOR")
        return inked(self._told(spans), colour=colour, screen=stream.isatty())

    def _say(self, *spans: str | Ink) -> None:
        """Write one line of the conversation; work goes on when nobody listens any more."""
        with suppress(ReaderGoneError, UnwritableOutputError):
            put(self.err, self._joined(self.err, spans) + "\n")


def _required(name: str, given: str) -> str:
    if not given:
        raise MissingValueError(name, is_asked=True)
    return given
