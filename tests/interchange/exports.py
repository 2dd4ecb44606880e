"""Courses that are exported for a test, as the command does it.

Knows how a package is made and opened; refuses to know formats.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from academy_cli.authoring.compile import compile_course
from academy_cli.interchange.exporting.course import Wanted, course_of
from academy_cli.interchange.exporting.writing import Exported, export_course
from tests.pages.sites import write


def exported(
    files: Mapping[str, str | bytes], place: Path, form: str, **how: Any
) -> tuple[Path, Exported]:
    """A package of a course of some files, and what was said of it."""
    folder, suffix = place / "course", how.pop("suffix", ".zip")
    write(folder, {name: text for name, text in files.items() if isinstance(text, str)})
    for name, data in files.items():
        if isinstance(data, bytes):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    package = place / f"package{suffix}"
    made = export_course(course_of(compile_course(folder)), Wanted(form, **how), package)
    return package, made


def texts(package: Path) -> Mapping[str, str]:
    """The text of each file of a package that is text."""
    found = {}
    with zipfile.ZipFile(package) as archive:
        for name in archive.namelist():
            try:
                found[name] = archive.read(name).decode()
            except UnicodeDecodeError:
                continue
    return found
