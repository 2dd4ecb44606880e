"""Quizzes as nobody meant to write them: read to their end, with findings or a quiz, never with a crash."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from academy_cli.formats.problems import has_errors
from academy_cli.formats.yamltext import dump
from academy_cli.quizzes.canonical import question_fields, quiz_fields, read_question, read_quiz
from academy_cli.quizzes.drawing import draw
from academy_cli.quizzes.grading import grade_attempt
from academy_cli.quizzes.reading import read_file
from academy_cli.quizzes.sheet import marked, sheet
from tests.authoring.chance import often
from tests.quizzes.quizzes import SOUND, asked

POOL = {"pool": "p", "pick": 1, "questions": [asked("short", text=text) for text in ("x", "y")]}
LINES = dump(
    {
        "title": "x",
        "pass_mark": 50,
        "shuffle": "all",
        "questions": [*(asked(kind, id=kind, points=2) for kind in SOUND), POOL],
    }
).splitlines(keepends=True)
ODD = ["", "- x\n", "x: [\n", "  choices: []\n", "  id: single\n", "  correct: frue\n", "  <<: *a\n",
       "? [a]\n: b\n", "  answer: 0\n", "  points: 0\n", "  text: &a\n", "  items:\n",
       "  pick: 9\n", "\t\n"]  # fmt: skip
EDITS = st.lists(
    st.tuples(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1), st.sampled_from(ODD)),
    min_size=1,
    max_size=4,
)


def edited(edits: Sequence[tuple[int, int, str]]) -> bytes:
    """A sound quiz in which lines were moved over others or exchanged for odd ones."""
    lines = list(LINES)
    for at, of, odd in edits:
        lines[at] = odd if (at + of) % 2 else LINES[of]
    return "".join(lines).encode()


@often(300, torture=20_000)
@given(EDITS)
def test_a_broken_quiz_has_findings_at_its_lines_or_can_be_answered(
    edits: list[tuple[int, int, str]],
) -> None:
    data = edited(edits)

    quiz, problems = read_file(data, "x.quiz.yaml")

    assert (quiz is None) == has_errors(problems)
    assert all(0 < one.line <= data.count(b"\n") + 1 and one.column for one in problems)
    assert all(one.hint and one.message for one in problems)
    if quiz is not None:
        questions = [read_question(question_fields(one)) for one in quiz.questions]
        assert read_quiz(quiz_fields(quiz), questions) == quiz
        assert len({one.key for one in questions}) == len(questions)
        drawing = draw(quiz, 3)
        assert len(sheet(quiz, drawing)) == len(drawing.keys)
        score = grade_attempt(quiz, drawing.keys, {})
        assert score.points == 0
        assert len(marked(quiz, {}, score)) == len(drawing.keys)


@often(200, torture=10_000)
@given(st.binary(max_size=200))
def test_bytes_that_are_no_quiz_are_told_so(data: bytes) -> None:
    quiz, problems = read_file(data, "x.quiz.yaml")

    assert quiz is None
    assert has_errors(problems)


def test_some_of_the_broken_ones_can_be_answered() -> None:
    """Else the test above would not have looked at any."""
    sound = [read_file(edited([(at, at, "")]))[0] for at in range(0, len(LINES), 2)]

    assert sum(quiz is not None for quiz in sound) > len(sound) // 2
