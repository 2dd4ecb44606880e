"""Which question of a quiz is which question it had before, so that answers stay with what was answered.

Decided as for lessons (``matching``), with what a question asks in the place of a path: by id, by the same
words, by the same text, by the same answers, by how much of the words is the same. Refuses to know kinds of
questions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from academy_cli.authoring.certainty import may_be
from academy_cli.authoring.document import LESSON, Node, Questions, digest
from academy_cli.authoring.matching import Evidence, Matching, match
from academy_cli.authoring.namesakes import unique
from academy_cli.authoring.renames import NO_TEXTS, Texts
from academy_cli.kit.jsontext import canonical

_ANSWERS = ("choices", "accept", "items", "pairs", "distractors")
"""What tells a question apart even where its text is another; whether something is true tells nothing."""
_OFFERED = ("choices", "items", "pairs", "distractors")
_WORDS = (*_ANSWERS, "text", "left", "right")
_WORD = re.compile(r"\w+")


def same_questions(wanted: Sequence[Node], had: Questions) -> Matching:
    """Pair the questions of a quiz with those it had, by the index of the wanted ones.

    Archived ones come back by their id or the same words. ``shares`` says how much of the words is the same
    where nothing else told which it was. What stays unclear is a new question: no answers are given to it.
    """
    if not wanted or not (had.active or had.archived):
        return Matching({})
    left, free = dict(enumerate(wanted)), [*had.active]
    pairs, shares = dict[int, Node](), dict[int, float]()
    for step in (_by_words, _by_text, _by_answers, _by_likeness):
        found = step(left, free, had.archived)
        pairs |= found.pairs
        shares |= found.shares
        left = {index: node for index, node in left.items() if index not in found.pairs}
        taken = {node.row for node in found.pairs.values()}
        free = [node for node in free if node.row not in taken]
    return Matching(pairs, shares=shares)


def _by_words(
    wanted: Mapping[int, Node], free: Sequence[Node], archived: Sequence[Node]
) -> Matching:
    """Pair what has the same id, or asks the same in the same words."""
    return _Asked().match(wanted, free, archived)


def _by_text(
    wanted: Mapping[int, Node], free: Sequence[Node], _archived: Sequence[Node]
) -> Matching:
    """Pair what asks the same, where exactly one on each side does, and shares an answer if it offers any.

    Other answers to the very same question are the most usual way to mend one.
    """
    old = unique(((_text(node),), node) for node in free)
    new = unique(((_text(node),), index) for index, node in wanted.items())
    pairs = {index: old[said] for said, index in new.items() if said in old}
    return Matching(
        {
            i: node
            for i, node in pairs.items()
            if may_be(wanted[i], node) and _share(wanted[i], node)
        }
    )


def _by_answers(
    wanted: Mapping[int, Node], free: Sequence[Node], _archived: Sequence[Node]
) -> Matching:
    """Pair what offers the very same answers, where exactly one on each side does."""
    old = unique(((_answers(node),), node) for node in free)
    new = unique(((_answers(node),), index) for index, node in wanted.items())
    pairs = {index: old[said] for said, index in new.items() if said in old}
    return Matching({i: node for i, node in pairs.items() if may_be(wanted[i], node)})


def _by_likeness(
    wanted: Mapping[int, Node], free: Sequence[Node], _archived: Sequence[Node]
) -> Matching:
    """Pair what has enough of its words in common, and clearly more than any other."""
    asked = _Asked()
    return asked.match(wanted, free, (), asked)


def _text(node: Node) -> Hashable:
    return " ".join(str(node.values["text"]).split())


def _share(one: Node, other: Node) -> bool:
    """Whether two questions offer an answer in common; one that is typed is offered by none."""
    mine, theirs = (set(_said({n: node.values.get(n) for n in _OFFERED})) for node in (one, other))
    return not (mine and theirs) or bool(mine & theirs)


def _answers(node: Node) -> Hashable | None:
    said = {name: value for name, value in node.values.items() if name in _ANSWERS}
    return canonical([node.values["kind"], said]) if said else None


class _Asked:
    """What questions say, as texts that can be compared."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def match(
        self,
        wanted: Mapping[int, Node],
        active: Sequence[Node],
        archived: Sequence[Node],
        texts: Texts = NO_TEXTS,
    ) -> Matching:
        """Pair questions as if they were lessons; the pairs are questions again."""
        before = {node.row: node for node in (*active, *archived)}
        indexes = [*wanted]
        found = match(
            [self.as_lesson(node) for node in wanted.values()],
            [self.as_lesson(node) for node in active],
            [self.as_lesson(node) for node in archived],
            Evidence(texts=texts),
        )
        return Matching(
            {indexes[place]: before[node.row] for place, node in found.pairs.items()},
            shares={indexes[place]: share for place, share in found.shares.items()},
        )

    def as_lesson(self, node: Node) -> Node:
        """A question as if it were a lesson, whose name is what it asks."""
        words = [word for text in _said(node.values) for word in _WORD.findall(text)]
        pairs = pairwise(words)
        text = "\n".join(
            " ".join(pair) for pair in pairs
        )  # a question is one passage: too few to compare
        body = digest("\n".join(_said(node.values)).encode())
        self._texts[body] = text
        path = f"q{body}"
        return Node(LESSON, node.key, path, "", node.id, source=body, body=body, row=node.row)

    def bodies(self, digests: Collection[str]) -> Mapping[str, str]:
        """What some questions say, in pairs of words."""
        return {name: self._texts[name] for name in digests}


def _said(value: Any, name: str = "") -> Iterator[str]:
    """Everything that a question says in words, piece by piece."""
    if isinstance(value, str):
        if name in _WORDS:
            yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _said(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _said(one, name)
