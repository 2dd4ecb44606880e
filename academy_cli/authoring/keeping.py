"""Which missing nodes stay although no file stands for them, and which new ones have to wait for that.

Knows doubts and unclear identities; refuses to place anything.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from academy_cli.authoring.certainty import is_illegible, may_be, possible_others
from academy_cli.authoring.changes import Action, Withheld
from academy_cli.authoring.document import Kind, Node
from academy_cli.authoring.doubts import Doubts
from academy_cli.authoring.matching import Matching
from academy_cli.kit.saying import say


@dataclass(frozen=True, slots=True)
class Kept:
    """Missing nodes that stay, with the reason by row; ``lost`` are those that a new one may be."""

    nodes: Sequence[Node]
    reasons: Mapping[int, str]
    lost: Sequence[Node]

    def withheld(self, node: Node) -> Withheld:
        """Say why a node is not archived."""
        reason = self.reasons[node.row]
        return Withheld(Action.ARCHIVE, node.kind, node.key, node.path, node.title, reason)


def kept(
    wanted: Sequence[Node], before: Sequence[Node], matching: Matching, doubts: Doubts
) -> Kept:
    """Decide which current nodes stay that would be archived, were everything readable and clear."""
    matched = {node.row for node in matching.pairs.values()}
    gone = [node for node in before if node.row not in matched]
    claimed = _claimed(wanted, matching)
    newcomers = _newcomers(wanted, matching, {node.row for node in before})
    reasons = _reasons(gone, doubts, newcomers, claimed)
    modules = {node.key: node for node in gone if node.kind is Kind.MODULE}
    for node in [node for node in gone if node.row in reasons]:
        above = modules.get(node.parent)
        while above is not None:
            reasons.setdefault(above.row, say("a lesson in it may still be there"))
            above = modules.get(above.parent)
    staying = [node for node in gone if node.row in reasons]
    return Kept(staying, reasons, [node for node in staying if node.row not in claimed])


def waiting(
    wanted: Sequence[Node], pairs: Mapping[int, Node], archived: Iterable[int], lost: Iterable[Node]
) -> Mapping[int, str]:
    """New nodes that may be one that is missing, or one whose own file could not be read; and why."""
    old = set(archived)
    certain = {
        index: was
        for index, was in pairs.items()
        if was.row not in old or was.id == wanted[index].id is not None
    }
    unread = (
        was
        for index, was in certain.items()
        if wanted[index].is_broken and was.id not in (None, wanted[index].id)
    )
    return possible_others(wanted, certain, (*lost, *unread))


def _reasons(
    gone: Sequence[Node], doubts: Doubts, newcomers: Sequence[Node], claimed: Mapping[int, str]
) -> dict[int, str]:
    """Why each missing node stays, by row; what is in a module that stays may be there as well."""
    reasons: dict[int, str] = {}
    staying: set[str] = set()
    for node in gone:  # modules come before what is in them
        reason = doubts.why_kept(node) or _why_it_may_be(node, newcomers) or claimed.get(node.row)
        if not reason and node.parent in staying:
            reason = say("its module may still be there")
        if reason:
            reasons[node.row] = reason
            staying.update([node.key] if node.kind is Kind.MODULE else [])
    return reasons


def _newcomers(
    wanted: Sequence[Node], matching: Matching, active: Container[int]
) -> Sequence[Node]:
    """New ones who may be anybody, because their texts or the lists they belong to could not be read.

    One that seems to be an archived one is no less new: its text comes before its name.
    """
    here = {index: was for index, was in matching.pairs.items() if was.row in active}
    return [
        node
        for index, node in enumerate(wanted)
        if _is_newcomer(node, here.get(index), is_held=index in matching.held)
    ]


def _is_newcomer(node: Node, was: Node | None, *, is_held: bool) -> bool:
    if was is None:
        return is_held or is_illegible(node)
    return is_illegible(node) and not may_be(node, was)


def _why_it_may_be(node: Node, newcomers: Sequence[Node]) -> str:
    """Why a missing node stays while there are newcomers: one may be it, or hides who else may be."""
    alike = [new for new in newcomers if new.kind is node.kind]
    for new in alike:
        if may_be(new, node):
            return say("“{}” may be this one", new.path)
    return say("no texts are compared while “{}” has an error", alike[0].path) if alike else ""


def _claimed(wanted: Sequence[Node], matching: Matching) -> Mapping[int, str]:
    """Those that several new lessons may be, or one of which several may be, by row."""
    return {
        node.row: say("“{}” may be this one", wanted[index].path)
        for index, candidates in matching.unclear.items()
        for node, _ in candidates
    }
