"""An import from disk to disk: the source scanned, converted and written, whole or not at all.

Knows folders and cartridges; refuses to know formats.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from academy_cli.authoring.examine import examine
from academy_cli.authoring.newfolder import filled, insist_on_empty
from academy_cli.authoring.source import scan
from academy_cli.authoring.tree import Limits, MemoryTree, Tree
from academy_cli.formats.problems import Problem, ordered
from academy_cli.interchange import packages
from academy_cli.interchange.cartridges import is_packed, stem, unpacked
from academy_cli.interchange.converting import Converted, convert
from academy_cli.interchange.errors import (
    InsideSourceError,
    NoSourceError,
    NothingToImportError,
    SeveralFormatsError,
    UnknownFormatError,
)
from academy_cli.interchange.recognising import Sign, signs
from academy_cli.kit.paths import is_file, is_folder
from academy_cli.kit.slugs import is_slug


@dataclass(frozen=True)
class Wanted:
    """What is asked for: a format or ``auto``, one language of several, the course's short name."""

    family: str = "auto"
    language: str = ""
    course: str = ""


@dataclass(frozen=True)
class Imported:
    """An import: the format and the file that told it, what was converted; ``is_written`` unless dry.

    ``problems`` are the findings that `academy course check` has on the course.
    """

    source: Path
    folder: Path
    family: str
    sign: str
    converted: Converted
    problems: tuple[Problem, ...]
    is_written: bool


def import_course(
    path: Path,
    folder: Path,
    wanted: Wanted = Wanted(),
    *,
    limits: Limits = Limits(),
    dry_run: bool = False,
) -> Imported:
    """Convert the course at a path into a new or empty folder; a dry run writes nothing.

    Raises the errors of this package, FolderNotEmptyError, FolderUnwritableError and NoSpaceError.
    """
    insist_on_empty(folder)
    with _opened(path, limits) as root:
        _insist_on_apart(root, path, folder)
        tree = scan(root, limits=limits)
        found = packages.marked(tree, lambda file: _digest(root / file))
        if found is not None and found.is_whole and wanted.family == "auto":
            sign = Sign(packages.FAMILY, found.path)
            made = packages.converted(tree, found, limits, wanted.course)
        else:
            part = packages.without(tree, found) if found is not None else tree
            sign = _sign(wanted, signs(part), path)
            made = _converted(part, sign.family, path, _of_course(wanted, found), limits)
            made = packages.told(made, tree, found) if found is not None else made
        if not made.lessons:
            raise NothingToImportError(path, sign.family, made.lacks)
        if not dry_run:
            _write(made, root, folder)
    problems = _problems(made, limits)
    return Imported(path, folder, sign.family, sign.file, made, problems, is_written=not dry_run)


def _of_course(wanted: Wanted, found: packages.Marked | None) -> Wanted:
    """What is wanted, of the course that a package says it is of: cartridges have no place for its name."""
    course = "" if found is None else found.marker.course
    return replace(wanted, course=course) if is_slug(course) and not wanted.course else wanted


def _converted(tree: Tree, family: str, path: Path, wanted: Wanted, limits: Limits) -> Converted:
    return convert(
        tree,
        family,
        name=path.resolve().name if path.is_dir() else stem(path),
        language=wanted.language,
        course=wanted.course,
        limits=limits,
    )


def _problems(made: Converted, limits: Limits) -> tuple[Problem, ...]:
    """What a check finds in a course, which need not be written for it."""
    tree = MemoryTree({**dict.fromkeys(made.assets, b""), **made.files})
    return ordered(examine(tree, limits=limits).problems)


@contextmanager
def _opened(path: Path, limits: Limits) -> Iterator[Path]:
    """The folder of a source: itself, or what a cartridge holds, for as long as it is needed."""
    if is_folder(path):
        yield path
    elif is_file(path) and is_packed(path):
        with TemporaryDirectory(prefix="academy-import-") as place:
            unpacked(path, Path(place), limits)
            yield Path(place)
    else:
        raise NoSourceError(path)


def _insist_on_apart(root: Path, path: Path, folder: Path) -> None:
    here, there = root.resolve(), folder.resolve()
    if here == there or here in there.parents or there in here.parents:
        raise InsideSourceError(folder, path)


def _sign(wanted: Wanted, found: tuple[Sign, ...], path: Path) -> Sign:
    if wanted.family != "auto":
        return next((one for one in found if one.family == wanted.family), Sign(wanted.family, ""))
    if not found:
        raise UnknownFormatError(path)
    if len(found) > 1:
        raise SeveralFormatsError(path, found)
    return found[0]


def _digest(file: Path) -> str:
    """The sha256 of a file; nothing where it cannot be read."""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


def _write(made: Converted, root: Path, folder: Path) -> None:
    with filled(folder) as staging:
        made_folders: set[Path] = set()
        for name, data in made.files.items():
            _place(staging / name, made_folders).write_bytes(data)
        for name, source in made.assets.items():
            shutil.copyfile(root / source, _place(staging / name, made_folders))


def _place(target: Path, made: set[Path]) -> Path:
    if target.parent not in made:
        target.parent.mkdir(parents=True, exist_ok=True)
        made.add(target.parent)
    return target
