"""A new course out of a template, whole or not at all.

Knows how a template and answers make files; refuses to know what is in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from academy_cli.authoring.newfolder import filled, insist_on_empty
from academy_cli.authoring.placeholders import fill
from academy_cli.authoring.templates import Template, template


@dataclass(frozen=True, slots=True)
class Scaffolded:
    """A scaffolded course: its folder, the values used, the files in order; ``is_written`` unless dry."""

    folder: Path
    template: str
    values: Mapping[str, str]
    files: tuple[str, ...]
    is_written: bool


def new(
    folder: Path, template_name: str, variables: Mapping[str, str], *, dry_run: bool = False
) -> Scaffolded:
    """Write a course into a new or empty folder; a dry run refuses the same and writes nothing.

    Raises FolderNotEmptyError, FolderUnwritableError, UnknownTemplateError, and what Template.answers does.
    """
    chosen = template(template_name)
    values = chosen.answers(folder, variables)
    insist_on_empty(folder)
    files = {path: _content(chosen, path, values) for path in chosen.files}
    if not dry_run:
        _write(folder, files)
    return Scaffolded(folder, chosen.name, values, tuple(files), is_written=not dry_run)


def _content(chosen: Template, path: str, values: Mapping[str, str]) -> bytes:
    data = chosen.load(path)
    try:
        return fill(path, data.decode("utf-8"), values).encode("utf-8")
    except UnicodeDecodeError:
        return data


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    with filled(folder) as staging:
        for path, data in files.items():
            target = staging / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
