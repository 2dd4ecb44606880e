"""Hugging Face's courses: pages of MDX in the order of _toctree.yml, one folder a language.

Order: the ``_toctree.yml`` of the language. Its ``<Question>`` become the quiz below a page's text.
Pages of other languages translate those that stand at the same place, and their ``_toctree.yml`` the titles.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from academy_cli.authoring.translations.tags import right_tag
from academy_cli.interchange.dialects import mdx
from academy_cli.interchange.families.huggingface_languages import (
    CONTENTS,
    SUFFIXES,
    Languages,
    contents,
    page_of,
)
from academy_cli.interchange.families.jupyterbook_notebook import notebook
from academy_cli.interchange.outline import Item, Lesson, Module, Outline
from academy_cli.interchange.sources import Mapped, Page, Source, nothing
from academy_cli.kit.saying import say


def read(source: Source) -> Outline:
    """The pages of one language."""
    trees = {
        posixpath.basename(posixpath.dirname(path)) or "en": path
        for path in source.paths
        if posixpath.basename(path) == CONTENTS
    }
    language = _chosen(source.language, trees)
    if language is None:
        names = ", ".join(sorted(trees))
        return Outline(
            "", (), lacks=say("it has no “{}”, but {}", source.language, names) if names else ""
        )
    top = trees[language]
    folder = posixpath.dirname(top)
    said = contents(source, top)
    if said is None:
        return Outline("", (), lacks=say("{} cannot be read", top))
    children = tuple(_items(source, said, ("toc",), said.value.get("toc"), folder))
    tag = right_tag(language)
    languages = Languages(source, folder, children)
    return Outline(
        "",
        children,
        CONTENTS,
        fields={"language": tag} if tag else {},
        guessed={"language": "from the folder"},
        translations=tuple(languages.translations(_lesson)),
        headings=tuple(languages.headings()),
    )


def resolve(source: Source, base: str, target: str) -> str | None:
    """Where a link leads: pages are named without suffix, also from the root (``/course/chapter1/2``)."""
    if found := source.at(base, target):
        return found
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    names = [path + end for end in SUFFIXES]
    if found := next((one for name in names if path and (one := source.at(base, name))), None):
        return found
    parts = path.strip("/").split("/") if path.startswith("/") else []
    ends = ("/".join(parts[number:]) for number in range(len(parts)))
    return next((source.called[end] for end in ends if end in source.called), None)


def _chosen(wanted: str, found: dict[str, str]) -> str | None:
    if wanted:
        return wanted if wanted in found else None
    return "en" if "en" in found else next(iter(sorted(found)), None)


def _items(
    source: Source, said: Mapped, keys: tuple[str | int, ...], entries: Any, folder: str
) -> Iterator[Item]:
    for number, one in enumerate(entries if isinstance(entries, list) else []):
        if not isinstance(one, dict):
            continue
        here = (*keys, number)
        title = str(one.get("title") or "")
        below = tuple(_items(source, said, (*here, "sections"), one.get("sections"), folder))
        local = _local(source, said, here, one, folder)
        lesson = _listed(source, said, here, {**one, "local": local}, folder) if local else None
        for key in one:
            if key not in ("title", "sections", "local", "local_fw", "subtitle"):
                top, line = posixpath.join(folder, CONTENTS), said.line(*here, key)
                source.drop("key", top, say("ours has no such key"), line=line, name=key)
        if below:
            inside = (lesson, *below) if lesson else below
            where = lesson.source if lesson else next(_sources(below))
            about = one.get("subtitle")
            fields = {"summary": about[:1000]} if isinstance(about, str) and about.strip() else {}
            yield Module(title, where, inside, line=1, slug=title, fields=fields)
        elif lesson:
            yield lesson


def _local(
    source: Source, said: Mapped, keys: tuple[str | int, ...], one: dict[str, Any], folder: str
) -> str:
    """The page of an entry; of one a framework, the first."""
    each = one.get("local_fw")
    if one.get("local") or not isinstance(each, dict) or not each:
        return str(one.get("local") or "")
    first, *others = [str(name) for name in each.values()]
    top, line = posixpath.join(folder, CONTENTS), said.line(*keys, "local_fw")
    for name in others:
        source.drop("reference", top, say("it is for another framework"), line=line, name=name)
    return first


def _sources(items: tuple[Item, ...]) -> Iterator[str]:
    return (one.source for one in items)


def _listed(
    source: Source, said: Mapped, keys: tuple[str | int, ...], one: dict[str, Any], folder: str
) -> Lesson | None:
    """The page of an entry as a lesson; None, noted, where there is none."""
    local, line, top = str(one["local"]), said.line(*keys), posixpath.join(folder, CONTENTS)
    path = page_of(source, folder, local)
    lesson = _lesson(source, path, str(one.get("title") or "")) if path else None
    if path is None or lesson is None:
        source.drop("reference", top, say("there is no such page"), line=line, name=local)
        return None
    source.called.setdefault(posixpath.splitext(local)[0], path)
    source.called.setdefault(posixpath.dirname(local), path)
    if lesson.quiz:
        source.keep("quiz", path, line=lesson.line)
    return lesson


def _lesson(source: Source, path: str, called: str) -> Lesson | None:
    """A page as a lesson, which is called so in the contents."""
    page = _page(source, path)
    if page is None:
        return None
    made = mdx.converted(page.body, source, path, page.line)
    title = called or str(page.front.value.get("title") or "")
    stem = posixpath.splitext(posixpath.basename(path))[0]
    return Lesson(
        title,
        path,
        made.text,
        line=page.line,
        slug=title if stem.isdecimal() else stem,
        quiz={"show": "answers", "questions": list(made.questions)} if made.questions else None,
    )


def _page(source: Source, path: str) -> Page | None:
    """A page of MDX, or a notebook as one."""
    if not path.endswith(".ipynb"):
        return source.page(path)
    text = notebook(source, path)
    return None if text is None else Page(nothing(), text, 1)
