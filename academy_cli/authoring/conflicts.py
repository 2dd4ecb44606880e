"""Merge conflicts that were left in a file: git's markers at the beginning of lines, all of them, in order.

Knows the markers, and that a code block may show a conflict; refuses to know what else a file says.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass

from academy_cli.authoring import markdown
from academy_cli.authoring.codes import problem
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say

_SIGN = b">>>>>>> "
"""In hardly any file; looking for it takes 20 ms in a course of 48 MB."""
_MARKER = re.compile(rb"^(?:<{7} .*|={7}[ \t]*\r?$|>{7} )", re.MULTILINE)
"""What diff3 adds, the common ancestor below ``|||||||``, is just more text between the first two."""


@dataclass(frozen=True, slots=True)
class _Conflict:
    """Where the first and the last marker begin, in bytes and lines, and what the first one says."""

    start: int
    end: int
    line: int
    last_line: int
    opening: str


def left_in(data: bytes, file: str = "", *, text_from: int | None = None) -> list[Problem]:
    """A finding for every conflict in a file; from the byte ``text_from`` on it is Markdown."""
    if _SIGN not in data:
        return []
    found = list(_conflicts(data))
    if found and text_from is not None:
        code = _code_blocks(data, text_from)
        found = [one for one in found if not _is_shown(one, code)]
    return [_problem(one, file) for one in found]


def _conflicts(data: bytes) -> Iterator[_Conflict]:
    """Every run of the three markers; a second opening begins anew, so that this takes one pass."""
    opening, opening_line, is_divided, line, counted = None, 0, False, 1, 0
    for marker in _MARKER.finditer(data):
        line += data.count(b"\n", counted, marker.start())
        counted = marker.start()
        match marker[0][:1]:
            case b"<":
                opening, opening_line, is_divided = marker, line, False
            case b"=":
                is_divided = True
            case _ if opening is not None and is_divided:
                says = opening[0].decode("utf-8", errors="replace").rstrip()
                yield _Conflict(opening.start(), marker.start(), opening_line, line, says)
                opening = None


def _code_blocks(data: bytes, text_from: int) -> list[tuple[int, int]]:
    """Where the code blocks of a file's Markdown stand, in order; none where it cannot be parsed."""
    text = data[text_from:].decode("utf-8", errors="replace")
    try:
        blocks = list(markdown.code_blocks(text))
    except markdown.MarkdownError:
        return []
    return [(start + text_from, end + text_from) for start, end in blocks]


def _is_shown(one: _Conflict, code: list[tuple[int, int]]) -> bool:
    """Whether one code block holds the whole conflict; one that cuts a block in two is real."""
    at = bisect(code, (one.start, 0)) - 1
    return at >= 0 and one.end < code[at][1]


def _problem(one: _Conflict, file: str) -> Problem:
    message = say("a merge conflict is not resolved; it ends on line {}", one.last_line)
    return problem("source.conflict", file, one.line, 1, value=one.opening, message=message)
