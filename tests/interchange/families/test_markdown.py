"""A folder of Markdown keeps its names, and the quizzes of its quiz-app."""

from __future__ import annotations

import json

from academy_cli.interchange.notes import Fate
from tests.interchange.converted import body, converted, front, lesson_paths, notes


def quiz(right: str) -> str:
    """A quiz-app's file with one quiz of one question."""
    options = [{"answerText": "A", "isCorrect": right}, {"answerText": "B", "isCorrect": "false"}]
    asked = {"questionText": "Which?", "answerOptions": options}
    return json.dumps([{"quizzes": [{"id": 3, "title": "First quiz", "quiz": [asked]}]}])


FILES = {
    "README.md": "# A curriculum\n",
    "1-start/README.md": "# Start\n\n[Quiz](https://x.org/quiz/3) ![](../images/a.png) [gone](gone.md)\n",
    "1-start/task.md": "# Task\n",
    "images/a.png": b"png",
    "images/b.png": b"png",
    "quiz-app/src/assets/translations/en.json": quiz("true"),
    "quiz-app/src/assets/translations/fr.json": quiz("true"),
    "translations/fr/1-start/README.md": "# Début\n",
    "LICENSE.md": "MIT\n",
}
QUIZ = "1-start/README-quiz-3.quiz.yaml"


def test_names_and_places_stay() -> None:
    made = converted("markdown", FILES)

    assert lesson_paths(made) == [QUIZ, "1-start/README.md", "1-start/task.md"]
    assert made.assets == {"images/a.png": "images/a.png"}


def test_a_quiz_stands_with_the_lesson_that_links_to_it() -> None:
    made = converted("markdown", FILES)

    assert "[Quiz](README-quiz-3.quiz.yaml)" in body(made, "1-start/README.md")
    assert front(made, QUIZ)["id"] == "quiz-3"


def test_a_question_without_a_right_answer_is_dropped_with_the_reason() -> None:
    files = {**FILES, "quiz-app/src/assets/translations/en.json": quiz("frue")}

    made = converted("markdown", files)

    assert notes(made, "question", Fate.DROPPED)[0].name == "Which?"
    assert notes(made, "quiz", Fate.DROPPED)


def test_broken_links_stay_and_are_told_with_their_line() -> None:
    made = converted("markdown", FILES)

    (note,) = [one for one in notes(made, "link") if one.name == "gone.md"]
    assert (note.file, note.line, note.why[:18]) == ("1-start/README.md", 3, "it leads nowhere i")


def test_other_languages_are_left_for_later_by_name() -> None:
    assert [one.name for one in notes(converted("markdown", FILES), "translation")] == ["fr", "fr"]


def test_what_no_lesson_needs_is_dropped_with_a_reason() -> None:
    dropped = {
        one.file: one.why for one in notes(converted("markdown", FILES), "file", Fate.DROPPED)
    }

    assert dropped["images/b.png"] == "a picture that no lesson shows"
    assert dropped["LICENSE.md"].startswith("not part of the course")
