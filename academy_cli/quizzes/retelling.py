"""A quiz in another language: the same questions in other words, so that an answer counts the same.

Knows that questions, choices and things are matched by their order, and keeps the original's keys; refuses to
know files. Words that are typed are each language's own.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from academy_cli.kit.saying import say
from academy_cli.quizzes.questions import (
    Choice,
    Item,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Pair,
    Pool,
    Question,
    Quiz,
    Short,
    Single,
    Task,
    TrueFalse,
)


def differences(original: Quiz, translation: Quiz) -> Iterator[str]:
    """What a translated quiz asks otherwise than its original, in words; nothing where it can be retold."""
    asked, said = tuple(original.questions), tuple(translation.questions)
    if len(asked) != len(said):
        yield say(
            "the number of questions is {} here, and {} in the original", len(said), len(asked)
        )
        return
    for number, (one, other) in enumerate(zip(asked, said, strict=True), 1):
        found = _difference(one, other)
        if found:
            yield say("question {} {}", number, found)


def retold(original: Quiz, translation: Quiz) -> Quiz:
    """The original in the words of its translation, with its own keys, points and settings.

    Only for quizzes without ``differences``.
    """
    said = iter(translation.questions)

    def in_words(question: Question) -> Question:
        return _question(question, next(said))

    entries = tuple(
        replace(one, questions=tuple(map(in_words, one.questions)))
        if isinstance(one, Pool)
        else in_words(one)
        for one in original.entries
    )
    return replace(original, entries=entries, text=translation.text)


# -- what differs ---------------------------------------------------------------------------------


def _difference(one: Question, other: Question) -> str:
    """What a question asks otherwise, behind its number; empty where it is the same."""
    if one.has_id and other.has_id and one.key != other.key:
        return say("is `{}` here, and `{}` in the original", other.key, one.key)
    if one.kind != other.kind:
        return say("is of the kind `{}` here, and `{}` in the original", other.kind, one.kind)
    task, said = one.task, other.task
    for name, mine, theirs in zip(_PARTS, _parts(task), _parts(said), strict=True):
        if len(mine) != len(theirs):
            return say("has {} {} here, and {} in the original", len(theirs), name, len(mine))
    if _has_other_ids(task, said):
        return say("has its choices in another order: their ids are others")
    if _answer(task) != _answer(said):
        return say("has another right answer")
    return ""


_PARTS = (say("choices"), say("items"), say("pairs"), say("distractors"))


def _parts(task: Task) -> Sequence[Sequence[object]]:
    """What a question consists of, by ``_PARTS``."""
    match task:
        case Single() | Multiple():
            return task.choices, (), (), ()
        case Ordering():
            return (), task.items, (), ()
        case Matching():
            return (), (), task.pairs, task.distractors
        case _:
            return (), (), (), ()


def _has_other_ids(task: Task, said: Task) -> bool:
    if not isinstance(task, Single | Multiple) or not isinstance(said, Single | Multiple):
        return False
    both = zip(task.choices, said.choices, strict=True)
    return any(one.has_id and other.has_id and one.key != other.key for one, other in both)


def _answer(task: Task) -> Hashable:
    """What is right, without words: whatever is typed is a matter of language."""
    match task:
        case Single() | Multiple():
            return tuple(one.is_right for one in task.choices)
        case TrueFalse():
            return task.is_true
        case Numeric():
            return task.answer
        case Matching():
            rights = [pair.right.key for pair in task.pairs]
            return tuple(map(rights.index, rights))  # which of them belong to the same one
        case _:
            return None


# -- the original in other words --------------------------------------------------------------------


def _question(one: Question, said: Question) -> Question:
    return replace(
        one,
        text=said.text,
        task=_task(one.task, said.task),
        explanation=said.explanation,
        right=said.right,
        wrong=said.wrong,
    )


def _task(one: Task, said: Task) -> Task:
    match one, said:
        case Single(), Single():
            found: Task = Single(tuple(map(_choice, one.choices, said.choices)))
        case Multiple(), Multiple():
            found = replace(one, choices=tuple(map(_choice, one.choices, said.choices)))
        case TrueFalse(), TrueFalse():
            found = replace(one, if_true=said.if_true, if_false=said.if_false)
        case Numeric(), Numeric():
            found = replace(one, unit=said.unit)
        case Short(), Short():
            found = said
        case Ordering(), Ordering():
            found = replace(one, items=tuple(map(_item, one.items, said.items)))
        case Matching(), Matching():
            found = _matching(one, said)
        case _:
            message = say("a {} question cannot be told as a {} one", one.kind, said.kind)
            raise ValueError(message)
    return found


def _choice(one: Choice, said: Choice) -> Choice:
    return one._replace(text=said.text, feedback=said.feedback)


def _item(one: Item, said: Item) -> Item:
    return one._replace(text=said.text)


def _matching(one: Matching, said: Matching) -> Matching:
    """Pairs in other words; a right side that belongs to several is called the same beside each."""
    words = {mine.right.key: theirs.right.text for mine, theirs in _both(one, said)}
    return replace(
        one,
        pairs=tuple(
            Pair(_item(mine.left, theirs.left), mine.right._replace(text=words[mine.right.key]))
            for mine, theirs in _both(one, said)
        ),
        distractors=tuple(map(_item, one.distractors, said.distractors)),
    )


def _both(one: Matching, said: Matching) -> Iterator[tuple[Pair, Pair]]:
    return zip(one.pairs, said.pairs, strict=True)
