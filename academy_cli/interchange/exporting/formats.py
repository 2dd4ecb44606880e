"""The formats that a course can be exported to, each by the word it is called by.

Knows what a package of each is like; refuses to know what is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from academy_cli.interchange.exporting.course import Course, Wanted
    from academy_cli.interchange.exporting.package import Package


class Container(Enum):
    """What a package is to an operating system."""

    ZIP = "zip"
    TAR = "tar.gz"


class Format(NamedTuple):
    """One format: the module that writes it, and what its packages are called.

    ``home`` is the folder in a package where the course's own files go, with the list of what was written;
    they go along without being asked for where a package ``is_for_instructors``. ``first`` is the file
    that has to come first, uncompressed.
    """

    module: str
    container: Container
    suffix: str
    home: str = "academy/"
    is_for_instructors: bool = False
    first: str = ""
    may_be_folder: bool = False


_HERE = "academy_cli.interchange.exporting"
FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "olx": Format(
            f"{_HERE}.olx.course",
            Container.TAR,
            ".tar.gz",
            home="course/academy/",
            is_for_instructors=True,
        ),
        "common-cartridge": Format(
            f"{_HERE}.cartridge.manifest", Container.ZIP, ".imscc", is_for_instructors=True
        ),
        "html": Format(f"{_HERE}.site", Container.ZIP, ".html.zip", may_be_folder=True),
        "epub": Format(
            f"{_HERE}.epub.book", Container.ZIP, ".epub", home="META-INF/academy/", first="mimetype"
        ),
        "scorm": Format(f"{_HERE}.scorm.learning", Container.ZIP, ".scorm.zip"),
    }
)


def exporter(format_: Format) -> Callable[[Course, Wanted, Package], None]:
    """The function that fills a package of a format."""
    export: Callable[[Course, Wanted, Package], None] = import_module(format_.module).export
    return export
