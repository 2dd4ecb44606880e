"""Where each page and file of a course is on its site.

Knows one address for everything, and the way back; refuses to know what is there. Addresses are paths below
the site's root, and links go from page to page, so a site is the same below any path and from a folder.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from academy_cli.authoring import names
from academy_cli.authoring.document import LESSON
from academy_cli.authoring.places import Place

HOME, FINDINGS = "index.html", "findings.html"
FILES, STATIC = "file/", "static/"


class Addresses:
    """The addresses of one course's modules and lessons, by their place in its order."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.of: list[str] = []
        self.places: dict[str, int] = {}
        taken: dict[str, int] = {}
        for index, place in enumerate(places):
            address = _address(place)
            count = taken.get(names.folded(address), 0)
            while count and f"{names.folded(address)}~{count + 1}" in taken:
                count += 1
            taken[names.folded(address)] = count + 1
            if count:
                address = f"{address}~{count + 1}"
                taken[names.folded(address)] = 1
            self.of.append(f"{address}.html")
            self.places[f"{address}.html"] = index


def _address(place: Place) -> str:
    if place.kind is LESSON:
        return f"lesson/{names.stem(place.path)}"
    return f"module/{place.path.replace(':', '~')}"


def file_address(path: str) -> str:
    """Where a file of the course is."""
    return f"{FILES}{path}"


def root_of(address: str) -> str:
    """The way from a page to the root of the site."""
    return "../" * address.count("/")


def href(root: str, address: str, fragment: str = "") -> str:
    """A link from a page to an address."""
    tail = f"#{quote(fragment)}" if fragment else ""
    return f"{root}{quote(address)}{tail}"
