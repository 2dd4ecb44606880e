"""The other languages of a book: catalogues of gettext that mdbook-i18n-helpers fills, one a language.

Knows which catalogue is in which language, and what becomes of each message; refuses to know how chapters are
made of texts.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from academy_cli.authoring.translations.tags import is_language, right_tag
from academy_cli.interchange.catalogues import Catalogue, Message, catalogue
from academy_cli.interchange.dialects.mdbook_messages import Messages, told
from academy_cli.interchange.outline import Heading, Item, Lesson, Translation, lessons, modules
from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

Finish = Callable[[Source, str, str], str]
"""A chapter's text, with its file, as a lesson's."""


class Book(NamedTuple):
    """What is translated: where a book stands, its own language, its contents, the texts of its chapters."""

    root: str
    language: str
    children: tuple[Item, ...]
    texts: Mapping[str, str]
    finish: Finish


class Translated(NamedTuple):
    """What the catalogues of a book say."""

    translations: tuple[Translation, ...] = ()
    headings: tuple[Heading, ...] = ()


def translated(source: Source, book: Book, folder: str) -> Translated:
    """The translations in the catalogues of a folder."""
    found, headings, taken = list[Translation](), list[Heading](), {right_tag(book.language)}
    for path in source.below(folder, ".po"):
        if posixpath.dirname(path) != folder or (read := catalogue(source, path)) is None:
            continue
        tag = _tag(read, taken)
        if not tag:
            why = "nobody can say which language it is in, or another catalogue is in the same"
            source.drop("translation", path, why, name=read.language or _stem(path))
            continue
        taken.add(tag)
        reader = _Reader(source, book, read, tag)
        found += reader.translations()
        headings += reader.headings()
        reader.tell()
    return Translated(tuple(found), tuple(headings))


def called(title: str) -> str:
    """A title of a summary without what is only how it looks."""
    return re.sub(r"(?<!\\)[*`]|\\(?=[_*`\[\]<>])|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)", "", title)


def _tag(read: Catalogue, taken: set[str]) -> str:
    """The language of a catalogue: what its header says, else what it is called, whichever is left."""
    tags = (right_tag(one) for one in (read.language, _stem(read.path)) if one)
    return next((tag for tag in tags if is_language(tag) and tag not in taken), "")


def _stem(path: str) -> str:
    return posixpath.basename(path).removesuffix(".po")


class _Reader:
    """One catalogue, and which of its messages the book has."""

    def __init__(self, source: Source, book: Book, read: Catalogue, tag: str) -> None:
        self.source, self.book, self.read, self.tag = source, book, read, tag
        self.messages = Messages(read.messages)
        self.titles = {called(one.text): one for one in read.messages if "\n" not in one.text}
        self.used: set[str] = set()

    def translations(self) -> Iterator[Translation]:
        """Each chapter of which anything is translated."""
        aside = self.source.aside()  # what became of each part is told once
        for lesson in lessons(self.book.children):
            file = posixpath.relpath(lesson.source, self.book.root or ".")
            made = told(self.book.texts[lesson.source], self.messages, file)
            self.used |= made.used
            title, is_said = self._title(lesson.title)
            if not made.done:
                continue
            parts, missing = made.done + made.missing, made.missing + (not is_said)
            text = self.book.finish(aside, lesson.source, made.text)
            other = Lesson(title, self.read.path, text, base=lesson.source)
            lacks = (
                say("{} of {} parts are as in the original", made.missing, parts) if missing else ""
            )
            yield Translation(self.tag, lesson.source, other, not missing, lacks=lacks)

    def headings(self) -> Iterator[Heading]:
        """What the modules are called."""
        for module in modules(self.book.children):
            title, is_said = self._title(module.title)
            if is_said:
                line = self.titles[module.title].line
                yield Heading(self.tag, module, title, self.read.path, line, is_current=True)

    def _title(self, title: str) -> tuple[str, bool]:
        """A title in the other language, if it is said there, else as it is."""
        found = self.titles.get(title)
        if found is not None:
            self.used.add(found.text)
        if found is None or not found.is_current:
            return title, False
        return called(found.said), True

    def tell(self) -> None:
        """Note how much is translated, and each translated message that is nowhere now."""
        path, every = self.read.path, self.read.messages
        why = say(
            "{} of {} messages are translated", sum(one.is_current for one in every), len(every)
        )
        self.source.keep("catalogue", path, name=self.tag, why=why)
        for one in every:
            if one.said.strip() and (why := self._why_not(one)):
                name = one.text.strip().partition("\n")[0][:60]
                self.source.drop("message", path, why, line=one.line, name=name)

    def _why_not(self, one: Message) -> str:
        if one.text not in self.used:
            return "nothing in the course says this now"
        if one.is_fuzzy:
            return "it is marked as fuzzy: nobody has looked at it since its original changed"
        return ""
