"""Links and pictures of one page, put in their place in a book.

Knows where pages and files of the course's site went; what a book cannot hold becomes words, and is noted.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from academy_cli.authoring.preview.addresses import FILES, file_at
from academy_cli.interchange.exporting.epub.grammar import fragment
from academy_cli.interchange.exporting.epub.media import Medium, medium
from academy_cli.interchange.exporting.epub.names import Names, relative
from academy_cli.interchange.exporting.epub.xhtml import Element
from academy_cli.interchange.exporting.package import Package

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_UNFIT_HOST = re.compile(r"[<>\[\]\"\\^`{|}\s]")
_KEPT = "!#$%&'()*+,/:;=?@~"
"""What is left of addresses as it is; everything else is written in percent."""


class Shelf:
    """What is in a book beside its pages: each file once, by its path in the course."""

    def __init__(self, folder: Path, names: Names) -> None:
        self.items: dict[str, tuple[str, Medium]] = {}
        self._folder, self._names = folder, names
        self._known: dict[str, Medium] = {}

    def medium(self, path: str) -> Medium:
        """What a file of the course is."""
        if path not in self._known:
            self._known[path] = medium(self._folder / path)
        return self._known[path]

    def place(self, path: str) -> str:
        """The name of a file that is shown, which thereby is in the book."""
        found = self._known[path]
        name = self._names.of(f"{FILES}{path}", found.suffix)
        self.items[path] = (name, found)
        return name


class Target(NamedTuple):
    """A place within a page that a link leads to, and the link as it is written."""

    name: str
    id: str
    written: str


class Placing:
    """One page: its address on the site, the file of the course it is made of, its name in the book."""

    def __init__(self, address: str, file: str, shelf: Shelf, pages: Mapping[str, str]) -> None:
        self.address, self.file, self.name = address, file, pages[address]
        self._shelf, self._pages = shelf, pages
        self.targets: list[Target] = []
        self.has_pictures = self.has_sounds = self.has_videos = False
        self.lacks_words = False

    def place(self, body: Element, package: Package) -> None:
        """Put everything in its place."""
        for one in list(body.all()):
            if one.tag in ("video", "audio"):
                self._choose(one, package)
            if one.tag in ("img", "video", "audio"):
                self._show(one, package)
            elif one.tag in ("source", "track"):
                one.tag, one.attributes = "span", {}
            elif one.tag == "a" and "href" in one.attributes:
                self._lead(one, package)

    def _path(self, address: str) -> tuple[str, str]:
        """Where a link of the site leads: an address, and a place on it."""
        path, _, anchor = address.partition("#")
        here = posixpath.dirname(self.address)
        whole = posixpath.normpath(posixpath.join(here, unquote(path))) if path else self.address
        return whole, unquote(anchor)

    def _choose(self, one: Element, package: Package) -> None:
        """Let a film be the first of its files that a book can show; the others and subtitles are told."""
        parts = [part for part in one.all() if part.tag in ("source", "track")]
        named = {id(part): part.attributes.get("src", "") for part in parts}
        paths = {key: file_at(self._path(src)[0]) for key, src in named.items() if src}
        if "src" not in one.attributes:
            files = [part for part in parts if part.tag == "source" and id(part) in paths]
            fit = (part for part in files if self._shelf.medium(paths[id(part)]).kind == one.tag)
            if (chosen := next(fit, files[0] if files else None)) is not None:
                one.attributes["src"] = named[id(chosen)]
                del paths[id(chosen)]
        for path in paths.values():
            why = "a book shows one file of a film, and no subtitles"
            package.drop("file", self.file, why, name=path)

    def _show(self, one: Element, package: Package) -> None:
        path = file_at(self._path(one.attributes.get("src", ""))[0])
        found = (
            self._shelf.medium(path) if one.attributes.get("src") else Medium(why="it has no file")
        )
        expected = "image" if one.tag == "img" else one.tag
        if found.why or found.kind != expected:
            self._say(one, path, package, found.why or f"it is no {expected}")
            return
        one.attributes["src"] = quote(relative(self._shelf.place(path), self.name))
        self.has_pictures |= one.tag == "img"
        self.has_sounds |= one.tag == "audio"
        self.has_videos |= one.tag == "video"
        self.lacks_words |= one.tag == "img" and not one.attributes.get("alt", "").strip()

    def _say(self, one: Element, path: str, package: Package, why: str) -> None:
        """Let words stand where something cannot be shown."""
        package.drop("file", self.file, why, name=path)
        words = one.attributes.get("alt", "").strip() or posixpath.basename(path)
        one.tag, one.attributes, one.children = "span", {"class": "outside"}, [words]

    def _lead(self, one: Element, package: Package) -> None:
        written = one.attributes["href"].strip()
        if _SCHEME.match(written) or written.startswith("//"):
            self._lead_out(one, written)
            return
        address, anchor = self._path(written)
        name = self._pages.get(address)
        if name is None:
            if address.startswith(FILES):
                why = "books hold no files to take along"
                package.drop("file", self.file, why, name=file_at(address))
            del one.attributes["href"]
            return
        way = "" if address == self.address else quote(relative(name, self.name))
        if anchor:
            place = fragment(anchor)
            way += f"#{quote(place)}"
            self.targets.append(Target(name, place, way))
        one.attributes["href"] = way or quote(posixpath.basename(name))

    @staticmethod
    def _lead_out(one: Element, written: str) -> None:
        """Leave a link to another place as it is, if that can be an address."""
        try:
            parts = urlsplit(written)
            is_sound = parts.scheme in ("mailto", "tel") or bool(parts.hostname)
            is_sound &= not _UNFIT_HOST.search(parts.netloc)
        except ValueError:
            is_sound = False
        if is_sound:
            address = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", written)
            one.attributes["href"] = quote(address, safe=_KEPT)
        else:
            del one.attributes["href"]
