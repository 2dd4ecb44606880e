"""The fonts of documents: Noto Sans for most of the world's letters, Noto Sans Arabic for Arabic.

Knows which font has which letter; refuses a text with a letter that none has. They come along, under the SIL
Open Font License (fonts/OFL.txt), because a document has to look the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from importlib import resources
from io import BytesIO
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from academy_cli.invoicing.errors import MissingGlyphError

_FILES = ("NotoSans", "NotoSansArabic")
_SPACES = re.compile(r"[ \t\r\n\v\f]+")


class Face(NamedTuple):
    """The fonts of one weight, by the names under which reportlab knows them."""

    latin: str
    arabic: str

    def of(self, letter: str, *, is_rtl: bool) -> str | None:
        """The font that draws a letter: the one before it in a text of that direction, if it has it."""
        order = (self.arabic, self.latin) if is_rtl else (self.latin, self.arabic)
        return next((name for name in order if _has(name, letter)), None)


REGULAR = Face("academy-regular", "academy-arabic-regular")
BOLD = Face("academy-bold", "academy-arabic-bold")


def load() -> None:
    """Let reportlab have the fonts afresh.

    It gives glyphs that no letter stands for, such as some ligatures, a code when they are first drawn; with
    fonts that were used before, a document's bytes would depend on what was drawn earlier.
    """
    for face, weight in ((REGULAR, "Regular"), (BOLD, "Bold")):
        for name, file in zip(face, _FILES, strict=True):
            pdfmetrics.registerFont(TTFont(name, BytesIO(_file(f"{file}-{weight}.ttf"))))


def drawable(text: str) -> str:
    """A text with nothing in it that is only for machines: no marks of direction, one space for any.

    Raises MissingGlyphError for a letter that no font has.
    """
    composed = unicodedata.normalize("NFC", text)
    plain = _SPACES.sub(" ", composed)
    found = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Cc", "Cf"})
    for letter in found:
        if REGULAR.of(letter, is_rtl=False) is None:
            raise MissingGlyphError(letter, text)
    return found


def _has(name: str, letter: str) -> bool:
    return ord(letter) in pdfmetrics.getFont(name).face.charToGlyph


def _file(name: str) -> bytes:
    return resources.files(__package__).joinpath("fonts", name).read_bytes()
