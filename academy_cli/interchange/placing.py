"""An outline as files: a path for every lesson and module, links that lead there, assets beside them.

Knows our format's files; refuses to know what they were before.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from academy_cli.authoring.markdown import Refers
from academy_cli.authoring.names import is_lesson_name, readable, without_number
from academy_cli.formats.yamltext import dump
from academy_cli.interchange import linking
from academy_cli.interchange.ids import Ids
from academy_cli.interchange.notes import Fate, Note
from academy_cli.interchange.outline import Item, Lesson, Module, Outline
from academy_cli.interchange.sources import Source
from academy_cli.interchange.translating import put_headings, put_translations
from academy_cli.kit.saying import say
from academy_cli.kit.slugs import slugify

Resolve: TypeAlias = Callable[[Source, str, str], str | None]
"""The file of the source that a target in one of its files leads to."""
ASSETS = "assets"
_PLACEHOLDER = re.compile(r"(?:\$|%24)[A-Z][A-Z_-]+(?:\$|%24)/")
"""How cartridges begin the address of what they hold."""
_LONGEST = 60


@dataclass(frozen=True)
class Placed:
    """What is to be written: files with their bytes, and assets by the file of the source they come from."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    assets: Mapping[str, str] = field(default_factory=dict)


def place(source: Source, outline: Outline, resolve: Resolve) -> Placed:
    """Write an outline's lessons, modules and assets, and note what became of each."""
    placing = Placing(source, resolve)
    placing.put(outline.children, "")
    placing.write()
    put_translations(placing, outline.translations)
    put_headings(placing, outline.headings)
    for path, text in outline.private.items():
        placing.files[path] = text.encode()
    return Placed(placing.files, placing.assets)


