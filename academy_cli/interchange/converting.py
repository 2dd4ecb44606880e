"""A tree of files of some format, converted: files of ours, and what became of everything.

Joins a family, the placing of what it found, and the leftovers; touches no disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.tree import Limits, Tree
from academy_cli.formats.yamltext import dump
from academy_cli.interchange.leftovers import add_leftovers
from academy_cli.interchange.notes import Note
from academy_cli.interchange.outline import Outline, lessons
from academy_cli.interchange.placing import Resolve, place
from academy_cli.interchange.sources import Source
from academy_cli.kit.slugs import is_slug, slugify


@dataclass(frozen=True)
class Converted:
    """A course in our format; ``assets`` are files of the source by the path they get.

    ``order`` says where the order comes from; empty where the source states none.
    """

    course: str
    title: str
    order: str
    files: Mapping[str, bytes]
    assets: Mapping[str, str]
    notes: tuple[Note, ...]
    lessons: int
    lacks: str = ""


def convert(
    tree: Tree,
    family: str,
    *,
    name: str,
    language: str = "",
    course: str = "",
    limits: Limits = Limits(),
) -> Converted:
    """Convert a tree of files in the format ``family``; ``name`` is what its folder is called."""
    read, resolve = _family(family)
    source = Source(tree, limits=limits, language=language)
    outline = read(source)
    placed = place(source, outline, resolve)
    add_leftovers(source)
    slug = course or _slug(outline.name) or _slug(name) or _slug(outline.title) or "course"
    files = {COURSE_FILE: course_yaml(outline, slug, family).encode(), **placed.files}
    return Converted(
        slug,
        outline.title or slug,
        outline.order,
        files,
        placed.assets,
        tuple(sorted(source.notes, key=lambda note: (note.file, note.line))),
        sum(1 for _ in lessons(outline.children)),
        outline.lacks,
    )


def _family(family: str) -> tuple[Callable[[Source], Outline], Resolve]:
    """The function that reads a format, and the one that finds what its links lead to."""
    module = import_module(f"academy_cli.interchange.families.{family.replace('-', '_')}")
    resolve: Resolve = getattr(module, "resolve", _relative)
    read: Callable[[Source], Outline] = module.read
    return read, resolve


def _relative(source: Source, base: str, target: str) -> str | None:
    return source.at(base, target)


def _slug(words: str) -> str:
    slug = slugify(words)[:100].strip("-")
    return slug if is_slug(slug) else ""


def course_yaml(outline: Outline, slug: str, family: str) -> str:
    """The text of course.yaml, with a comment above what was guessed."""
    said: dict[str, Any] = {"id": slug, "title": (outline.title or slug)[:500], **outline.fields}
    order = outline.order or "the source states none; by name"
    parts = [f"# Imported by `academy course import --from {family}`. Order: {order}.\n"]
    for key, value in said.items():
        why = outline.guessed.get(key)
        parts.append((f"# Guessed {why}.\n" if why else "") + dump({key: value}, blocks=True))
    return "".join(parts)
