"""What Sphinx adds to reStructuredText, in words that docutils knows.

Knows directives and roles by their names. Lines keep their numbers, but for a few that come in between and
for files that are included.
"""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from academy_cli.interchange.dialects.myst_book import Book, anchor, relative
from academy_cli.interchange.dialects.myst_includes import text_of
from academy_cli.interchange.dialects.rewriting import Spot

_DIRECTIVE = re.compile(r"^(\s*)\.\. ([\w:+.-]+)::(?:\s+(.*?))?\s*$")
_OPTION = re.compile(r"^\s+:([\w-]+):(?:\s+(.*?))?\s*$")
_ROLE = re.compile(r"(?<![\w`:\\]):([\w:+.-]+):`([^`]+)`", re.DOTALL)
_REFERENCE = re.compile(r"^(.*?)\s*<([^<>]+)>$", re.DOTALL)
_GONE = frozenset(
    {"toctree", "index", "highlight", "currentmodule", "module", "tabularcolumns", "bibliography", "contents",
     "sectnum", "automodule", "autoclass", "autofunction", "autosummary", "only", "raw", "meta", "role",
     "default-role", "title", "date", "header", "footer", "target-notes"}
)  # fmt: skip
_CODE = frozenset(
    {"code-block", "sourcecode", "ipython", "code-cell", "jupyter-execute", "prompt", "testcode"}
)
_KNOWN = frozenset(
    {"attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning", "class",
     "admonition", "image", "figure", "topic", "sidebar", "code", "rubric", "epigraph", "table",
     "highlights", "pull-quote", "compound", "container", "csv-table", "list-table", "replace", "unicode",
     "parsed-literal"}
)  # fmt: skip
_TITLED = {
    "seealso": "See also", "versionadded": "New", "versionchanged": "Changed", "deprecated": "Deprecated",
    "todo": "To do", "exercise": "Exercise", "solution": "Solution",
}  # fmt: skip
_PLAIN_ROLES = frozenset(
    {
        "math",
        "sub",
        "sup",
        "subscript",
        "superscript",
        "code",
        "emphasis",
        "strong",
        "literal",
        "title",
    }
)


