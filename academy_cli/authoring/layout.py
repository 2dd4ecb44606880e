"""Where every module and lesson stands: folders, names and `content:` lists in, a tree of places out.

Knows the conventions of the course format; refuses to open a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

from academy_cli.authoring import names
from academy_cli.authoring.codes import problem
from academy_cli.authoring.conventions import Conventions, Folder, join, normal
from academy_cli.authoring.document import LESSON, MODULE
from academy_cli.authoring.places import Place, empty_modules, in_order
from academy_cli.formats.findings import Placed
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say
from academy_cli.kit.slugs import slugify
from academy_cli.kit.spelling import Hints

HEADING_LETTERS = 60
"""How much of a heading is in its path: headings nest, and what they are called is to be indexed."""
DEEPEST = 100
"""Modules in modules: lists may name each other without end, and nothing that walks a course is endless."""


class Layout(NamedTuple):
    """Places in the order of the tree, and what is wrong with the lists they come from."""

    places: tuple[Place, ...]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...]
    """Paths that lists name and that are not there."""
    other_courses: tuple[str, ...]
    """Folders whose lessons belong to another course."""
    lost: frozenset[str] = frozenset()
    """Translations beside which their original is no longer."""


def arrange(
    folders: Mapping[str, Folder],
    *,
    content: Sequence[Any] | None,
    ignore: Sequence[str],
    modules: Mapping[str, Mapping[str, Any]],
) -> Layout:
    """Lay out a course.

    ``content`` is course.yaml's list, ``ignore`` its patterns; ``modules`` gives what each module.yaml
    says, by folder.
    """
    return _Arrangement(folders, ignore, modules).run(content)


class _Listing(NamedTuple):
    """One list on its way into the tree: its folder, its module's index, its file, its heading's path."""

    folder: str
    parent: int
    file: str
    heading: str = ""


class _Arrangement:
    """The state of one walk: what is placed so far and what has been claimed by a list."""

    def __init__(
        self,
        folders: Mapping[str, Folder],
        ignore: Sequence[str],
        modules: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self.folders = folders
        self.modules = modules
        self.by_convention = Conventions(folders, ignore)
        self.places: list[Place] = []
        self.problems: list[Problem] = []
        self.missing: list[str] = []
        self.claimed: dict[str, str] = {}
        self.overruled: set[str] = set()
        self.placed: set[str] = set()
        self.index: dict[str, int] = {}
        self.depths = {-1: 0}
        self.too_deep: list[str] = []
        self.hints = Hints(lambda path: [*folders[path].files, *folders[path].folders])

    def run(self, content: Sequence[Any] | None) -> Layout:
        self._claim(content or (), "", names.COURSE_FILE)
        for folder in sorted(self.modules.keys() - self.overruled):
            entries = self.modules[folder].get("content") or ()
            self._claim(entries, folder, join(folder, names.MODULE_FILE))
        self._fill("", -1, content, names.COURSE_FILE)
        self._place_left_over()
        self.problems += empty_modules(self.places)
        nested = self.by_convention.other_courses(self.placed)
        self.problems += map(_nested, nested)
        return Layout(tuple(self.places), tuple(self.problems), tuple(self.missing), nested)

    # -- what lists claim -------------------------------------------------------------------------

    def _claim(self, entries: Sequence[Any], folder: str, file: str) -> None:
        """Note every path that a list names, so that no folder places it by convention."""
        for name, children in _pairs(entries):
            path = self._resolve(folder, name)
            if path is not None and path in self.claimed:
                self._report(
                    "content.listed-twice",
                    file,
                    name,
                    say("“{}” is listed twice; also in {}", name, self.claimed[path]),
                )
            elif path is not None:
                self.claimed[path] = f"{file}:{name.line}" if isinstance(name, Placed) else file
            if children is not None and path is not None and path in self.folders:
                self.overruled.add(path)
                self._claim(children, path, file)
            elif children is not None:
                self._claim(children, folder, file)

    def _resolve(self, folder: str, name: str) -> str | None:
        """The path a list entry means from its folder: a file, a folder, a file without its suffix."""
        path = normal(join(folder, str(name).rstrip("/")))
        if path is None:
            return None
        if path in self.folders and path:
            return path
        above, _, last = path.rpartition("/")
        siblings = self.folders.get(above)
        if siblings is None:
            return None
        named = (last + suffix for suffix in ("", *names.suffixes_after(last)))
        return next((join(above, name) for name in named if name in siblings.files), None)

    # -- placing ------------------------------------------------------------------------------------

    def _fill(self, folder: str, parent: int, entries: Sequence[Any] | None, file: str) -> None:
        """Place what a list names in its order, then what the folder holds besides, by convention."""
        here = _Listing(folder, parent, file)
        for name, children in _pairs(entries or ()):
            self._place_entry(here, name, children)
        for path in self.by_convention.contents(folder):
            if path in self.placed or (self.claimed and not self._is_free(path)):
                continue
            if entries is not None:
                self.problems.append(_unlisted(path, file))
            self._place(path, here)

    def _place_entry(self, here: _Listing, name: str, children: Sequence[Any] | None) -> None:
        path = self._resolve(here.folder, name)
        if path is not None and path in self.placed:
            return
        if path is None and children is not None:
            self._place_heading(here, name, children)
        elif path is None:
            self._report_missing(here.folder, name, here.file)
        elif path not in self.folders and not names.is_lesson_name(path):
            message = say("“{}” is neither a Markdown file nor a quiz", name)
            self._report("content.not-a-lesson", here.file, name, message)
        elif self.claimed.get(path, "").startswith(here.file):
            self._place(path, here, children)
            if children is not None and path not in self.folders:
                message = say("“{}” is a file; only a folder or a heading has a list", name)
                self._report("content.not-a-folder", here.file, name, message)
                for entry, entries in _pairs(children):
                    self._place_entry(here, entry, entries)

    def _place(self, path: str, here: _Listing, children: Sequence[Any] | None = None) -> None:
        """Place a lesson, or a module with what its own list or the list it is in names."""
        self.placed.add(path)
        if path not in self.folders:
            self.places.append(Place(LESSON, path, here.parent))
            return
        front = None if children is not None else self.by_convention.page_of(path)
        if front is not None:
            if front not in self.placed:
                self._place(front, here)
            return
        if self.depths[here.parent] >= DEEPEST:
            self._report_too_deep(path, path)
            return
        index = self._add_module(Place(MODULE, path, here.parent))
        own = self.modules.get(path, {}).get("content")
        if children is not None:
            self._fill(path, index, children, here.file)
        else:
            self._fill(path, index, own, join(path, names.MODULE_FILE))

    def _place_heading(self, here: _Listing, name: str, children: Sequence[Any]) -> None:
        """A module that is only a heading in a list; its entries are relative to the same folder."""
        path = wanted = join(
            here.heading or here.folder, f":{(slugify(name) or name)[:HEADING_LETTERS]}"
        )
        numbers = count(len(self.index))
        while path in self.index or path in self.folders:
            path = f"{wanted}-{next(numbers)}"
        if self.depths[here.parent] >= DEEPEST:
            self._report_too_deep(here.file, name)
            return
        index = self._add_module(Place(MODULE, path, here.parent, name, here.file))
        below = _Listing(here.folder, index, here.file, path)
        for entry, entries in _pairs(children):
            self._place_entry(below, entry, entries)

    def _add_module(self, place: Place) -> int:
        index = self.index[place.path] = len(self.places)
        self.depths[index] = self.depths[place.parent] + 1
        self.places.append(place)
        return index

    def _place_left_over(self) -> None:
        """Place what only a list claims that has itself no place, such as two that name each other."""
        left = [
            path
            for path in self.claimed
            if path not in self.placed and self.by_convention.stands(path)
        ]
        if self.too_deep:
            self.missing += [*self.too_deep, *left]
            return
        for path in sorted(
            left, key=lambda path: (path not in self.folders, path.count("/"), path)
        ):
            if path not in self.placed:
                above = path.rpartition("/")[0]
                while above and above not in self.index:
                    above = above.rpartition("/")[0]
                file = self.claimed[path].partition(":")[0]
                self.problems.append(_unlisted(path, file))
                self._place(path, _Listing("", self.index.get(above, -1), file))
        if left:
            self.places = in_order(self.places)

    def _is_free(self, path: str) -> bool:
        """Whether no list has claimed a path, nor everything in it."""
        if path in self.claimed:
            return False
        here = self.folders.get(path)
        if here is None or names.MODULE_FILE in here.files:
            return True
        return any(self._is_free(below) for below in self.by_convention.contents(path))

    # -- findings -----------------------------------------------------------------------------------

    def _report(self, code: str, file: str, name: str, message: str, hint: str = "") -> None:
        line, column = (name.line, name.column) if isinstance(name, Placed) else (0, 0)
        self.problems.append(
            problem(code, file, line, column, value=str(name), message=message, hint=hint)
        )

    def _report_too_deep(self, file: str, name: str) -> None:
        """Find a module that is given no place; neither is what it holds, which is not gone for that."""
        message = say("“{}” would be a module {} deep in others", name, DEEPEST + 1)
        self._report("content.too-deep", file, name, message)
        self.too_deep.append(file)

    def _report_missing(self, folder: str, name: str, file: str) -> None:
        wanted = normal(join(folder, str(name)))
        self.missing.append(wanted or str(name))
        above = (wanted or "").rpartition("/")[0]
        place = above if above in self.folders else folder
        close = self.hints.nearest(str(name).rpartition("/")[2], place)
        hint = say("Did you mean `{}`?", close) if close else ""
        self._report(
            "content.missing-file", file, name, say("“{}” is listed but is not there", name), hint
        )


def _pairs(entries: Sequence[Any]) -> Iterator[tuple[str, Sequence[Any] | None]]:
    """Each entry as its name and, for ``name:`` with a list, that list."""
    for entry in entries:
        if isinstance(entry, dict):
            yield from entry.items()
        else:
            yield entry, None


def _unlisted(path: str, file: str) -> Problem:
    return problem(
        "content.unlisted",
        path,
        value=path,
        message=say("“{}” is not listed in the `content:` of {}; it comes last", path, file),
    )


def _nested(folder: str) -> Problem:
    file = join(folder, names.COURSE_FILE)
    message = say(
        "“{}” makes another course of “{}”; its lessons are not part of this one", file, folder
    )
    return problem("course.nested", file, value=folder, message=message)
