"""Words of texts in any language, as they are looked for: without case, accents and endings.

The one reading for what is indexed and for what is asked, so both engines are given the same terms. A word is
letters, marks and digits by Unicode; ``c++`` and ``c#`` are words. Scripts that are written without spaces
become pairs of letters (Unicode Standard Annex 29 leaves their words to dictionaries). Endings are taken off
by the Snowball stemmer of the text's language. Knows no tables; refuses to leave out any word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

LONGEST = 48
"""Letters of a word that count: what is longer is a key or an address."""
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""The stemmers that Snowball has, by the language's code."""
_PAIRED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts without spaces between words, and Hangul, whose words carry their particles."""
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u200c\u200d"
_WORD = re.compile(rf"(?:[{_MARKS}{_PAIRED}]|[^\W_])+(?:\+\+|#(?!\w))?")
_RUN = re.compile(f"[{_PAIRED}]+|[^{_PAIRED}]+")
_IS_PAIRED = re.compile(f"[{_PAIRED}]")
_FOLDED = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c\u200d]"
)
"""Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic, and what joins letters."""
_SIGNS = str.maketrans({"+": "\uff0b", "#": "\uff03"})
"""Signs that are part of a word, as letters beyond ASCII: of others a term has none."""


class Term(NamedTuple):
    """A word of a text: what it is found by, and itself, folded; a pair of letters is its own word."""

    stem: str
    word: str


class Span(NamedTuple):
    """A word of a text where it stands, in characters, and the stems that it has."""

    begin: int
    end: int
    stems: tuple[str, ...]


def terms(text: str, language: str) -> Iterator[Term]:
    """The words of a text in their order, a pair at a time where a script has no spaces."""
    known = _reading(_primary(language))
    for found in _WORD.finditer(unicodedata.normalize("NFKC", text).casefold()):
        yield from known(found.group())


def spans(text: str, language: str) -> Iterator[Span]:
    """The words of a text as they stand in it, to show where something was found."""
    known = _reading(_primary(language))
    for found in _WORD.finditer(text):
        for run in _RUN.finditer(found.group()):
            begin = found.start() + run.start()
            yield from _spans(run.group(), begin, known)


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def _spans(run: str, begin: int, known: Callable[[str], tuple[Term, ...]]) -> Iterator[Span]:
    found = known(unicodedata.normalize("NFKC", run).casefold())
    if not _IS_PAIRED.match(run):
        yield Span(begin, begin + len(run), tuple(one.stem for one in found))
        return
    for at, one in enumerate(found):
        yield Span(begin + at, begin + min(at + len(one.stem), len(run)), (one.stem,))


def is_pair(word: str) -> bool:
    """Whether a word is letters of a script without spaces."""
    return bool(_IS_PAIRED.match(word))


def folded(word: str) -> str:
    """A word without case, accents and points."""
    composed = unicodedata.normalize("NFKC", word).casefold()
    if composed.isascii():
        return composed.translate(_SIGNS)
    bare = _FOLDED.sub("", unicodedata.normalize("NFD", composed))
    return unicodedata.normalize("NFC", bare).translate(_SIGNS)


def shown(word: str) -> str:
    """A folded word as people write it."""
    return word.replace("\uff0b", "+").replace("\uff03", "#")


@cache
def _reading(language: str) -> Callable[[str], tuple[Term, ...]]:
    """How a word of a language is read; each is read once, for texts repeat theirs."""
    stem = _stemmer(language)
    kept: dict[str, tuple[Term, ...]] = {}

    def read(word: str) -> tuple[Term, ...]:
        found = kept.get(word)
        if found is None:
            found = tuple(_terms(word, stem))
            if len(kept) < 200_000:
                kept[word] = found
        return found

    return read


def _terms(word: str, stem: Callable[[str], str]) -> Iterator[Term]:
    for run in _RUN.findall(word):
        if _IS_PAIRED.match(run):
            yield from (Term(pair, pair) for pair in _pairs(folded(run)))
        elif bare := folded(run)[:LONGEST]:
            yield Term(folded(stem(run[:LONGEST]))[:LONGEST] or bare, bare)


def _pairs(run: str) -> Iterator[str]:
    """Each letter with the one behind it; the last one stands alone, so a letter is found in any place."""
    yield from (run[at : at + 2] for at in range(len(run)))


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    if language not in _STEMMERS:
        return str
    import snowballstemmer  # some forty modules of rules

    found: Callable[[str], str] = snowballstemmer.stemmer(_STEMMERS[language]).stemWord
    return found
