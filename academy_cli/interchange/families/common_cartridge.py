"""IMS Common Cartridge 1.0 to 1.3: what imsmanifest.xml organizes becomes modules and lessons.

After https://www.imsglobal.org/cc/, and what Canvas adds to it. Pages become Markdown, links lessons, tests
(QTI 1.2) quizzes, and what is to be discussed or handed in a page. Tools of others (LTI) are dropped.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from academy_cli.interchange import markup
from academy_cli.interchange.families import common_cartridge_canvas as canvas
from academy_cli.interchange.families import common_cartridge_resources as resources
from academy_cli.interchange.families.common_cartridge_resources import Resource, Shelf
from academy_cli.interchange.markup import Element
from academy_cli.interchange.outline import Item, Lesson, Module, Outline
from academy_cli.interchange.sources import Source
from academy_cli.interchange.xmlids import from_xml_id
from academy_cli.kit.saying import say

MANIFEST = "imsmanifest.xml"
_BASE = re.compile(r"\$?(?:IMS-CC-FILEBASE|IMS_CC_FILEBASE)\$?/?|%24IMS-CC-FILEBASE%24/?")
_TAGGED = re.compile(r"<([a-z][a-z0-9]*)\b[^<>]*>[^<>]{0,2000}</\1>", re.IGNORECASE)
_CALLED = re.compile(
    r"(?:\$|%24)(?:WIKI_REFERENCE|CANVAS_OBJECT_REFERENCE|CANVAS_COURSE_REFERENCE)(?:\$|%24)/(?P<path>[^?#]*)"
)


def read(source: Source) -> Outline:
    """The organization of a cartridge."""
    root = markup.xml(source, MANIFEST) if MANIFEST in source.known else None
    if root is None:
        return Outline("", (), lacks=say("there is no {} that can be read", MANIFEST))
    shelf = Shelf(source, MANIFEST, resources.resources(root), canvas.states(source))
    organization = next(markup.named(root, "organization"), None)
    reader = _Reader(shelf)
    children: tuple[Item, ...] = ()
    if organization is not None:
        tops = [one for one in organization if markup.name(one) == "item"]
        if len(tops) == 1 and not tops[0].get("identifierref"):
            tops = [one for one in tops[0] if markup.name(one) == "item"]
        children = tuple(reader.items(tops))
    children = (*reader.first(), *children, *reader.rest())
    canvas.add_settings(source)
    for name, one in shelf.resources.items():
        source.called.setdefault(name, one.path)
    order = say("the organization of {}", MANIFEST) if reader.taken_in_order else ""
    about = _general(root, "description")
    fields = {"summary": about[:1000]} if about else {}
    return Outline(_general(root, "title"), children, order, fields=fields)


def resolve(source: Source, base: str, target: str) -> str | None:
    """Where a link leads: ``$IMS-CC-FILEBASE$`` is a folder; Canvas calls things by what they are."""
    if _BASE.match(target):
        rest = _BASE.sub("", target)
        return (
            source.at("", f"web_resources/{rest}") or source.at("", rest) or source.at(base, rest)
        )
    if named := _CALLED.match(target):
        parts = [part for part in named["path"].split("/") if part not in ("download", "preview")]
        return source.called.get(parts[-1]) if parts else None
    return source.at(base, target)


def _general(root: Element, name: str) -> str:
    """What the metadata of a cartridge says of it, without how it looks."""
    general = next((one for one in markup.named(root, "general")), None)
    said = None if general is None else next(markup.named(general, name), None)
    return "" if said is None else _plain(markup.words(said))


def _plain(words: str) -> str:
    """A title without HTML, which Moodle writes into those of labels."""
    return markup.words(markup.html(words)) if _TAGGED.search(words) else words


class _Reader:
    """The items of an organization, each resource of which becomes one lesson."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.source = shelf.source
        self.used: set[str] = set()
        self.taken_in_order = False

    def items(self, elements: Iterable[Element], *, is_draft: bool = False) -> Iterator[Item]:
        """Items in their order; what follows one that is only a heading stands below it."""
        heading: Element | None = None
        gathered: list[Item] = []
        for one in elements:
            if self._is_heading(one):
                yield from self._headed(heading, gathered)
                heading, gathered = one, []
            elif heading is not None:
                gathered += self._item(one, is_draft=is_draft)
            else:
                yield from self._item(one, is_draft=is_draft)
        yield from self._headed(heading, gathered)

    def _is_heading(self, item: Element) -> bool:
        return not item.get("identifierref") and not any(markup.name(one) == "item" for one in item)

    def _headed(self, heading: Element | None, inside: list[Item]) -> Iterator[Item]:
        if heading is None:
            return
        title, line = _words(heading), markup.line(heading)
        if not inside:
            self.source.drop("item", MANIFEST, say("there is nothing in it"), line=line, name=title)
            return
        why = "it is a module now, of what follows it"
        self.source.approximate("heading", MANIFEST, why, line=line, name=title)
        name = heading.get("identifier") or ""
        yield Module(title, MANIFEST, tuple(inside), name, line, slug=title)

    def _item(self, item: Element, *, is_draft: bool) -> Iterator[Item]:
        title, name, line = _words(item), item.get("identifierref") or "", markup.line(item)
        own = item.get("identifier") or ""
        is_draft = is_draft or self.shelf.states.get(own) == canvas.UNPUBLISHED
        lesson = self._lesson(name, title, line, is_draft=is_draft) if name else None
        if lesson and own:
            self.source.called.setdefault(own, self.shelf.resources[name].path)
        inner = [one for one in item if markup.name(one) == "item"]
        below = tuple(self.items(inner, is_draft=is_draft))
        if below:
            inside = (lesson, *below) if lesson else below
            yield Module(title, MANIFEST, inside, from_xml_id(own), line, slug=title)
        elif lesson:
            yield lesson

    def _lesson(self, name: str, title: str, line: int, *, is_draft: bool) -> Lesson | None:
        found = self.shelf.resources.get(name)
        if found is None or name in self.used:
            why = (
                "there is no such resource"
                if found is None
                else "it stands in another place already"
            )
            self.source.drop("reference", MANIFEST, why, line=line, name=title or name)
            return None
        self.used.add(name)
        self.taken_in_order = True
        return resources.lesson(self.shelf, name, found, title, is_draft=is_draft)

    def first(self) -> Iterator[Lesson]:
        """The syllabus of Canvas, which its courses show before everything else."""
        for name, one in self.shelf.resources.items():
            if name not in self.used and posixpath.basename(one.path) == "syllabus.html":
                self.used.add(name)
                if found := resources.lesson(self.shelf, name, one, "Syllabus", is_draft=False):
                    yield found

    def rest(self) -> Iterator[Lesson]:
        """What no item names and learners can find nevertheless; it comes last."""
        for name, one in self.shelf.resources.items():
            if name in self.used or not _stands_alone(one):
                continue
            self.used.add(name)
            if found := resources.lesson(self.shelf, name, one, "", is_draft=False):
                why = "no item names it, so it comes last"
                self.source.approximate(
                    "order", MANIFEST, why, line=one.line, name=found.title or name
                )
                yield found


def _words(item: Element) -> str:
    named = markup.child(item, "title")
    return "" if named is None else _plain(markup.words(named))


def _stands_alone(one: Resource) -> bool:
    """Whether something is in the course though no item names it: tests, tasks, topics, pages of a wiki."""
    if "imsqti" in one.kind:
        return "bank" not in one.kind
    if one.is_for_instructors:
        return True
    is_page = one.path.startswith("wiki_content/") and one.path.endswith(".html")
    return "assignment" in one.kind or "imsdt" in one.kind or one.is_task or is_page
