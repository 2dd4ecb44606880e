"""Texts of a course as the HTML of a package, with links to where everything is in it.

Knows which files and lessons a text refers to; refuses to render and to judge what is safe, which pages do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote

from academy_cli.authoring.markdown import Link, MarkdownError, Refers, every_link
from academy_cli.authoring.preview.addresses import FILES, file_at
from academy_cli.authoring.preview.frame import Frame
from academy_cli.authoring.preview.links import Links
from academy_cli.authoring.preview.looking import Looking
from academy_cli.interchange.exporting.package import Package
from academy_cli.pages.rendering import rendered

_ROOT = "academy-export-root/"
"""Where everything is while a text is rendered: for pages it has to be a relative link."""
_ADDRESS = re.compile(rf' ([\w-]+)="{_ROOT}([^"]*)"')


class Way(NamedTuple):
    """An address in a package, None where it has none, and why that is not the very thing that was meant."""

    address: str | None
    why: str = ""


FileAddress: TypeAlias = Callable[[str], str]
"""From the path of a file of the course to its address in the package, where it is put by being asked for."""
PageAddress: TypeAlias = Callable[[int, str], Way]
"""From a place in the course and the heading that is meant to where that is in the package."""


class Bodies:
    """The texts of one course, as somebody sees it."""

    def __init__(
        self, looking: Looking, package: Package, file_at: FileAddress, page_at: PageAddress
    ) -> None:
        self.looking, self.package = looking, package
        self.file_at, self.page_at = file_at, page_at
        self._language = looking.retelling.language

    def html(self, text: str, file: str, *, title: str = "", line: int = 1) -> str:
        """A text of a file as safe HTML; ``title`` is what stands above it already, ``line`` where it begins.

        Links that lead nowhere, and pictures of other places, are noted. Code has no colours: platforms have
        style sheets of their own.
        """
        where = self._links(file)
        self._note(text, file, where, line)
        made = rendered(text, where, title=title, language=self._language, is_coloured=False).html
        return _ADDRESS.sub(self._attribute, made)

    def file(self, target: str, file: str) -> str | None:
        """The address of a file that a field of another file names; None where it is not there."""
        found = self._links(file).named(target)
        return None if found is None else self._way(found.removeprefix(_ROOT)).address

    def _links(self, file: str) -> Links:
        origin = self.looking.sketch.translated.files.get(file)
        return Links(self.looking, file, _ROOT, Frame(), origin.path if origin else None)

    def _attribute(self, found: re.Match[str]) -> str:
        """An attribute with its address in the package; none of it where there is no such address."""
        address = self._way(found[2]).address
        return "" if address is None else f' {found[1]}="{address}"'

    def _way(self, found: str) -> Way:
        address, fragment = map(unquote, found.partition("#")[::2])
        if address.startswith(FILES):
            return Way(self.file_at(file_at(address)))
        return self.page_at(self.looking.sketch.addresses.places[address], fragment)

    def _note(self, text: str, file: str, where: Links, line: int) -> None:
        try:
            found = list(every_link(text))
        except MarkdownError:
            why = "it is nested too deep for Markdown, and stands as it was written"
            self.package.approximate("text", file, why, line=line)
            return
        for link in found:
            self._note_link(link, file, where, line + link.line - 1)

    def _note_link(self, link: Link, file: str, where: Links, line: int) -> None:
        is_image, target = link.kind is Refers.IMAGE, link.target
        what = "picture" if is_image else "link"
        if link.is_external:
            if is_image:
                why = (
                    "it is in another place, and packages load nothing from there: it is a link now"
                )
                self.package.approximate(what, file, why, line=line, name=target)
        elif target and not target.startswith("#"):
            found = (where.file if is_image else where.link)(target)
            nowhere = Way(None, "it leads nowhere in the course either")
            way = nowhere if found is None else self._way(found.removeprefix(_ROOT))
            if way.address is None:
                self.package.drop(what, file, way.why, line=line, name=target)
            elif way.why:
                self.package.approximate(what, file, way.why, line=line, name=target)
            else:
                self.package.keep(what, file, line=line, name=target)
