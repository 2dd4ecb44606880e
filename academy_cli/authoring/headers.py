"""What course.yaml and the module.yaml files say.

Knows how their values become the course's root and its modules; refuses to look into lessons.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from academy_cli.authoring import conflicts, names
from academy_cli.authoring.codes import problem
from academy_cli.authoring.conventions import Folder
from academy_cli.authoring.document import DEFAULT_LANGUAGE, Kind, Node, Page, digest
from academy_cli.authoring.identity import Draft
from academy_cli.authoring.ledger import Ledger
from academy_cli.authoring.markdown import Link, Refers
from academy_cli.authoring.places import Place
from academy_cli.authoring.schema import MODULE
from academy_cli.formats.findings import Placed
from academy_cli.formats.problems import Problem, has_errors
from academy_cli.formats.reading import decoded
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.saying import say


class ModuleHeader(NamedTuple):
    """What a module.yaml says; ``values`` holds its sound keys."""

    values: Mapping[str, Any]
    source: str
    is_broken: bool


def root_of(
    ledger: Ledger, values: Mapping[str, Any], source: str, *, is_broken: bool
) -> tuple[Node, str]:
    """The course itself, with the text of its description."""
    fields = {name: value for name, value in values.items() if name not in ("id", "title")}
    fields.setdefault("language", DEFAULT_LANGUAGE)
    ledger.report([*_useless_date(values), *_impossible_dates(values)])
    description, is_unread = _description(ledger, fields.get("description", ""))
    body = digest(description.encode()) if description else ""
    name, cover = values.get("id", ""), values.get("cover")
    links = (Link(cover, cover.line, cover.column, Refers.FILE),) if cover else ()
    root = Node(
        Kind.COURSE,
        name,
        names.COURSE_FILE,
        values.get("title", name),
        name,
        fields=canonical(fields),
        source=source,
        body=body,
        page=Page(source, body, links=links),
        is_broken=is_broken or is_unread,
    )
    return root, description


def _useless_date(values: Mapping[str, Any]) -> Iterator[Problem]:
    """A ``publish_at`` beside a status that no date changes."""
    status, date = values.get("status", "draft"), values.get("publish_at")
    if status != "draft" and date is not None:
        message = say("`publish_at` has no effect beside `status: {}`", status)
        place = (names.COURSE_FILE, date.line, date.column)
        yield problem("course.publish-at-useless", *place, value=date, message=message)


def _impossible_dates(values: Mapping[str, Any]) -> Iterator[Problem]:
    """A course that ends before it begins: whoever is enrolled never gets in."""
    starts, ends = values.get("starts_at"), values.get("ends_at")
    if starts and ends and datetime.fromisoformat(ends) <= datetime.fromisoformat(starts):
        message = say("`ends_at` is not after `starts_at`, {}", starts)
        place = (names.COURSE_FILE, ends.line, ends.column)
        yield problem("course.ends-first", *place, value=ends, message=message)


def _description(ledger: Ledger, text: str) -> tuple[str, bool]:
    """The text of ``description:``, out of its Markdown file where it names one, and whether that failed."""
    if not names.is_file_of_text(text):
        return text, False
    if text not in ledger.tree.paths:
        line, column = (text.line, text.column) if isinstance(text, Placed) else (0, 0)
        message = say("“{}”, named by `description:`, is not there", text)
        missing = ("file.missing", names.COURSE_FILE, line, column)
        ledger.report([problem(*missing, value=text, message=message)])
        return "", text in ledger.tree.unreadable
    data = ledger.load(text)
    if data is None:
        return "", True
    written, found = decoded(data, text)
    found += conflicts.left_in(data, text, text_from=0)
    return written or "", has_errors(ledger.report(found))


def modules_of(
    ledger: Ledger, folders: Mapping[str, Folder], content: Sequence[Any] | None
) -> dict[str, ModuleHeader]:
    """What every module.yaml of this course says, by folder; those of translations only where ``content:`` of
    course.yaml lists them."""
    listed = frozenset(named(content))
    modules: dict[str, ModuleHeader] = {}
    for folder, here in folders.items():
        if not folder or names.MODULE_FILE not in here.files:
            continue
        if not _in_other_course(folder, folders) and not _is_translation(folder, listed):
            modules[folder] = _module_header(ledger, folder)
    for path in ledger.tree.unreadable:
        folder, _, name = path.rpartition("/")
        if name == names.MODULE_FILE and folder in folders:
            ledger.doubt_list(folder)
            modules[folder] = ModuleHeader({}, "", is_broken=True)
    return modules


def _module_header(ledger: Ledger, folder: str) -> ModuleHeader:
    data, values, found = ledger.mapping(f"{folder}/{names.MODULE_FILE}", MODULE)
    is_broken = has_errors(ledger.report(found)) or values is None
    said = values or {}
    if is_broken:
        ledger.unread.add(folder)
        ledger.doubt(said.get("id"), is_module=True)
    if values is None or ("content" not in said and any(one.is_firm for one in found)):
        ledger.doubt_list(folder)
    ledger.ids.update(MODULE.almost("id", said))
    return ModuleHeader(said, digest(data), is_broken)


def _in_other_course(folder: str, folders: Mapping[str, Folder]) -> bool:
    return any(names.COURSE_FILE in folders[path].files for path in _down_to(folder))


def _is_translation(folder: str, listed: frozenset[str]) -> bool:
    return folder.startswith(f"{names.TRANSLATIONS}/") and listed.isdisjoint(_down_to(folder))


def _down_to(folder: str) -> Iterator[str]:
    """The folders above a folder, and itself."""
    parts = folder.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))


def named(entries: Sequence[Any] | None) -> Iterator[str]:
    """Everything that a list and the lists in it name."""
    for entry in entries or ():
        if not isinstance(entry, Mapping):
            yield str(entry)
            continue
        for name, children in entry.items():
            yield str(name)
            yield from named(children)


def module_draft(place: Place, header: ModuleHeader | None) -> Draft:
    """A module on the way to being a node."""
    values = header.values if header else {}
    fields = {name: value for name, value in values.items() if name not in ("id", "title")}
    title = place.title or values.get("title") or names.readable(place.path.rpartition("/")[2])
    draft = Draft(Kind.MODULE, place.path, place.parent)
    draft.title, draft.id, draft.fields = str(title), values.get("id"), canonical(fields)
    if header is not None:
        draft.source, draft.is_broken = header.source, header.is_broken
    return draft
