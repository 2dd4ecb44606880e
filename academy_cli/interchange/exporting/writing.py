"""An export from disk to disk: a package made of a course, and written whole or not at all.

Knows files; refuses to know formats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from academy_cli.authoring.errors import NoSpaceError
from academy_cli.authoring.newfolder import filled, insist_on_empty
from academy_cli.authoring.preview.addresses import FILES
from academy_cli.interchange import marker
from academy_cli.interchange.exporting.course import Course, Wanted
from academy_cli.interchange.exporting.emptied import note_emptied
from academy_cli.interchange.exporting.errors import (
    PackageInsideError,
    PackageIsFolderError,
    PackageTakenError,
    PackageUnwritableError,
)
from academy_cli.interchange.exporting.formats import FORMATS, Format, exporter
from academy_cli.interchange.exporting.package import Package
from academy_cli.interchange.exporting.packing import Content, pack
from academy_cli.interchange.exporting.untold import note_spoken
from academy_cli.interchange.marker import Marker
from academy_cli.interchange.notes import Note
from academy_cli.kit.newfile import PRIVATE, SHARED, new_file, replaced_file
from academy_cli.kit.paths import NO_SPACE, is_folder, is_taken, real
from academy_cli.kit.systemwords import system_words

_TRANSLATIONS = "translations/"


@dataclass(frozen=True)
class Exported:
    """An export: what was made of a course, and where it ``is_written`` unless it was a dry run."""

    course: Course
    wanted: Wanted
    file: Path
    files: int
    has_source: bool
    notes: tuple[Note, ...]
    is_written: bool


def default_file(course: Course, wanted: Wanted) -> Path:
    """What a package is called unless somebody says so."""
    language = f".{wanted.language}" if wanted.language else ""
    return Path(f"{course.slug}{language}{FORMATS[wanted.format].suffix}")


def export_course(
    course: Course,
    wanted: Wanted,
    file: Path,
    *,
    replace: bool = False,
    dry_run: bool = False,
) -> Exported:
    """Make a package of a course; a dry run writes nothing.

    Raises NotTranslatedError, PackageTakenError, PackageIsFolderError, PackageInsideError,
    PackageUnwritableError and NoSpaceError.
    """
    form = FORMATS[wanted.format]
    course = course.in_language(wanted.language) if wanted.language else course
    _require_place(course, file, wanted, replace=replace)
    package = Package()
    exporter(form)(course, wanted, package)
    note_spoken(package, course)
    note_emptied(package, course)
    _add_leftovers(course, package)
    has_source = form.is_for_instructors if wanted.with_source is None else wanted.with_source
    source = _add_source(course, package, form) if has_source else {}

    def last(digests: Mapping[str, str]) -> tuple[str, bytes]:
        path = form.home + marker.NAME
        told = Marker(wanted.format, course.slug, path, digests, source)
        return path, marker.text(told).encode()

    if not dry_run:
        contents = list(_contents(course, package))
        if _is_folder(file, form):
            _write_folder(file, contents, last)
        else:
            mode = PRIVATE if _is_private(wanted, form, has_source=has_source) else SHARED
            with _written(file, mode, replace=replace) as target:
                pack(target, form.container, contents, last, first=form.first)
    notes = tuple(sorted(package.notes, key=lambda note: (note.file, note.line)))
    number = len(package.paths) + 1
    return Exported(course, wanted, file, number, has_source, notes, is_written=not dry_run)


def _is_private(wanted: Wanted, form: Format, *, has_source: bool) -> bool:
    """Whether a package says more than learners see."""
    return form.is_for_instructors or has_source or wanted.with_drafts or wanted.with_answers


def _add_leftovers(course: Course, package: Package) -> None:
    """Note every file of the course of which nothing was said yet."""
    told = {note.file for note in package.notes}
    translations = course.sketch.translated.files
    for path in course.texts:
        if path not in told and (path in translations or path.startswith(_TRANSLATIONS)):
            package.drop("translation", path, "a package has one language")
        elif path not in told:
            package.keep("file", path)
    for path in course.assets:
        if path not in told:
            package.drop("asset", path, "nothing in the package shows it")


def _add_source(course: Course, package: Package, form: Format) -> Mapping[str, str]:
    """Add each file of the course that is not in the package as it is; where each of them is."""
    there = {file: path for path, file in sorted(package.copied.items(), reverse=True)}
    for file in (*course.texts, *course.assets):
        if file not in there:
            there[file] = (
                f"{form.home}source/{course.sketch.file_address(file).removeprefix(FILES)}"
            )
            package.copy(there[file], file)
    return there


def _contents(course: Course, package: Package) -> Iterator[tuple[str, Content]]:
    yield from package.made.items()
    for path, file in package.copied.items():
        yield path, course.folder / file


# -- places -------------------------------------------------------------------------------------


def _is_folder(file: Path, form: Format) -> bool:
    """Whether a package is to be a folder: where its format allows that and its name has no suffix."""
    return form.may_be_folder and not file.suffix


def _require_place(course: Course, file: Path, wanted: Wanted, *, replace: bool) -> None:
    form = FORMATS[wanted.format]
    if real(file).is_relative_to(real(course.folder)):
        raise PackageInsideError(file, course.folder)
    if _is_folder(file, form):
        insist_on_empty(file)
    elif is_folder(file):
        raise PackageIsFolderError(file, default_file(course, wanted).name)
    elif is_taken(file) and not replace:
        raise PackageTakenError(file)


@contextmanager
def _written(file: Path, mode: int, *, replace: bool) -> Iterator[BinaryIO]:
    try:
        with (replaced_file if replace else new_file)(file, mode) as target:
            yield target
    except FileExistsError as error:
        raise PackageTakenError(file) from error
    except OSError as error:
        if error.errno in NO_SPACE:
            raise NoSpaceError(file.parent) from error
        raise PackageUnwritableError(file, system_words(error)) from error


def _write_folder(
    folder: Path,
    contents: list[tuple[str, Content]],
    last: Callable[[Mapping[str, str]], tuple[str, bytes]],
) -> None:
    import hashlib

    digests = {}
    with filled(folder) as staging:
        for path, content in contents:
            target = staging / path
            target.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else content.read_bytes()
            target.write_bytes(data)
            digests[path] = hashlib.sha256(data).hexdigest()
        path, data = last(digests)
        (staging / path).parent.mkdir(parents=True, exist_ok=True)
        (staging / path).write_bytes(data)
