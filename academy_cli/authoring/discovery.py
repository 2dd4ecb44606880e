"""Where courses are: folders with a course.yaml, at, below and above a path.

Knows how courses are found on disk; refuses to read them beyond their ids.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from academy_cli.authoring.errors import NoCourseError, NoFolderError, SameIdError
from academy_cli.authoring.names import COURSE_FILE, MISNAMED
from academy_cli.authoring.page import read_mapping
from academy_cli.authoring.schema import COURSE
from academy_cli.authoring.source import PRUNED
from academy_cli.authoring.tree import Limits
from academy_cli.authoring.yamltext import YamlLimits


def discover(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Every course folder at or below some paths, each with an id of its own.

    Raises NoFolderError, NoCourseError with a way on, and SameIdError for two folders with one id.
    """
    for path in paths:
        if not _is_there(path):
            raise NoFolderError(path)
    found = tuple(course_folders(paths))
    if not found:
        above = next((one for one in map(course_above, paths) if one is not None), None)
        raise NoCourseError(paths, above=above, misnamed=_misnamed(paths))
    if len(found) > 1:
        _require_own_ids(found)
    return found


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _misnamed(paths: Iterable[Path]) -> Path | None:
    candidates = (path / name for path in paths for name in (*MISNAMED, "Course.yaml"))
    return next((path for path in candidates if path.is_file()), None)


def _require_own_ids(folders: Iterable[Path]) -> None:
    first: dict[str, Path] = {}
    for folder in folders:
        slug = slug_of(folder)
        if slug is not None and first.setdefault(slug, folder) is not folder:
            raise SameIdError(slug, first[slug], folder)


def slug_of(folder: Path, limits: Limits = Limits()) -> str | None:
    """The id that a folder's course.yaml gives, before anything else is read; None when it gives none."""
    file = folder / COURSE_FILE
    try:
        if not file.is_file() or file.stat().st_size > limits.text_bytes:
            return None
        data = file.read_bytes()
    except OSError:
        return None
    values, _ = read_mapping(
        data, COURSE_FILE, COURSE, limits=YamlLimits(limits.yaml_depth, limits.yaml_aliases)
    )
    slug = (values or {}).get("id")
    return str(slug) if slug is not None else None


def course_above(folder: Path) -> Path | None:
    """The nearest course around a folder; None when it is in no course."""
    for above in folder.resolve().parents:
        if (above / COURSE_FILE).is_file():
            return above
    return None


def course_folders(paths: Iterable[Path]) -> Iterator[Path]:
    """Every folder with a course.yaml at or below some paths, each once, in order of name."""
    seen: set[str] = set()
    for path in paths:
        start = path.parent if path.name == COURSE_FILE and path.is_file() else path
        for folder in _with_course_file(str(start)):
            real = os.path.realpath(folder)
            if real not in seen:
                seen.add(real)
                yield Path(folder)


def _with_course_file(folder: str) -> Iterator[str]:
    """The folder itself and those below it that hold a course.yaml; unreadable ones hold none."""
    below: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith(".md"):
                    continue  # most are; asking each whether it is a folder costs as much as the rest
                if name == COURSE_FILE:
                    yield folder
                elif name[0] != "." and name not in PRUNED and entry.is_dir(follow_symlinks=False):
                    below.append(entry.path)
    except OSError:
        return
    for path in sorted(below):
        yield from _with_course_file(path)
