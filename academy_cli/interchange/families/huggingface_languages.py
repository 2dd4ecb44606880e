"""The languages of a course of Hugging Face: a folder for each, with pages at the same places.

Knows what mirrors what, and how contents are written; refuses to know what a page says.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from academy_cli.interchange.outline import Heading, Item, Lesson, Module, Translation
from academy_cli.interchange.outline import lessons as every_lesson
from academy_cli.interchange.outline import modules as every_module
from academy_cli.interchange.shapes import mappings
from academy_cli.interchange.sources import Mapped, Source
from academy_cli.interchange.translating import BEGINNING, ENOUGH, tags_of
from academy_cli.kit.saying import say

CONTENTS = "_toctree.yml"
SUFFIXES = (".mdx", ".md", ".ipynb")
Read = Callable[[Source, str, str], Lesson | None]
"""A page as a lesson, by its path and what the contents call it."""


class _Section(NamedTuple):
    """A section of some contents: its title with its line, and the first page that stands in it."""

    title: str
    line: int
    page: str


def contents(source: Source, path: str) -> Mapped | None:
    """Some contents, a list of YAML, as the value of the key ``toc``; None, noted, where there are none."""
    text = source.text(path)
    return None if text is None else source.mapping("toc:\n" + text, path, 0)


def page_of(source: Source, folder: str, local: str) -> str | None:
    """The page that contents name, most often without its suffix."""
    names = (posixpath.join(folder, local + end) for end in ("", *SUFFIXES))
    return next((one for one in names if one in source.known), None)


class Languages:
    """The other languages of a course whose own pages stand in ``folder``."""

    def __init__(self, source: Source, folder: str, children: tuple[Item, ...]) -> None:
        self.source = source
        self.above = posixpath.dirname(folder) if folder else None
        self.own = folder
        self.children = children

    def translations(self, read: Read) -> Iterator[Translation]:
        """Each page of another language, with the lesson that stands at the same place."""
        aside = self.source.aside()  # what became of each part is told once
        for path, (code, place) in self._pages.items():
            tag, original = self.tags[code], self._originals.get(place, "")
            titles, _ = self._called[code]
            lesson = read(aside, path, titles.get(path, "")) if tag else None
            if not tag or lesson is None:
                why = "it cannot be read" if tag else "nobody can say which language it is in"
                self.source.drop("translation", path, why, name=code)
                continue
            if tag != code:
                why = say("the code of its language is {}", tag)
                self.source.approximate("language", path, why, name=code)
            yield Translation(tag, original, lesson)

    def headings(self) -> Iterator[Heading]:
        """What the contents of each language call the modules."""
        by_page = {
            child.source: module
            for module in every_module(self.children)
            for child in module.children
            if isinstance(child, Lesson)
        }
        for code, (_, sections) in self._called.items():
            there: list[Module] = []
            for section in sections:
                original = self._originals.get(_place(self._folder(code), section.page))
                module = by_page.get(original or "")
                if (
                    module is not None
                    and self.tags[code]
                    and not any(one is module for one in there)
                ):
                    there.append(module)
                    path = posixpath.join(self._folder(code), CONTENTS)
                    yield Heading(self.tags[code], module, section.title, path, section.line)

    @cached_property
    def tags(self) -> Mapping[str, str]:
        """The right tag of each language by the name of its folder."""
        texts = defaultdict[str, list[str]](list)
        for path, (code, place) in self._pages.items():
            if place in self._originals and len(texts[code]) < ENOUGH:
                texts[code].append(
                    self.source.peek(path, self.source.limits.text_bytes)[:BEGINNING]
                )
            else:
                texts.setdefault(code, [])
        return tags_of(texts)

    @cached_property
    def _originals(self) -> Mapping[str, str]:
        """The course's own pages by their place, which has no suffix."""
        return {_place(self.own, one.source): one.source for one in every_lesson(self.children)}

    @cached_property
    def _pages(self) -> Mapping[str, tuple[str, str]]:
        """Pages of other languages, by path: the folder of their language, and their place in that."""
        if self.above is None:
            return {}
        start = f"{self.above}/" if self.above else ""
        found, codes = dict[str, tuple[str, str]](), set[str]()
        for path in self.source.below(self.above, (*SUFFIXES, CONTENTS)):
            code, _, rest = path.removeprefix(start).partition("/")
            place = posixpath.splitext(rest)[0]
            if rest == CONTENTS or place in self._originals:
                codes.add(code)
            if rest and path.endswith(SUFFIXES):
                found[path] = (code, place)
        codes.discard(posixpath.basename(self.own))
        return {path: said for path, said in found.items() if said[0] in codes}

    @cached_property
    def _called(self) -> Mapping[str, tuple[Mapping[str, str], list[_Section]]]:
        """What the contents of each language call its pages, by path, and its sections."""
        return {
            code: self._read(code) for code in dict.fromkeys(c for c, _ in self._pages.values())
        }

    def _read(self, code: str) -> tuple[Mapping[str, str], list[_Section]]:
        folder = self._folder(code)
        path = posixpath.join(folder, CONTENTS)
        said = contents(self.source, path) if path in self.source.known else None
        titles, sections = dict[str, str](), list[_Section]()
        if said is not None:
            self._look(said, ("toc",), folder, titles, sections)
        return titles, sections

    def _look(
        self,
        said: Mapped,
        keys: tuple[str | int, ...],
        folder: str,
        titles: dict[str, str],
        sections: list[_Section],
    ) -> None:
        entries: Any = said.value
        for key in keys:
            entries = entries[key]
        for number, one in enumerate(entries if isinstance(entries, list) else []):
            if not isinstance(one, dict):
                continue
            title, here = str(one.get("title") or ""), (*keys, number)
            for local in _locals(one):
                if page := page_of(self.source, folder, local):
                    titles.setdefault(page, title)
            if isinstance(one.get("sections"), list):
                self._look(said, (*here, "sections"), folder, titles, sections)
                below = [
                    page_of(self.source, folder, local)
                    for each in mappings(one["sections"])
                    for local in _locals(each)
                ]
                if title and (first := next(filter(None, below), None)):
                    sections.append(_Section(title, said.line(*here, "title"), first))

    def _folder(self, code: str) -> str:
        return posixpath.join(self.above or "", code)


def _locals(entry: Mapping[str, Any]) -> list[str]:
    """The pages that an entry of some contents names: one, or one for each framework."""
    each = entry.get("local_fw")
    named = [entry.get("local"), *(each.values() if isinstance(each, dict) else ())]
    return [str(one) for one in named if one]


def _place(folder: str, path: str) -> str:
    return posixpath.splitext(posixpath.relpath(path, folder or "."))[0]
