"""Placeholders: ``{{ name }}``, ``{{ name | another text }}``, ``{{ name? }}``.

Puts inert marks in their place, so that no parser of Markdown sees what is between the braces. Refuses to
know values.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from academy_cli.kit.saying import say
from academy_cli.mail.templates.errors import MarkupError, Place, PlaceholderError
from academy_cli.mail.templates.parts import Piece, Slot

_BEGIN, _END = "\ue000", "\ue001"
"""Characters for private use: Markdown takes them for letters, and a template may not have any."""
_BRACES = re.compile(r"\{\{(.*?)\}\}|\{\{[^\n]*|\}\}")
_INSIDE = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(?:(\?)|\|(.*))?\s*")
_MARK = re.compile(f"{_BEGIN}(\\d+){_END}")
_AS_ADDRESS = re.compile(f"<({_BEGIN}\\d+{_END})>")
_LAYOUT = "\n\t"


def marked(text: str, path: str, slots: list[Slot], first_line: int = 1) -> str:
    """A text with a mark for each placeholder, which are added to ``slots``.

    ``<{{ link }}>`` becomes a link whose words are its address. Raises PlaceholderError and MarkupError.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines, first_line):
        place = Place(path, number)
        _require_text(line, place)
        lines[number - first_line] = _BRACES.sub(lambda found: _mark(found, place, slots), line)  # noqa: B023 - called at once
    return _AS_ADDRESS.sub(r"[\1](\1)", "\n".join(lines))


def pieces(text: str, slots: Sequence[Slot], place: Place) -> tuple[Piece, ...]:
    """A text with marks as text and places for values. Raises MarkupError for a mark that is none of ours."""
    return tuple(_pieces(text, slots, place))


def _pieces(text: str, slots: Sequence[Slot], place: Place) -> Iterator[Piece]:
    for number, part in enumerate(_MARK.split(text)):
        if number % 2:
            if int(part[:9]) >= len(slots):
                raise _private(place)
            yield slots[int(part)]
        elif part:
            if _BEGIN in part or _END in part:
                raise _private(place)
            yield part


def _mark(found: re.Match[str], place: Place, slots: list[Slot]) -> str:
    if found[1] is None:
        raise PlaceholderError(place, found[0], say("its other braces are not on the same line"))
    inside = _INSIDE.fullmatch(found[1])
    if inside is None:
        raise PlaceholderError(place, found[0], say("a variable has small letters, digits and _"))
    name, is_optional, fallback = inside[1], bool(inside[2]), inside[3]
    if fallback is not None and not fallback.strip():
        raise PlaceholderError(place, found[0], say("no text follows the |"))
    slots.append(Slot(name, place.line, (fallback or "").strip(), is_optional))
    return f"{_BEGIN}{len(slots) - 1}{_END}"


def _require_text(line: str, place: Place) -> None:
    for letter in line:
        kind = unicodedata.category(letter)
        if kind in ("Cc", "Cs", "Co", "Zl", "Zp") and letter not in _LAYOUT:
            raise _private(place, letter)


def _private(place: Place, letter: str = _BEGIN) -> MarkupError:
    why = say("“U+{:04X}” is no character for a text.", ord(letter))
    return MarkupError(place, why, say("Delete it; it came with something that was pasted."))
