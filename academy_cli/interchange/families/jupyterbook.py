"""Jupyter Book and MyST: pages and notebooks in the order of _toc.yml or myst.yml.

After https://jupyterbook.org and https://mystmd.org. Of a notebook the text, the code and what it wrote are
kept; nothing is run.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Any

from academy_cli.interchange.families import jupyterbook_toc as toc
from academy_cli.interchange.families.jupyterbook_page import SUFFIXES, Pages
from academy_cli.interchange.outline import Outline
from academy_cli.interchange.shapes import mapping
from academy_cli.interchange.sources import Mapped, Source
from academy_cli.kit.saying import say

_PROJECT = frozenset({"title", "toc", "description", "substitutions"})


def read(source: Source) -> Outline:
    """The pages that a table of contents names; without one every page, by name."""
    named = next((path for path in sorted(source.paths, key=len) if _is_toc(path)), None)
    if named is None:
        return Outline("", (), lacks="there is neither _toc.yml nor myst.yml")
    folder, text = posixpath.dirname(named), source.text(named) or ""
    first = next((line for line in text.split("\n") if line.strip() and line[0] != "#"), "")
    is_list = first.startswith("-")
    said = source.mapping(f"chapters:\n{text}" if is_list else text, named, 0 if is_list else 1)
    if said is None:
        return Outline("", (), lacks=say("{} cannot be read", named))
    project = said.value.get("project")
    if isinstance(project, dict):
        title, fields, names = _project(source, said, named)
    else:
        title, fields, names = _config(source, folder)
    pages = Pages(source, folder, names)
    children = tuple(toc.Contents(source, said, named, pages).course())
    order = posixpath.basename(named)
    if not isinstance(project, dict) or project.get("toc"):
        return Outline(title, children, order, fields=fields)
    legacy = toc.by_name(source, folder, pages)
    return Outline(title, (*children, *legacy), fields=fields)


def resolve(source: Source, base: str, target: str) -> str | None:
    """Where a link leads: pages may be named without suffix, by their folder, or by their address."""
    if found := source.at(base, target):
        return found
    path = re.sub(r"\.html$", "", re.split(r"[?#]", target, maxsplit=1)[0])
    starts = [path, f"{path.rstrip('/')}/index"]
    return next(
        (
            one
            for name in starts
            for end in SUFFIXES
            if path and (one := source.at(base, name + end))
        ),
        None,
    )


def _is_toc(path: str) -> bool:
    return posixpath.basename(path) in ("_toc.yml", "myst.yml")


def _project(
    source: Source, said: Mapped, file: str
) -> tuple[str, dict[str, Any], Mapping[str, str]]:
    """Title, summary and substitutions of a book in myst.yml; every other key is told."""
    project = mapping(said.value.get("project"))
    for key in said.value:
        if key not in ("project", "version"):
            source.drop("key", file, say("ours has no such key"), line=said.line(key), name=key)
    for key in project:
        if key not in _PROJECT:
            line = said.line("project", key)
            source.drop("key", file, say("ours has no such key"), line=line, name=key)
    about = project.get("description")
    fields = {"summary": about[:1000]} if isinstance(about, str) and about.strip() else {}
    return str(project.get("title") or ""), fields, texts(project.get("substitutions"))


def _config(source: Source, folder: str) -> tuple[str, dict[str, Any], Mapping[str, str]]:
    """Title and substitutions of a book in _config.yml."""
    path = posixpath.join(folder, "_config.yml")
    config = source.yaml(path) if path in source.known else None
    if config is None:
        return "", {}, {}
    for key in config.value:
        if key != "title":
            source.drop("key", path, say("ours has no such key"), line=config.line(key), name=key)
    names = mapping(config.value.get("parse")).get("myst_substitutions")
    return str(config.value.get("title") or ""), {}, texts(names)


def texts(value: Any) -> Mapping[str, str]:
    """What stands for names in a book, if it is text."""
    return {
        name: str(one) for name, one in mapping(value).items() if isinstance(one, str | int | float)
    }
