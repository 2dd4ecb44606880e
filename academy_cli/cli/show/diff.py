"""What changed in a text, word by word: ``[-gone-]`` and ``{+new+}``, as git's word diff writes it.

Knows lines and words; refuses to know which text it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from academy_cli.cli.show import unseen
from academy_cli.cli.terminal import Ink, Line
from academy_cli.kit.saying import say

_CONTEXT = 1
_BLANK = "¶"
"""A blank line, which nobody would see."""
_WORD = re.compile(r"\w+|\s|[^\w\s]")


def lines(before: str, after: str, first_line: int = 1) -> Iterator[Line]:
    """First what differs unseen; then changed lines with one around them, if it is not blank.

    A group of lines begins with its place in the file, where the text begins on ``first_line``.
    """
    old, new = unseen.lines_of(before), unseen.lines_of(after)
    matcher = SequenceMatcher(None, unseen.seen(old), unseen.seen(new), autojunk=False)
    for note in unseen.notes(before, after, _same(matcher)):
        yield (Ink(say("  {}", note), "cyan"),)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        yield (Ink(say("  line {}", first_line + _place(group, new)), "cyan"),)
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                yield from (("    ", line) for line in new[new_from:new_to] if line.strip())
            else:
                yield from _changed(old[old_from:old_to], new[new_from:new_to])


def _place(group: Sequence[tuple[str, int, int, int, int]], new: Sequence[str]) -> int:
    """Where the first line that is shown of a group stands, from 0."""
    tag, _, _, start, end = group[0]
    return end if tag == "equal" and not "".join(new[start:end]).strip() else start


def _same(matcher: SequenceMatcher[str]) -> list[tuple[int, int]]:
    """The places of lines that look the same, before and after."""
    return [
        (block.a + at, block.b + at)
        for block in matcher.get_matching_blocks()
        for at in range(block.size)
    ]


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
        yield from _replaced("".join(old[a:b]), "".join(new[c:d]))


def _replaced(was: str, now: str) -> Iterator[Ink]:
    """What gave way to what; where both look alike, what makes the difference is spelled out."""
    if unseen.looks_alike(was, now):
        was, now = unseen.spelled(was), unseen.spelled(now)
    if was:
        yield _gone(was)
    if now:
        yield _new(now)


def _gone(text: str) -> Ink:
    return Ink(f"[-{text or _BLANK}-]", "red")


def _new(text: str) -> Ink:
    return Ink(f"{{+{text or _BLANK}+}}", "green")
