"""The values of one letter as plain text: one line each, whatever they held.

Refuses to let a value end a line, steer a terminal or turn the writing round.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from academy_cli.kit.clock import moment_of
from academy_cli.kit.language import is_right_to_left
from academy_cli.mail.templates import wording
from academy_cli.mail.templates.catalog import Event, Form
from academy_cli.mail.templates.direction import isolated
from academy_cli.mail.templates.errors import (
    BadValueError,
    NoValueError,
    Place,
    UnknownVariableError,
)
from academy_cli.mail.templates.parts import Said, Slot

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They make what follows run the other way, beyond the end of a value (UAX 9)."""
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")


class Values:
    """What one template is filled with; asked by places in it. Raises a TemplateError."""

    def __init__(self, event: Event, given: Mapping[str, object], path: str, language: str) -> None:
        self._event, self._given = event, given
        self._path, self._language = path, language
        self._known: dict[str, tuple[str, Form]] = {}

    def said(self, slot: Slot) -> Said | str | None:
        """What stands in a place: a value, the template's own text, or None: its paragraph goes."""
        if slot.name not in self._known:
            self._known[slot.name] = self._text(slot)
        text, form = self._known[slot.name]
        if text and form is Form.LIST:  # runs the letter's way; only its items may run another
            return text
        if text:
            return Said(text, is_words=form in (Form.TEXT, Form.PARAGRAPHS))
        if slot.fallback:
            return slot.fallback
        if slot.is_optional:
            return None
        there = [name for name, value in self._given.items() if value]
        raise NoValueError(Place(self._path, slot.line), slot.name, there)

    def paragraphs(self, slot: Slot) -> list[list[str]] | None:
        """The lines of each paragraph, if that is what the variable is and it has any."""
        if self._form(slot) is not Form.PARAGRAPHS:
            return None
        written = self._given.get(slot.name)
        if not isinstance(written, str):
            return None
        text = re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", written)
        parts = (one.split("\n") for one in _BLANK.split(text))
        cleaned = ([line for line in map(one_line, lines) if line] for lines in parts)
        return [lines for lines in cleaned if lines] or None

    def _form(self, slot: Slot) -> Form:
        variable = self._event.variables.get(slot.name)
        if variable is None:
            place = Place(self._path, slot.line)
            raise UnknownVariableError(place, slot.name, self._event.variables)
        return variable.form

    def _text(self, slot: Slot) -> tuple[str, Form]:
        form, value = self._form(slot), self._given.get(slot.name)
        if value is None or value == "":
            return "", form
        if form is Form.LIST:
            is_rtl = is_right_to_left(self._language)
            items = [isolated(one, is_rtl=is_rtl) for one in self._items(slot, value)]
            return wording.listed(items, self._language), form
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise BadValueError(Place(self._path, slot.line), slot.name, form.value)
        text = one_line(str(value))
        return (self._moment(slot, text) if form is Form.MOMENT and text else text), form

    def _items(self, slot: Slot, value: object) -> Iterator[str]:
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise BadValueError(Place(self._path, slot.line), slot.name, Form.LIST.value)
        yield from filter(None, map(one_line, value))

    def _moment(self, slot: Slot, text: str) -> str:
        try:
            return wording.moment(moment_of(text), self._language)
        except ValueError as error:
            place = Place(self._path, slot.line)
            raise BadValueError(place, slot.name, Form.MOMENT.value) from error


def one_line(value: str) -> str:
    """A value as one line: ends of lines and other control characters become spaces.

    What turns the writing round is left out, and half a surrogate pair is U+FFFD, since no mail can hold it.
    """
    if value.isascii() and value.isprintable():
        return value.strip()
    return "".join(map(_letter, value)).strip()


def _letter(letter: str) -> str:
    if letter in _TURNING:
        return ""
    kind = unicodedata.category(letter)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    return "\ufffd" if kind == "Cs" else letter
