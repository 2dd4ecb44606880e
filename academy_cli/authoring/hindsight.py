"""The findings of a plan: those of the folder, and those that need to know what was applied last.

Knows how the latter get their lines and grades, and which of two files with one id was there first; refuses
to look for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from academy_cli.authoring.document import LESSON, Applied, Node
from academy_cli.authoring.identity import NAMED, id_line
from academy_cli.authoring.names import MODULE_FILE
from academy_cli.authoring.read import Reading
from academy_cli.formats.codes import shown
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say, say_joined

_AT_AN_ID = frozenset({"id.changed", "id.swapped"})
_TWICE = "id.duplicate"


def problems_at_plan(
    found: Iterable[Problem],
    since: Iterable[Problem],
    reading: Reading,
    before: Applied,
    load: Callable[[str], bytes],
) -> Iterator[Problem]:
    """What was ``found`` in a folder, and what is new ``since`` it was applied, as the author grades it.

    ``load`` gives the bytes of a file, to find the line of its id.
    """
    found = tuple(found)
    copies = [one for one in found if one.code == _TWICE]
    told = _told_apart(copies, before) if copies else {}
    yield from (told.get(one, one) for one in found)
    for one in since:
        severity = reading.severities.get(one.code, one.severity)
        yield _placed(one if one.is_firm else replace(one, severity=severity), load)


def _placed(one: Problem, load: Callable[[str], bytes]) -> Problem:
    line = id_line(load(one.file)) if one.code in _AT_AN_ID else 0
    return replace(one, line=line, column=1) if line else one


def _told_apart(copies: Sequence[Problem], before: Applied) -> Mapping[Problem, Problem]:
    """Findings of one id in several files that say which of them the academy knows by it."""
    contents = before.document.contents if before.document else ()
    known = {shown(node.id): _file(node) for node in contents if node.id is not None}
    claims: dict[str, list[Problem]] = defaultdict(list)
    for one in copies:
        claims[one.value].append(one)
    revision = before.state.revision
    told: dict[Problem, Problem] = {}
    for name, claimants in claims.items():
        first = known.get(name)
        others = [one.place for one in claimants if one.file != first]
        if len(others) < len(claimants):
            had = say("“{}” had it in revision {}", first, revision)
            places = ", ".join(others[:NAMED])
            if len(others) > NAMED:
                places = say("{} and {} more", places, len(others) - NAMED)
            hint = say("Give the copy an id of its own, or remove its line: {}.", places)
            told |= {
                one: replace(one, message=say_joined("; ", (one.message, had)), hint=hint)
                for one in claimants
            }
    return told


def _file(node: Node) -> str:
    return node.path if node.kind is LESSON else f"{node.path}/{MODULE_FILE}"
