"""What a folder holds without being listed: lessons, modules, pages with assets of their own.

Knows the conventions of the course format and the names they look at; refuses lists and file contents.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence

from academy_cli.authoring import names
from academy_cli.authoring.globs import compile_patterns
from academy_cli.authoring.translations.tags import beside


class Folder:
    """The files and folders directly in a folder, by name; a list may ask for each of thousands of files."""

    __slots__ = ("files", "folders")

    def __init__(self) -> None:
        self.files: dict[str, None] = {}
        self.folders: list[str] = []


def folders_of(paths: Iterable[str]) -> dict[str, Folder]:
    """Group file paths by folder; the course folder is ``""``."""
    folders: dict[str, Folder] = {"": Folder()}
    for path in paths:
        parent, _, name = path.rpartition("/")
        known = folders.get(parent)
        if known is None:
            known = _add_folder(folders, parent)
        known.files[name] = None
    return folders


def _add_folder(folders: dict[str, Folder], path: str) -> Folder:
    above, _, name = path.rpartition("/")
    parent = folders.get(above) or _add_folder(folders, above)
    parent.folders.append(name)
    folders[path] = Folder()
    return folders[path]


class Conventions:
    """The conventions, applied to the folders of one course and what it ignores."""

    def __init__(self, folders: Mapping[str, Folder], ignore: Sequence[str]) -> None:
        self.folders = folders
        self._ignored = compile_patterns(ignore)
        self._known_modules: dict[str, bool] = {}
        self._known_lessons: dict[str, dict[str, None]] = {}

    def stands(self, path: str) -> bool:
        """Whether a path is part of the course by convention."""
        above, _, name = path.rpartition("/")
        stands = self.is_module(path) if path in self.folders else name in self.lessons(above)
        return stands and (not above or self.stands(above))

    def contents(self, folder: str) -> list[str]:
        """The lessons and modules directly in a folder, in natural order of their names."""
        folders = self.folders[folder].folders
        modules = [name for name in folders if self.is_module(join(folder, name))]
        ordered = sorted([*self.lessons(folder), *modules], key=names.natural_key)
        return [f"{folder}/{name}" for name in ordered] if folder else ordered

    def lessons(self, folder: str) -> Collection[str]:
        """The names of the lessons directly in a folder."""
        known = self._known_lessons.get(folder)
        if known is None:
            found = [name for name in self.folders[folder].files if names.is_lesson(name)]
            if not folder:
                found = [name for name in found if names.stem(name).lower() != "readme"]
            if self._ignored is not None:
                found = [name for name in found if not self._is_out(join(folder, name))]
            here = self.folders[folder].files
            found = [name for name in found if beside(name, here.__contains__) is None]
            known = self._known_lessons[folder] = dict.fromkeys(found)
        return known

    def is_module(self, path: str) -> bool:
        """Whether a folder is part of the course: it has lessons below, or a module.yaml of its own."""
        known = self._known_modules.get(path)
        if known is None:
            known = self._known_modules[path] = self._find_lessons(path)
        return known

    def other_courses(self, placed: Container[str]) -> tuple[str, ...]:
        """Folders that would be modules but for a course.yaml of their own, of nested ones the outermost.

        What is ``placed`` is part of this course, be it by a list.
        """
        inside = (path for path, here in self.folders.items() if names.COURSE_FILE in here.files)
        found: dict[str, None] = {}
        for path in sorted(path for path in inside if path and path not in placed):
            if self._holds_lessons(path) and not self._is_left_out(path, placed, found):
                found[path] = None
        return tuple(found)

    def _is_left_out(self, path: str, placed: Container[str], others: Container[str]) -> bool:
        """Whether a folder is left out of this course, or one around it is."""
        while path and path not in placed:
            name = path.rpartition("/")[2]
            if path in others or names.is_ignored_folder(name) or self._is_out(path):
                return True
            path = path.rpartition("/")[0]
        return False

    def _find_lessons(self, path: str) -> bool:
        is_other = names.COURSE_FILE in self.folders[path].files
        return not is_other and self._holds_lessons(path)

    def _holds_lessons(self, path: str) -> bool:
        here = self.folders[path]
        if names.is_ignored_folder(path.rpartition("/")[2]) or self._is_out(path):
            return False
        if names.MODULE_FILE in here.files or self.lessons(path):
            return True
        return any(self.is_module(join(path, name)) for name in here.folders)

    def page_of(self, path: str) -> str | None:
        """The front page of a folder that is one lesson with its assets, or None for a module."""
        here, lessons = self.folders[path], self.lessons(path)
        front = next(iter(lessons), "")
        if len(lessons) != 1 or not names.is_front_page(front):
            return None
        if names.MODULE_FILE in here.files:
            return None
        if any(self.is_module(join(path, name)) for name in here.folders):
            return None
        return join(path, front)

    def _is_out(self, path: str) -> bool:
        return self._ignored is not None and self._ignored.match(path) is not None


def join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def normal(path: str) -> str | None:
    """A path without ``.`` and ``..``; None when it leaves the course."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
