"""Templates by name and by folder: those that come along, and how one of one's own begins.

Knows where shipped templates lie; refuses to write over anything.
"""

from __future__ import annotations

import re
import shutil
from functools import lru_cache
from pathlib import Path

from academy_cli.certificates.paper import folders
from academy_cli.certificates.paper.errors import (
    InvalidTemplateError,
    TemplateExistsError,
    UnknownPaperError,
)
from academy_cli.certificates.paper.naming import FILE
from academy_cli.certificates.paper.packing import unpacked
from academy_cli.certificates.paper.template import Template
from academy_cli.formats.problems import Problem
from academy_cli.kit.slugs import slugify
from academy_cli.kit.spelling import nearest

SHIPPED = Path(__file__).parent / "shipped"
DEFAULT = "classic"


def shipped() -> tuple[str, ...]:
    """The names of the templates that come along, the default one first."""
    names = sorted(path.parent.name for path in SHIPPED.glob(f"*/{FILE}"))
    return tuple(sorted(names, key=lambda name: name != DEFAULT))


def folder_of(name: str) -> Path:
    """The folder of a template that comes along. Raises UnknownPaperError."""
    known = shipped()
    if name not in known:
        raise UnknownPaperError(name, nearest(name, known), ", ".join(known))
    return SHIPPED / name


def read(folder: Path) -> tuple[Template | None, tuple[Problem, ...]]:
    """The template of a folder, None where there are errors; and every finding, in order.

    Never raises for what is in the folder.
    """
    found = folders.read(folder)
    return found.template, found.problems


def packed(folder: Path) -> bytes:
    """The template of a folder as bytes, always the same for the same; ``packing.digest`` names them.

    Raises InvalidTemplateError where ``read`` has errors.
    """
    found = folders.read(folder)
    if found.template is None:
        raise InvalidTemplateError(str(folder), found.problems)
    return found.content


@lru_cache(maxsize=8)
def packed_shipped(name: str) -> bytes:
    """A template that comes along, as bytes. Raises UnknownPaperError."""
    return packed(folder_of(name))


def named(name: str) -> Template:
    """A template that comes along. Raises UnknownPaperError."""
    return unpacked(packed_shipped(name))


def new(folder: Path, from_name: str = DEFAULT) -> tuple[Path, ...]:
    """Begin a template of one's own as one that comes along, named as its folder; returns what was written.

    Raises UnknownPaperError, and TemplateExistsError where the folder holds anything.
    """
    source = folder_of(from_name)
    held = next(folder.iterdir(), None) if folder.is_dir() else None
    if held is not None or (folder.exists() and not folder.is_dir()):
        raise TemplateExistsError(str(folder), held.name if held else folder.name)
    shutil.copytree(source, folder, dirs_exist_ok=True)
    name = slugify(folder.resolve().name) or from_name
    text = (folder / FILE).read_text(encoding="utf-8")
    text = re.sub(r"^name: .*$", f"name: {name}", text, count=1, flags=re.MULTILINE)
    title = folder.resolve().name.replace('"', "")
    text = re.sub(r"^title: .*$", f'title: "{title}"', text, count=1, flags=re.MULTILINE)
    (folder / FILE).write_text(text, encoding="utf-8")
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))
