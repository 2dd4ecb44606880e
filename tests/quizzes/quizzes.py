"""Quizzes for tests: one sound question of each kind, and what is wrong with a text.

Knows how a quiz is written; refuses to know what is tested.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from academy_cli.formats.problems import Problem
from academy_cli.formats.yamltext import dump
from academy_cli.quizzes.questions import Question, Quiz
from academy_cli.quizzes.reading import read_file

SOUND: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "single": {"choices": [{"text": "a", "correct": True}, {"text": "b"}, {"text": "c"}]},
        "multiple": {
            "choices": [
                {"text": "a", "correct": True},
                {"text": "b", "correct": True},
                {"text": "c"},
                {"text": "d"},
            ]
        },
        "true-false": {"answer": True},
        "numeric": {"answer": "3.14", "tolerance": "1%", "unit": "m"},
        "short": {"accept": ["Paris"]},
        "ordering": {"items": ["one", "two", "three", "four"]},
        "matching": {
            "pairs": [{"left": "a", "right": "1"}, {"left": "b", "right": "2"}],
            "distractors": ["3"],
        },
    }
)
"""The keys of each kind but for kind and text."""


def asked(kind: str, **keys: Any) -> dict[str, Any]:
    """The keys of a sound question, with others in place of some."""
    return {"kind": kind, "text": f"{kind}?", **SOUND[kind], **keys}


def findings(text: str) -> tuple[Problem, ...]:
    """What is wrong with the text of a file."""
    return read_file(text.encode(), "x.quiz.yaml")[1]


def quiz(*questions: Mapping[str, Any], **keys: Any) -> Quiz:
    """A quiz without an error; warnings are let be."""
    made, problems = read_file(dump({**keys, "questions": list(questions)}).encode())
    assert made is not None, problems
    return made


def question(kind: str, **keys: Any) -> Question:
    """A question without an error."""
    (made,) = quiz(asked(kind, **keys)).questions
    return made