class _Said(NamedTuple):
    """A directive: how deep it stands, its name, the words after it, its options, and what is below them."""

    indent: str
    kind: str
    words: str
    options: dict[str, str]
    rest: list[str]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read in it."""
        return not self.words and not any(line.strip() for line in self.rest)


def plain(text: str, spot: Spot, book: Book) -> str:
    """A text without what only Sphinx reads."""
    lines, done, at = text.split("\n"), list[str](), 0
    while at < len(lines):
        found = _DIRECTIVE.match(lines[at])
        if found is None:
            done.append(lines[at])
            at += 1
            continue
        end = _end(lines, at, len(found[1]))
        done += _directive(found, lines[at + 1 : end], spot._replace(line=spot.line + at), book)
        at = end
    whole = "\n".join(done)
    return _ROLE.sub(lambda role: _role(role, _at(spot, whole, role), book), whole)


def _at(spot: Spot, text: str, found: re.Match[str]) -> Spot:
    return spot._replace(line=spot.line + text.count("\n", 0, found.start()))


def _end(lines: list[str], start: int, width: int) -> int:
    """The line after a directive: the next one that is not indented deeper than it."""
    at = start + 1
    while at < len(lines) and (not lines[at].strip() or _deep(lines[at]) > width):
        at += 1
    return at


def _deep(line: str) -> int:
    return len(line) - len(line.lstrip())


def _directive(found: re.Match[str], body: list[str], spot: Spot, book: Book) -> list[str]:
    """A directive as docutils knows it, on as many lines."""
    count = 0
    options: dict[str, str] = {}
    while count < len(body) and (option := _OPTION.match(body[count])):
        options[option[1]] = option[2] or ""
        count += 1
    said = _Said(found[1], found[2].lower(), found[3] or "", options, body[count:])
    if said.kind in ("literalinclude", "include"):
        end = [""] if said.rest and not said.rest[-1].strip() else []
        return [*_included(said, spot, book), *end]
    if said.kind in _GONE or (
        said.is_empty and said.kind not in _KNOWN | _CODE | _TITLED.keys() | {"math"}
    ):
        why = "nothing here makes it" if said.kind in _GONE else "nothing in it is text"
        spot.source.drop("directive", spot.file, why, line=spot.line, name=said.kind)
        return [""] * (1 + len(body))
    if said.kind in _CODE:
        return [f"{said.indent}.. code:: {said.words or 'text'}", *[""] * count, *said.rest]
    first = [found[0], *body[:count]] if said.kind in _KNOWN else _named(said, count, spot)
    return [*first, *_inner(said.rest, spot, book)]


def _named(said: _Said, count: int, spot: Spot) -> list[str]:
    """The lines before the content of a directive that docutils calls something else."""
    blank = [""] * count
    if said.kind == "math":
        label = said.options.get("label")
        name = [f"{said.indent}   :name: {label}"] if label else []
        return [f"{said.indent}.. math:: {said.words}".rstrip(), *name, *blank[len(name) :]]
    if title := _TITLED.get(said.kind):
        if not any(line.strip() for line in said.rest):
            return [f"{said.indent}**{title}** {said.words}", *blank]
        apart = [] if blank or not said.rest[0].strip() else [""]
        return [
            f"{said.indent}.. admonition:: {title} {said.words}".rstrip(),
            *blank,
            *apart,
        ]
    why = "its text stays, its frame does not"
    spot.source.approximate("directive", spot.file, why, line=spot.line, name=said.kind)
    mark = "``" if ":" in said.kind or "*" in said.words else "**"
    title_lines = ["", f"{said.indent}   {mark}{said.words}{mark}", ""] if said.words else []
    return [f"{said.indent}.. container::", *blank, *title_lines]


def _inner(lines: list[str], spot: Spot, book: Book) -> list[str]:
    if not any(_DIRECTIVE.match(line) for line in lines):
        return lines
    done: list[str] = []
    at = 0
    while at < len(lines):
        if found := _DIRECTIVE.match(lines[at]):
            end = _end(lines, at, len(found[1]))
            done += _directive(
                found, lines[at + 1 : end], spot._replace(line=spot.line + at + 1), book
            )
            at = end
        else:
            done.append(lines[at])
            at += 1
    return done


def _included(said: _Said, spot: Spot, book: Book) -> list[str]:
    """A file of text or of code, where it is named."""
    options = said.options
    is_code = said.kind == "literalinclude" or "code" in options or "literal" in options
    lines = text_of(spot, relative(book, said.words, spot.file), options, is_code=is_code)
    if not is_code:
        return ["", *(f"{said.indent}{line}".rstrip() for line in lines), ""]
    language = options.get("language") or options.get("code") or "text"
    shown = (f"{said.indent}   {line}".rstrip() for line in lines)
    return [f"{said.indent}.. code:: {language}", "", *shown, ""] if lines else [""]


def _role(role: re.Match[str], spot: Spot, book: Book) -> str:
    kind, said = role[1].lower(), " ".join(role[2].split())
    if kind in _PLAIN_ROLES:
        return role[0]
    named = _REFERENCE.match(said)
    words, target = (named[1], named[2]) if named else ("", said)
    if kind in ("doc", "download"):
        path = relative(book, target, spot.file)
        return f"`{words or _title(path, spot, book)} <{path}>`__"
    if kind in ("ref", "numref", "eq") and (place := book.labels.get(anchor(target))):
        spot.source.keep("reference", spot.file, line=spot.line, name=target)
        path = posixpath.relpath(place.file, posixpath.dirname(spot.file) or ".")
        there = "" if place.file == spot.file else path
        rest = "" if place.is_page and there else f"#{anchor(target)}"
        shown = words.replace("%s", "").strip() or place.words or target
        called = re.sub(r"[`<>]", "", shown)
        return f"`{called} <{there}{rest}>`__"
    why = "its words stay, what it does is not"
    spot.source.approximate("role", spot.file, why, line=spot.line, name=role[0][:60])
    shown = words or target.lstrip("~!")
    return (
        f"*{shown}*" if kind in ("ref", "numref", "eq", "term", "dfn", "abbr") else f"``{shown}``"
    )


def _title(path: str, spot: Spot, book: Book) -> str:
    start = posixpath.normpath(posixpath.join(posixpath.dirname(spot.file), path))
    pages = (
        one
        for one in book.labels.values()
        if one.is_page and posixpath.splitext(one.file)[0] == start
    )
    return next((one.words for one in pages), posixpath.basename(path))
