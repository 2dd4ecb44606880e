"""What is the same on every page of a template, as PDF's operators.

Knows shapes; refuses to know facts and letters. A page's y runs up from below, a template's down from above.
"""

from __future__ import annotations

from academy_cli.certificates.paper import operators, ornaments
from academy_cli.certificates.paper.geometry import MM
from academy_cli.certificates.paper.template import (
    Area,
    Box,
    Braid,
    Curve,
    Paint,
    Rosette,
    Stroke,
    Template,
    Thing,
)


def paper(template: Template) -> str:
    """The paper; nothing for white."""
    if template.paper == "#ffffff":
        return ""
    whole = operators.box(0, 0, template.width * MM, template.height * MM)
    return operators.fill(template.paper) + whole + "f\n"


def painted(thing: Thing, height: float) -> str | None:
    """A shape on a page of some height in millimetres; None for what is no shape."""
    match thing:
        case Box():
            outline = operators.box(*_corner(thing.area, height), thing.radius * MM)
            return _shown(thing.paint, outline)
        case Stroke():
            ends = [("M", thing.start), ("L", thing.end)]
            line = operators.path((step, (at.x * MM, (height - at.y) * MM)) for step, at in ends)
            return f"{operators.stroke(thing.color, thing.width)}{line}S\n"
        case Curve():
            return _shown(thing.paint, _curve(thing, height))
        case Braid():
            x, y, width, high = _corner(thing.area, height)
            band = ornaments.braid(width, high, thing.depth * MM, thing.wave * MM, thing.strands)
            return _moved(x, y, operators.stroke(thing.color, thing.width) + band)
        case Rosette():
            ring = ornaments.rosette(
                thing.inner * MM, thing.outer * MM, thing.petals, thing.strands
            )
            x, y = thing.at.x * MM, (height - thing.at.y) * MM
            return _moved(x, y, operators.stroke(thing.color, thing.width) + ring)
    return None


def _corner(area: Area, height: float) -> tuple[float, float, float, float]:
    """The lower left corner, width and height of an area, in points."""
    return area.x * MM, (height - area.bottom) * MM, area.width * MM, area.height * MM


def _curve(one: Curve, height: float) -> str:
    return operators.path(
        (
            command,
            [(each if at % 2 == 0 else height - each) * MM for at, each in enumerate(numbers)],
        )
        for command, numbers in one.steps
    )


def _shown(paint: Paint, outline: str) -> str:
    written = operators.fill(paint.fill) if paint.fill else ""
    written += operators.stroke(paint.stroke, paint.width) if paint.stroke else ""
    how = operators.painted(is_filled=bool(paint.fill), is_stroked=bool(paint.stroke))
    return written + outline + how


def _moved(x: float, y: float, written: str) -> str:
    return f"q\n{operators.move(x, y)}{written}Q\n"
