"""mdBook: chapters in Markdown, in the order of SUMMARY.md, with parts and chapters in chapters.

After https://rust-lang.github.io/mdBook/format/. A chapter with chapters below it is a module that begins
with it. Includes are put where they are named; a chapter without a file yet is dropped. Catalogues beside the
book become translations.
"""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from academy_cli.interchange.dialects import mdbook as dialect
from academy_cli.interchange.embedded import taken_out
from academy_cli.interchange.families import mdbook_quiz as quizzes
from academy_cli.interchange.families.mdbook_translations import (
    Book,
    Translated,
    called,
    translated,
)
from academy_cli.interchange.outline import Item, Lesson, Module, Outline
from academy_cli.interchange.shapes import mapping
from academy_cli.interchange.sources import Source, line_of
from academy_cli.kit.saying import say

_ENTRY = re.compile(r"^(\s*)(?:[-*+]\s+|\d+[.)]\s+)?\[(.*)\]\(\s*<?([^)>]*?)>?\s*\).*$")
_PART = re.compile(r"^#{1,6}\s+(.*?)\s*#*\s*$")
_INCLUDE = re.compile(r"(?<!\\)\{\{#(\w+)\s+([^}]*?)\s*\}\}")
_DEEPEST = 10
_DONE = frozenset({"links", "index", "quiz", "gettext", "admonish"})
"""Preprocessors whose work is done here."""


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
    whole = _toml(source, top)
    said = mapping(whole.get("book"))
    root = posixpath.normpath(posixpath.join(posixpath.dirname(top), str(said.get("src") or "src")))
    summary = f"{root}/SUMMARY.md" if root != "." else "SUMMARY.md"
    text = source.text(summary)
    if text is None:
        return Outline("", (), lacks=say("there is no {}", summary))
    html = mapping(mapping(whole.get("output")).get("html"))
    marks = {
        name: str(mark)
        for name, mark in mapping(mapping(html.get("code")).get("hidelines")).items()
    }
    reader = _Reader(source, summary, marks, is_math=html.get("mathjax-support") is True)
    children = tuple(reader.items(_entries(_uncommented(text))))
    fields = _fields(source, top, said)
    _tell(source, top, whole)
    others = _others(source, top, whole, reader, children)
    return Outline(
        str(said.get("title") or ""),
        children,
        "SUMMARY.md",
        fields=fields,
        translations=others.translations,
        headings=others.headings,
    )


