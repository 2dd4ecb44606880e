"""The reader: a tree of files in, a course document with its findings out.

Knows how places and pages make a course; refuses disk and database. Known pages are not read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from academy_cli.authoring import headers, identity, names
from academy_cli.authoring.codes import problem
from academy_cli.authoring.conventions import folders_of
from academy_cli.authoring.document import LESSON, CourseDocument, Kind, Node, Page, digest
from academy_cli.authoring.doubts import Doubts
from academy_cli.authoring.identity import Draft
from academy_cli.authoring.layout import Layout, arrange
from academy_cli.authoring.ledger import Ledger
from academy_cli.authoring.lessonfiles import is_of_kind, parts_of, read_lesson
from academy_cli.authoring.moves import useless
from academy_cli.authoring.parts import Parts
from academy_cli.authoring.places import Place
from academy_cli.authoring.schema import COURSE
from academy_cli.authoring.translations.lost import lost_beside
from academy_cli.authoring.translations.reading import Originals, read_translations
from academy_cli.authoring.tree import Limits, Tree
from academy_cli.formats.problems import Problem, Severity, has_errors


class Known(Protocol):
    """What was read before, by readers with the same tag."""

    def node(self, path: str, source: str, tag: str) -> Node | None:
        """The lesson that stood at this path, if its file had this sha256."""
        ...

    def page(self, source: str, tag: str) -> Page | None:
        """What a file with this sha256 says, wherever it was."""
        ...


class NothingKnown:
    """Nothing was read before."""

    def node(self, path: str, source: str, tag: str) -> Node | None:
        """No lesson."""

    def page(self, source: str, tag: str) -> Page | None:
        """No page."""


NOTHING_KNOWN = NothingKnown()
NO_COURSE = CourseDocument(Node(Kind.COURSE, "", names.COURSE_FILE))


@dataclass(frozen=True)
class Reading:
    """What a folder says. ``document`` is None when course.yaml gives not even an id.

    ``draft`` is what could be read all the same, so that one broken file hides nothing. ``texts`` holds
    every lesson that was read now in its parts, by path, also those of translations; a known page has none.
    ``headers`` holds the bytes of every YAML file, ``descriptions`` the course page's text of translations of
    course.yaml that name a file of it, by path.
    """

    document: CourseDocument | None
    problems: tuple[Problem, ...] = ()
    doubts: Doubts = Doubts()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    tag: str = ""
    texts: Mapping[str, Parts] = field(default_factory=dict)
    description: str = ""
    draft: CourseDocument = NO_COURSE
    headers: Mapping[str, bytes] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)


def read(
    tree: Tree,
    *,
    known: Known = NOTHING_KNOWN,
    limits: Limits = Limits(),
    progress: Callable[[int], None] | None = None,
) -> Reading:
    """Read a course. Never raises for what an author wrote; every finding of reading is in the result.

    ``progress`` is told how many lessons are read so far.
    """
    return _Reader(Ledger(tree, limits), known, progress).run()


def laid_out(
    ledger: Ledger, values: Mapping[str, Any]
) -> tuple[Mapping[str, headers.ModuleHeader], Layout]:
    """What the module.yaml files say, and where every module and lesson stands; no lesson is read."""
    folders = folders_of(ledger.tree.paths)
    modules = headers.modules_of(ledger, folders, values.get("content"))
    lists = (values, *(module.values for module in modules.values()))
    listed = {
        one.rpartition("/")[2] for said in lists for one in headers.named(said.get("content"))
    }
    lost = lost_beside(ledger, listed)
    if lost:
        folders = folders_of(path for path in ledger.tree.paths if path not in lost)
    laid = arrange(
        folders,
        content=values.get("content"),
        ignore=values.get("ignore", ()),
        modules={path: module.values for path, module in modules.items()},
    )
    ledger.report(laid.problems)
    ledger.report(useless(values.get("moved", ()), ledger.tree.paths, folders))
    return modules, laid._replace(lost=lost)


class _Reader:
    """The state of one reading: the ledger, and the lessons' bytes."""

    def __init__(
        self, ledger: Ledger, known: Known, progress: Callable[[int], None] | None
    ) -> None:
        self.ledger, self.known, self.progress = ledger, known, progress
        self.texts: dict[str, Parts] = {}
        self.done = 0

    def run(self) -> Reading:
        ledger = self.ledger
        if names.COURSE_FILE not in ledger.tree.paths:
            return self._nothing()
        data, said, found = ledger.mapping(names.COURSE_FILE, COURSE)
        values = said or {}
        is_named = "id" in values
        ledger.grade_by(values.get("checks", {}), is_named=is_named)
        is_broken = has_errors(ledger.report(found)) or not is_named
        hides_lists = not {"content", "ignore"} <= values.keys() or any(p.is_firm for p in found)
        if is_broken and hides_lists:
            ledger.unread.add("")
        contents, missing, lost = self._contents(values)
        root, description = headers.root_of(ledger, values, digest(data), is_broken=is_broken)
        ignored = values.get("ignore", ())
        translated = read_translations(
            ledger, Originals(root, contents, lost), self._page_of, ignored
        )
        draft = CourseDocument(root, contents, translations=translated.nodes)
        return Reading(
            draft if is_named else None,
            tuple(ledger.problems),
            ledger.doubts(missing),
            ledger.severities,
            ledger.tag,
            self.texts,
            description,
            draft,
            ledger.headers,
            translated.descriptions,
        )

    def _nothing(self) -> Reading:
        missing = problem("course.missing", names.COURSE_FILE)
        return Reading(None, (*self.ledger.problems, missing), Doubts(folders=frozenset({""})))

    def _contents(
        self, values: Mapping[str, Any]
    ) -> tuple[tuple[Node, ...], tuple[str, ...], frozenset[str]]:
        """Modules and lessons in the order of the tree, what may be part of it and is not there, and lost
        translations."""
        modules, laid = laid_out(self.ledger, values)
        drafts = [
            self._lesson(place)
            if place.kind is LESSON
            else headers.module_draft(place, modules.get(place.path))
            for place in laid.places
        ]
        return self._identified(drafts), (*laid.missing, *laid.other_courses), laid.lost

    def _identified(self, drafts: list[Draft]) -> tuple[Node, ...]:
        ledger = self.ledger
        if not any(draft.kind is Kind.LESSON for draft in drafts):
            ledger.report([problem("course.no-lessons", names.COURSE_FILE)])
            ledger.unread.add(
                ""
            )  # usually the path or `ignore:` is wrong, so nothing is really gone
        doubted, found = identity.duplicate_ids(drafts, lambda path: ledger.load(path) or b"")
        for kind, name in doubted:
            ledger.doubt(name)
            ledger.doubt(None, is_module=kind is Kind.MODULE)
        ledger.report([*found, *identity.settle_keys(drafts)])
        return identity.nodes_of(drafts)

    # -- lessons --------------------------------------------------------------------------------

    def _lesson(self, place: Place) -> Draft:
        path, ledger = place.path, self.ledger
        data = ledger.load(path)
        if data is None:
            ledger.doubt(None)
            unread = Draft(LESSON, path, place.parent)
            unread.is_broken = True
            return unread
        if self.progress is not None:
            self.done += 1
            self.progress(self.done)
        source = hashlib.sha256(data).hexdigest()
        known = self.known.node(path, source, ledger.tag)
        if known is not None and known.page is None:
            same = Draft(place.kind, path, place.parent)
            same.id, same.known = known.id, known
            return same
        page = known.page if known is not None else None
        return self._page(place, page or self._page_of(path, data, source), known)

    def _page_of(self, path: str, data: bytes, source: str = "") -> Page:
        """What a file with these bytes, and the sha256 ``source``, says; a known page is not read again."""
        source, ledger = source or digest(data), self.ledger
        page = self.known.page(source, ledger.tag)
        if page is None or not is_of_kind(path, page):
            parts = self.texts[path] = parts_of(path, data)
            page = read_lesson(path, data, source, parts=parts, off=ledger.off, limits=ledger.yaml)
        return page

    def _page(self, place: Place, page: Page, known: Node | None) -> Draft:
        path = place.path
        is_broken = bool(page.problems) and has_errors(self.ledger.report(page.problems, path))
        if is_broken and (page.id or page.is_unsure):
            self.ledger.doubt(page.id)
        self.ledger.ids.update(page.other_ids)
        draft = Draft(LESSON, path, place.parent)
        draft.title, draft.id, draft.fields = page.title or "", page.id, page.fields
        draft.source, draft.page, draft.is_broken = page.source, page, is_broken
        draft.known = None if is_broken else known
        if page.title is None:
            draft.title = self._title_from_name(path, is_broken=is_broken)
        return draft

    def _title_from_name(self, path: str, *, is_broken: bool) -> str:
        if not is_broken:
            self.ledger.report([problem("page.no-title", path, 1, 1)])
        return names.title_of(path)
