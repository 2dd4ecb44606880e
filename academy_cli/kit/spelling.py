"""Spelling: the nearest right word to a misspelt one.

Knows how alike two words are; refuses to know what the words name.
"""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like a misspelt word, if one is close enough to suggest."""
    import difflib  # only mistakes pay for it

    known = {candidate.casefold(): candidate for candidate in candidates}
    close = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return known[close[0]] if close else None