def _fields(source: Source, top: str, said: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if isinstance(said.get("language"), str):
        fields["language"] = said["language"]
    if said.get("description"):
        fields["summary"] = str(said["description"])[:1000]
    for key in said:
        if key not in ("title", "src", "language", "description"):
            source.drop("key", top, say("ours has no such key"), name=key)
    return fields


def _others(
    source: Source, top: str, whole: dict[str, Any], reader: _Reader, children: tuple[Item, ...]
) -> Translated:
    """The book in other languages."""
    root = posixpath.dirname(top)
    own = str(mapping(whole.get("book")).get("language") or "en")
    folder = mapping(mapping(whole.get("preprocessor")).get("gettext")).get("po-dir") or "po"
    book = Book(root, own, children, reader.texts, reader.finished)
    return translated(source, book, posixpath.normpath(posixpath.join(root, str(folder))))


def resolve(source: Source, base: str, target: str) -> str | None:
    """Where a link leads: chapters may be named by the address that they get."""
    if found := source.at(base, target):
        return found
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    if path in source.called:
        return source.called[path]
    if path.endswith(".html"):
        stem = path.removesuffix(".html")
        names = [f"{stem}.md", *([f"{stem[:-5]}README.md"] if stem.endswith("index") else [])]
        return next((one for name in names if (one := source.at(base, name))), None)
    return None


def _toml(source: Source, path: str) -> dict[str, Any]:
    text = source.text(path) if path else None
    try:
        return tomllib.loads(text or "")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        source.drop("file", path, say("this is no TOML: {}", error))
        return {}


def _tell(source: Source, path: str, whole: dict[str, Any]) -> None:
    """Note every other table of book.toml: programs that change chapters, and how pages look."""
    text = source.text(path) or "" if path else ""
    for name in mapping(whole.get("preprocessor")):
        line = line_of(text, f"[preprocessor.{name}")
        if name in _DONE:
            source.keep("preprocessor", path, line=line, name=name)
        else:
            why = "it is a program that changes chapters, and is not run; what they say for it stays as it is"
            source.drop("preprocessor", path, why, line=line, name=name)
    for name in whole:
        if name not in ("book", "preprocessor"):
            why = "ours has no such settings"
            source.drop("settings", path, why, line=line_of(text, f"[{name}"), name=name)


def _uncommented(text: str) -> str:
    """A summary without comments of HTML; every line keeps its number."""
    return re.sub(r"<!--.*?-->", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)


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
            if is_numbered:
                stack.append(one)
    return top


class _Reader:
    """The chapters of a summary, each of which stands in the course once."""

    def __init__(
        self, source: Source, summary: str, marks: Mapping[str, str], *, is_math: bool
    ) -> None:
        self.source = source
        self.summary = summary
        self.marks = marks
        self.is_math = is_math
        self.taken: set[str] = set()
        self.texts: dict[str, str] = {}
        """The chapters with what they include, before what mdBook adds to Markdown is made ours."""

    def items(self, entries: list[_Entry]) -> Iterator[Item]:
        """Entries as lessons, and as modules where others are below them."""
        for one in entries:
            lesson = self._lesson(one) if one.path else None
            below = tuple(self.items(one.below))
            if below:
                inside = (lesson, *below) if lesson else below
                where = lesson.source if lesson else self.summary
                slug = _stem(one.path) if one.path else ""
                yield Module(called(one.title), where, inside, line=one.line, slug=slug)
            elif lesson:
                yield lesson
            elif not one.path:
                why = "nothing in it has a file yet"
                self.source.drop("reference", self.summary, why, line=one.line, name=one.title)

    def _lesson(self, one: _Entry) -> Lesson | None:
        path = self.source.at(self.summary, one.path)
        if path is None or path in self.taken:
            why = "it stands in SUMMARY.md twice" if path else "there is no such file"
            self.source.drop("reference", self.summary, why, line=one.line, name=one.path)
            return None
        self.taken.add(path)
        address = "/" + posixpath.relpath(path, posixpath.dirname(self.summary) or ".")
        self.source.called[re.sub(r"\.md$", ".html", address)] = self.source.called[address] = path
        text, fields = _front(self.source, path)
        text, questions = quizzes.taken(text, self.source, path)
        text = included(taken_out(text, self.source, path), self.source, path)
        self.texts[path] = text
        body = self.finished(self.source, path, text)
        quiz = {"show": "answers", "questions": questions} if questions else None
        return Lesson(called(one.title), path, body, slug=_stem(path), quiz=quiz, fields=fields)

    def finished(self, source: Source, path: str, text: str) -> str:
        """A chapter's text as a lesson's."""
        return dialect.converted(text, source, path, self.marks, is_math=self.is_math)


def _front(source: Source, path: str) -> tuple[str, dict[str, Any]]:
    """A chapter without the front matter that preprocessors read, on as many lines, and what it says."""
    page = source.page(path)
    if page is None:
        return "", {}
    said = page.front.value
    for key in said:
        if key != "minutes":
            line = page.front.line(key)
            source.drop("key", path, say("ours has no such key"), line=line, name=key)
    minutes = said.get("minutes")
    is_time = isinstance(minutes, int) and not isinstance(minutes, bool) and 0 <= minutes <= 100_000
    return "\n" * (page.line - 1) + page.body, {"minutes": minutes} if is_time else {}


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
            "title", file, say("a lesson has one title, that of SUMMARY.md"), line=line, name=said
        )
        return ""
    if kind not in ("include", "rustdoc_include", "playground", "playpen"):
        source.approximate(
            "helper", file, say("it stays as it is written"), line=line, name=found[0]
        )
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
