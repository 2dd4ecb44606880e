"""Spelling: the nearest right word to a misspelt one.

Knows how alike two words are and how long to look for one; refuses to know what the words name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from itertools import pairwise

CUTOFF = 0.6
"""How alike two words are, at the least, for one to be meant by the other (difflib's ratio)."""
LEAST_PART = 3
"""Letters; what is shorter is a part of too much."""
LONGEST = 100
"""Letters; a longer word is a text, and comparing texts takes the square of their length."""
LIKELY = 10
"""Only so many words are compared: those that share most pairs of letters."""
MOST_SHARED = 10_000
"""How many words are looked at, at the most, for the pairs they share with a misspelt one."""
ENOUGH = 300
"""Different mistakes of one run that are looked up: nobody reads one hint more."""


class Vocabulary:
    """Words that may be meant, ready to be asked often; the same question has the same answer."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known = {word.casefold(): word for word in words if len(word) <= LONGEST}

    def nearest(self, word: str) -> str | None:
        """The word most like a misspelt one, if one is close enough to suggest."""
        wanted = word.casefold()
        if wanted in self._known or len(word) > LONGEST:
            return self._known.get(wanted)
        import difflib  # only mistakes pay for it

        whole = self._containing(wanted)
        begun = [one for one in whole if one.startswith(wanted)]
        if len(begun) == 1:
            return self._known[begun[0]]
        close = difflib.get_close_matches(wanted, self._likely(wanted), n=1, cutoff=CUTOFF)
        meant = close or whole
        return self._known[meant[0]] if len(meant) == 1 else None

    def _containing(self, wanted: str) -> Sequence[str]:
        """Words of which a misspelt one is a part: whoever wrote ``iot`` may mean ``iot-for-beginners``."""
        inner = [first + second for first, second in pairwise(wanted)]
        if len(wanted) < LEAST_PART:
            return ()
        rarest = min((self._by_pair.get(pair, ()) for pair in inner), key=len)
        return [word for word in rarest[:MOST_SHARED] if wanted in word]

    def _likely(self, wanted: str) -> Sequence[str]:
        """The words worth comparing, told by their rarest pairs of letters first: those say most."""
        shared: Counter[str] = Counter()
        left = MOST_SHARED
        for words in sorted((self._by_pair.get(pair, ()) for pair in _pairs(wanted)), key=len):
            shared.update(words[:left])
            left -= min(left, len(words))
        return nlargest(LIKELY, shared, key=lambda word: shared[word] / (len(word) + len(wanted)))

    @cached_property
    def _by_pair(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self._known:
            for pair in _pairs(word):
                found[pair].append(word)
        return found


def _pairs(word: str) -> frozenset[str]:
    """Each two letters that follow one another; the ends of the word count as letters."""
    return frozenset(before + after for before, after in pairwise(f"\n{word}\n"))


class Hints:
    """Nearest words for one run, as long as it has not asked for enough.

    ``words_of`` gives the words that may be meant in a place, and is asked once for each.
    """

    def __init__(self, words_of: Callable[[str], Iterable[str]], enough: int = ENOUGH) -> None:
        self._words_of, self._enough = words_of, enough
        self._vocabularies: dict[str, Vocabulary] = {}
        self._answers: dict[tuple[str, str], str | None] = {}

    def nearest(self, word: str, place: str) -> str | None:
        """The nearest word of a place; None for anything new once enough was asked."""
        asked = (word, place)
        if asked not in self._answers:
            if len(self._answers) >= self._enough:
                return None
            if place not in self._vocabularies:
                self._vocabularies[place] = Vocabulary(self._words_of(place))
            self._answers[asked] = self._vocabularies[place].nearest(word)
        return self._answers[asked]


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like a misspelt word, if one is close enough to suggest."""
    return Vocabulary(candidates).nearest(word)
