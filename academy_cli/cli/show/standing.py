"""Where an academy stands, on one screen: a line per section, and below it what needs a person.

Knows the lines; refuses to judge a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from academy_cli.cli.terminal import Ink, Line
from academy_cli.kit.saying import say, say_joined
from academy_cli.kit.table import display_width

if TYPE_CHECKING:
    from academy_cli.health.standing.views import Figure

MARGIN = 14
"""Columns that the names of sections have at the least."""


Told = Callable[[str], str]
"""A text in the language of whoever reads it."""


def margin(figures: Sequence[Figure], told: Told) -> int:
    """Columns that the names of sections have, as they are told."""
    return max((MARGIN, *(display_width(told(one.section)) + 2 for one in figures)))


def screen(figures: Sequence[Figure], told: Told) -> Iterator[Line]:
    """All of it."""
    label, room = say("look: "), margin(figures, told)
    below = " " * (room + display_width(told(label)))
    for section, some in groupby(figures, attrgetter("section")):
        mine = list(some)
        calm = say_joined("; ", [one.said for one in mine if not one.needs_person])
        if calm:
            yield (Ink(f"{told(section):<{room}}", "bold"), calm)
        for one in mine:
            if one.needs_person:
                name = told(section) if not calm else ""
                calm = calm or one.said
                yield (Ink(f"{name:<{room}}", "bold"), Ink(label, "yellow"), one.said)
                yield (f"{below}{one.next}",)


def is_command(line: Line) -> bool:
    """Whether a line of the screen is a command, which stays whole to be pasted."""
    return len(line) == 1


def change(one: Figure) -> Line:
    """A figure that is another one than before."""
    mark = (Ink(say("look: "), "yellow"),) if one.needs_person else ()
    more = f"  {one.next}" if one.needs_person else ""
    return (say("{}: ", one.section), *mark, one.said, more)
