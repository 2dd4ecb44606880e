"""A line as it stands on paper, from left to right: its letters joined and in their order, font by font.

Arabic letters become their joined forms, which Unicode has as letters of their own: so the text can be found
and copied again (NFKC gives the letters back), which it cannot where a font joins them by itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from academy_cli.typesetting.bidi import direction, mirrored, runs
from academy_cli.typesetting.typefaces import Font, Typeface, advances, has, kerns

if TYPE_CHECKING:
    from arabic_reshaper import ArabicReshaper

_ARABIC = range(0x0600, 0x0900)
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))
"""They are for paragraphs; python-bidi does not know them."""
_JOINED = range(0xFB50, 0xFF00)
"""Arabic letters as they are joined; Hebrew's marked ones, which end before, stand alone."""


class Piece(NamedTuple):
    """A part of a line in one font, as it is drawn; what follows each letter moves by its ``kerns``.

    Widths are in thousandths of the size.
    """

    font: Font
    text: str
    kerns: Sequence[int]
    width: int


class Line(NamedTuple):
    """A line as it stands, and how wide it is in thousandths of the size, untracked.

    Letters that are joined stay so: nothing comes between those of a line that ``is_joined``.
    """

    pieces: Sequence[Piece]
    width: int
    letters: int
    is_joined: bool


@lru_cache(maxsize=1024)
def shaped(text: str, typeface: Typeface, *, is_rtl: bool = False) -> Line:
    """A line, which begins at the right where it ``is_rtl``. Raises MissingLetterError, BadFontError."""
    pieces = [
        _piece(font, part, is_rtl=run.is_rtl)
        for run in runs(_joined(text), is_rtl=is_rtl)
        for font, part in _by_font(_seen(mirrored(run.text) if run.is_rtl else run.text), typeface)
    ]
    return Line(
        tuple(pieces),
        sum(one.width for one in pieces),
        sum(len(one.text) for one in pieces),
        any(ord(letter) in _JOINED for one in pieces for letter in one.text),
    )


def reading(text: str, *, is_rtl: bool) -> bool:
    """Whether a text on a page begins at the right: as its first letter says, else as the page does."""
    return direction(text, is_rtl=is_rtl)


def _piece(font: Font, text: str, *, is_rtl: bool) -> Piece:
    moved = (0,) * len(text) if is_rtl else kerns(font, text)
    return Piece(font, text, moved, sum(advances(font, text)) + sum(moved[:-1]))


def _by_font(text: str, typeface: Typeface) -> Sequence[tuple[Font, str]]:
    """Parts of a text in one font each; a space is in that of what it follows, or else of what it is before.

    Readers of PDF lose spaces that stand alone.
    """
    own = [None if letter == " " else typeface.font_of(letter) for letter in text]
    following = next(filter(None, own), None)
    fonts: list[Font] = []
    for letter, font in zip(text, own, strict=True):
        beside = font or (fonts[-1] if fonts else following)
        has_it = beside is not None and has(beside, letter)
        fonts.append(beside if beside and has_it else typeface.font_of(letter))
    pairs = groupby(zip(fonts, text, strict=True), lambda pair: pair[0])
    return [(font, "".join(letter for _, letter in together)) for font, together in pairs]


def _seen(text: str) -> str:
    """Text without what only says how letters join and run, which has done its work."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def _joined(text: str) -> str:
    """A text with its Arabic letters joined, unless something between them keeps them apart."""
    plain = text.translate(_ISOLATES)
    if not any(letter in _ARABIC for letter in map(ord, plain)):
        return plain
    joined: str = _reshaper().reshape(plain)
    return joined


@lru_cache(maxsize=1)
def _reshaper() -> ArabicReshaper:
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper({"delete_harakat": False, "support_ligatures": True})
