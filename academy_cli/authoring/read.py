"""The reader: a tree of files in, a course document with its findings out.

Knows how places and pages make a course; refuses disk and database. Known pages are not read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from academy_cli.authoring import identity, layout, names
from academy_cli.authoring.codes import problem
from academy_cli.authoring.document import DEFAULT_LANGUAGE, CourseDocument, Kind, Node, Page
from academy_cli.authoring.doubts import Doubts
from academy_cli.authoring.identity import Draft
from academy_cli.authoring.markdown import Link, Refers
from academy_cli.authoring.page import decoded, digest, read_mapping, read_page, reader_tag
from academy_cli.authoring.problems import Problem, Severity, has_errors
from academy_cli.authoring.schema import COURSE, MODULE
from academy_cli.authoring.shapes import Placed
from academy_cli.authoring.tree import Limits, Tree, UnreadableError
from academy_cli.authoring.yamltext import YamlLimits
from academy_cli.kit.jsontext import canonical


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
    the bytes of every lesson that was read now, by path; a known page has none.
    """

    document: CourseDocument | None
    problems: tuple[Problem, ...] = ()
    doubts: Doubts = Doubts()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    tag: str = ""
    texts: Mapping[str, bytes] = field(default_factory=dict)
    description: str = ""
    draft: CourseDocument = NO_COURSE


@dataclass(frozen=True, slots=True)
class _Module:
    """What a module.yaml says."""

    values: Mapping[str, Any]
    source: str
    is_broken: bool


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
    return _Reader(tree, known, limits, progress).run()


