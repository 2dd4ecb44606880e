"""Every page of one view of a course, one after the other, and the files that they refer to.

Knows which pages there are; refuses to know where they go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from academy_cli.authoring.preview.found import Found
from academy_cli.authoring.preview.frame import Frame
from academy_cli.authoring.preview.looking import Looking
from academy_cli.authoring.preview.making import PageMaker
from academy_cli.pages.values import Page


class WholeCourse:
    """A course as all its pages, in order; ``frame`` is what surrounds them.

    Those of the language that is looked at come first, then every other one's where the frame has them.
    """

    def __init__(self, looking: Looking, frame: Frame) -> None:
        self._referred: dict[str, None] = {}
        self._looking, self._frame = looking, frame._replace(refer=self._refer)

    def pages(self) -> Iterator[tuple[str, Page]]:
        """Each page that is seen, with its address."""
        others = self._looking.sketch.translated.languages if self._frame.has_every_language else ()
        for language in ("", *others):
            looking = self._looking.in_language(language) if language else self._looking
            maker = PageMaker(looking, Found(), self._frame)
            for address in maker.addresses():
                page = maker.page(address)
                if page is not None:
                    yield address, page

    def referred(self) -> Sequence[str]:
        """The files of the course that the pages made so far refer to, by name."""
        return sorted(self._referred)

    def address(self, path: str) -> str:
        """Where a file of the course is."""
        return self._looking.sketch.file_address(path)

    def _refer(self, path: str) -> None:
        self._referred[path] = None
