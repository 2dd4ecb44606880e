"""Typefaces: font files by what is in them, one after the other until one has a letter.

Knows TrueType files, their kerning, and reportlab's registry; refuses a letter that no font has. A font is
registered by the digest of its file, for reportlab silently keeps the first file of a name.
"""

from __future__ import annotations

import hashlib
import struct
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from academy_cli.kit.saying import say

if TYPE_CHECKING:
    import uharfbuzz

_JOINED = frozenset(map(chr, range(0xFB50, 0xFF00)))
_UNSET = (
    (0x0700, 0x074F),  # Syriac
    (0x0900, 0x0DFF),  # Devanagari to Sinhala
    (0x0E00, 0x0FFF),  # Thai, Lao, Tibetan
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x18AF),  # Khmer, Mongolian
)
"""Scripts whose letters change places and forms with their neighbours: one by one they would be misspelt."""
_KERNING = {"kern": True, "liga": False, "clig": False, "calt": False, "mark": False}


class MissingLetterError(ValueError):
    """A letter that no font of a typeface has."""

    def __init__(self, letter: str) -> None:
        if letter in _JOINED:
            letter = unicodedata.normalize("NFKC", letter)[0]  # what was written
        super().__init__(say("no font has “{}” (U+{:04X})", letter, ord(letter)))
        self.letter = letter


class BadFontError(ValueError):
    """A file that is no font which can be drawn with; says why."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font file; one is another when their SHA-256, in hexadecimal, is the same."""

    digest: str
    content: bytes = field(compare=False, repr=False)

    @property
    def name(self) -> str:
        """What reportlab knows it by."""
        return self.digest[:12]


class Typeface(NamedTuple):
    """Fonts, the wanted one first and those that help out after it."""

    fonts: tuple[Font, ...]

    def font_of(self, letter: str) -> Font:
        """The font that draws a letter. Raises MissingLetterError, also for scripts that are not set yet."""
        for font in self.fonts if not is_unset(letter) else ():
            if has(font, letter):
                return font
        raise MissingLetterError(letter)


def is_unset(letter: str) -> bool:
    """Whether a letter is of a script that is not set yet, whatever font has it."""
    return any(first <= ord(letter) <= last for first, last in _UNSET)


def font(content: bytes) -> Font:
    """A font of its file, which is not looked into yet."""
    return Font(hashlib.sha256(content).hexdigest(), content)


@lru_cache(maxsize=64)
def registered(one: Font) -> TTFont:
    """Let reportlab know a font, once. Raises BadFontError for what cannot be drawn with."""
    try:
        found = TTFont(one.name, BytesIO(one.content), asciiReadable=0)
    except (TTFError, ValueError, LookupError, ArithmeticError, struct.error) as error:
        raise BadFontError(str(error) or type(error).__name__) from error
    found.face.name = one.name.encode("ascii")
    pdfmetrics.registerFont(found)
    return found


def has(one: Font, letter: str) -> bool:
    """Whether a font has a letter. Raises BadFontError."""
    return ord(letter) in registered(one).face.charToGlyph


def advances(one: Font, text: str) -> tuple[int, ...]:
    """How wide each letter is in a font that has it, in thousandths of the size. Raises BadFontError."""
    face = registered(one).face
    return tuple(round(face.charWidths.get(ord(letter), face.defaultWidth)) for letter in text)


def kerns(one: Font, text: str) -> tuple[int, ...]:
    """By how much each letter moves those after it, in thousandths of the size, as the font wants it.

    For text from left to right, each letter of which the font has.
    """
    import uharfbuzz

    scaled = _harfbuzz(one)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "ltr"
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.CHARACTERS
    uharfbuzz.shape(scaled, buffer, _KERNING)
    found = buffer.glyph_positions
    if len(found) != len(text):  # it composed letters, which are drawn one by one
        return (0,) * len(text)
    wide = (scaled.get_glyph_h_advance(glyph.codepoint) for glyph in buffer.glyph_infos)
    return tuple(position.x_advance - alone for position, alone in zip(found, wide, strict=True))


def extents(one: Font) -> tuple[int, int]:
    """How far a font says that its letters reach above and below the line, in thousandths of the size."""
    found = _harfbuzz(one).get_font_extents("ltr")
    return found.ascender, -found.descender


def reaches(one: Font, text: str) -> tuple[int, int]:
    """How far the letters of a text reach above and below the line, in thousandths of the size."""
    scaled = _harfbuzz(one)
    above = below = 0
    for letter in set(text):
        glyph = scaled.get_nominal_glyph(ord(letter))
        box = None if glyph is None else scaled.get_glyph_extents(glyph)
        if box is not None:
            above = max(above, box.y_bearing)
            below = max(below, -(box.y_bearing + box.height))
    return above, below


@lru_cache(maxsize=64)
def _harfbuzz(one: Font) -> uharfbuzz.Font:
    import uharfbuzz

    scaled = uharfbuzz.Font(uharfbuzz.Face(one.content))
    scaled.scale = (1000, 1000)
    return scaled
