"""Where an academy stands, on one screen: a line per section, and below it what needs a person.

Knows the lines; refuses to judge a figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from academy_cli.cli.terminal import Ink, Line
from academy_cli.kit.saying import say, say_joined

if TYPE_CHECKING:
    from academy_cli.health.standing.views import Figure

MARGIN = 14
"""Columns that the names of sections have."""


def screen(figures: Sequence[Figure]) -> Iterator[Line]:
    """All of it."""
    for section, some in groupby(figures, attrgetter("section")):
        mine = list(some)
        calm = say_joined("; ", [one.said for one in mine if not one.needs_person])
        if calm:
            yield (Ink(f"{section:<{MARGIN}}", "bold"), calm)
        for one in mine:
            if one.needs_person:
                name = section if not calm else ""
                calm = calm or one.said
                yield (Ink(f"{name:<{MARGIN}}", "bold"), Ink(say("look: "), "yellow"), one.said)
                yield (f"{'':<{MARGIN + 6}}{one.next}",)


def is_command(line: Line) -> bool:
    """Whether a line of the screen is a command, which stays whole to be pasted."""
    return len(line) == 1


def change(one: Figure) -> Line:
    """A figure that is another one than before."""
    mark = (Ink(say("look: "), "yellow"),) if one.needs_person else ()
    more = f"  {one.next}" if one.needs_person else ""
    return (f"{one.section}: ", *mark, one.said, more)
