"""A translated quiz asks what its original does, or it is found."""

from __future__ import annotations

import pytest

from academy_cli.authoring.document import Node, Page
from academy_cli.authoring.read import read
from tests import make

QUIZ, GERMAN = "02-more/02-check.quiz.yaml", "translations/de/02-more/02-check.quiz.yaml"
ASKED = """\
title: Check
questions:
  - kind: single
    text: Which is one?
    choices: [{text: one, correct: true}, {text: two}]
  - {kind: short, text: A city?, accept: [Rome]}
"""
SAID = """\
title: Prüfung
questions:
  - kind: single
    text: Was ist eins?
    choices: [{text: eins, correct: true}, {text: zwei}]
  - {kind: short, text: Eine Stadt?, accept: [Rom]}
"""
OTHER = SAID.replace("eins, correct: true}, {text: zwei", "eins}, {text: zwei, correct: true")
BLOCK = (
    "---\nquiz:\n  questions: [{kind: true-false, text: So?, answer: %s}]\n---\n\n# %s\n\nText\n"
)


def found(changes: make.Changes) -> list[tuple[str, int, str]]:
    """What is wrong with translated quizzes."""
    problems = make.compiled(make.tree(changes)).problems
    return [(p.file, p.line, p.message) for p in problems if p.code == "translation.quiz"]


def test_the_same_questions_in_other_words_are_right() -> None:
    assert found({QUIZ: ASKED, GERMAN: SAID}) == []


def test_other_questions_are_found_and_keep_the_translation_back() -> None:
    compiled = make.compiled(make.tree({QUIZ: ASKED, GERMAN: OTHER}))

    (problem,) = (p for p in compiled.problems if p.code == "translation.quiz")
    assert (problem.file, problem.line) == (GERMAN, 2)
    assert problem.message == "question 1 has another right answer"
    assert [node.is_broken for node in compiled.course.translations] == [True]
    assert not any(node.is_broken for node in compiled.course.contents)


def test_a_quiz_in_front_matter_is_compared_too() -> None:
    lesson, german = "02-more/01-files.md", "translations/de/02-more/01-files.md"
    english = BLOCK % ("true", "Files")

    assert found({lesson: english, german: BLOCK % ("true", "Dateien")}) == []
    assert found({lesson: english, german: BLOCK % ("false", "Dateien")}) == [
        (german, 2, "question 1 has another right answer")
    ]
    assert found({german: BLOCK % ("true", "Dateien")}) == [(german, 2, f"“{lesson}” has no quiz")]
    assert found({lesson: english, german: "# Dateien\n\nText\n"}) == []


class _Kept:
    """What was read before, as it is kept: without the text of a quiz."""

    def __init__(self, pages: dict[str, Page]) -> None:
        self.pages = pages

    def node(self, path: str, source: str, tag: str) -> Node | None:
        return None

    def page(self, source: str, tag: str) -> Page | None:
        return self.pages.get(source)


@pytest.mark.parametrize(("said", "count"), [(SAID, 0), (OTHER, 1)])
def test_pages_that_are_kept_are_compared_by_what_is_in_their_files(said: str, count: int) -> None:
    tree = make.tree({QUIZ: ASKED, GERMAN: said})
    document = read(tree).document
    assert document is not None
    nodes = (*document.contents, *document.translations)
    pages = {n.page.source: n.page._replace(quiz="") for n in nodes if n.page is not None}

    problems = read(tree, known=_Kept(pages)).problems

    assert [p.code for p in problems].count("translation.quiz") == count


@pytest.mark.parametrize("mark", [50, 90])
def test_how_a_quiz_is_taken_is_what_its_original_says(mark: int) -> None:
    """A translator who writes another mark would think that it holds."""
    german = SAID.replace("title: Prüfung\n", f"title: Prüfung\npass_mark: {mark}\n")
    changes = {QUIZ: f"pass_mark: 50\n{ASKED}", GERMAN: german}

    problems = [
        p for p in make.compiled(make.tree(changes)).problems if p.code == "translation.key"
    ]

    assert [(p.line, p.value) for p in problems] == ([(2, "pass_mark")] if mark == 90 else [])