class Placing:
    """The state of one placing: where everything stands, and the files so far."""

    def __init__(self, source: Source, resolve: Resolve) -> None:
        self.source = source
        self.resolve = resolve
        self.ids = Ids()
        self.files: dict[str, bytes] = {}
        self.assets: dict[str, str] = {}
        self.lessons: list[tuple[Lesson, str]] = []
        self.stands: dict[str, str] = {}
        self.modules: dict[str, Module] = {}

    def put(self, children: tuple[Item, ...], folder: str) -> None:
        """Give everything in a folder its path; those that have none yet in the order they stand in."""
        width = max(2, len(str(len(children))))
        taken: set[str] = set()
        for number, child in enumerate(children, 1):
            slug = _unlike(_slug(child), taken)
            where = f"{folder}{number:0{width}d}-{slug}"
            if isinstance(child, Module):
                self.modules[where] = child
                self.put(child.children, f"{where}/")
            else:
                path = child.path or where + (".quiz.yaml" if child.is_quiz else ".md")
                self.lessons.append((child, path))
                for one in (child.source, child.base, *child.also):
                    self.stands.setdefault(one, path)

    def write(self) -> None:
        """Write module.yaml and lessons, once it is known where everything stands."""
        for folder, module in self.modules.items():
            self._module(folder, module)
        for lesson, path in self.lessons:
            self._lesson(lesson, path)

    def _module(self, folder: str, module: Module) -> None:
        said: dict[str, Any] = {}
        path = f"{folder}/module.yaml"
        if given := self._id(module, path):
            said["id"] = given
        if module.title and module.title != readable(folder.rpartition("/")[2]):
            said["title"] = module.title[:500]
        said.update(module.fields)
        if said:
            self.files[path] = dump(said).encode()
        self._kept(module, module.what, path if said else folder)

    def _lesson(self, lesson: Lesson, path: str) -> None:
        said: dict[str, Any] = {}
        if given := self._id(lesson, path):
            said["id"] = given
        if lesson.title:
            said["title"] = " ".join(lesson.title.split())[:500]
        said.update(lesson.fields)
        quiz = self.quiz(lesson, path)
        if lesson.is_quiz:
            said.update(quiz or {})
            text = dump(said, blocks=True)
        else:
            if quiz is not None:
                said["quiz"] = quiz
            head = f"---\n{dump(said, blocks=True)}---\n\n" if said else ""
            text = head + self.linked(lesson.body, lesson, path).strip("\n") + "\n"
        self.files[path] = text.encode("utf-8", "replace")
        self._kept(lesson, "quiz" if lesson.is_quiz else "lesson", path)

    def _kept(self, item: Item, what: str, path: str) -> None:
        name = item.id or item.title
        self.source.used.add(item.source)
        self.source.notes.append(Note(Fate.KEPT, what, item.source, item.line, name, "", path))

    def _id(self, item: Item, path: str) -> str:
        given = self.ids.give(item.id)
        if item.id:
            fate = Fate.KEPT if given == item.id else Fate.APPROXIMATED
            why = (
                ""
                if given == item.id
                else say("it is “{}” now: ids have other letters, and stand once", given)
            )
            self.source.notes.append(Note(fate, "id", item.source, item.line, item.id, why, path))
        return given

    # -- links and assets -----------------------------------------------------------------------

    def quiz(self, lesson: Lesson, path: str) -> Any:
        """A quiz with the links of its texts."""

        def linked(said: Any) -> Any:
            if isinstance(said, Mapping):
                return {key: linked(one) for key, one in said.items()}
            if isinstance(said, list):
                return [linked(one) for one in said]
            is_text = isinstance(said, str) and ("](" in said or "<" in said)
            return self.linked(said, lesson, path) if is_text else said

        return linked(lesson.quiz)

    def linked(self, text: str, lesson: Lesson, path: str) -> str:
        """A text of a lesson with its links to where their targets are now."""
        base = lesson.base or lesson.source
        changed: dict[str, str] = {}
        for link in linking.found(text):
            if link.target.startswith("#") or link.target in changed:
                continue
            what = "picture" if link.kind is Refers.IMAGE else "link"
            new = self._target(base, link.target, path)
            line = lesson.line + link.line - 1
            fate, why = self._became(base, link.target, new)
            self.source.notes.append(Note(fate, what, base, line, link.target, why, path))
            if new is not None:
                changed[link.target] = new
        if all(old == new for old, new in changed.items()):
            return text
        return linking.rewritten(text, changed.get)

    def _became(self, base: str, target: str, new: str | None) -> tuple[Fate, str]:
        if new is None:
            return Fate.KEPT, "it leads nowhere in the source either, and stays as it is"
        if self.source.at(base, target) or target.startswith("/") or self._is_same(base, target):
            return Fate.KEPT, ""
        return Fate.APPROXIMATED, "it leads to what the source most likely means by it"

    def _is_same(self, base: str, target: str) -> bool:
        """Whether a link says what it leads to by a name of its format, or but for the end of its name."""
        if _PLACEHOLDER.match(target):
            return True
        path = re.split(r"[?#]", target, maxsplit=1)[0]
        stem = posixpath.splitext(
            posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
        )[0]
        found = self.resolve(self.source, base, target)
        return found is not None and posixpath.splitext(found)[0] == stem

    def _target(self, base: str, target: str, path: str) -> str | None:
        """What a link says now; None where it leads nowhere."""
        found = self.resolve(self.source, base, target)
        if found is None:
            return None
        rest = re.search(r"[?#].*", target)
        anchor = rest[0] if rest else ""
        if found in self.stands:
            return linking.relative(self.stands[found], path) + anchor
        if is_lesson_name(found):
            return None
        return linking.relative(self.asset(found), path) + anchor

    def asset(self, found: str) -> str:
        """Where a file of the source is in the course; it is copied there as it is."""
        if found not in self.stands:
            where = found if self._is_in_place() else f"{ASSETS}/{_common(found)}"
            self.stands[found] = where
            if made := self.source.made.get(found):
                self.files[where] = made.data
                why = "it stood within this file, and is one of its own now"
                note = Note(Fate.KEPT, "asset", made.file, made.line, "", why, where)
            else:
                self.assets[where] = found
                self.source.used.add(found)
                note = Note(Fate.KEPT, "asset", found, to=where)
            self.source.notes.append(note)
        return self.stands[found]

    def _is_in_place(self) -> bool:
        return any(lesson.path for lesson, _ in self.lessons)


def _common(path: str) -> str:
    """A path without parts that our format would leave out or take for something else."""
    parts = (part.lstrip("._") or "x" for part in path.split("/"))
    return "/".join("x-translations" if part == "translations" else part for part in parts)


def _slug(item: Item) -> str:
    name = item.slug or item.title
    slug = slugify(without_number(name)) or slugify(item.title) or slugify(item.id) or "part"
    return slug[:_LONGEST].strip("-")


def _unlike(slug: str, taken: set[str]) -> str:
    """A name that no other one of its folder has, not even without numbers."""
    names: Iterator[str] = (f"{slug}-{letter}" for letter in _letters())
    name = slug
    while without_number(name) in taken:
        name = next(names)
    taken.add(without_number(name))
    return name


def _letters() -> Iterator[str]:
    number = 2
    while True:
        yield str(number)
        number += 1
