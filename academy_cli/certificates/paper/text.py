"""What can be read on the page of a PDF, and whether it says what a credential says.

Knows PDFium, and that Arabic letters on a page are their joined forms (NFKC gives the letters back); refuses
files that are too large to look into.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from academy_cli.kit.saying import say
from academy_cli.typesetting.bidi import runs

LARGEST_BYTES = 10_000_000
MOST_PAGES = 3
MOST_LETTERS = 50_000
_POINTS = frozenset(map(chr, (*range(0x591, 0x5C8), *range(0x64B, 0x660), 0x670)))
"""Vowels above and below Hebrew and Arabic letters, which ligatures swallow."""
_WITHIN = "-\u2010\u2011'’"
"""Signs that words have within."""


class UnreadablePageError(ValueError):
    """A PDF whose page cannot be read; says why."""


def page_text(content: bytes) -> str:
    """The text of a PDF's pages, as it is read. Raises UnreadablePageError."""
    import pypdfium2

    if len(content) > LARGEST_BYTES:
        raise UnreadablePageError(say("it has more than {:,} bytes", LARGEST_BYTES))
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePageError(say("it is no PDF that can be opened")) from error
    try:
        if len(document) > MOST_PAGES:
            raise UnreadablePageError(say("it has {} pages", len(document)))
        return "\n".join(map(_of_page, document))
    except pypdfium2.PdfiumError as error:
        raise UnreadablePageError(say("its page cannot be read")) from error
    finally:
        document.close()


def stands(wanted: str, page: str) -> bool:
    """Whether whole words stand on a page, however they are broken into lines and whichever way they run.

    Spaces within do not count, for readers see some where letters are wide apart, and none at a line's end.
    Next to a letter, digit or hyphen it does not stand there: that would be another name. A name that runs
    both ways stands there by its words; Chinese ones may be lost in it, where they are broken into lines.
    """
    letters = _letters(page)
    return all(
        any(_is_in(_letters(reading).text, letters) for reading in _readings(part))
        for part in _parts(wanted)
    )


def missing(wanted: Iterable[str], page: str) -> list[str]:
    """Those texts that do not stand on a page."""
    return [one for one in wanted if not stands(one, page)]


def _of_page(page: object) -> str:
    from pypdfium2 import PdfPage

    assert isinstance(page, PdfPage)
    text = page.get_textpage()
    try:
        found: str = text.get_text_range(0, min(text.count_chars(), MOST_LETTERS))
        return found
    finally:
        text.close()
        page.close()


def _parts(text: str) -> list[str]:
    """A text, or its words where it runs both ways: lines and readers put them in orders of their own."""
    return [text] if len(runs(text, is_rtl=False)) == 1 else text.split()


def _readings(text: str) -> set[str]:
    """A word in its own order, and as readers go from left to right over parts that run both ways."""
    composed = unicodedata.normalize("NFC", text)
    lines = (runs(composed, is_rtl=is_rtl) for is_rtl in (False, True))
    return {composed, *("".join(run.text for run in line) for line in lines)}


def _is_in(whole: str, letters: _Letters) -> bool:
    at = letters.text.find(whole) if whole else -1
    while at >= 0:
        if letters.is_edge(at) and letters.is_edge(at + len(whole)):
            return True
        at = letters.text.find(whole, at + 1)
    return False


class _Letters(NamedTuple):
    """Letters without spaces, and before which of them there was one."""

    text: str
    after_space: frozenset[int]

    def is_edge(self, at: int) -> bool:
        """Whether a word may begin or end before a letter."""
        if at in self.after_space or at in {0, len(self.text)}:
            return True
        before, after = self.text[at - 1], self.text[at]
        return not (_joins(before) and _joins(after)) or _turns(before, after)


def _joins(letter: str) -> bool:
    """Whether a letter beside another one makes one word with it."""
    return letter.isalnum() or letter in _WITHIN or unicodedata.category(letter).startswith("M")


def _turns(before: str, after: str) -> bool:
    """Whether one letter runs the other way than the next; readers lose the space between such two."""
    ways = {unicodedata.bidirectional(letter) in {"R", "AL"} for letter in (before, after)}
    return len(ways) == 2 and before.isalpha() and after.isalpha()


def _letters(text: str) -> _Letters:
    kept: list[str] = []
    spaces: set[int] = set()
    for letter in unicodedata.normalize("NFKD", text):
        if letter.isspace():
            spaces.add(len(kept))
        elif unicodedata.category(letter) not in {"Cf", "Cc"} and letter not in _POINTS:
            kept.append(letter)
    return _Letters("".join(kept), frozenset(spaces))
