"""Which parts of a line run which way, and in which order they stand (UAX 9).

Knows the algorithm's levels by python-bidi; refuses to know fonts. reportlab's own way takes rlbidi, which
comes without wheels.
"""

from __future__ import annotations

import unicodedata
from typing import Any, NamedTuple

from bidi import algorithm

_STRONG = {"L": False, "R": True, "AL": True}


class Run(NamedTuple):
    """A part of a line that runs one way; its text is in the order in which it is read."""

    text: str
    is_rtl: bool


def direction(text: str, *, is_rtl: bool) -> bool:
    """Whether a text begins at the right: as its first letter says, else as given."""
    found = (_STRONG.get(unicodedata.bidirectional(letter)) for letter in text)
    return next((one for one in found if one is not None), is_rtl)


def runs(text: str, *, is_rtl: bool) -> tuple[Run, ...]:
    """The runs of a line as they stand, from left to right."""
    if not is_rtl and not any(map(_runs_rtl, text)):
        return (Run(text, is_rtl=False),)
    parts: list[tuple[int, str]] = []
    for letter, level in _levels(text, is_rtl=is_rtl):
        if parts and parts[-1][0] == level:
            parts[-1] = (level, parts[-1][1] + letter)
        else:
            parts.append((level, letter))
    return tuple(Run(part, level % 2 == 1) for level, part in _ordered(parts))


def mirrored(text: str) -> str:
    """Text without letters of its own, such as brackets, as it stands in a run from the right."""
    return "".join(algorithm.MIRRORED.get(letter, letter) for letter in reversed(text))


def _runs_rtl(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in {"R", "AL", "AN", "RLE", "RLO", "RLI"}


def _levels(text: str, *, is_rtl: bool) -> list[tuple[str, int]]:
    storage: dict[str, Any] = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = int(is_rtl), "R" if is_rtl else "L"
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)  # noqa: FBT003 - its own signature
    algorithm.resolve_implicit_levels(storage, False)  # noqa: FBT003 - as above
    return [(one["ch"], one["level"]) for one in storage["chars"]]


def _ordered(parts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Rule L2: from the highest level to the lowest odd one, what stands together is turned round."""
    found = list(parts)
    for level in range(max((one for one, _ in parts), default=0), 0, -1):
        at = 0
        while at < len(found):
            end = at
            while end < len(found) and found[end][0] >= level:
                end += 1
            found[at:end] = reversed(found[at:end])
            at = end + 1
    return found
