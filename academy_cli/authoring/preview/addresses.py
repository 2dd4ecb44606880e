"""Where each page and file of a course is on its site.

Knows one address for everything, and the way back; refuses to know what is there. Addresses are paths below
the site's root, and links go from page to page, so a site is the same below any path and from a folder. They
are names of files as well, on every system: what Windows takes in none is written as ``~`` and its number, as
is each letter that tells two files apart by its case or its Unicode form alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable
from urllib.parse import quote

from academy_cli.authoring import names
from academy_cli.authoring.document import LESSON
from academy_cli.authoring.places import Place

HOME, FINDINGS = "index.html", "findings.html"
FILES, STATIC = "file/", "static/"
_UNFIT = re.compile(
    r"""[<>:"\\|?*\x00-\x1f] | [. ](?=/|$) |
    (?<![^/])(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=[ ]*(?:[./]|$))""",
    re.VERBOSE | re.IGNORECASE,
)
"""By https://learn.microsoft.com/windows/win32/fileio/naming-a-file: signs, ends of names, and devices."""
_WRITTEN = re.compile("~([0-9a-f]{2})|~u([0-9a-f]{3,6})~", re.IGNORECASE)


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
        return f"lesson/{fit(names.stem(place.path))}"
    return f"module/{fit(place.path.replace(':', '~'))}"


def alike(paths: Iterable[str]) -> frozenset[str]:
    """Paths that some system takes for one with another of them."""
    every = list(paths)
    folded = list(names.each_folded(every))
    often = Counter(folded)
    return frozenset(path for path, one in zip(every, folded, strict=True) if often[one] > 1)


def file_address(path: str, others: Container[str] = ()) -> str:
    """Where a file of the course is; no two have one address.

    Those that are among ``others``, which are alike, have addresses that are not.
    """
    written = _WRITTEN.sub(_number, path)
    if path in others:
        written = "".join(map(_told_apart, written))
    return f"{FILES}{fit(written)}"


def file_at(address: str) -> str:
    """The path of the file of the course that is at an address."""
    return _WRITTEN.sub(
        lambda found: chr(int(found[1] or found[2], 16)), address.removeprefix(FILES)
    )


def fit(path: str) -> str:
    """A path that every system takes: where a sign does not fit in a name, ``~`` and its number."""
    return _UNFIT.sub(_number, path)


def _number(found: re.Match[str]) -> str:
    return f"~{ord(found[0][0]):02x}{found[0][1:]}"


def _told_apart(sign: str) -> str:
    """A sign as it is, or by its number where another one may stand for it."""
    if names.folded(sign) == sign and not unicodedata.combining(sign):
        return sign
    return f"~{ord(sign):02x}" if ord(sign) <= 0xFF else f"~u{ord(sign):03x}~"


def root_of(address: str) -> str:
    """The way from a page to the root of the site."""
    return "../" * address.count("/")


def href(root: str, address: str, fragment: str = "") -> str:
    """A link from a page to an address."""
    tail = f"#{quote(fragment)}" if fragment else ""
    return f"{root}{quote(address)}{tail}"
