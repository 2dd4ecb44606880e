"""What changed in a text, word by word: ``[-gone-]`` and ``{+new+}``, as git's word diff writes it.

Knows lines and words; refuses to know which text it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from academy_cli.cli.terminal import Ink, Line

_CONTEXT = 1
_WORD = re.compile(r"\w+|\s|[^\w\s]")


def lines(before: str, after: str) -> Iterator[Line]:
    """The changed lines with one around them, if it is not blank; a group begins with its place."""
    old, new = before.splitlines(), after.splitlines()
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_CONTEXT):
        yield (Ink(f"  line {group[0][3] + 1}", "cyan"),)
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                yield from (("    ", line) for line in new[new_from:new_to] if line.strip())
            else:
                yield from _changed(old[old_from:old_to], new[new_from:new_to])


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Changed lines, each with its words as they were and as they are."""
    for number in range(max(len(old), len(new))):
        was, now = old[number : number + 1], new[number : number + 1]
        if was and now:
            yield ("    ", *_words(was[0], now[0]))
        else:
            yield ("    ", _gone(was[0]) if was else _new(now[0]))


def _words(was: str, now: str) -> Iterator[str | Ink]:
    old, new = _WORD.findall(was), _WORD.findall(now)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "".join(new[c:d])
            continue
        if b > a:
            yield _gone("".join(old[a:b]))
        if d > c:
            yield _new("".join(new[c:d]))


def _gone(text: str) -> Ink:
    return Ink(f"[-{text}-]", "red")


def _new(text: str) -> Ink:
    return Ink(f"{{+{text}+}}", "green")
