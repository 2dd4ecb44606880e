"""Pages of The Carpentries' lessons, be they of the Workbench or of Jekyll: one page, one lesson.

Knows what stands in a page and in its front matter; refuses to know where it stands among the others.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from academy_cli.interchange.dialects import kramdown, liquid, pandoc
from academy_cli.interchange.outline import Lesson
from academy_cli.interchange.shapes import items
from academy_cli.interchange.sources import Page, Source
from academy_cli.kit.saying import say


def lesson(
    source: Source,
    path: str,
    defined: Mapping[str, str],
    private: dict[str, str],
    site: Mapping[str, Any] | None = None,
) -> Lesson | None:
    """A page as a lesson; ``site`` are the settings of one that Jekyll makes."""
    page = source.page(path)
    if page is None:
        return None
    text = liquid.converted(page.body, source, path, page.line, site) if site else page.body
    text = kramdown.plain(kramdown.converted(text), source, path, page.line)
    made = pandoc.divided(text, source, path, page.line)
    if made.for_instructors.strip():
        private[f"_instructors/{posixpath.basename(path)}"] = made.for_instructors
    fields = _lesson_fields(source, path, page)
    if made.objectives:
        fields["objectives"] = list(made.objectives)
    text = _headed(page, made.text)
    names = [name for name in defined if f"[{name}]" in text and f"[{name}]:" not in text]
    if names:
        text += "\n\n" + "\n".join(f"[{name}]: {defined[name]}" for name in names) + "\n"
    title = str(page.front.value.get("title") or "")
    slug = posixpath.splitext(posixpath.basename(path))[0]
    return Lesson(title, path, text, line=page.line, slug=slug, fields=fields)


def _headed(page: Page, text: str) -> str:
    """A text with the questions and key points that older lessons have in their front matter."""
    parts = []
    for key, words in (("questions", "Questions"), ("keypoints", "Key points")):
        found = [one for one in items(page.front.value.get(key)) if isinstance(one, str)]
        parts.append(f"## {words}\n\n" + "\n".join(f"- {one}" for one in found) if found else "")
    return "\n\n".join(filter(None, (parts[0], text.strip("\n"), parts[1])))


def _lesson_fields(source: Source, path: str, page: Page) -> dict[str, Any]:
    said = page.front.value
    minutes = [
        said[key] for key in ("teaching", "exercises", "break") if isinstance(said.get(key), int)
    ]
    if len(minutes) > 1:
        line = page.front.line("teaching")
        source.approximate("minutes", path, say("teaching and exercises are one sum"), line=line)
    for key in said:
        if key not in (
            "title",
            "teaching",
            "exercises",
            "break",
            "questions",
            "objectives",
            "keypoints",
        ):
            line = page.front.line(key)
            source.drop("key", path, say("ours has no such key"), line=line, name=key)
    found = [one for one in items(said.get("objectives")) if isinstance(one, str)]
    objectives = {"objectives": [one[:1000] for one in found]} if found else {}
    return {**({"minutes": sum(minutes)} if minutes else {}), **objectives}


def put_aside(source: Source, path: str, folder: str, private: dict[str, str]) -> None:
    """Keep a page where learners do not see it."""
    text = source.text(path)
    if text is not None:
        name = f"_{folder}/{posixpath.basename(path)}"
        private[name] = text
        source.approximate("page", path, say("it is in {}, which learners do not see", name))
