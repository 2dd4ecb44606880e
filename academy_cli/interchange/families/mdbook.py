"""mdBook: chapters in Markdown, in the order of SUMMARY.md, with parts and chapters in chapters.

After https://rust-lang.github.io/mdBook/format/. A chapter with chapters below it is a module that begins
with it. Includes are put where they are named; a chapter without a file yet is dropped.
"""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from academy_cli.interchange.outline import Item, Lesson, Module, Outline
from academy_cli.interchange.sources import Source

_ENTRY = re.compile(r"^(\s*)(?:[-*+]\s+|\d+[.)]\s+)?\[(.*)\]\(\s*<?([^)>]*?)>?\s*\).*$")
_PART = re.compile(r"^#{1,6}\s+(.*?)\s*#*\s*$")
_INCLUDE = re.compile(r"(?<!\\)\{\{#(\w+)\s+([^}]*?)\s*\}\}")
_DEEPEST = 10


@dataclass(frozen=True)
class _Entry:
    """A line of SUMMARY.md: a chapter, or a part without a file, and what is below it."""

    title: str
    path: str
    line: int
    depth: int
    below: list[_Entry] = field(default_factory=list)


def read(source: Source) -> Outline:
    """The chapters of a book."""
    top = next(
        (path for path in sorted(source.paths, key=len) if re.search(r"(?:^|/)book\.toml$", path)),
        "",
    )
    said = _book(source, top)
    root = posixpath.normpath(posixpath.join(posixpath.dirname(top), str(said.get("src") or "src")))
    summary = f"{root}/SUMMARY.md" if root != "." else "SUMMARY.md"
    text = source.text(summary)
    if text is None:
        return Outline("", (), lacks=f"there is no {summary}")
    taken: set[str] = set()
    children = tuple(_items(source, _entries(text), summary, taken))
    fields: dict[str, Any] = {}
    if isinstance(said.get("language"), str):
        fields["language"] = said["language"]
    if said.get("description"):
        fields["summary"] = str(said["description"])[:1000]
    for key in said:
        if key not in ("title", "src", "language", "description"):
            source.drop("key", top, "ours has no such key", name=key)
    return Outline(str(said.get("title") or ""), children, "SUMMARY.md", fields=fields)


def resolve(source: Source, base: str, target: str) -> str | None:
    """Where a link leads: chapters may be named by the address that they get."""
    if found := source.at(base, target):
        return found
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    if path.endswith(".html"):
        stem = path.removesuffix(".html")
        names = [f"{stem}.md", *([f"{stem[:-5]}README.md"] if stem.endswith("index") else [])]
        return next((one for name in names if (one := source.at(base, name))), None)
    return None


def _book(source: Source, path: str) -> dict[str, Any]:
    text = source.text(path) if path else None
    try:
        said = tomllib.loads(text or "").get("book", {})
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        source.drop("file", path, f"this is no TOML: {error}")
        return {}
    return said if isinstance(said, dict) else {}


def _entries(text: str) -> list[_Entry]:
    """The entries of a summary, nested as they are indented; a part holds the chapters after it."""
    top: list[_Entry] = []
    stack: list[_Entry] = []
    is_titled = False
    for number, line in enumerate(text.split("\n"), 1):
        part, entry = _PART.match(line), _ENTRY.match(line)
        if part and not top and line.startswith("# ") and not is_titled:
            is_titled = True
        elif part:
            stack = [_Entry(part[1], "", number, -1)]
            top.append(stack[0])
        elif entry:
            is_numbered = line.lstrip()[:1] != "["
            depth = len(entry[1].expandtabs(4)) if is_numbered else -1
            one = _Entry(entry[2], entry[3], number, depth)
            while stack and stack[-1].depth >= depth:
                stack.pop()
            (stack[-1].below if stack else top).append(one)
            stack.append(one)
    return top


def _items(source: Source, entries: list[_Entry], summary: str, taken: set[str]) -> Iterator[Item]:
    for one in entries:
        lesson = _lesson(source, one, summary, taken) if one.path else None
        below = tuple(_items(source, one.below, summary, taken))
        if below:
            inside = (lesson, *below) if lesson else below
            slug = (
                posixpath.basename(posixpath.dirname(one.path))
                if one.path.endswith("README.md")
                else ""
            )
            where = lesson.source if lesson else summary
            yield Module(one.title, where, inside, line=one.line, slug=slug or _stem(one.path))
        elif lesson:
            yield lesson
        elif not one.path:
            why = "nothing in it has a file yet"
            source.drop("reference", summary, why, line=one.line, name=one.title)


def _lesson(source: Source, one: _Entry, summary: str, taken: set[str]) -> Lesson | None:
    path = source.at(summary, one.path)
    if path is None or path in taken:
        why = "it stands in SUMMARY.md twice" if path else "there is no such file"
        source.drop("reference", summary, why, line=one.line, name=one.path)
        return None
    taken.add(path)
    text = source.text(path) or ""
    body = included(text, source, path)
    title = re.sub(r"[*_`]", "", one.title)
    return Lesson(title, path, body, slug=_stem(path))


def _stem(path: str) -> str:
    stem = posixpath.basename(path).rpartition(".")[0]
    above = posixpath.basename(posixpath.dirname(path))
    return above if stem.lower() in ("readme", "index") and above not in ("", "src") else stem


def included(text: str, source: Source, file: str, depth: int = 0) -> str:
    """A text with what ``{{#include}}`` and its kin name, also in code."""
    done = []
    for number, line in enumerate(text.split("\n"), 1):

        def one(found: re.Match[str], number: int = number) -> str:
            return _helper(found, source, (file, number), depth)

        done.append(_INCLUDE.sub(one, line) if "{{#" in line else line)
    return "\n".join(done)


def _helper(found: re.Match[str], source: Source, spot: tuple[str, int], depth: int) -> str:
    kind, said = found[1], found[2]
    file, line = spot
    if kind == "title":
        source.approximate(
            "title", file, "a lesson has one title, that of SUMMARY.md", line=line, name=said
        )
        return ""
    if kind not in ("include", "rustdoc_include", "playground", "playpen"):
        source.approximate("helper", file, "it stays as it is written", line=line, name=found[0])
        return found[0]
    target, *span = said.split()[0].split(":") if said else [""]
    path = source.at(file, target)
    text = source.text(path) if path and depth < _DEEPEST else None
    if path is None or text is None or not source.affords(text):
        why = "the file is not there" if text is None else "files include too much"
        source.drop("include", file, why, line=line, name=target)
        return ""
    source.keep("include", file, line=line, name=said)
    part = _part(text, span).strip("\n")
    part = included(part, source, path, depth + 1) if path.endswith(".md") else part
    return f"```rust\n{part}\n```" if kind in ("playground", "playpen") else part


def _part(text: str, span: list[str]) -> str:
    """Some lines of a text: by number (from, to), or between the marks of an anchor."""
    lines = text.split("\n")
    if not span:
        return "\n".join(line for line in lines if not re.search(r"ANCHOR(?:_END)?:\s*\S", line))
    if all(one == "" or one.isdecimal() for one in span):
        first = int(span[0] or 1)
        last = int(span[1] or len(lines)) if len(span) > 1 else first
        return "\n".join(lines[max(0, first - 1) : last])
    marks = [
        number
        for number, line in enumerate(lines)
        if re.search(rf"ANCHOR(?:_END)?:\s*{re.escape(span[0])}\s*$", line)
    ]
    inside = lines[marks[0] + 1 : marks[1]] if len(marks) > 1 else []
    return "\n".join(line for line in inside if not re.search(r"ANCHOR(?:_END)?:\s*\S", line))
