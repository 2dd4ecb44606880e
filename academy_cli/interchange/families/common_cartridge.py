"""IMS Common Cartridge 1.0 to 1.3: what imsmanifest.xml organizes becomes modules and lessons.

After https://www.imsglobal.org/cc/. Pages become Markdown, links lessons, tests (QTI 1.2) quizzes.
Discussions and tools of others (LTI) are dropped.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from academy_cli.interchange import htmltext, markup
from academy_cli.interchange.families import common_cartridge_qti as qti
from academy_cli.interchange.markup import Element
from academy_cli.interchange.outline import Item, Lesson, Module, Outline
from academy_cli.interchange.sources import Source
from academy_cli.interchange.xmlids import from_xml_id

MANIFEST = "imsmanifest.xml"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_BASE = re.compile(r"\$?(?:IMS-CC-FILEBASE|IMS_CC_FILEBASE)\$?/?|%24IMS-CC-FILEBASE%24/?")


class _Resource(NamedTuple):
    kind: str
    href: str
    line: int
    is_for_instructors: bool = False


def read(source: Source) -> Outline:
    """The organization of a cartridge."""
    root = markup.xml(source, MANIFEST) if MANIFEST in source.known else None
    if root is None:
        return Outline("", (), lacks=f"there is no {MANIFEST} that can be read")
    resources = dict(_resources(root))
    organization = next(markup.named(root, "organization"), None)
    children: tuple[Item, ...] = ()
    used: set[str] = set()
    if organization is not None:
        tops = [one for one in organization if markup.name(one) == "item"]
        if len(tops) == 1 and not tops[0].get("identifierref"):
            tops = [one for one in tops[0] if markup.name(one) == "item"]
        children = tuple(made for one in tops for made in _items(source, one, resources, used))
    for name, one in resources.items():
        is_test = "imsqti" in one.kind and "assessment" in one.kind
        is_meant = name not in used and (is_test or one.is_for_instructors)
        if is_meant and (lesson := _lesson(source, name, one, "")):
            why = "no item names it, so it comes last"
            source.approximate("order", MANIFEST, why, line=one.line, name=name)
            children = (*children, lesson)
    return Outline(
        _title(root),
        children,
        f"the organization of {MANIFEST}" if organization is not None else "",
    )


def resolve(source: Source, base: str, target: str) -> str | None:
    """Where a link leads: ``$IMS-CC-FILEBASE$`` is a folder of the cartridge."""
    if _BASE.match(target):
        rest = _BASE.sub("", target)
        return (
            source.at("", f"web_resources/{rest}") or source.at("", rest) or source.at(base, rest)
        )
    return source.at(base, target)


def _title(root: Element) -> str:
    general = next((one for one in markup.named(root, "general")), None)
    title = None if general is None else next(markup.named(general, "title"), None)
    return "" if title is None else markup.words(title)


def _resources(root: Element) -> Iterator[tuple[str, _Resource]]:
    for one in markup.named(root, "resource"):
        files = [file.get("href") for file in one if markup.name(file) == "file"]
        href = one.get("href") or next(filter(None, files), "")
        base = (one.getparent().get(_XML_BASE) or "") + (one.get(_XML_BASE) or "")
        path = posixpath.normpath(posixpath.join(base, href)) if href else ""
        roles = {markup.words(role) for role in markup.named(one, "intendedenduserrole")}
        is_hidden = any("Instructor" in role and "Learner" not in role for role in roles)
        found = _Resource(one.get("type") or "", path, markup.line(one), is_hidden)
        yield one.get("identifier") or "", found


def _items(
    source: Source, item: Element, resources: dict[str, _Resource], used: set[str]
) -> Iterator[Item]:
    named = markup.child(item, "title")
    title = markup.words(named) if named is not None else ""
    name = item.get("identifierref") or ""
    below = tuple(
        made
        for one in item
        if markup.name(one) == "item"
        for made in _items(source, one, resources, used)
    )
    lesson = None
    if name and name in resources and name not in used:
        used.add(name)
        lesson = _lesson(source, name, resources[name], title)
    elif name:
        why = "it stands in another place already" if name in used else "there is no such resource"
        source.drop("reference", MANIFEST, why, line=markup.line(item), name=title or name)
    if below:
        inside = (lesson, *below) if lesson else below
        yield Module(
            title,
            MANIFEST,
            inside,
            from_xml_id(item.get("identifier") or ""),
            markup.line(item),
            slug=title,
        )
    elif lesson:
        yield lesson
    elif not name:
        source.drop("item", MANIFEST, "there is nothing in it", line=markup.line(item), name=title)


def _lesson(source: Source, name: str, one: _Resource, title: str) -> Lesson | None:
    """What a resource becomes; one that is for instructors alone is a draft."""
    made = _made(source, from_xml_id(name), one, title)
    if made is None or not one.is_for_instructors:
        return made
    why = "it is for instructors alone, so it is a draft"
    source.approximate("visibility", MANIFEST, why, line=one.line, name=title or name)
    return replace(made, fields={**made.fields, "draft": True})


def _made(source: Source, name: str, one: _Resource, title: str) -> Lesson | None:
    kind, path = one.kind.lower(), one.href
    if path not in source.known:
        source.drop(
            "resource", MANIFEST, "its file is not there", line=one.line, name=title or name
        )
        return None
    make = next((make for sign, make in _MAKERS if sign in kind), None)
    if make is None and path.lower().endswith((".html", ".htm", ".xhtml")):
        make = _page
    if make is not None:
        return make(source, path, name, title)
    if "imsdt" in kind or "lti" in kind:
        what = "discussion" if "imsdt" in kind else "tool"
        source.drop(what, path, f"ours has no {what}s", name=title)
        return None
    if "webcontent" in kind:
        text = f"[{title or posixpath.basename(path)}](</{path}>)"
        return Lesson(
            title, path, text, name, slug=title, fields={"kind": "download"}, base=MANIFEST
        )
    source.drop("resource", path, f"ours has nothing like {one.kind}", name=title)
    return None


def _page(source: Source, path: str, name: str, title: str) -> Lesson | None:
    text = source.text(path)
    if text is None:
        return None

    def say(what: str, line: int, why: str) -> None:
        source.approximate(what, path, why, line=line)

    heading = re.search(r"<title[^>]*>(.{0,2000}?)</title>", text, re.IGNORECASE | re.DOTALL)
    begin = re.search(r"<body[^<>]*>", text, re.IGNORECASE)
    inner = text[begin.end() :] if begin else text
    body = htmltext.markdown(markup.html(inner), say)
    own = markup.words(markup.html(heading[1])) if heading else ""
    return Lesson(title or own, path, body, name, slug=title or own)


def _link(source: Source, path: str, name: str, title: str) -> Lesson | None:
    root = markup.xml(source, path)
    url = None if root is None else next(markup.named(root, "url"), None)
    address = "" if url is None else (url.get("href") or "").strip()
    if not re.match(r"https?://\S+$", address):
        source.drop("link", path, "it names no address of the web", name=title)
        return None
    return Lesson(
        title, path, f"[{title or address}](<{address}>)", name, slug=title, fields={"kind": "link"}
    )


_MAKERS: tuple[tuple[str, Callable[[Source, str, str, str], Lesson | None]], ...] = (
    ("imsqti", qti.lesson),
    ("imswl", _link),
)
