"""Open edX (OLX): chapters and sequentials become modules, a vertical a lesson with its problems as its quiz.

After https://docs.openedx.org/en/latest/educators/olx/. Order: course.xml and what it names. Of an
experiment's groups the first is taken. Drafts are dropped; so are dates of a run, which would lock learners
out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from academy_cli.interchange import htmltext, markup
from academy_cli.interchange.families import olx_vertical
from academy_cli.interchange.families.olx_blocks import Block, Blocks
from academy_cli.interchange.outline import Item, Lesson, Module, Outline
from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

_DRAFTS = "it is a draft, which nobody was to see yet"


def read(source: Source) -> Outline:
    """The chapters of a course."""
    top = next(
        (path for path in sorted(source.paths, key=len) if re.search(r"(?:^|/)course\.xml$", path)),
        None,
    )
    root = markup.xml(source, top) if top else None
    if top is None or root is None:
        return Outline("", (), lacks="there is no course.xml that can be read")
    blocks = Blocks(source, posixpath.dirname(top), root.get("url_name") or "")
    course = blocks.block(root, top)
    for path in source.below(blocks.path("drafts")):
        source.drop("draft", path, _DRAFTS)
    children = tuple(_chapters(blocks, course))
    fields, private = _about(blocks, course)
    return Outline(
        blocks.title(course),
        children,
        "course.xml and what it names",
        root.get("course") or "",
        fields,
        private,
    )


def resolve(source: Source, base: str, target: str) -> str | None:
    """Where a link leads: ``/static/`` is a folder, ``/jump_to_id/`` names what stands somewhere."""
    top = next((path for path in sorted(source.paths, key=len) if path.endswith("course.xml")), "")
    start = posixpath.dirname(top)
    if found := re.match(r"/?static/(.+)", target):
        for name in (found[1], found[1].replace(" ", "_"), found[1].replace("_", " ")):
            if there := source.nearly_at(top, f"static/{name}"):
                return there
        return None
    if found := re.search(r"/jump_to(?:_id)?/(?:.*[/@])?([\w.:~-]+)/?(?:[?#].*)?$", target):
        kinds, name = ("vertical", "html", "problem", "video"), found[1].replace(":", "/")
        places = (posixpath.join(start, kind, f"{name}.xml") for kind in kinds)
        return next((one for one in places if one in source.known), None)
    return source.at(base, target)


def _chapters(blocks: Blocks, course: Block) -> Iterator[Item]:
    for chapter in blocks.below(course):
        if chapter.kind != "chapter":
            blocks.drop(chapter, say("ours has nothing like it"))
            continue
        inside: list[Item] = []
        for sequential in blocks.below(chapter):
            if sequential.kind == "sequential":
                is_hidden = _is_hidden(chapter) or _is_hidden(sequential)
                inside.append(_sequential(blocks, sequential, is_hidden=is_hidden))
            else:
                blocks.drop(sequential, say("ours has nothing like it"))
        yield _module(blocks, chapter, inside)


def _sequential(blocks: Blocks, sequential: Block, *, is_hidden: bool) -> Module:
    inside: list[Item] = []
    for block in blocks.below(sequential):
        if block.kind in ("vertical", "html", "problem", "video", "split_test"):
            lesson = olx_vertical.lesson(blocks, block)
            hidden = is_hidden or _is_hidden(block)
            inside += [_as_draft(blocks, lesson) if hidden else lesson] if lesson else []
        else:
            blocks.drop(block, say("ours has nothing like it"))
    return _module(blocks, sequential, inside)


def _module(blocks: Blocks, block: Block, inside: list[Item]) -> Module:
    blocks.attributes(block, "visible_to_staff_only")
    title = blocks.title(block)
    return Module(
        title,
        block.file,
        tuple(inside),
        block.name,
        block.line,
        slug=title or block.name,
        what=block.kind,
    )


def _is_hidden(block: Block) -> bool:
    return (block.element.get("visible_to_staff_only") or "").lower() == "true"


def _as_draft(blocks: Blocks, lesson: Lesson) -> Lesson:
    why = "only staff saw it, so it is a draft"
    blocks.source.approximate("visibility", lesson.source, why, line=lesson.line)
    return replace(lesson, fields={**lesson.fields, "draft": True})


def _about(blocks: Blocks, course: Block) -> tuple[dict[str, Any], dict[str, str]]:
    """What course.yaml has of a course's settings and of the page about it."""
    source, fields, private = blocks.source, dict[str, Any](), dict[str, str]()
    language = course.element.get("language")
    if language:
        fields["language"] = language.replace("_", "-")
    short = source.text(blocks.path("about/short_description.html"))
    if short and (words := markup.words(markup.html(short))):
        fields["summary"] = words[:1000]
    overview = blocks.path("about/overview.html")
    text = source.text(overview)
    if text:

        def say(what: str, line: int, why: str) -> None:
            source.approximate(what, overview, why, line=line)

        private["_about.md"] = htmltext.markdown(markup.html(text), say) + "\n"
        fields["description"] = "_about.md"
        source.keep("description", overview)
    for key in course.element.keys():  # noqa: SIM118 - an element is no mapping
        if key not in ("url_name", "org", "course", "display_name", "language"):
            dated = key in ("start", "end", "enrollment_start", "enrollment_end")
            why = "dates of that run would lock learners out" if dated else "ours has no such key"
            source.drop("key", course.file, why, line=course.line, name=key)
    return fields, private
