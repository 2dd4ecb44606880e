"""What each word of a query stands for: itself, how words begin, or what was meant.

A word that stands nowhere that somebody may look is taken for a beginning, then for a slip of the keyboard;
only words of what they see are offered, so a suggestion tells nothing of the rest. Refuses to rank.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from academy_cli.catalog.correcting import near, tolerance
from academy_cli.catalog.matching import Lookup, Posting
from academy_cli.catalog.query import Asked, Query, Stems, beginning
from academy_cli.catalog.views import Correction
from academy_cli.catalog.words import shown

_SHORTEST = 3
"""Letters of what is taken for the beginning of a word."""
_BEGINNINGS, _GUESSES = 40, 24


class Word(NamedTuple):
    """A word of a query: what it was taken for, its terms, and the documents that say it."""

    asked: Asked
    meant: str
    stems: Collection[Stems]
    postings: Mapping[int, Posting]
    correction: Correction | None = None

    def within(self, courses: Collection[int]) -> Mapping[int, Posting]:
        """The documents of some courses alone."""
        return {at: one for at, one in self.postings.items() if one.course in courses}


class Resolved(NamedTuple):
    """A query as it was understood, and the courses that say what is not wanted."""

    words: Sequence[Word]
    excluded: Collection[int]
    text: str

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What is looked for instead of what was typed."""
        return tuple(one.correction for one in self.words if one.correction)

    @property
    def stems(self) -> Collection[Stems]:
        """The terms of all words."""
        return frozenset(stems for one in self.words for stems in one.stems)


def resolve(look: Lookup, query: Query) -> Resolved:
    """Find out what the words of a query stand for, and where."""
    languages = look.languages()
    words = [_resolved(look, one, languages) for one in query.wanted]
    excluded = {
        posting.course
        for one in query.excluded
        for posting in look.postings(_stems(look, one, languages)).values()
    }
    meant = [one.asked._replace(text=one.meant) for one in words]
    return Resolved(words, excluded, query._replace(wanted=meant).text)


def _stems(look: Lookup, asked: Asked, languages: Collection[str]) -> frozenset[Stems]:
    stems = asked.stems(languages)
    if asked.begins:
        return stems | frozenset(look.beginning(beginning(asked), _BEGINNINGS))
    return stems | frozenset(look.stems_of(asked.word)) if asked.word else stems


def _resolved(look: Lookup, asked: Asked, languages: Collection[str]) -> Word:
    stems = _stems(look, asked, languages)
    postings = look.postings(stems)
    if postings or asked.begins:
        return Word(asked, asked.text, stems, postings)
    return _begun(look, asked) or _guessed(look, asked) or Word(asked, asked.text, stems, {})


def _begun(look: Lookup, asked: Asked) -> Word | None:
    """It as the beginning of words; a letter of a script without spaces begins pairs."""
    letters = beginning(asked)
    if not letters or (asked.word and len(letters) < _SHORTEST):
        return None
    stems = look.beginning(letters, _BEGINNINGS)
    postings = look.postings(stems) if stems else {}
    if not postings:
        return None
    if not asked.word:
        return Word(asked, asked.text, stems, postings)
    correction = Correction(asked.text, f"{asked.text}*", is_beginning=True)
    return Word(asked._replace(begins=True), asked.text, stems, postings, correction)


def _guessed(look: Lookup, asked: Asked) -> Word | None:
    """What is nearest to it; of words that are as near, the one that most documents say."""
    letters, far = asked.word, tolerance(asked.word)
    if not far:
        return None
    words = look.words(len(letters) - far, len(letters) + far)
    found = []
    for one in near(letters, words, _GUESSES):
        stems = frozenset((stem,) for stem in one.stems)
        postings = look.postings(stems)
        meant = shown(one.word)
        correction = Correction(asked.text, meant, is_beginning=False)
        if postings:
            rank = (one.far, -len(postings), one.word)
            found.append((rank, Word(asked, meant, stems, postings, correction)))
    return min(found, key=itemgetter(0))[1] if found else None
