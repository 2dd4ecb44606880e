"""MyST's additions to Markdown (Jupyter Book): directives, roles, labels, comments, mathematics.

After https://mystmd.org/guide. Knows how they are written; runs nothing.
"""

from __future__ import annotations

import re

from academy_cli.interchange.dialects import myst_roles
from academy_cli.interchange.dialects.myst_book import LABEL, NO_BOOK, Book, anchor
from academy_cli.interchange.dialects.myst_directives import Directive, Options, made
from academy_cli.interchange.dialects.rewriting import Spot
from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

_OPENING = re.compile(r"^(\s*)(`{3,}|~{3,}|:{3,})\s*\{([\w:+.-]+)\}\s*(.*?)\s*$")
_FENCE = re.compile(r"^\s*(?:[-*+]\s+|\d+[.)]\s+|>\s?)*(`{3,}|~{3,})")
_OPTION = re.compile(r"^\s*:([\w-]+):(?:\s+(.*?))?\s*$")
_KEY = re.compile(r"^([\w-]+)\s*:\s*(.*?)\s*$")
_EQUATION = re.compile(r"^(.*\$\$)\s*\(([^()\s]+)\)\s*$")
_ALIGNED = re.compile(r"^\s*\\begin\{(equation|align|alignat|gather|multline|eqnarray)(\*?)\}")
_HEADING = re.compile(r"^#{1,6}\s")
_DEFINITION = re.compile(r"^:\s+(\S.*)$")
_ATTRIBUTES = re.compile(r"^\{((?:\s*[#.][\w:.-]+|\s*[\w-]+=(?:\"[^\"]*\"|[^\s}]+))+)\s*\}\s*$")
_LONGEST = 500
"""Lines of an equation; nobody writes longer ones."""
_DEEPEST = 20
"""Directives within directives, and files that include each other: nobody writes deeper ones."""


def converted(text: str, source: Source, file: str, first_line: int, book: Book = NO_BOOK) -> str:
    """A text with its directives and roles as what our format has for them."""
    return "\n".join(_Walk(Spot(source, file, first_line), book).through(text.split("\n")))


class _Walk:
    """One way through the lines of a text: what stands between directives is gathered."""

    def __init__(self, spot: Spot, book: Book, depth: int = 0) -> None:
        self.start = spot
        self.book = book
        self.depth = depth
        self.is_begun = depth > 0
        self.done: list[str] = []
        self.loose: list[str] = []
        self.loose_at = spot.line

    def through(self, lines: list[str]) -> list[str]:
        """Every line, or what it has become."""
        at = 0
        while at < len(lines):
            if (opening := _OPENING.match(lines[at])) and self.depth < _DEEPEST:
                self._flush()
                at = self._directive(opening, lines, at)
            elif fence := _FENCE.match(lines[at]):
                self._flush()
                end = _end(lines, at, fence[1])
                self.done += lines[at : end + 1]
                at = end + 1
            elif lines[at].count("$$") == 1 and (end := _closed(lines, at)):
                self.loose_at = self.loose_at if self.loose else self._spot(at).line
                self.loose += lines[at:end]
                self._plain(lines[end], lines, end)
                at = end + 1
            elif aligned := _ALIGNED.match(lines[at]):
                self._flush()
                at = self._aligned(aligned, lines, at)
            else:
                self._plain(lines[at], lines, at)
                at += 1
        self._flush()
        return self.done

    def _spot(self, at: int) -> Spot:
        return self.start._replace(line=self.start.line + at)

    def _directive(self, opening: re.Match[str], lines: list[str], at: int) -> int:
        """Write what a directive has become; the number of the line after it."""
        end = _end(lines, at, opening[2])
        body, kind = _dedented(lines[at + 1 : end], len(opening[1])), opening[3].lower()
        options, body, skipped = _options(body)
        after = end + 1
        if kind.endswith("-start"):
            kind = kind.removesuffix("-start")
            last = _gate(lines, after, kind)
            gated = _trimmed(_dedented(lines[after:last], len(opening[1])))
            body = [*body, "", *gated] if body else gated
            after = _end(lines, last, "```") + 1 if last < len(lines) else last
        first = at + 1 + skipped

        def inner(text: list[str]) -> list[str]:
            return _Walk(self._spot(first), self.book, self.depth + 1).through(text)

        said = Directive(kind, opening[4], options, body, self._spot(at), self.book, inner)
        self.done += [f"{opening[1]}{line}".rstrip() for line in made(said)]
        if after < len(lines) and lines[after].strip():
            self.done.append("")
        return after

    def _aligned(self, opening: re.Match[str], lines: list[str], at: int) -> int:
        """An equation of LaTeX by itself, which is mathematics here too."""
        closing = f"\\end{{{opening[1]}{opening[2]}}}"
        places = range(at, min(len(lines), at + _LONGEST))
        last = next((n for n in places if closing in lines[n]), None)
        if last is None:
            self._plain(lines[at], lines, at)
            return at + 1
        self.done += ["$$", *(line for line in lines[at : last + 1] if line.strip()), "$$"]
        self.start.source.keep("mathematics", self.start.file, line=self._spot(at).line)
        return last + 1

    def _plain(self, line: str, lines: list[str], at: int) -> None:
        """A line outside directives: labels, comments and breaks between blocks are no text."""
        spot = self._spot(at)
        if label := LABEL.match(line):
            self._flush()
            spot.source.keep("label", spot.file, line=spot.line, name=label[1])
            is_page = not self.is_begun and _is_before_heading(lines, at + 1)
            if not is_page or any(_refers(one, label[1]) for one in lines):
                self.done += [f'<a id="{anchor(label[1])}"></a>', ""]
        elif line.startswith("%") and not line.startswith("%%"):
            name = line.strip("% ")[:60]
            spot.source.drop("comment", spot.file, say("authors' notes"), line=spot.line, name=name)
        elif re.match(r"^\+\+\+(?:\s|$)", line):
            self._add("", at)
        elif said := _ATTRIBUTES.match(line):
            self._attributes(said[1], spot)
        elif equation := _EQUATION.match(line):
            self._add(equation[1], at)
            self._flush()
            self.done += ["", f'<a id="{anchor(equation[2])}"></a>', ""]
        else:
            self.is_begun = self.is_begun or bool(_HEADING.match(line))
            self._add(line, at)

    def _attributes(self, said: str, spot: Spot) -> None:
        """What is said of the block below: its anchor stays."""
        self._flush()
        self.done += [f'<a id="{anchor(name)}"></a>\n' for name in re.findall(r"#([\w:.-]+)", said)]
        why = "looks are not kept; an anchor is"
        spot.source.approximate("attributes", spot.file, why, line=spot.line, name=said.strip())

    def _add(self, line: str, at: int) -> None:
        if not self.loose:
            self.loose_at = self._spot(at).line
        self.loose.append(line)

    def _flush(self) -> None:
        """Write the gathered lines, whose roles may go over their ends."""
        if self.loose:
            spot = self.start._replace(line=self.loose_at)
            text = "\n".join(self.loose)
            text = _defined(text) if "\n:" in text else text
            self.done += myst_roles.rewritten(text, spot, self.book).split("\n")
            self.loose = []


