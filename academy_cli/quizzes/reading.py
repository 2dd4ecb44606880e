"""A quiz from the checked keys of its file, or of the block in a lesson.

Knows which value each key becomes, and how questions without an id are named; finds nothing wrong any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from academy_cli.formats.findings import Placed
from academy_cli.formats.problems import Problem, has_errors
from academy_cli.formats.reading import decoded, values
from academy_cli.kit.jsontext import canonical
from academy_cli.quizzes.canonical import question_fields, read_question
from academy_cli.quizzes.codes import CODES
from academy_cli.quizzes.questions import Pool, Question, Quiz
from academy_cli.quizzes.schema import QUIZ
from academy_cli.quizzes.texts import BY_DEFAULT, name_of

Values = Mapping[str, Any]


def read_file(data: bytes, file: str = "") -> tuple[Quiz | None, tuple[Problem, ...]]:
    """The quiz in the bytes of a file, and what is wrong with them; None where anything is an error."""
    text, problems = decoded(data, file)
    if text is None:
        return None, tuple(problems)
    said, found = values(text, file, QUIZ, codes=CODES)
    problems += found
    return (None if said is None or has_errors(problems) else quiz_of(said)), tuple(problems)


def quiz_of(said: Values) -> Quiz:
    """The quiz that checked keys describe: of QUIZ, or of BLOCK; none of them may have an error."""
    entries: Sequence[Values] = said.get("questions", ())
    named = iter(_named(list(_asked(entries))))
    return Quiz(
        tuple(
            Pool(
                str(one["pool"]),
                one["pick"],
                tuple(next(named) for _ in one["questions"]),
            )
            if "pool" in one
            else next(named)
            for one in entries
        ),
        str(said.get("text", "")),
        said.get("pass_mark"),
        said.get("attempts"),
        str(said.get("time_limit", "")),
        said.get("shuffle", "none"),
        said.get("show", "feedback"),
    )


def markdown_of(said: Any) -> Iterator[Placed]:
    """Every text of Markdown in checked keys, in the order of the file, with its line and column.

    Titles, objectives and tags are none, nor are answers that are typed.
    """
    if isinstance(said, Placed):
        yield said
    elif isinstance(said, list):
        for one in said:
            yield from markdown_of(one)
    elif isinstance(said, dict):
        for name, one in said.items():
            if name != "accept":
                yield from markdown_of(one)


def _asked(entries: Sequence[Values]) -> Iterator[Values]:
    for entry in entries:
        yield from entry["questions"] if "pool" in entry else (entry,)


def _named(asked: Sequence[Values]) -> list[Question]:
    """Questions with their keys: an id, else digits that follow from kind and text.

    Where several would have the same, all but one get a number, by what else stands in them: so that moving
    questions about renames none.
    """
    questions = [_question(said) for said in asked]
    taken = {question.key for question in questions if question.has_id}
    same: dict[str, list[int]] = defaultdict(list)
    for index, question in enumerate(questions):
        if not question.has_id:
            same[question.key].append(index)
    for name, indexes in same.items():
        numbers = iter(range(2, len(questions) + len(taken) + 3))
        key = f"{name}-{next(numbers)}" if name in taken else name
        for index in sorted(indexes, key=lambda one: question_fields(questions[one])):
            while key in taken:
                key = f"{name}-{next(numbers)}"
            questions[index] = replace(questions[index], key=key)
            taken.add(key)
    return questions


def _question(said: Values) -> Question:
    """One question, named by its own text alone."""
    told: Mapping[str, str] = said.get("feedback", {})
    fields = {name: value for name, value in said.items() if name not in ("id", "feedback")}
    fields |= {
        "key": said.get("id") or name_of(said["kind"], said["text"]),
        "has_id": "id" in said,
        "ignore": said.get("ignore", list(BY_DEFAULT)),
        "right": told.get("right", ""),
        "wrong": told.get("wrong", ""),
        "if_true": told.get("true", ""),
        "if_false": told.get("false", ""),
    }
    return read_question(canonical(fields))
