"""Switches between frameworks, components over several lines, and tabs, in Hugging Face's Markdown.

Knows how they are written; every line that stays keeps its number.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from academy_cli.interchange.dialects.rewriting import marked
from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

_IF = re.compile(r"^\s*\{#if\s+(.*?)\}\s*$")
_ELSE = re.compile(r"^\s*\{:else(?:\s+if\s+(.*?))?\s*\}\s*$")
_END = re.compile(r"^\s*\{/if\}\s*$")
_FRAMEWORK = re.compile(r"fw\s*===?\s*['\"](\w+)['\"]")
_OPENS = re.compile(r"^\s*<[A-Z]\w*\b[^>]*$")
_MOST_LINES = 80


class _Side(NamedTuple):
    """One side of a switch: whether it is for what is wanted, whether one was, and what is around it."""

    holds: bool
    is_met: bool
    is_outer_shown: bool

    @property
    def is_shown(self) -> bool:
        """Whether what is written in it stays."""
        return self.holds and self.is_outer_shown


def one_side(text: str, source: Source, file: str, line: int) -> str:
    """A text with one side of each switch: that for PyTorch, else that which comes first."""
    if "{#if" not in text:
        return text
    named = _FRAMEWORK.findall(text)
    wanted = "pt" if "pt" in named or not named else named[0]
    done: list[str] = []
    sides: list[_Side] = []
    for number, (written, is_code) in enumerate(marked(text), line):
        outer = not sides or sides[-1].is_shown
        if not is_code and (begin := _IF.match(written)):
            holds = _holds(begin[1], wanted)
            sides.append(_Side(holds, holds, outer))
        elif not is_code and sides and (other := _ELSE.match(written)):
            holds = not sides[-1].is_met and (not other[1] or _holds(other[1], wanted))
            sides[-1] = sides[-1]._replace(holds=holds, is_met=sides[-1].is_met or holds)
        elif not is_code and sides and _END.match(written):
            sides.pop()
        else:
            done.append(written if outer else "")
            continue
        if sides and sides[-1].is_outer_shown and not sides[-1].holds:
            why = say("it is for another framework; that for “{}” is taken", wanted)
            source.drop("switch", file, why, line=number, name=written.strip())
        done.append("")
    return "\n".join(done)


def _holds(condition: str, wanted: str) -> bool:
    named = _FRAMEWORK.findall(condition)
    return not named or wanted in named


def joined(text: str) -> str:
    """A text with each component on one line, and as many empty ones after it as it had."""
    lines = list(marked(text))
    done: list[str] = []
    at = 0
    while at < len(lines):
        written, is_code = lines[at]
        count = 1
        if not is_code and _OPENS.match(written):
            count = _length([one for one, _ in lines[at : at + _MOST_LINES]])
        done.append(
            " ".join(one.strip() for one, _ in lines[at : at + count]) if count > 1 else written
        )
        done += [""] * (count - 1)
        at += count
    return "\n".join(done)


def _length(lines: list[str]) -> int:
    """On how many lines a component stands; 1 where it does not end."""
    ends = (number for number, line in enumerate(lines, 1) if re.search(r"(?<!=)>\s*$", line))
    return next(ends, 1)
