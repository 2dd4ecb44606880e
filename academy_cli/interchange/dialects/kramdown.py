"""Classes of kramdown as older lessons of The Carpentries have them, as the divs that newer ones have.

Knows ``{: .challenge}`` below a quotation and ``{: .language-r}`` below code; refuses to know what becomes of
them.
"""

from __future__ import annotations

import re

from academy_cli.interchange.dialects.rewriting import GONE, Spot, rewrite
from academy_cli.interchange.sources import Source

_CLASS = re.compile(r"^((?:>\s?)*)[ \t]*\{:\s*\.([\w-]+)[^{}]*\}\s*$")
_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*\{:[^{}\n]*\}")
_FENCE = re.compile(r"^(\s*)(~{3,}|`{3,})\s*$")
_DEEPEST = 6
_LANGUAGES = {"output": "output", "error": "output", "source": ""}


def converted(text: str) -> str:
    """A text with its quotations that have a class as divs; of each the first line is one more."""
    if "{:" not in text:
        return text
    return "\n".join(_lines(text.split("\n"), 0))


def plain(text: str, source: Source, file: str, first_line: int) -> str:
    """A text without what else kramdown says about how something looks."""
    if "{:" not in text:
        return text

    def one(line: str, spot: Spot) -> str:
        for found in _ATTRIBUTES.findall(line):
            why = "its size or looks are not"
            name = found.strip()
            spot.source.approximate("attributes", spot.file, why, line=spot.line, name=name)
        left = _ATTRIBUTES.sub("", line)
        return GONE if left != line and not left.strip("> \t") else left

    return rewrite(text, source, file, first_line, one)


def _lines(lines: list[str], depth: int) -> list[str]:
    done: list[str] = []
    at = 0
    while at < len(lines):
        end = _quoted(lines, at)
        said = _CLASS.match(lines[end]) if end < len(lines) else None
        if end > at and said and not said[1] and depth < _DEEPEST:
            inner = _lines([re.sub(r"^> ?", "", line) for line in lines[at:end]], depth + 1)
            done += [f"{':' * (12 - depth)} {said[2]}", "", *inner, "", ":" * (12 - depth), ""]
            at = end + 1
        elif end > at:
            quoted: list[str] = []
            for line in lines[at:end]:
                quoted += _coded(quoted, re.sub(r"^> ?", "", line))
            done += [f"> {line}".rstrip() for line in quoted]
            at = end
        else:
            done += _coded(done, lines[at])
            at += 1
    return done


def _quoted(lines: list[str], start: int) -> int:
    """The line after a quotation that begins at one; the same where none does."""
    at = start
    while at < len(lines) and lines[at].startswith(">"):
        at += 1
    return at


def _coded(done: list[str], line: str) -> list[str]:
    """A line, or nothing where it is the language of the code above, which is written there."""
    said = _CLASS.match(line)
    if said is None or said[1] or not done or not _FENCE.match(done[-1]):
        return [line]
    mark = done[-1].strip()
    begin = next((n for n in range(len(done) - 2, -1, -1) if done[n].strip() == mark), None)
    if begin is None:
        return [line]
    name = said[2].removeprefix("language-")
    done[begin] += _LANGUAGES.get(name, name)
    return []
