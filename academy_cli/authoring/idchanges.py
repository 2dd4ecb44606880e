"""Lessons whose id is another one than the academy knows for their path, although their text stayed.

Knows when that is a slip that would part a lesson from its learners; refuses to say how much it matters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from academy_cli.authoring.certainty import is_illegible
from academy_cli.authoring.codes import problem
from academy_cli.authoring.document import LESSON, Applied, Node
from academy_cli.authoring.doubts import Doubts
from academy_cli.authoring.likeness import ENOUGH, share
from academy_cli.authoring.matching import Matching
from academy_cli.authoring.renames import Texts, says_something
from academy_cli.authoring.unclear import percent
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say

Holders: TypeAlias = Mapping[str | None, int]
"""The wanted node that has each id, by index."""


@dataclass(frozen=True, slots=True)
class IdChange:
    """A lesson that has another id than before, and what stood at its path.

    ``share`` is how much of its text is the same. ``taken_by`` is the lesson that has its old id now, None
    where no file has it.
    """

    node: Node
    was: Node
    share: float
    taken_by: Node | None = None

    @property
    def problem(self) -> Problem:
        """What is said of it, and the line that mends it."""
        old, new = self.was.id, self.node.id
        if self.taken_by is None:
            same = percent(self.share)
            said = say("the id “{}” was “{}”, and {} % of the text is the same", new, old, same)
            stays = say("learners' progress stays with “{}” otherwise", old)
            code = "id.changed"
        else:
            other = self.taken_by.path
            said = say(
                "“{}” has its id “{}” now, and it has “{}”, while its text stayed", other, old, new
            )
            stays = say("learners' progress goes to “{}” otherwise", other)
            code = "id.swapped"
        hint = say("Write the line `id: {}` again: {}.", old, stays)
        return problem(code, self.node.path, value=new or "", message=said, hint=hint)


def id_changes(
    wanted: Sequence[Node], current: Applied, matching: Matching, doubts: Doubts, texts: Texts
) -> Mapping[int, IdChange]:
    """The lessons that kept path and text but not their id, by index.

    A text that cannot be read may be any, so such a lesson is one of them until it is mended. None is one
    whose text is as much that of the lesson which the new id belongs to, nor where what had the old id goes
    on elsewhere.
    """
    if current.document is None:
        return {}
    new = {i: n for i, n in enumerate(wanted) if not n.row and n.kind is LESSON}
    new = {i: n for i, n in new.items() if n.id is not None}
    if not new:
        return {}
    paths = {node.path for node in new.values()}
    before = {n.path: n for n in current.document.contents if n.kind is LESSON and n.path in paths}
    found = {
        index: (node, was)
        for index, node in new.items()
        if (was := before.get(node.path)) is not None and was.id not in (None, node.id)
    }
    stayed = _stayed(found, current, texts) if found else {}
    return _without_heirs(stayed, wanted, matching, doubts) if stayed else {}


def _stayed(
    found: Mapping[int, tuple[Node, Node]], current: Applied, texts: Texts
) -> dict[int, IdChange]:
    """Those whose text is what stood at the path, more than what their new id stands for."""
    ids = {node.id for node, _ in found.values()}
    known = (*(current.document.contents if current.document else ()), *current.archived)
    owners = {node.id: node for node in known if node.id in ids and node.kind is LESSON}
    nodes = [*(node for pair in found.values() for node in pair), *owners.values()]
    bodies = texts.bodies({node.body for node in nodes if node.body})
    stayed: dict[int, IdChange] = {}
    for index, (node, was) in found.items():
        if is_illegible(node):
            stayed[index] = IdChange(node, was, 0.0)
            continue
        same, owner = _sameness(was, node, bodies), owners.get(node.id)
        if same >= ENOUGH and (owner is None or same > _sameness(owner, node, bodies)):
            stayed[index] = IdChange(node, was, same)
    return stayed


def _sameness(was: Node, node: Node, bodies: Mapping[str, str]) -> float:
    """How much of two lessons' texts is the same; of those without one, whether all else is."""
    if not says_something(node) and not says_something(was):
        return float((was.title, was.fields) == (node.title, node.fields))
    if was.body == node.body:
        return 1.0
    return share(bodies.get(was.body, ""), bodies.get(node.body, ""))


def _without_heirs(
    stayed: dict[int, IdChange], wanted: Sequence[Node], matching: Matching, doubts: Doubts
) -> dict[int, IdChange]:
    """Those whose old id nobody has but one of themselves; who has it otherwise carries the lesson on."""
    holders: Holders = {node.id: index for index, node in enumerate(wanted) if node.id is not None}
    heirs = {was.row: index for index, was in matching.pairs.items()}
    left = dict(stayed)
    while True:
        gone = [
            i for i, one in left.items() if not _is_orphan(one.was, left, holders, heirs, doubts)
        ]
        if not gone:
            break
        for index in gone:
            del left[index]
    return {i: replace(one, taken_by=_holder(one.was, wanted, holders)) for i, one in left.items()}


def _is_orphan(
    was: Node,
    changed: Collection[int],
    holders: Holders,
    heirs: Mapping[int, int],
    doubts: Doubts,
) -> bool:
    if was.id in doubts.ids:
        return False
    after = (holders.get(was.id), heirs.get(was.row))
    return all(index is None or index in changed for index in after)


def _holder(was: Node, wanted: Sequence[Node], holders: Holders) -> Node | None:
    index = holders.get(was.id)
    return wanted[index] if index is not None else None


def kept_as_they_were(
    matching: Matching, doubts: Doubts, changes: Mapping[int, IdChange]
) -> tuple[Matching, Doubts]:
    """A matching in which these lessons stay what they were, and what that puts in doubt."""
    pairs = {**matching.pairs, **{index: one.was for index, one in changes.items()}}
    why = {i: one.problem.message for i, one in changes.items() if not one.node.is_broken}
    held = {**matching.held, **why}
    ids = doubts.ids | {one.node.id for one in changes.values() if one.node.id is not None}
    return replace(matching, pairs=pairs, held=held), replace(doubts, ids=ids)


def problems_of(changes: Mapping[int, IdChange]) -> Iterator[Problem]:
    """A finding for each of these lessons, but for those whose own error has to be mended first."""
    return (one.problem for one in changes.values() if not one.node.is_broken)
