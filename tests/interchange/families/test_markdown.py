"""A folder of Markdown keeps its names, and the quizzes of its quiz-app."""

from __future__ import annotations

import json

import pytest

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

    assert lesson_paths(made) == [
        QUIZ,
        "1-start/README.md",
        "1-start/task.md",
        f"translations/fr/{QUIZ}",
        "translations/fr/1-start/README.md",
    ]
    assert made.assets == {"images/a.png": "images/a.png"}


@pytest.mark.parametrize(("pages", "quizzes"), [("zh", "zh-cn"), ("zh-CN", "zh")])
def test_a_language_that_is_called_by_two_tags_is_one(pages: str, quizzes: str) -> None:
    files = {name: text for name, text in FILES.items() if "fr" not in name.split("/")}
    files[f"translations/{pages}/1-start/README.md"] = "# 开始\n"
    files[f"quiz-app/src/assets/translations/{quizzes}.json"] = quiz("true")
    made = converted("markdown", files)

    assert f"translations/zh/{QUIZ}" in made.files
    assert "translations/zh/1-start/README.md" in made.files
    assert not any(path.startswith("translations/zh-CN") for path in made.files)
    told = {one.why for one in notes(made, "language")}
    assert "other texts of this language are called zh" in told


def test_two_texts_of_one_page_are_two_languages_to_whoever_made_them() -> None:
    files = {**FILES, "translations/pt/1-start/task.md": "# Tarefa\n"}
    files["translations/pt-BR/1-start/task.md"] = "# Atividade\n"
    made = converted("markdown", files)

    assert {f"translations/{tag}/1-start/task.md" for tag in ("pt", "pt-BR")} <= {*made.files}


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


def test_front_matter_of_toml_is_read_as_any_other() -> None:
    text = (
        '+++\ntitle = "Clay: 1"\ndate = 2021-01-01T00:00:00Z\ndraft = true\n+++\n\n[a](gone.md)\n'
    )

    made = converted("markdown", {"clay.md": text, "kiln.md": "+++\n+++\n# Kiln\n"})

    assert front(made, "clay.md") == {"title": "Clay: 1", "draft": True}
    assert body(made, "clay.md") == "[a](gone.md)"
    assert [(one.name, one.line) for one in notes(made, "key")] == [("date", 2)]
    assert [one.line for one in notes(made, "link")] == [7]
    assert body(made, "kiln.md") == "# Kiln"


@pytest.mark.parametrize(
    "text", ["---\ntitle: A: B\ndraft: true\n---\nText\n", "+++\ntitle = A\n+++\nText\n"]
)
def test_what_front_matter_hides_that_cannot_be_read_is_a_draft(text: str) -> None:
    made = converted("markdown", {"one.md": text})

    assert (front(made, "one.md"), body(made, "one.md")) == ({"draft": True}, "Text")
    (note,) = notes(made, "front matter", Fate.DROPPED)
    assert (note.line, note.why[-16:]) == (2, "so it is a draft")


@pytest.mark.parametrize(("encoding", "name"), [("cp1252", "Windows-1252"), ("utf-16", "UTF-16")])
def test_what_is_no_utf8_is_read_in_the_encoding_that_it_can_only_be(
    encoding: str, name: str
) -> None:
    made = converted("markdown", {"one.md": "# Töpfern\r\n\r\nHände\r\n".encode(encoding)})

    assert made.files["one.md"].decode() == "# Töpfern\n\nHände\n"
    assert notes(made, "text")[0].why == f"it was {name}, and is UTF-8"


def test_what_nobody_can_read_is_told() -> None:
    made = converted("markdown", {"one.md": b"# One \xff\x81\n"})

    assert made.files["one.md"].decode() == "# One \ufffd\ufffd\n"
    assert "was replaced" in notes(made, "text")[0].why


def test_files_of_markdown_by_their_long_name_are_lessons() -> None:
    files = {"a.markdown": "# A\n", "b.MARKDOWN": "# B\n", "c.md": "# C\n\n[a](a.markdown)\n"}

    made = converted("markdown", {**files, "c.markdown": "# Another\n"})

    assert lesson_paths(made) == ["a.md", "b.md", "c.md"]
    assert "[a](a.md)" in body(made, "c.md")
    assert notes(made, "file", Fate.DROPPED)[0].file == "c.markdown"


def test_films_and_sounds_of_html_come_along() -> None:
    film = '<video>\n<source src="b/film.mp4">\n<track src="b/film.vtt">\n</video>\n'
    files = {"a/one.md": f"# One\n\n{film}", "a/b/film.mp4": b"film", "a/b/film.vtt": "WEBVTT\n"}

    made = converted("markdown", files)

    assert made.assets.keys() == {"a/b/film.mp4", "a/b/film.vtt"}
