"""What somebody typed to look for: words, phrases in quotes, and what is not wanted.

Values alone; refuses to know where anything is found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple, TypeAlias

from academy_cli.catalog.words import folded, is_pair, terms

Stems: TypeAlias = tuple[str, ...]
"""Terms that stand one behind another; most words are a single one."""
_MOST = 32
_PART = re.compile(r'(?P<not>-?)(?:["“„«](?P<phrase>[^"”“»]*)["”“»]?|(?P<word>[^\s"“„«]+))')


class Asked(NamedTuple):
    """One word or phrase that somebody typed."""

    text: str
    is_phrase: bool = False
    begins: bool = False
    """Whether it is only how a word begins: ``progra*``."""

    @property
    def word(self) -> str:
        """Its one word, folded; empty for what is several, or letters of a script without spaces."""
        found = [] if self.is_phrase else [one.word for one in terms(self.text, "")]
        return found[0] if len(found) == 1 and not is_pair(found[0]) else ""

    def stems(self, languages: Collection[str]) -> frozenset[Stems]:
        """What it is in texts of some languages: one of these, each of terms that stand together."""
        found = (_asked(self.text, language) for language in (*languages, ""))
        return frozenset(one for one in found if one)


class Query(NamedTuple):
    """What is wanted, all of it, and what is not, none of it."""

    wanted: Sequence[Asked] = ()
    excluded: Sequence[Asked] = ()

    @property
    def text(self) -> str:
        """It as somebody would type it."""
        said = [_typed(one) for one in self.wanted]
        return " ".join([*said, *(f"-{_typed(one)}" for one in self.excluded)])


def parse(text: str) -> Query:
    """Read what somebody typed; any text is a query, of thirty-two words and phrases at most."""
    wanted, excluded = list[Asked](), list[Asked]()
    for found in _PART.finditer(text):
        for asked in _parts(found["phrase"], found["word"]):
            (excluded if found["not"] else wanted).append(asked)
    return Query(tuple(dict.fromkeys(wanted))[:_MOST], tuple(dict.fromkeys(excluded))[:_MOST])


def _parts(phrase: str | None, word: str | None) -> Sequence[Asked]:
    if phrase is not None:
        said = " ".join(phrase.split())
        return [Asked(said, is_phrase=True)] if any(terms(said, "")) else []
    typed = word or ""
    begins = typed.endswith("*")
    said = typed.rstrip("*")
    if not any(terms(said, "")):
        return []
    return [Asked(said, begins=begins)]


def _typed(asked: Asked) -> str:
    return f'"{asked.text}"' if asked.is_phrase else f"{asked.text}{'*' * asked.begins}"


def _asked(text: str, language: str) -> Stems:
    """The terms that texts have where they say this: of pairs, none of a last letter by itself."""
    found = list(terms(text, language))
    kept = [
        one.stem
        for at, one in enumerate(found)
        if not (is_pair(one.word) and len(one.word) == 1 and at and is_pair(found[at - 1].word))
    ]
    return tuple(kept)


def beginning(asked: Asked) -> str:
    """How words begin that it may be the beginning of; empty where it is none."""
    return (
        folded(asked.text) if asked.word or (len(asked.text) == 1 and is_pair(asked.text)) else ""
    )
