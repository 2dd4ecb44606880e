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
    """A course as all its pages, in order; ``frame`` is what surrounds them."""

    def __init__(self, looking: Looking, frame: Frame) -> None:
        self._referred: dict[str, None] = {}
        self._maker = PageMaker(looking, Found(), frame._replace(refer=self._refer))

    def pages(self) -> Iterator[tuple[str, Page]]:
        """Each page that is seen, with its address."""
        for address in self._maker.addresses():
            page = self._maker.page(address)
            if page is not None:
                yield address, page

    def referred(self) -> Sequence[str]:
        """The files of the course that the pages made so far refer to, by name."""
        return sorted(self._referred)

    def _refer(self, path: str) -> None:
        self._referred[path] = None
