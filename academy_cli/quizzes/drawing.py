"""What one attempt at a quiz shows: which questions, in which order, with their choices in which.

A function of the quiz and of a seed. An attempt keeps what was drawn, by keys, so that nothing that is done
to the quiz later changes it. Refuses to know who attempts it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from academy_cli.kit.jsontext import canonical
from academy_cli.quizzes.chance import Chance
from academy_cli.quizzes.questions import (
    Choice,
    Item,
    Matching,
    Multiple,
    Ordering,
    Pool,
    Question,
    Quiz,
    Single,
)


class Shown(NamedTuple):
    """A question as an attempt shows it: keys of its choices, things or right sides, and of left sides."""

    key: str
    options: tuple[str, ...] = ()
    lefts: tuple[str, ...] = ()


class Drawing(NamedTuple):
    """What an attempt shows, in its order."""

    seed: int
    questions: tuple[Shown, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its questions."""
        return tuple(shown.key for shown in self.questions)


def draw(quiz: Quiz, seed: int) -> Drawing:
    """What an attempt with this seed shows; the same for the same quiz, always.

    What each pool and each question gives depends on itself alone, not on the others beside it.
    """
    asked = tuple(_picked(quiz, seed))
    if quiz.shuffle in ("questions", "all"):
        asked = Chance(seed, "questions").shuffled(asked)
    is_mixed = quiz.shuffle in ("choices", "all")
    return Drawing(seed, tuple(_shown(one, seed, is_mixed=is_mixed) for one in asked))


def drawing_fields(drawing: Drawing) -> str:
    """The canonical text of what was drawn, as an attempt keeps it."""
    shown = [
        {"key": one.key, "options": list(one.options)}
        | ({"lefts": list(one.lefts)} if one.lefts else {})
        for one in drawing.questions
    ]
    return canonical({"seed": drawing.seed, "questions": shown})


def read_drawing(text: str) -> Drawing:
    """What was drawn, from its canonical text."""
    fields = json.loads(text)
    return Drawing(
        fields["seed"],
        tuple(
            Shown(one["key"], tuple(one["options"]), tuple(one.get("lefts", ())))
            for one in fields["questions"]
        ),
    )


def _picked(quiz: Quiz, seed: int) -> Iterator[Question]:
    for entry in quiz.entries:
        if isinstance(entry, Pool):
            yield from Chance(seed, f"pool {entry.name}").picked(entry.questions, entry.pick)
        else:
            yield entry


def _shown(question: Question, seed: int, *, is_mixed: bool) -> Shown:
    task, chance = question.task, Chance(seed, f"question {question.key}")
    if isinstance(task, Single | Multiple):
        choices = _mixed(task.choices, chance) if is_mixed else task.choices
        return Shown(question.key, tuple(choice.key for choice in choices))
    if isinstance(task, Ordering):
        return Shown(question.key, _disordered(_keys(task.items), chance))
    if isinstance(task, Matching):
        lefts = _keys([pair.left for pair in task.pairs])
        rights = chance.shuffled(_keys(task.rights))
        return Shown(question.key, rights, chance.shuffled(lefts) if is_mixed else lefts)
    return Shown(question.key)


def _mixed(choices: Sequence[Choice], chance: Chance) -> tuple[Choice, ...]:
    """Choices in an order of which each is as likely that leaves fixed ones where they are."""
    loose = iter(chance.shuffled([choice for choice in choices if not choice.is_fixed]))
    return tuple(choice if choice.is_fixed else next(loose) for choice in choices)


def _disordered(keys: tuple[str, ...], chance: Chance) -> tuple[str, ...]:
    """An order of which each but the right one is as likely; one thing alone has no other."""
    mixed = keys
    while mixed == keys and len(keys) > 1:
        mixed = chance.shuffled(keys)
    return mixed


def _keys(items: Sequence[Item]) -> tuple[str, ...]:
    return tuple(item.key for item in items)
