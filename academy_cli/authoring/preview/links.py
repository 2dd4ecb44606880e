"""Where the links of one page lead: to pages of lessons, to files, or nowhere.

Knows how a link in a course resolves, as its checks do; every file that a page refers to is remembered, for
only those are served.
"""

from __future__ import annotations

from urllib.parse import unquote

from academy_cli.authoring import names
from academy_cli.authoring.checks import front_pages
from academy_cli.authoring.preview.addresses import file_address, href
from academy_cli.authoring.preview.frame import Frame
from academy_cli.authoring.preview.looking import Looking
from academy_cli.authoring.signposts import joined

_YAML = (names.COURSE_FILE, names.MODULE_FILE)


class Links:
    """What one file of a course may refer to, for a page at the end of ``root``."""

    def __init__(
        self,
        looking: Looking,
        file: str,
        root: str,
        frame: Frame,
    ) -> None:
        self._looking, self._sketch, self._file, self._root = looking, looking.sketch, file, root
        self._frame = frame

    @property
    def hosts(self) -> frozenset[str]:
        """Whose videos may be shown."""
        return self._frame.hosts

    def link(self, target: str) -> str | None:
        """The address of what a relative link leads to; None where it leads nowhere."""
        written, _, fragment = target.partition("#")
        path = self._path(unquote(written.partition("?")[0]))
        if path is None:
            return None
        index = self._lesson(path)
        if index is None and path in self._sketch.folders:
            index = self._sketch.folders[path]
        if index is not None:
            if not self._looking.is_shown(index):
                return None
            return href(self._root, self._sketch.addresses.of[index], unquote(fragment))
        return self._own(path)

    def file(self, target: str) -> str | None:
        """The address of a picture or another file of the course; None where there is none."""
        path = self._path(unquote(target.partition("#")[0].partition("?")[0]))
        return None if path is None else self._own(path)

    def named(self, path: str) -> str | None:
        """The address of a file that a field names, whatever is in its name."""
        found = self._path(path)
        return None if found is None else self._own(found)

    def _path(self, target: str) -> str | None:
        return None if not target or target.startswith("/") else joined(self._file, target)

    def _lesson(self, path: str) -> int | None:
        lessons = self._sketch.lessons
        every = (path, *front_pages(path))
        return next((lessons[one] for one in every if one in lessons), None)

    def _own(self, path: str) -> str | None:
        name = path.rpartition("/")[2]
        if path not in self._sketch.tree.paths or names.is_lesson_name(name) or name in _YAML:
            return None
        self._frame.refer(path)
        return href(self._root, file_address(path)) + self._frame.mark(path)
