"""Pandoc's fenced divs as the Carpentries use them: challenges, solutions, callouts, and where they go.

After https://carpentries.github.io/sandpaper-docs. Knows how they
nest; refuses to know where lessons come from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from academy_cli.interchange.dialects.rewriting import alert, details, marked
from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

_OPENING = re.compile(r"^:{3,}\s*(?:\{\s*\.?([\w-]+)[^}]*\}|([\w-]+))\s*:*\s*$")
_CLOSING = re.compile(r"^:{3,}\s*$")
_ITEM = re.compile(r"^[-*+]\s+(.*)$")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*\s*$")
_IMAGE = re.compile(r"!\[([^\]]{0,2000})\]\(([^)]{0,2000})\)\{([^{}]{0,2000})\}")
_ALT = re.compile(r"\balt\s*=\s*(?:'([^']*)'|\"([^\"]*)\")")
_CHUNK = re.compile(r"^(\s*)(`{3,})\{(\w+)([^}]*)\}\s*$")
_UNSEEN = re.compile(r"\binclude\s*=\s*F(?:ALSE)?\b")
_ALERTS = {"callout": "NOTE", "prereq": "IMPORTANT", "caution": "CAUTION", "warning": "WARNING"}
_OPENED = {"solution": "Solution", "hint": "Hint", "spoiler": "More"}
_HEADED = {"questions": "Questions", "keypoints": "Key points"}


@dataclass(frozen=True)
class Divided:
    """A text without divs: what learners read, its objectives, and what is for instructors alone."""

    text: str
    objectives: tuple[str, ...]
    for_instructors: str


@dataclass(frozen=True)
class _Div:
    kind: str
    line: int
    lines: list[str] = field(default_factory=list)


def divided(text: str, source: Source, file: str, first_line: int) -> Divided:
    """A text with each div as what our format has for it; an end without a beginning stays as it is."""
    reader = _Reader(source, file)
    for number, (line, is_code) in enumerate(marked(text)):
        reader.take(line, first_line + number, is_code=is_code)
    while len(reader.open) > 1:
        div = reader.open[-1]
        source.approximate(
            "div",
            file,
            say("it never ends; its text goes on to the end of the page"),
            line=div.line,
            name=div.kind,
        )
        reader.close()
    return Divided(
        "\n".join(reader.open[0].lines), tuple(reader.objectives), "\n".join(reader.private)
    )


class _Reader:
    def __init__(self, source: Source, file: str) -> None:
        self.source = source
        self.file = file
        self.open = [_Div("", 1)]
        self.objectives: list[str] = []
        self.private: list[str] = []
        self.is_closed = False
        self.unseen = ""

    def take(self, line: str, number: int, *, is_code: bool) -> None:
        """One line of the text."""
        if self.unseen:
            self.unseen = self.unseen if line.strip() != self.unseen else ""
            return
        if (chunk := _CHUNK.match(line)) and _UNSEEN.search(chunk[4]):
            why = "the lesson does not show it, and code is not run"
            self.source.drop("code", self.file, why, line=number, name=chunk[3])
            self.unseen = chunk[2]
            return
        if chunk:
            why = "the code is shown as it is and not run"
            self.source.approximate("code", self.file, why, line=number, name=chunk[3])
            line = f"{chunk[1]}{chunk[2]}{chunk[3]}"
        elif is_code:
            pass
        elif opening := _OPENING.match(line):
            self.is_closed = False
            self.open.append(_Div((opening[1] or opening[2]).lower(), number))
            return
        elif _CLOSING.match(line):
            if len(self.open) > 1:
                self.close()
                self.is_closed = True
                return
            why = "an end of a div without a beginning; it stays as it is"
            self.source.approximate("div", self.file, why, line=number)
        elif "){" in line:
            line = self._images(line, number)
        if self.is_closed and line.strip():
            self.open[-1].lines.append("")
        self.is_closed = False
        self.open[-1].lines.append(line)

    def close(self) -> None:
        """End the innermost div, and give what it has become to the one around it."""
        div = self.open.pop()
        self.open[-1].lines.extend(self._became(div, _trimmed(div.lines)))

    def _became(self, div: _Div, lines: list[str]) -> list[str]:
        kind = div.kind
        if kind in _OPENED:
            heading = _HEADING.match(lines[0]) if lines else None
            self.source.keep(
                kind, self.file, line=div.line, why=say("learners open it, as they did")
            )
            summary = heading[1] if heading else _OPENED[kind]
            return details(summary, _trimmed(lines[1:] if heading else lines))
        if kind in _ALERTS:
            self.source.keep(kind, self.file, line=div.line)
            return alert(_ALERTS[kind], lines)
        if kind in _HEADED:
            why = say("it is a part called “{}” now", _HEADED[kind])
            self.source.approximate(kind, self.file, why, line=div.line)
            return [f"## {_HEADED[kind]}", "", *lines]
        return self._rare(div, lines)

    def _rare(self, div: _Div, lines: list[str]) -> list[str]:
        kind = div.kind
        if kind == "objectives" and (found := _items(lines)):
            self.objectives += found
            self.source.keep(kind, self.file, line=div.line)
            return []
        if kind == "instructor":
            self.private += [*lines, ""]
            why = "it is in _instructors/, which learners do not see"
            self.source.approximate(kind, self.file, why, line=div.line)
            return []
        why = "its text stays, its frame does not"
        self.source.approximate(kind, self.file, why, line=div.line)
        return ["", *lines, ""]

    def _images(self, line: str, number: int) -> str:
        def one(found: re.Match[str]) -> str:
            alt = _ALT.search(found[3])
            if alt is None:
                why = "its size or looks are not"
                self.source.approximate("attributes", self.file, why, line=number, name=found[3])
            words = (alt[1] or alt[2] or "") if alt else found[1]
            return f"![{words or found[1]}]({found[2]})"

        return _IMAGE.sub(one, line)


def _items(lines: list[str]) -> list[str]:
    """The entries of a list, each on one line; none where it is something else, too."""
    found: list[str] = []
    for line in lines:
        item = _ITEM.match(line)
        if item:
            found.append(item[1].strip())
        elif line.strip() and found and line.startswith(" "):
            found[-1] += f" {line.strip()}"
        elif line.strip():
            return []
    return [one for one in found if len(one) <= 1000]


def _trimmed(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]