class _Reader:
    """The state of one reading."""

    def __init__(
        self, tree: Tree, known: Known, limits: Limits, progress: Callable[[int], None] | None
    ) -> None:
        self.tree, self.known, self.limits, self.progress = tree, known, limits, progress
        self.yaml = YamlLimits(limits.yaml_depth, limits.yaml_aliases)
        self.problems: list[Problem] = list(tree.problems)
        self.severities: dict[str, Severity] = {}
        self.off: frozenset[str] = frozenset()
        self.tag = ""
        self.texts: dict[str, bytes] = {}
        self.ids: set[str] = set()
        self.unread: set[str] = set(tree.unreadable)
        self.any_lesson = self.any_module = bool(tree.unreadable)

    def run(self) -> Reading:
        if names.COURSE_FILE not in self.tree.paths:
            return self._nothing()
        data, said, found = self._mapping(names.COURSE_FILE, COURSE)
        values = said or {}
        is_named = "id" in values
        self._grade_by(values.get("checks", {}), is_named=is_named)
        is_broken = has_errors(self._report(found)) or not is_named
        if is_broken and not {"content", "ignore"} <= values.keys():
            self.unread.add("")
        folders = layout.folders_of(self.tree.paths)
        modules = self._modules(folders)
        listed = layout.arrange(
            folders,
            content=values.get("content"),
            ignore=values.get("ignore", ()),
            modules={path: m.values for path, m in modules.items()},
        )
        self._report(listed.problems)
        contents = self._contents(listed.places, modules)
        root, description = self._root(values, digest(data), is_broken=is_broken)
        doubts = Doubts(
            frozenset(self.ids),
            frozenset(self.unread),
            frozenset(listed.missing),
            self.any_lesson,
            self.any_module,
        )
        draft = CourseDocument(root, contents)
        return Reading(
            draft if is_named else None,
            tuple(self.problems),
            doubts,
            self.severities,
            self.tag,
            self.texts,
            description,
            draft,
        )

    def _nothing(self) -> Reading:
        missing = problem("course.missing", names.COURSE_FILE)
        return Reading(None, (*self.problems, missing), Doubts(folders=frozenset({""})))

    def _grade_by(self, checks: Mapping[str, str], *, is_named: bool) -> None:
        """Take over the author's severities; what hides the course's name is always an error."""
        self.severities = {
            code: Severity(word)
            for code, word in checks.items()
            if is_named or not code.startswith("yaml.")
        }
        self.off = frozenset(
            code for code, severity in self.severities.items() if severity is Severity.OFF
        )
        self.tag = reader_tag(self.off)

    def _report(self, found: Iterable[Problem], file: str | None = None) -> list[Problem]:
        """Record findings as the author grades them, of a page under its file's name."""
        graded = [
            replace(
                p,
                severity=self.severities.get(p.code, p.severity),
                file=p.file if file is None else file,
            )
            for p in found
            if p.code not in self.off
        ]
        self.problems += graded
        return graded

    def _load(self, path: str) -> bytes | None:
        try:
            return self.tree.load(path, self.limits.text_bytes)
        except UnreadableError as error:
            self.problems.append(error.problem)
            return None

    # -- course.yaml and module.yaml ------------------------------------------------------------------

    def _mapping(
        self, path: str, record: Any
    ) -> tuple[bytes, dict[str, Any] | None, list[Problem]]:
        data = self._load(path)
        if data is None:
            return b"", None, []
        return data, *read_mapping(data, path, record, limits=self.yaml)

    def _root(self, values: dict[str, Any], source: str, *, is_broken: bool) -> tuple[Node, str]:
        fields = {name: value for name, value in values.items() if name not in ("id", "title")}
        fields.setdefault("language", DEFAULT_LANGUAGE)
        description = self._description(fields.get("description", ""))
        body = digest(description.encode()) if description else ""
        name, cover = values.get("id", ""), values.get("cover")
        links = (Link(cover, cover.line, cover.column, Refers.FILE),) if cover else ()
        root = Node(
            Kind.COURSE,
            name,
            names.COURSE_FILE,
            values.get("title", name),
            name,
            "",
            canonical(fields),
            source,
            body,
            Page(source, body, links=links),
            is_broken,
        )
        return root, description

    def _description(self, text: str) -> str:
        """The text of ``description:``, out of its Markdown file where it names one."""
        if not names.is_lesson_name(text) or any(space in text for space in " \n"):
            return text
        if text not in self.tree.paths:
            message = f"“{text}”, named by `description:`, is not there"
            line, column = (text.line, text.column) if isinstance(text, Placed) else (0, 0)
            self._report(
                [
                    problem(
                        "file.missing", names.COURSE_FILE, line, column, value=text, message=message
                    )
                ]
            )
            return ""
        data = self._load(text)
        written, found = decoded(data, text) if data is not None else ("", [])
        self._report(found)
        return written

    def _modules(self, folders: Mapping[str, layout.Folder]) -> dict[str, _Module]:
        """What every module.yaml of this course says, by folder."""
        modules: dict[str, _Module] = {}
        for folder, here in folders.items():
            if folder and names.MODULE_FILE in here.files and not _in_other_course(folder, folders):
                modules[folder] = self._module_file(folder)
        for path in self.tree.unreadable:
            folder, _, name = path.rpartition("/")
            if name == names.MODULE_FILE and folder in folders:
                self.unread.add(folder)
                modules[folder] = _Module({}, "", is_broken=True)
        return modules

    def _module_file(self, folder: str) -> _Module:
        data, values, found = self._mapping(f"{folder}/{names.MODULE_FILE}", MODULE)
        is_broken = values is None or has_errors(self._report(found))
        if values is None:
            self._report(found)
        if is_broken:
            self.unread.add(folder)
            self.ids.update(filter(None, [(values or {}).get("id")]))
            self.any_module = self.any_module or not (values or {}).get("id")
        return _Module(values or {}, digest(data), is_broken)

    # -- modules and lessons --------------------------------------------------------------------------

    def _contents(
        self, places: Iterable[layout.Place], modules: Mapping[str, _Module]
    ) -> tuple[Node, ...]:
        drafts = [
            self._lesson(p) if p.kind is Kind.LESSON else _module(p, modules.get(p.path))
            for p in places
        ]
        if not any(draft.kind is Kind.LESSON for draft in drafts):
            self._report([problem("course.no-lessons", names.COURSE_FILE)])
        doubted, found = identity.duplicate_ids(drafts, lambda path: self._load(path) or b"")
        self.ids |= {name for _, name in doubted}
        self.any_lesson = self.any_lesson or any(kind is Kind.LESSON for kind, _ in doubted)
        self.any_module = self.any_module or any(kind is Kind.MODULE for kind, _ in doubted)
        self._report([*found, *identity.settle_keys(drafts)])
        return identity.nodes_of(drafts)

    def _lesson(self, place: layout.Place) -> Draft:
        path = place.path
        data = self._load(path)
        if data is None:
            self.any_lesson = True
            return Draft(Kind.LESSON, path, place.parent, is_broken=True)
        if self.progress is not None:
            self.progress(1)
        source = hashlib.sha256(data).hexdigest()
        known = self.known.node(path, source, self.tag)
        if known is not None and known.page is None:
            return Draft(Kind.LESSON, path, place.parent, id=known.id, known=known)
        page = known.page if known is not None else self.known.page(source, self.tag)
        if page is None:
            page = read_page(data, source, off=self.off, limits=self.yaml)
            self.texts[path] = data
        return self._page(place, page, known)

    def _page(self, place: layout.Place, page: Page, known: Node | None) -> Draft:
        path = place.path
        is_broken = bool(page.problems) and has_errors(self._report(page.problems, path))
        if is_broken:
            self.any_lesson = self.any_lesson or page.is_unsure
            self.ids.update(filter(None, [page.id]))
        title = page.title or self._title_from_name(path, is_broken=is_broken)
        return Draft(
            Kind.LESSON,
            path,
            place.parent,
            title,
            page.id,
            page.fields,
            page.source,
            page,
            is_broken,
            known=None if is_broken else known,
        )

    def _title_from_name(self, path: str, *, is_broken: bool) -> str:
        if not is_broken:
            self._report([problem("page.no-title", path, 1, 1)])
        folder, _, name = path.rpartition("/")
        return names.readable(
            folder.rpartition("/")[2] if names.is_front_page(name) and folder else name
        )


def _module(place: layout.Place, said: _Module | None) -> Draft:
    values = said.values if said else {}
    fields = {name: value for name, value in values.items() if name not in ("id", "title")}
    title = place.title or values.get("title") or names.readable(place.path.rpartition("/")[2])
    return Draft(
        Kind.MODULE,
        place.path,
        place.parent,
        str(title),
        values.get("id"),
        canonical(fields),
        said.source if said else "",
        None,
        said.is_broken if said else False,
    )


def _in_other_course(folder: str, folders: Mapping[str, layout.Folder]) -> bool:
    parts = folder.split("/")
    return any(
        names.COURSE_FILE in folders["/".join(parts[:depth])].files
        for depth in range(1, len(parts) + 1)
    )
