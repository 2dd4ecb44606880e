"""What differs between two texts and no eye can see: line endings, white space at the end, Unicode form.

Knows how each is called; refuses to compare words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from academy_cli.kit.saying import say, say_joined, say_so_many

_END = re.compile(r"\r\n|\n|\r")
_ENDINGS = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}
_NAMED = 5
"""So many line numbers say where to look."""

Pair = tuple[int, str, str]
"""The number of a line, what it was and what it is."""


def lines_of(text: str) -> list[str]:
    """The lines of a text without their ends, in one Unicode form."""
    return _lines(unicodedata.normalize("NFC", text))


def seen(lines: Sequence[str]) -> list[str]:
    """Lines as an eye compares them: white space at their ends is nothing."""
    return [line.rstrip() for line in lines]


def notes(before: str, after: str, same: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Say what differs unseen; ``same`` are the places of lines that look the same, from 0."""
    old, new = _lines(before), _lines(after)
    pairs = [(there + 1, old[here], new[there]) for here, there in same]
    yield from _endings(before, after, is_rest=old == new)
    if before and after and _is_ended(before) != _is_ended(after):
        yield say("newline at the end: {} → {}", _yes(before), _yes(after))
    if any(was.rstrip() != now.rstrip() for _, was, now in pairs):
        yield _turned(say("Unicode form"), _form(before), _form(after))
    yield from _spaces([pair for pair in pairs if _tail(pair[1]) != _tail(pair[2])])


def spelled(text: str) -> str:
    r"""Write what takes no ink as its code: a tab is ``\t``, a non-breaking space ``\xa0``."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def looks_alike(was: str, now: str) -> bool:
    """Whether two texts leave the same ink."""
    return _ink(was) == _ink(now)


def _lines(text: str) -> list[str]:
    found = _END.split(text)
    return found if found[-1] else found[:-1]


def _endings(before: str, after: str, *, is_rest: bool) -> Iterator[str]:
    """Which line endings there are; when the lines are the same, and the texts not, they are the rest."""
    was, now = _kinds(before), _kinds(after)
    is_rest = is_rest and before != after and _is_ended(before) == _is_ended(after)
    if is_rest or (was and now and was != now):
        yield _turned(say("line endings"), was, now)


def _turned(what: str, was: str, now: str) -> str:
    if was != now:
        return say("{}: {} → {}", what, was, now)
    return say("{}: {}, each on other lines", what, now)


def _kinds(text: str) -> str:
    found = set(_END.findall(text))
    return say_joined(" and ", (name for ending, name in _ENDINGS.items() if ending in found))


def _is_ended(text: str) -> bool:
    return text.endswith(("\n", "\r"))


def _yes(text: str) -> str:
    return say("yes") if _is_ended(text) else say("no")


def _form(text: str) -> str:
    if unicodedata.is_normalized("NFC", text):
        return say("NFC (letter and accent in one)")
    if unicodedata.is_normalized("NFD", text):
        return say("NFD (letter and accent apart)")
    return say("mixed")


def _spaces(pairs: Sequence[Pair]) -> Iterator[str]:
    if not pairs:
        return
    numbers = [str(number) for number, _, _ in pairs]
    where = ", ".join(numbers[:_NAMED]) + (", …" if len(numbers) > _NAMED else "")
    if all(not _tail(now) for _, _, now in pairs):
        yield say_so_many(
            "white space at line ends: gone from {:,} line ({})",
            "white space at line ends: gone from {:,} lines ({})",
            len(pairs),
            where,
        )
    elif any(_tail(was) for _, was, _ in pairs):
        yield say_so_many(
            "white space at line ends: changed on {:,} line ({})",
            "white space at line ends: changed on {:,} lines ({})",
            len(pairs),
            where,
        )
    else:
        yield say_so_many(
            "white space at line ends: new on {:,} line ({})",
            "white space at line ends: new on {:,} lines ({})",
            len(pairs),
            where,
        )


def _tail(line: str) -> str:
    return line[len(line.rstrip()) :]


def _ink(text: str) -> str:
    return "".join(char for char in text if char.isprintable() and not char.isspace())
