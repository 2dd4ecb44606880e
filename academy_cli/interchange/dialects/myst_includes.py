"""Files that a directive names, or the lines of them that its options say.

Knows the options of Sphinx's ``include`` and ``literalinclude``; refuses to read outside the source.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from academy_cli.interchange import linking
from academy_cli.interchange.dialects.docfx import rebased
from academy_cli.interchange.dialects.rewriting import Spot


def text_of(spot: Spot, target: str, options: Mapping[str, str], *, is_code: bool) -> list[str]:
    """The lines of a file that a directive names; none, noted, where there are none."""
    source, file, line = spot
    path = source.at(file, target)
    text = source.text(path) if path else None
    if path is None or text is None or path == file or not source.affords(text):
        why = "the file is not there" if text is None else "files include too much"
        source.drop("include", file, why, line=line, name=target)
        return []
    source.keep("include", file, line=line, name=target)
    if "pyobject" in options:
        why = "the whole file is shown, not one part of the program"
        source.approximate("include", file, why, line=line, name=options["pyobject"])
    lines = _chosen(text.rstrip("\n").split("\n"), options)
    if is_code or posixpath.dirname(path) == posixpath.dirname(file):
        return lines
    whole = linking.rewritten("\n".join(lines), lambda link: rebased(link, path, file))
    return whole.split("\n")


def code_of(lines: list[str], language: str) -> list[str]:
    """Some lines as a fenced block of code; nothing where there are none."""
    if not lines:
        return []
    longest = max((len(run) for run in re.findall(r"`{3,}", "\n".join(lines))), default=2)
    fence = "`" * (longest + 1)
    return [f"{fence}{language}", *lines, fence]


def _chosen(lines: list[str], options: Mapping[str, str]) -> list[str]:
    first, last = 0, len(lines)
    starts = (("start-after", 1), ("start-at", 0))
    ends = (("end-before", 0), ("end-at", 1))
    for key, step in starts:
        if wanted := options.get(key):
            first = next((n + step for n, one in enumerate(lines) if wanted in one), first)
    for key, step in ends:
        if wanted := options.get(key):
            rest = range(first, len(lines))
            last = next((n + step for n in rest if wanted in lines[n]), last)
    lines = lines[first:last]
    if (numbers := options.get("lines")) and re.fullmatch(r"[\d\s,-]+", numbers):
        lines = [lines[n - 1] for n in _numbers(numbers, len(lines)) if 0 < n <= len(lines)]
    start, end = options.get("start-line", ""), options.get("end-line", "")
    if re.fullmatch(r"\d*", start) and re.fullmatch(r"\d*", end):
        lines = lines[int(start or 0) : int(end) if end else None]
    return lines


def _numbers(said: str, most: int) -> list[int]:
    found: list[int] = []
    for part in said.replace(" ", "").split(","):
        begin, dash, end = part.partition("-")
        if begin.isdecimal() or dash:
            first = int(begin or 1)
            found += range(first, min(int(end or most), most) + 1) if dash else [first]
    return found
