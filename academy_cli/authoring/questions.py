"""The questions of quizzes: which of them are new, changed, gone or back when a lesson's quiz changes.

Knows that questions are derived from the text of a quiz, and what happens to each; refuses to decide which of
them is which.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from academy_cli.authoring.changes import (
    UNARCHIVED,
    Action,
    Change,
    FieldChange,
    differences,
    made,
)
from academy_cli.authoring.document import LESSON, NO_QUESTIONS, Kind, Node, Questions, quiz_of
from academy_cli.authoring.renames import Texts
from academy_cli.authoring.samequestions import same_questions
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.saying import say


def questions_of(lesson: Node, quiz: str) -> tuple[Node, ...]:
    """The questions of a lesson, out of the text of its quiz, in their order; those of pools included."""
    return tuple(_node(lesson, said) for said in json.loads(quiz)["questions"])


def _node(lesson: Node, said: Mapping[str, Any]) -> Node:
    fields = {name: value for name, value in said.items() if name not in ("key", "has_id")}
    key, title = said["key"], " ".join(said["text"].split())
    name = key if said.get("has_id") else None
    path = f"{lesson.path}/{key}"
    return Node(Kind.QUESTION, key, path, title, name, lesson.key, canonical(fields))


def numbered(lessons: Iterable[Node], texts: Texts) -> Mapping[int, Questions]:
    """The questions of lessons by row, out of the texts of their quizzes: they have rows of no academy."""
    named = {node.row: node for node in lessons if quiz_of(node)}
    bodies = texts.bodies({quiz_of(node) for node in named.values()})
    rows = count(1)
    return {
        row: Questions(
            tuple(one._replace(row=next(rows)) for one in questions_of(node, bodies[quiz_of(node)]))
        )
        for row, node in named.items()
    }


def with_questions(
    changes: Iterable[Change], before: Mapping[int, Questions], texts: Texts
) -> Iterator[Change]:
    """Changes, behind each of a lesson those of its questions.

    ``before`` are the questions by their lesson's row; ``texts`` gives quizzes that were not read now.
    """
    for change in changes:
        yield change
        if change.kind is LESSON and change.node is not None:
            had = before.get(change.node.row, NO_QUESTIONS)
            if quiz_of(change.node) != quiz_of(change.was):
                yield from _changes(change.node, had, texts)


def _changes(lesson: Node, had: Questions, texts: Texts) -> Iterator[Change]:
    wanted = questions_of(lesson, _text(lesson, texts)) if quiz_of(lesson) else ()
    matching = same_questions(wanted, had)
    archived = {node.row for node in had.archived}
    for index, node in enumerate(wanted):
        was = matching.pairs.get(index)
        if was is None:
            yield made(Action.CREATE, node, None)
            continue
        placed, share = node._replace(row=was.row), matching.shares.get(index)
        fields = _differences(was, placed)
        if was.row in archived:
            fields = fields or {"archived": UNARCHIVED}
            yield made(Action.RESTORE, placed, was, fields, similarity=share)
        elif fields:
            yield made(Action.UPDATE, placed, was, fields, similarity=share)
    staying = {node.row for node in matching.pairs.values()}
    yield from (made(Action.ARCHIVE, one, one) for one in had.active if one.row not in staying)


def _differences(was: Node, node: Node) -> Mapping[str, FieldChange]:
    """What an author changed in a question, without what follows: its title, and a key that is no id."""
    fields = differences(was._replace(path=node.path, title=node.title), node)
    follows = {"key"} if was.id == node.id and len(fields) > 1 else set()
    return {name: part for name, part in fields.items() if name not in follows}


def _text(lesson: Node, texts: Texts) -> str:
    name = quiz_of(lesson)
    if lesson.page is not None and lesson.page.quiz:
        return lesson.page.quiz
    found = texts.bodies({name}).get(name)
    if found is None:
        raise LookupError(say("the quiz {} of “{}” is not there", name, lesson.path))
    return found
