"""A quiz as a value: its settings, its questions by their kind, and pools of them.

Knows what each kind of question consists of; refuses to know files, and how answers are graded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeAlias


class Item(NamedTuple):
    """One of the texts of a question that answers refer to by their keys."""

    key: str
    text: str


class Choice(NamedTuple):
    """Something to choose; ``key`` is its id, else follows from its text, wherever it stands.

    One that ``is_fixed``, such as “none of the above”, keeps its place when the others are shuffled.
    """

    key: str
    text: str
    is_right: bool = False
    feedback: str = ""
    is_fixed: bool = False
    has_id: bool = False


class Pair(NamedTuple):
    """What belongs together. ``right`` may belong to several."""

    left: Item
    right: Item


@dataclass(frozen=True, slots=True)
class Single:
    """One of several choices is right."""

    choices: tuple[Choice, ...]
    kind = "single"


@dataclass(frozen=True, slots=True)
class Multiple:
    """Some of several choices are right."""

    choices: tuple[Choice, ...]
    is_partial: bool = True
    kind = "multiple"


@dataclass(frozen=True, slots=True)
class TrueFalse:
    """A statement, and whether it is true; ``if_true`` is told to whoever says that it is."""

    is_true: bool
    if_true: str = ""
    if_false: str = ""
    kind = "true-false"


@dataclass(frozen=True, slots=True)
class Numeric:
    """A number, how far an answer may be off (in percent of it, if so), and what it is counted in."""

    answer: Decimal
    tolerance: Decimal = Decimal(0)
    is_percent: bool = False
    unit: str = ""
    kind = "numeric"


@dataclass(frozen=True, slots=True)
class Short:
    """A text, every way in which it is right, and what makes no difference (``texts.IGNORED``)."""

    accept: tuple[str, ...]
    ignore: tuple[str, ...]
    kind = "short"


@dataclass(frozen=True, slots=True)
class Ordering:
    """Things in their order."""

    items: tuple[Item, ...]
    is_partial: bool = True
    kind = "ordering"


@dataclass(frozen=True, slots=True)
class Matching:
    """Pairs, and right sides that belong to nothing."""

    pairs: tuple[Pair, ...]
    distractors: tuple[Item, ...] = ()
    is_partial: bool = True
    kind = "matching"

    @property
    def rights(self) -> tuple[Item, ...]:
        """Everything that can be put beside a left side, each once."""
        return tuple(dict.fromkeys((*(pair.right for pair in self.pairs), *self.distractors)))


Task: TypeAlias = Single | Multiple | TrueFalse | Numeric | Short | Ordering | Matching


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``key`` is its id if it ``has_id``, else follows from its kind and text.

    Texts are Markdown. ``right`` and ``wrong`` are told by whether the whole answer is right.
    """

    key: str
    text: str
    task: Task
    points: int = 1
    explanation: str = ""
    right: str = ""
    wrong: str = ""
    has_id: bool = False

    @property
    def kind(self) -> str:
        """The word for its kind, as in files."""
        return self.task.kind


@dataclass(frozen=True, slots=True)
class Pool:
    """Questions of which each attempt has so many."""

    name: str
    pick: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz. Without a ``pass_mark`` (percent) handing in is enough; without ``attempts`` there is no end.

    ``time_limit`` is a length of time in words, empty for none. ``shuffle`` and ``show`` are words of the
    format.
    """

    entries: tuple[Question | Pool, ...]
    text: str = ""
    pass_mark: int | None = None
    attempts: int | None = None
    time_limit: str = ""
    shuffle: str = "none"
    show: str = "feedback"

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, those in pools included, in the order of the file."""
        for entry in self.entries:
            yield from entry.questions if isinstance(entry, Pool) else (entry,)
