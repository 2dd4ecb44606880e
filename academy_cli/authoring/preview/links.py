"""Where the links of one page lead: to pages of lessons, to files, or nowhere.

Knows how a link in a course resolves, as its checks do; every file that a page refers to is remembered, for
only those are served.
"""

from __future__ import annotations

from urllib.parse import unquote

from academy_cli.authoring import names
from academy_cli.authoring.checks import front_pages
from academy_cli.authoring.preview.addresses import href
from academy_cli.authoring.preview.frame import Frame
from academy_cli.authoring.preview.looking import Looking
from academy_cli.authoring.translations.lessons import leads_to

_YAML = (names.COURSE_FILE, names.MODULE_FILE)


class Links:
    """What one file of a course may refer to, for a page at the end of ``root``.

    In a translation of ``original`` that is what is there from either of the two.
    """

    def __init__(
        self,
        looking: Looking,
        file: str,
        root: str,
        frame: Frame,
        original: str | None = None,
    ) -> None:
        self._looking, self._sketch, self._file, self._root = looking, looking.sketch, file, root
        self._frame, self._original = frame, original

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
        origin = self._sketch.translated.files.get(path)
        index = self._place(origin.path if origin else path)
        if index is None:
            return self._own(path)
        if not self._looking.is_shown(index):
            return None
        address = self._looking.address(index, origin.language if origin else None)
        return href(self._root, address, unquote(fragment))

    def file(self, target: str) -> str | None:
        """The address of a picture or another file of the course; None where there is none."""
        path = self._path(unquote(target.partition("#")[0].partition("?")[0]))
        return None if path is None else self._own(path)

    def named(self, path: str) -> str | None:
        """The address of a file that a field names, whatever is in its name."""
        found = self._path(path)
        return None if found is None else self._own(found)

    def _path(self, target: str) -> str | None:
        if not target or target.startswith("/"):
            return None
        paths = self._sketch.tree.paths
        folders = self._sketch.every_folder if self._original else ()
        return leads_to(self._file, self._original, target, paths, folders)

    def _place(self, path: str) -> int | None:
        """The lesson or module that a path is, or whose folder."""
        lessons = self._sketch.lessons
        every = (path, *front_pages(path))
        found = next((lessons[one] for one in every if one in lessons), None)
        return self._sketch.folders.get(path) if found is None else found

    def _own(self, path: str) -> str | None:
        name = path.rpartition("/")[2]
        if path not in self._sketch.tree.paths or names.is_lesson_name(name) or name in _YAML:
            return None
        self._frame.refer(path)
        return href(self._root, self._sketch.file_address(path)) + self._frame.mark(path)
