"""A template out of the values of its template.yaml and the bytes of its files.

Knows what the page as a whole is; refuses disk, and to judge where things stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from academy_cli.certificates.paper import schema
from academy_cli.certificates.paper.elements import element
from academy_cli.certificates.paper.naming import Names
from academy_cli.certificates.paper.template import Template

WHITE = "#ffffff"


class Assembled(NamedTuple):
    """A template, and where in its file each of its elements begins: line and column."""

    template: Template
    places: Sequence[tuple[int, int]]


def assembled(values: Mapping[str, Any], names: Names, digest: str = "") -> Assembled:
    """A template of values that were read; what is wrong with its names is with them."""
    said: Sequence[schema.Located] = values.get("elements", ())
    page = values.get("page", {})
    width, height = _size(page)
    elements = tuple(element(one, names) for one in said)
    template = Template(
        name=values.get("name", ""),
        title=values.get("title", values.get("name", "")),
        width=width,
        height=height,
        paper=names.color(page.get("color"), WHITE),
        languages=names.languages,
        mirrors=values.get("mirror", True),
        typefaces=names.typefaces,
        elements=elements,
        images=names.images,
        digest=digest,
    )
    return Assembled(template, [(one.line, one.column) for one in said])


def _size(page: Mapping[str, Any]) -> tuple[float, float]:
    short, long = schema.SIZES[page.get("size", "A4")]
    if page.get("orientation", "landscape") == "landscape":
        short, long = long, short
    return page.get("width", short), page.get("height", long)
