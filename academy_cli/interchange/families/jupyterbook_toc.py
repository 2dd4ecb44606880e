"""The table of contents of a book as modules and lessons: _toc.yml of each version, and that of myst.yml.

Knows its keys: parts, chapters, sections, headers, patterns, addresses; refuses to read pages.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from academy_cli.authoring.names import natural_key
from academy_cli.interchange.families.jupyterbook_page import SUFFIXES, Pages
from academy_cli.interchange.outline import Item, Lesson, Module
from academy_cli.interchange.sources import Mapped, Source
from academy_cli.kit.saying import say

_BELOW = ("chapters", "sections", "children", "parts", "subtrees", "entries")
_KNOWN = frozenset(
    {
        *_BELOW,
        "file",
        "root",
        "title",
        "caption",
        "part",
        "header",
        "glob",
        "pattern",
        "url",
        "format",
        "project",
    }
)


class Contents:
    """A table of contents, walked through in its order."""

    def __init__(self, source: Source, said: Mapped, file: str, pages: Pages) -> None:
        self.source = source
        self.said = said
        self.file = file
        self.pages = pages

    def course(self) -> Iterator[Item]:
        """The front page, then everything in order."""
        value = self.said.value
        if isinstance(value.get("root"), str) and (
            lesson := self._lesson(value, ("root",), "root")
        ):
            yield lesson
        project = value.get("project")
        if isinstance(project, dict):
            yield from self._items(project.get("toc"), ("project", "toc"))
            return
        self._told(value, ())
        for key in _BELOW:
            yield from self._items(value.get(key), (key,))

    def _items(self, entries: Any, keys: tuple[str | int, ...]) -> Iterator[Item]:
        """The entries of a list; those after a header that is no page are below it."""
        header: tuple[str, tuple[str | int, ...]] | None = None
        gathered: list[Item] = []
        for number, one in enumerate(entries if isinstance(entries, list) else []):
            here = (*keys, number)
            entry = {"file": one} if isinstance(one, str) else one
            if not isinstance(entry, dict):
                continue
            self._told(entry, here)
            if entry.get("header"):
                yield from self._headed(header, gathered)
                header, gathered = (str(entry["header"]), here), []
            elif header:
                gathered += self._item(entry, here)
            else:
                yield from self._item(entry, here)
        yield from self._headed(header, gathered)

    def _headed(
        self, header: tuple[str, tuple[str | int, ...]] | None, items: list[Item]
    ) -> Iterator[Item]:
        if header and items:
            name, line = header[0], self.said.line(*header[1])
            yield Module(name, self.file, tuple(items), line=line, slug=name)

    def _item(self, entry: dict[str, Any], here: tuple[str | int, ...]) -> Iterator[Item]:
        if isinstance(entry.get("glob") or entry.get("pattern"), str):
            yield from self._globbed(entry, here)
            return
        lesson = self._lesson(entry, here, "file") if entry.get("file") else None
        below = tuple(made for key in _BELOW for made in self._items(entry.get(key), (*here, key)))
        title = str(entry.get("caption") or entry.get("title") or entry.get("part") or "")
        if below:
            inside = (lesson, *below) if lesson else below
            where = lesson.source if lesson else self.file
            name = title or (lesson.title if lesson else "")
            yield Module(name, where, inside, line=self.said.line(*here), slug=name)
        elif lesson:
            yield lesson
        elif entry.get("url"):
            yield self._link(entry, here)
        elif title and not entry.get("file"):
            why = "there is nothing in it"
            self.source.drop("reference", self.file, why, line=self.said.line(*here), name=title)

    def _told(self, entry: dict[str, Any], here: tuple[str | int, ...]) -> None:
        """Note the keys of an entry that ours has nothing like: numbering, dividers, searches."""
        for key in entry:
            if key not in _KNOWN:
                line = self.said.line(*here, key)
                self.source.drop("key", self.file, say("ours has no such key"), line=line, name=key)

    def _link(self, entry: dict[str, Any], keys: tuple[str | int, ...]) -> Lesson:
        address, line = str(entry["url"]), self.said.line(*keys)
        title = str(entry.get("title") or address)
        body = f"[{title}](<{address}>)"
        return Lesson(title, self.file, body, line=line, slug=title, fields={"kind": "link"})

    def _globbed(self, entry: dict[str, Any], keys: tuple[str | int, ...]) -> Iterator[Item]:
        pattern = str(entry.get("glob") or entry.get("pattern"))
        wanted = re.compile(_pattern(posixpath.join(self.pages.folder, pattern)))
        found = [
            path
            for path in self.source.paths
            if wanted.fullmatch(path) or wanted.fullmatch(_stem(path))
        ]
        why = "files of a pattern go by name"
        self.source.approximate("order", self.file, why, line=self.said.line(*keys), name=pattern)
        for path in sorted(found, key=natural_key):
            is_page = path.endswith(SUFFIXES) and path not in self.pages.taken
            if is_page and (lesson := self.pages.lesson(path)):
                yield lesson

    def _lesson(
        self, entry: dict[str, Any], keys: tuple[str | int, ...], key: str
    ) -> Lesson | None:
        name, line = str(entry[key]), self.said.line(*keys)
        path = self.pages.find(name)
        if path is None or not path.endswith(SUFFIXES) or path in self.pages.taken:
            why = "there is no such page" if path is None else "it is no page that can be read"
            why = "it stands in the table of contents twice" if path in self.pages.taken else why
            self.source.drop("reference", self.file, why, line=line, name=name)
            return None
        return self.pages.lesson(path, str(entry.get("title") or ""))


def by_name(source: Source, folder: str, pages: Pages) -> Iterator[Item]:
    """Every page of a book that has no table of contents: the front page first, folders as modules."""
    paths = [path for path in source.below(folder, SUFFIXES) if not _is_hidden(path)]
    return _folder(sorted(paths, key=_by_name), folder, pages)


def _folder(paths: list[str], folder: str, pages: Pages) -> Iterator[Item]:
    start = f"{folder}/" if folder else ""
    done: set[str] = set()
    for path in paths:
        first, _, rest = path.removeprefix(start).partition("/")
        if not rest:
            if path not in pages.taken and (lesson := pages.lesson(path)):
                yield lesson
        elif first not in done:
            done.add(first)
            inside = [one for one in paths if one.startswith(f"{start}{first}/")]
            if children := tuple(_folder(inside, start + first, pages)):
                yield Module(first, _source(children), children, slug=first)


def _source(children: tuple[Item, ...]) -> str:
    return children[0].source


def _by_name(path: str) -> tuple[object, ...]:
    """Front pages before others, files before folders, then by name."""
    folder, name = posixpath.split(path)
    is_front = _stem(name).lower() in ("index", "readme", "intro")
    return (natural_key(folder), not is_front, natural_key(name))


def _is_hidden(path: str) -> bool:
    return any(part.startswith(("_", ".")) for part in path.split("/"))


def _stem(path: str) -> str:
    return posixpath.splitext(path)[0]


def _pattern(glob: str) -> str:
    """A pattern of files as a regular expression: ``*`` within a name, ``**`` over folders."""
    marks = {"**/": r"(?:[^/]+/)*", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
    return re.sub(
        r"\*\*/|\*\*|\*|\?|[^*?]+", lambda found: marks.get(found[0]) or re.escape(found[0]), glob
    )
