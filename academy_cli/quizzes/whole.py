"""A whole quiz as one text and back: what is stored of it, and what an attempt was made at.

Knows that text; refuses to know who keeps it.
"""

from __future__ import annotations

import json

from academy_cli.kit.jsontext import canonical
from academy_cli.quizzes.canonical import question_fields, quiz_fields, read_question, read_quiz
from academy_cli.quizzes.questions import Quiz


def whole(quiz: Quiz) -> str:
    """A quiz with all its questions, as canonical JSON."""
    questions = [json.loads(question_fields(question)) for question in quiz.questions]
    return canonical(json.loads(quiz_fields(quiz)) | {"questions": questions})


def read_whole(text: str) -> Quiz:
    """The quiz that a text holds which ``whole`` made."""
    questions = json.loads(text)["questions"]
    return read_quiz(text, [read_question(canonical(question)) for question in questions])
