"""The things on a page out of the values of template.yaml.

Knows defaults, and what one key of an element means beside another; refuses to judge where things stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from academy_cli.certificates.paper import measures, schema
from academy_cli.certificates.paper.naming import BLACK, Names
from academy_cli.certificates.paper.template import (
    Align,
    Area,
    At,
    Box,
    Braid,
    Curve,
    Element,
    Grows,
    Paint,
    Picture,
    Rosette,
    Scannable,
    Scanned,
    Signatories,
    Stroke,
    Thing,
    Type,
    Words,
)

_Said = Mapping[str, Any]


def element(said: schema.Located, names: Names) -> Element:
    """One element; what its names do not stand for is a finding of the names."""
    thing = _MAKERS[schema.kind_of(said)](said, names)
    return Element(thing, names.fact(said.get("show_if")), said.get("stays", False))


def _text(said: _Said, names: Names) -> Thing:
    where = (getattr(said, "line", 0), getattr(said, "column", 0))
    return Words(
        names.wording(said["text"], where),
        At(*said["at"]),
        _type(said, names),
        Align(said.get("align", "center")),
        said.get("width", 0.0),
        said.get("lines", 1),
        Grows(said.get("grows", "down")),
    )


def _type(said: _Said, names: Names) -> Type:
    return Type(
        names.typeface(said.get("typeface")),
        said["size"],
        min(said["size"], said.get("min_size", said["size"])),
        names.color(said.get("color")),
        said.get("tracking", 0),
        said.get("leading", 1.25),
        said.get("upper", False),
    )


def _paint(said: _Said, names: Names) -> Paint:
    fill, stroke = (names.color(said.get(key), "") for key in ("fill", "color"))
    return Paint(fill, stroke if fill or stroke else BLACK, said.get("line", 1.0))


def _box(said: _Said, names: Names) -> Thing:
    return Box(Area(*said["box"]), _paint(said, names), said.get("radius", 0.0))


def _line(said: _Said, names: Names) -> Thing:
    x1, y1, x2, y2 = said["line"]
    return Stroke(At(x1, y1), At(x2, y2), names.color(said.get("color")), said.get("width", 0.5))


def _path(said: _Said, names: Names) -> Thing:
    return Curve(measures.steps(said["path"]), _paint(said, names))


def _braid(said: _Said, names: Names) -> Thing:
    return Braid(
        Area(*said["braid"]),
        said["depth"],
        said["wave"],
        said.get("strands", 4),
        names.color(said["color"]),
        said.get("width", 0.3),
    )


def _rosette(said: _Said, names: Names) -> Thing:
    inner, outer = sorted(said["radius"])
    return Rosette(
        At(*said["rosette"]),
        inner,
        outer,
        said.get("petals", 12),
        said.get("strands", 6),
        names.color(said["color"]),
        said.get("width", 0.3),
    )


def _image(said: _Said, names: Names) -> Thing:
    file, (wide, high) = names.image(said["image"])
    width, height = said.get("width"), said.get("height")
    if width is None:
        width = height * wide / high if height else 20.0
    x, y = said["at"]
    return Picture(file, Area(x, y, width, height or width * high / wide))


def _signatures(said: _Said, names: Names) -> Thing:
    x, y, width = said["signatures"]
    name = _type(said, names)._replace(leading=1.12)
    role_face, role_color = said.get("role_typeface"), said.get("role_color")
    return Signatories(
        At(x, y),
        width,
        said.get("most", 60.0),
        said.get("gap", 12.0),
        Align(said.get("align", "left")),
        name,
        name._replace(
            typeface=names.typeface(role_face) if role_face else name.typeface,
            size=name.size * 0.86,
            least=name.least * 0.86,
            color=names.color(role_color, name.color),
        ),
        names.color(said.get("line_color"), name.color),
    )


def _qr(said: _Said, names: Names) -> Thing:
    color = names.color(said.get("color"))
    return Scannable(At(*said["at"]), said["size"], color, Scanned(said["qr"]))


_MAKERS: Mapping[str, Callable[[_Said, Names], Thing]] = {
    "text": _text,
    "box": _box,
    "line": _line,
    "path": _path,
    "braid": _braid,
    "rosette": _rosette,
    "image": _image,
    "signatures": _signatures,
    "qr": _qr,
}
