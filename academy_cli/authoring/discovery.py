"""Where courses are: folders with a course.yaml, at, below and above a path.

Knows how courses are found on disk; refuses to read them beyond their ids.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR
from typing import NamedTuple

from academy_cli.authoring.errors import (
    FoldersUnreadableError,
    NoCourseError,
    NoFolderError,
    SameIdError,
)
from academy_cli.authoring.names import COURSE_FILE, MISNAMED, TRANSLATIONS
from academy_cli.authoring.page import read_mapping
from academy_cli.authoring.schema import COURSE
from academy_cli.authoring.source import PRUNED
from academy_cli.authoring.tree import Limits
from academy_cli.formats.yamltext import YamlLimits
from academy_cli.kit.paths import closed_above, is_file, is_there, real
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words


@dataclass(frozen=True)
class Discovery:
    """The course folders at or below some paths, and the refusal for what could not be looked into."""

    folders: tuple[Path, ...]
    left_out: FoldersUnreadableError | None = None


def discover(
    paths: Sequence[Path], called: Callable[[Path], object] = lambda path: path
) -> Discovery:
    """Every course folder at or below some paths, each with an id of its own.

    ``called`` says how a path is named to a person.

    Raises NoFolderError, NoCourseError with a way on, FoldersUnreadableError where a course may be in
    what cannot be read and there is no other, and SameIdError for two folders with one id.
    """
    for path in paths:
        if not is_there(path):
            raise NoFolderError(path, closed_above(path))
    walk = _Walk()
    found = tuple(walk.courses(paths))
    left_out = FoldersUnreadableError(walk.unreadable) if walk.unreadable else None
    if not found:
        raise left_out or _no_course(paths, called)
    if len(found) > 1:
        _require_own_ids(found, called)
    return Discovery(found, left_out)


def _no_course(paths: Sequence[Path], called: Callable[[Path], object]) -> NoCourseError:
    above = next((one for one in map(course_above, paths) if one is not None), None)
    return NoCourseError(list(map(called, paths)), above=above, misnamed=_misnamed(paths))


def _misnamed(paths: Iterable[Path]) -> Path | None:
    candidates = (path / name for path in paths for name in (*MISNAMED, "Course.yaml"))
    return next((path for path in candidates if is_file(path)), None)


def _require_own_ids(folders: Iterable[Path], called: Callable[[Path], object]) -> None:
    first: dict[str, Path] = {}
    for folder in folders:
        slug = slug_of(folder)
        if slug is not None and first.setdefault(slug, folder) is not folder:
            raise SameIdError(slug, called(first[slug]), called(folder))


def slug_of(folder: Path, limits: Limits = Limits()) -> str | None:
    """The id that a folder's course.yaml gives, before anything else is read; None when it gives none."""
    file = folder / COURSE_FILE
    try:
        if not is_file(file) or file.stat().st_size > limits.text_bytes:
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
    for above in real(folder).parents:
        if is_file(above / COURSE_FILE):
            return above
    return None


class _Walk:
    """One search for courses: folders that were looked into, links still to follow, what was unreadable.

    Every folder is looked into once, however many links lead to it. What is in a course is left to the
    scan of that course: links in it are not followed, and what is unreadable there is told by it.
    """

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.links: list[str] = []
        self.unreadable: list[tuple[Path, str]] = []

    def courses(self, paths: Iterable[Path]) -> Iterator[Path]:
        """Every folder with a course.yaml in order of name, then those that only links lead to."""
        for path in paths:
            start = path.parent if path.name == COURSE_FILE and is_file(path) else path
            yield from self._below(str(start), os.path.realpath(start))
        while self.links:
            links, self.links = self.links, []
            for link in links:
                yield from self._follow(link)

    def _below(self, folder: str, real: str) -> Iterator[Path]:
        """Courses at and below a folder; ``real`` is where it really is."""
        left = [(folder, real, False)]
        while left:
            folder, real, is_in_course = left.pop()
            if real in self.seen:
                continue
            self.seen.add(real)
            here = _listed(folder)
            if here.is_course and not _is_translation(Path(folder)):
                yield Path(folder)
            is_in_course = is_in_course or here.is_course
            if not is_in_course:
                self._note(folder, here)
            if here.folders:
                left += (
                    (f"{folder}/{name}", f"{real}{os.sep}{name}", is_in_course)
                    for name in sorted(here.folders, reverse=True)
                )

    def _note(self, folder: str, here: _Listing) -> None:
        self.links += (f"{folder}/{name}" for name in sorted(here.links))
        if here.error is not None:
            self._leave_out(folder, here.error)

    def _follow(self, link: str) -> Iterator[Path]:
        """Courses in the folder that a link leads to; what is around the link itself is no part of it."""
        try:
            is_folder = S_ISDIR(Path(link).stat().st_mode)
        except OSError as error:
            self._leave_out(link, error)
            return
        target = os.path.realpath(link)
        if is_folder and not real(Path(link).parent).is_relative_to(target):
            yield from self._below(link, target)

    def _leave_out(self, path: str, error: OSError) -> None:
        why = system_words(error)
        is_lost = isinstance(error, FileNotFoundError)
        self.unreadable.append((Path(path), say("the link leads nowhere") if is_lost else why))


def _is_translation(folder: Path) -> bool:
    """Whether a folder with a course.yaml is the course around it in another language."""
    above = real(folder).parent
    return above.name == TRANSLATIONS and is_file(above.parent / COURSE_FILE)


class _Listing(NamedTuple):
    """What matters of a folder: whether it is a course, folders and links in it, what kept the rest away.

    A tuple, because one is made for every folder at every sync.
    """

    is_course: bool
    folders: list[str]
    links: list[str]
    error: OSError | None = None


def _listed(folder: str) -> _Listing:
    is_course, folders, links = False, [], []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith(".md"):
                    continue  # most are; asking each whether it is a folder costs as much as the rest
                if name == COURSE_FILE:
                    is_course = True
                elif name[0] == "." or name in PRUNED:
                    continue
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(name)
                elif entry.is_symlink():
                    links.append(name)
    except (NotADirectoryError, FileNotFoundError):
        pass  # there is no such folder, so nothing in it is left out
    except OSError as error:
        return _Listing(is_course, folders, links, error)
    return _Listing(is_course, folders, links)
