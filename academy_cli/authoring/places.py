"""Places: where each module and lesson of a course stands, in the order of the tree.

Knows a tree written as a list; refuses to know how it came about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from academy_cli.authoring.codes import problem
from academy_cli.authoring.document import LESSON, MODULE, Kind
from academy_cli.formats.findings import Placed
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say


class Place(NamedTuple):
    """One module or lesson: ``path`` of its folder or file, ``parent`` its module's index, -1 at the top.

    A module that is only a heading has it as ``title``, and the file of its list as ``listed_in``. A tuple,
    because one is made for every lesson at every sync.
    """

    kind: Kind
    path: str
    parent: int
    title: str = ""
    listed_in: str = ""


def empty_modules(places: Sequence[Place]) -> Iterator[Problem]:
    """Find modules without a lesson anywhere below them."""
    filled: set[int] = set()
    for place in places:
        above = place.parent if place.kind is LESSON else -1
        while above >= 0 and above not in filled:
            filled.add(above)
            above = places[above].parent
    for index, place in enumerate(places):
        if place.kind is MODULE and index not in filled:
            yield _empty_module(place)


def _empty_module(place: Place) -> Problem:
    name = place.title or place.path
    line, column = (name.line, name.column) if isinstance(name, Placed) else (0, 0)
    message = say("the module “{}” has no lessons", name)
    file = place.listed_in or place.path
    return problem("module.empty", file, line, column, value=name, message=message)


def in_order(places: Sequence[Place]) -> list[Place]:
    """Places depth first, siblings in the order they have."""
    children: dict[int, list[int]] = defaultdict(list)
    for index, place in enumerate(places):
        children[place.parent].append(index)
    result: list[Place] = []

    def visit(old: int, new: int) -> None:
        for index in children[old]:
            result.append(places[index]._replace(parent=new))
            visit(index, len(result) - 1)

    visit(-1, -1)
    return result