def _end(lines: list[str], start: int, fence: str) -> int:
    """The line that closes a fence; the end of the text where none does."""
    closing = re.compile(rf"^[\s>]*{re.escape(fence[0])}{{{len(fence)},}}\s*$")
    inner = (number for number in range(start + 1, len(lines)) if closing.match(lines[number]))
    return next(inner, len(lines))


def _closed(lines: list[str], start: int) -> int:
    """The line that ends the mathematics which begins on one; 0 where none does."""
    places = range(start + 1, min(len(lines), start + _LONGEST))
    return next((number for number in places if "$$" in lines[number]), 0)


def _gate(lines: list[str], start: int, kind: str) -> int:
    """The line on which the directive stands that ends one which began with ``-start``."""
    ends = re.compile(rf"^\s*(?:`{{3,}}|:{{3,}})\s*\{{{re.escape(kind)}-end\}}\s*$")
    return next((n for n in range(start, len(lines)) if ends.match(lines[n])), len(lines))


def _refers(line: str, label: str) -> bool:
    """Whether a line refers to a label as one of its own page."""
    return label in line and any(f"{sign}{label}" in line for sign in ("#", "`", "<"))


def _is_before_heading(lines: list[str], start: int) -> bool:
    """Whether nothing but blank lines and labels stands before the next heading."""
    rest = (line for line in lines[start:] if line.strip() and not LABEL.match(line))
    return bool(_HEADING.match(next(rest, "")))


def _defined(text: str) -> str:
    """Terms with their definitions as a list."""
    done: list[str] = []
    for line in text.split("\n"):
        said = _DEFINITION.match(line)
        places = range(len(done) - 1, max(-1, len(done) - 3), -1) if said else ()
        last = next((n for n in places if done[n].strip()), None)
        if said is None or last is None:
            done.append(line)
            continue
        if not done[last].startswith(("  ", "- **")):
            done[last] = f"- **{done[last].strip()}**"
        done += ["", f"  {said[1]}"]
    return "\n".join(done)


def _trimmed(lines: list[str]) -> list[str]:
    """Lines without blank ones at either end."""
    return "\n".join(lines).strip("\n").split("\n")


def _dedented(lines: list[str], width: int) -> list[str]:
    """Lines without the indentation that their directive has."""
    return [line[min(width, len(line) - len(line.lstrip())) :] for line in lines]


def _options(lines: list[str]) -> tuple[Options, list[str], int]:
    """What is said about a directive before its content, the content, and how many lines came before."""
    options: dict[str, str] = {}
    count = 0
    if lines[:1] == ["---"] and "---" in lines[1:]:
        count = lines.index("---", 1) + 1
        for line in lines[1 : count - 1]:
            if key := _KEY.match(line):
                options[key[1]] = key[2].strip("\"'")
            elif options:
                options[next(reversed(options))] += " " + line.strip(" -")
    else:
        while count < len(lines) and (option := _OPTION.match(lines[count])):
            options[option[1]] = (option[2] or "").strip("\"'")
            count += 1
    while count < len(lines) and not lines[count].strip():
        count += 1
    return options, lines[count:], count
