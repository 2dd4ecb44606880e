"""Questions and quizzes as text and back: the one text of each, which is stored, hashed and compared.

Knows canonical JSON with exact numbers as text; refuses to know who keeps it. What a text leaves out has its
usual value, so a text stays the same when the format gets another key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, assert_never

from academy_cli.kit.jsontext import canonical
from academy_cli.quizzes.numbers import canonical_number
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
from academy_cli.quizzes.texts import name_of


def question_fields(question: Question) -> str:
    """The canonical text of a question, its key included."""
    fields = {
        "key": question.key,
        "kind": question.kind,
        "text": question.text,
        "points": question.points,
        "explanation": question.explanation,
        "right": question.right,
        "wrong": question.wrong,
        "has_id": question.has_id,
    }
    return canonical(_said(fields, {"points": 1}) | _task_fields(question.task))


def read_question(text: str) -> Question:
    """The question of a canonical text."""
    fields: Mapping[str, Any] = json.loads(text)
    return Question(
        fields["key"],
        fields["text"],
        _task(fields),
        fields.get("points", 1),
        fields.get("explanation", ""),
        fields.get("right", ""),
        fields.get("wrong", ""),
        fields.get("has_id", False),
    )


def quiz_fields(quiz: Quiz) -> str:
    """The canonical text of a quiz without its questions, which it names by their keys."""
    fields = {
        "text": quiz.text,
        "pass_mark": quiz.pass_mark,
        "attempts": quiz.attempts,
        "time_limit": quiz.time_limit,
        "shuffle": quiz.shuffle,
        "show": quiz.show,
    }
    outline = [
        {"pool": one.name, "pick": one.pick, "questions": [asked.key for asked in one.questions]}
        if isinstance(one, Pool)
        else one.key
        for one in quiz.entries
    ]
    return canonical(_said(fields, {"shuffle": "none", "show": "feedback"}) | {"outline": outline})


def read_quiz(text: str, questions: Iterable[Question]) -> Quiz:
    """The quiz of a canonical text, with its questions from among these. KeyError where one is missing."""
    fields: Mapping[str, Any] = json.loads(text)
    known = {question.key: question for question in questions}
    entries: list[Question | Pool] = [
        Pool(one["pool"], one["pick"], tuple(known[key] for key in one["questions"]))
        if isinstance(one, dict)
        else known[one]
        for one in fields["outline"]
    ]
    return Quiz(
        tuple(entries),
        fields.get("text", ""),
        fields.get("pass_mark"),
        fields.get("attempts"),
        fields.get("time_limit", ""),
        fields.get("shuffle", "none"),
        fields.get("show", "feedback"),
    )


def _said(fields: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from its usual value: nothing, unless one is named."""
    return {
        name: value
        for name, value in fields.items()
        if (value != usual[name] if name in usual else value not in (None, "", False))
    }


def _task_fields(task: Task) -> dict[str, Any]:
    """What a question's kind adds to its text."""
    match task:
        case Single() | Multiple():
            choices = [
                {"text": one.text, "correct": one.is_right}
                | _said({"feedback": one.feedback, "fixed": one.is_fixed}, {})
                | _said({"id": one.has_id and one.key}, {})
                for one in task.choices
            ]
            return {"choices": choices} | (_partial(task) if isinstance(task, Multiple) else {})
        case TrueFalse():
            told = _said({"if_true": task.if_true, "if_false": task.if_false}, {})
            return {"answer": task.is_true} | told
        case Numeric():
            sign = "%" * task.is_percent
            tolerance = canonical_number(task.tolerance) + sign if task.tolerance else ""
            told = _said({"tolerance": tolerance, "unit": task.unit}, {})
            return {"answer": canonical_number(task.answer)} | told
        case Short():
            return {"accept": list(task.accept), "ignore": list(task.ignore)}
        case Ordering():
            return {"items": [item.text for item in task.items]} | _partial(task)
        case Matching():
            pairs = [{"left": one.left.text, "right": one.right.text} for one in task.pairs]
            others = [item.text for item in task.distractors]
            return {"pairs": pairs, "distractors": others} | _partial(task)
        case _:
            assert_never(task)


def _partial(task: Multiple | Ordering | Matching) -> dict[str, Any]:
    return {} if task.is_partial else {"partial": "none"}


def _task(fields: Mapping[str, Any]) -> Task:
    """What is asked, from the fields of a question; they are those that ``_task_fields`` writes."""
    is_partial = fields.get("partial") != "none"
    match fields["kind"]:
        case "single" | "multiple" as kind:
            choices = choices_of(fields["choices"])
            return Single(choices) if kind == "single" else Multiple(choices, is_partial)
        case "true-false":
            return TrueFalse(
                fields["answer"], fields.get("if_true", ""), fields.get("if_false", "")
            )
        case "numeric":
            tolerance = fields.get("tolerance", "0")
            amount, is_percent = Decimal(tolerance.rstrip("%")), tolerance.endswith("%")
            return Numeric(Decimal(fields["answer"]), amount, is_percent, fields.get("unit", ""))
        case "short":
            return Short(tuple(fields["accept"]), tuple(fields["ignore"]))
        case _:
            return _arrangement(fields, is_partial=is_partial)


def _arrangement(fields: Mapping[str, Any], *, is_partial: bool) -> Ordering | Matching:
    if fields["kind"] == "ordering":
        return Ordering(items_of(fields["items"]), is_partial)
    lefts = items_of(pair["left"] for pair in fields["pairs"])
    rights = [Item(name_of(one["right"]), one["right"]) for one in fields["pairs"]]
    pairs = tuple(map(Pair, lefts, rights))
    return Matching(pairs, items_of(fields.get("distractors", ())), is_partial)


def items_of(texts: Iterable[str]) -> tuple[Item, ...]:
    """Texts with their keys; two of the same text, which no sound question has, differ by a number."""
    keys = distinct_keys((name_of(text), text) for text in texts)
    return tuple(Item(key, text) for key, text in keys)


def choices_of(said: Iterable[Mapping[str, Any]]) -> tuple[Choice, ...]:
    """Choices with their keys, from the mappings of a file or of a canonical text."""
    listed = list(said)
    texts = [str(one["text"]) for one in listed]
    names = [str(one.get("id") or name_of(text)) for one, text in zip(listed, texts, strict=True)]
    return tuple(
        Choice(
            key,
            text,
            bool(one.get("correct")),
            str(one.get("feedback", "")),
            is_fixed=bool(one.get("fixed")),
            has_id="id" in one,
        )
        for one, (key, text) in zip(
            listed, distinct_keys(zip(names, texts, strict=True)), strict=True
        )
    )


def distinct_keys(named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names with what they name; of the same name each but the first gets a number that is free."""
    listed = list(named)
    taken, found = {name for name, _ in listed}, []
    seen: set[str] = set()
    for name, what in listed:
        key, number = name, 2
        if name in seen:
            while f"{name}-{number}" in taken:
                number += 1
            key = f"{name}-{number}"
        seen.add(key)
        taken.add(key)
        found.append((key, what))
    return found
