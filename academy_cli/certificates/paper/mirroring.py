"""A page as it is for a language that runs from the right: what stood on the left stands on the right.

Knows where things go; refuses to turn an image or a letter.
"""

from __future__ import annotations

from academy_cli.certificates.paper.template import (
    Align,
    At,
    Box,
    Braid,
    Curve,
    Element,
    Picture,
    Rosette,
    Scannable,
    Signatories,
    Stroke,
    Template,
    Thing,
    Words,
)

_OTHER = {Align.LEFT: Align.RIGHT, Align.RIGHT: Align.LEFT, Align.CENTER: Align.CENTER}


def mirrored(template: Template) -> tuple[Element, ...]:
    """The elements of a page, each on the other side, but for those that stay."""
    return tuple(
        one if one.stays else one._replace(thing=_turned(one.thing, template.width))
        for one in template.elements
    )


def _turned(thing: Thing, width: float) -> Thing:
    turned: Thing
    match thing:
        case Words():
            turned = thing._replace(at=_beyond(thing.at, width), align=_OTHER[thing.align])
        case Box() | Braid() | Picture():
            turned = thing._replace(area=thing.area._replace(x=width - thing.area.right))
        case Stroke():
            ends = (_beyond(thing.start, width), _beyond(thing.end, width))
            turned = thing._replace(start=ends[0], end=ends[1])
        case Curve():
            turned = thing._replace(
                steps=tuple((command, _along(numbers, width)) for command, numbers in thing.steps)
            )
        case Rosette():
            turned = thing._replace(at=_beyond(thing.at, width))
        case Signatories():
            at = _beyond(thing.at, width - thing.width)
            turned = thing._replace(at=at, align=_OTHER[thing.align], from_right=True)
        case Scannable():
            turned = thing._replace(at=_beyond(thing.at, width - thing.size))
    return turned


def _beyond(at: At, width: float) -> At:
    return at._replace(x=width - at.x)


def _along(numbers: tuple[float, ...], width: float) -> tuple[float, ...]:
    """The points of a curve; of their numbers every other one says how far from the left."""
    return tuple(width - one if at % 2 == 0 else one for at, one in enumerate(numbers))
