"""What Open edX's own checker of courses says about a package.

Knows olxcleaner; refuses to know how the package was made.
"""

from __future__ import annotations

from pathlib import Path

from olxcleaner import validate

from tests.archives import unpack

COLONS = "NonFlatURLName"
"""An id with a colon is that of a file in a folder, which is an older way of saying it, and still read."""


def findings(package: Path, place: Path, ignore: tuple[str, ...] = (COLONS,)) -> list[str]:
    """The findings about a package, which is unpacked to a place."""
    unpack(package, place)
    return findings_in(place, ignore)


def findings_in(place: Path, ignore: tuple[str, ...] = (COLONS,)) -> list[str]:
    """The findings about a package that is unpacked."""
    _, found, _ = validate(str(place / "course"), steps=8, ignore=list(ignore))
    return [one.description for one in found.errors]
