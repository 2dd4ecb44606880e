"""The resources of a cartridge, each as the lesson that it becomes.

Knows the kinds of resources there are; refuses to know their order.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from academy_cli.interchange import htmltext, markup
from academy_cli.interchange.families import common_cartridge_canvas as canvas
from academy_cli.interchange.families import common_cartridge_qti as qti
from academy_cli.interchange.markup import Element
from academy_cli.interchange.outline import Lesson
from academy_cli.interchange.sources import Source
from academy_cli.interchange.xmlids import from_xml_id
from academy_cli.kit.saying import say

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_PAGES = (".html", ".htm", ".xhtml")


class Resource(NamedTuple):
    """A resource: its kind, its main file and all of its files, those of what it depends on among them."""

    kind: str
    path: str
    files: tuple[str, ...]
    line: int
    is_task: bool = False
    is_for_instructors: bool = False


class Shelf(NamedTuple):
    """What a cartridge holds, and whether Canvas says that learners see it."""

    source: Source
    manifest: str
    resources: Mapping[str, Resource]
    states: Mapping[str, str]


def resources(root: Element) -> dict[str, Resource]:
    """Every resource by its identifier; of those that stand twice the first."""
    found: dict[str, Resource] = {}
    needs: dict[str, list[str]] = {}
    for one in markup.named(root, "resource"):
        base = (one.getparent().get(_XML_BASE) or "") + (one.get(_XML_BASE) or "")
        files = [_path(base, file.get("href")) for file in one if markup.name(file) == "file"]
        main = _path(base, one.get("href"))
        path = main if main and (main in files or not files) else next(iter(files), main)
        name, kind = one.get("identifier") or "", (one.get("type") or "").lower()
        is_task = any(posixpath.basename(file) == "assignment_settings.xml" for file in files)
        hidden = _is_for_instructors(one)
        made = Resource(kind, path, tuple(files), markup.line(one), is_task, hidden)
        found.setdefault(name, made)
        names = [below.get("identifierref") for below in one if markup.name(below) == "dependency"]
        needs.setdefault(name, []).extend(filter(None, names))
    return {
        name: one._replace(
            files=(
                *one.files,
                *(f for need in needs[name] if need in found for f in found[need].files),
            )
        )
        for name, one in found.items()
    }


def _is_for_instructors(resource: Element) -> bool:
    """Whether a resource says that it is for instructors and for nobody else."""
    roles = {markup.words(one) for one in markup.named(resource, "intendedenduserrole")}
    return any("Instructor" in one and "Learner" not in one for one in roles)


def _path(base: str, href: str | None) -> str:
    return posixpath.normpath(posixpath.join(base, href)) if href else ""


def lesson(shelf: Shelf, name: str, one: Resource, title: str, *, is_draft: bool) -> Lesson | None:
    """A resource as a lesson, or None, with a note. What learners do not see yet is a draft."""
    source = shelf.source
    made = _made(shelf, from_xml_id(name), one, title)
    if made is None:
        return None
    source.called.setdefault(name, one.path)
    source.called.setdefault(posixpath.splitext(posixpath.basename(one.path))[0], one.path)
    if is_draft or one.is_for_instructors or canvas.is_unpublished(source, one.files):
        source.keep(
            "draft", made.source, name=made.title, why=say("learners do not see it there either")
        )
        return Lesson(**{**vars(made), "fields": {**made.fields, "draft": True}})
    return made


def _made(shelf: Shelf, name: str, one: Resource, title: str) -> Lesson | None:
    source, path = shelf.source, one.path
    if "imsqti" in one.kind:
        return qti.lesson(source, qti.Test(name, path, one.files, title, one.line, shelf.manifest))
    if path not in source.known:
        why = "its file is not there"
        source.drop("resource", shelf.manifest, why, line=one.line, name=title or path or name)
        return None
    make = next((make for sign, make in _MAKERS if sign in one.kind), None)
    if make is None and path.lower().endswith(_PAGES):
        make = _page
    return make(source, one, name, title) if make else _file(shelf, name, one, title)


def _file(shelf: Shelf, name: str, one: Resource, title: str) -> Lesson | None:
    """A file to fetch; None, noted, for a tool and whatever else has no counterpart.

    The lesson is what the manifest says of the file, to which links lead that name it.
    """
    if "lti" in one.kind:
        shelf.source.drop("tool", one.path, say("ours has no tools of others"), name=title)
        return None
    if "webcontent" not in one.kind:
        why = say("ours has nothing like {}", one.kind)
        shelf.source.drop("resource", one.path, why, name=title)
        return None
    named = title or posixpath.basename(one.path)
    text = f"[{named}](</{one.path}>)"
    fields = {"kind": "download"}
    return Lesson(named, shelf.manifest, text, name, line=one.line, slug=named, fields=fields)


def _page(source: Source, one: Resource, name: str, title: str) -> Lesson | None:
    text = source.text(one.path)
    if text is None:
        return None
    heading = re.search(r"<title[^>]*>(.{0,2000}?)</title>", text, re.IGNORECASE | re.DOTALL)
    begin = re.search(r"<body[^<>]*>", text, re.IGNORECASE)
    body = _markdown(source, one.path, text[begin.end() :] if begin else text)
    own = markup.words(markup.html(heading[1])) if heading else ""
    own = own.removeprefix("Assignment: ") if one.is_task else own
    called = title or own or posixpath.splitext(posixpath.basename(one.path))[0]
    fields = {"kind": "assignment"} if one.is_task else {}
    if one.is_task:
        canvas.tell_task(source, one.path, one.files)
    return Lesson(called, one.path, body, name, slug=called, fields=fields)


def _markdown(source: Source, path: str, text: str) -> str:
    def say(what: str, line: int, why: str) -> None:
        source.approximate(what, path, why, line=line)

    return htmltext.markdown(markup.html(text), say)


def _link(source: Source, one: Resource, name: str, title: str) -> Lesson | None:
    root = markup.xml(source, one.path)
    url = None if root is None else next(markup.named(root, "url"), None)
    address = "" if url is None else (url.get("href") or "").strip()
    if not re.match(r"https?://\S+$", address):
        source.drop("link", one.path, say("it names no address of the web"), name=title)
        return None
    named = title or _child(root, "title") or address
    text = f"[{named}](<{address}>)"
    return Lesson(named, one.path, text, name, slug=named, fields={"kind": "link"})


def _task(source: Source, one: Resource, name: str, title: str) -> Lesson | None:
    """Something to hand in, as the extension of IMS describes it: its text."""
    root = markup.xml(source, one.path)
    if root is None:
        return None
    named = title or _child(root, "title")
    body = _told(source, one.path, root)
    canvas.tell_task(source, one.path, (one.path, *one.files))
    return Lesson(named, one.path, body, name, slug=named, fields={"kind": "assignment"})


def _topic(source: Source, one: Resource, name: str, title: str) -> Lesson | None:
    """What is to be discussed, as a page; an announcement was for its day."""
    root = markup.xml(source, one.path)
    if root is None:
        return None
    named = title or _child(root, "title")
    if canvas.is_announcement(source, one.files):
        source.drop("announcement", one.path, say("it was for its day"), name=named)
        return None
    body = _told(source, one.path, root)
    if not body:
        source.drop(
            "discussion", one.path, say("ours has no discussions, and it says nothing"), name=named
        )
        return None
    why = "what it says is a page now; ours has no discussions"
    source.approximate("discussion", one.path, why, name=named)
    for file in markup.named(root, "attachment"):
        line = markup.line(file)
        source.drop(
            "attachment", one.path, say("it is not linked"), line=line, name=file.get("href") or ""
        )
    return Lesson(named, one.path, body, name, slug=named)


def _child(root: Element, name: str) -> str:
    found = markup.child(root, name)
    return "" if found is None else markup.words(found)


def _told(source: Source, path: str, root: Element) -> str:
    """The text of a task or a topic; HTML as Markdown."""
    found = markup.child(root, "text", "instructor_text")
    if found is None:
        return ""
    text = "".join(found.itertext())
    is_html = "html" in (found.get("texttype") or "").lower()
    return _markdown(source, path, text) if is_html else text.strip()


_MAKERS: tuple[tuple[str, Callable[[Source, Resource, str, str], Lesson | None]], ...] = (
    ("imswl", _link),
    ("imsdt", _topic),
    ("assignment", _task),
)
