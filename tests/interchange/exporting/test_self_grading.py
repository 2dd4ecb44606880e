"""Pages that grade by themselves come to what the academy's own grading comes to, question by question.

The script runs in Node as it stands; both sides are given the same quizzes and the same answers.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from importlib.resources import files
from typing import Any

from academy_cli.authoring.preview.selfgrading import key_of
from academy_cli.pages.rendering import Body
from academy_cli.pages.wording import ENGLISH_WORDS
from academy_cli.quizzes.drawing import draw
from academy_cli.quizzes.grading import grade_attempt
from academy_cli.quizzes.numbers import typed
from academy_cli.quizzes.questions import (
    Choice,
    Item,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Pair,
    Question,
    Quiz,
    Short,
    Single,
    Task,
    TrueFalse,
)
from academy_cli.quizzes.sheet import sheet, shown_points
from academy_cli.quizzes.texts import IGNORED, compared

SCRIPT = files("academy_cli.pages") / "static" / "quizzing.js"
NUMBERS = (
    "1.414", "1,414", "1.4", "3,14", "1 000", "1'000", "1,000,000", "1.234,5", "1,234.5", "-2", "−2", "+2",
    ".5", "5.", "1e3", "1.5 x 10^3", "2·10⁻³", "2*10**3", "10 m", "10m", "10 M", "0x10", "", " ", "１２",
    "1e-999", "1e999", "٣", "1_000", "abc", "1,00", "12,345", "0,123", "9" * 41, "9" * 120, "1.000.000",
    "1.000", "1 0", "10⁻³",
)  # fmt: skip
TEXTS = (
    "break", "Break", " break ", "BREAK!", "brèak", "Straße", "STRASSE", "ﬁn", "fin", "don’t", "don't", "“x”",
    '"x"', "a  b", "ab", "ΟΔΟΣ", "οδος", "İ", "ı", "i", "x" * 2001, "", "e\u0301", "é", "-", "…",
)  # fmt: skip


def test_both_come_to_the_same() -> None:
    chance = random.Random(20261128)
    cases = [_case(chance, number) for number in range(400)]

    assert _graded_there(cases) == [_graded_here(quiz, answers) for quiz, answers in cases]


def test_every_way_to_type_a_number_is_read_alike() -> None:
    asked = [[text, unit] for text in NUMBERS for unit in ("", "m", "10^3")]
    code = "asked.map((one) => academyQuizzes.typed(...one)).map((x) => x && `${x.n}/${x.e}`)"

    found = [_fraction(said) for said in _run(code, asked)]
    assert found == [typed(text, unit) for text, unit in asked]


def test_what_is_one_text_here_is_one_text_there() -> None:
    letters = [
        chr(number)
        for number in range(sys.maxunicode + 1)
        if unicodedata.category(chr(number)) not in ("Cn", "Cs", "Co", "Cc")
        and number != 0x1171E  # Unicode 16 changed its mind about this one, a vowel sign of Ahom
    ]
    code = "asked.map((one) => academyQuizzes.compared(`a${one}B`, ['case', 'accents', 'punctuation']))"
    here = [compared(f"a{letter}B", IGNORED[:3]) for letter in letters]
    there = _run(code, letters)

    pairs = set(zip(here, there, strict=True))
    assert len(pairs) == len(set(here)) == len(set(there))


def test_a_script_that_grades_otherwise_is_found_out() -> None:
    cases = [_case(random.Random(number), number) for number in range(100)]
    script = SCRIPT.read_text("utf-8").replace("hits - (answer.length - hits)", "hits")

    assert _graded_there(cases, script) != [_graded_here(*case) for case in cases]


# -- quizzes and answers ------------------------------------------------------------------------


def _case(chance: random.Random, number: int) -> tuple[Quiz, Mapping[str, Any]]:
    questions = [_question(chance, f"q{at}") for at in range(chance.randint(1, 5))]
    quiz = Quiz(tuple(questions), pass_mark=chance.choice((None, 50, 67, 100)), show="answers")
    return quiz, {one.key: _answer(chance, one.task) for one in questions} | {"other": number}


def _question(chance: random.Random, key: str) -> Question:
    keys = [f"k{at}" for at in range(chance.randint(2, 5))]
    choices = tuple(Choice(one, one, chance.random() < 0.4, feedback=f"f {one}") for one in keys)
    items, partial = tuple(Item(one, one) for one in keys), chance.random() < 0.7
    pairs = tuple(Pair(item, Item(f"r{chance.randint(0, 3)}", "r")) for item in items)
    tasks: list[Task] = [
        Single(choices),
        Multiple(choices, partial),
        TrueFalse(chance.random() < 0.5, "yes", "no"),
        Numeric(
            Decimal("1.414"),
            Decimal(chance.choice(("0", "0.001", "1"))),
            chance.random() < 0.5,
            "m",
        ),
        Short(
            tuple(chance.sample(TEXTS[:-6], 2)), tuple(chance.sample(IGNORED, chance.randint(0, 4)))
        ),
        Ordering(items, partial),
        Matching(pairs, (Item("r9", "r"),), partial),
    ]
    return Question(key, key, chance.choice(tasks), chance.randint(0, 7), right="well", wrong="no")


def _answer(chance: random.Random, task: Task) -> Any:  # noqa: PLR0911 - one for each kind
    if chance.random() < 0.1:
        return None
    match task:
        case Single():
            return chance.choice(task.choices).key
        case Multiple():
            return [one.key for one in task.choices if chance.random() < 0.5]
        case TrueFalse():
            return chance.random() < 0.5
        case Numeric():
            return chance.choice(NUMBERS)
        case Short():
            return chance.choice(TEXTS)
        case Ordering():
            return chance.sample([item.key for item in task.items], len(task.items))
        case Matching():
            return {
                pair.left.key: chance.choice(task.rights).key
                for pair in task.pairs
                if chance.random() < 0.8
            }


def _graded_here(quiz: Quiz, answers: Mapping[str, Any]) -> Any:
    score = grade_attempt(quiz, [one.key for one in quiz.questions], answers)
    return [
        str(shown_points(score.points)),
        score.percent,
        score.is_passed,
        [
            [str(shown_points(one.points)), one.is_right, list(one.feedback)]
            for one in score.questions
        ],
    ]


def _graded_there(
    cases: Sequence[tuple[Quiz, Mapping[str, Any]]], script: str | None = None
) -> list[Any]:
    asked = [
        [json.loads(key_of(quiz, sheet(quiz, draw(quiz, 1)), Body, ENGLISH_WORDS)), answers]
        for quiz, answers in cases
    ]
    code = (
        "asked.map(([quiz, answers]) => { const found = academyQuizzes.gradeAll(quiz, answers);"
        " return [academyQuizzes.shown(found), found.percent, found.isPassed,"
        " found.graded.map((one) => [academyQuizzes.shown(one), one.isRight, one.feedback])]; })"
    )
    return _run(code, asked, script)


def _run(code: str, asked: Any, script: str | None = None) -> list[Any]:
    text = script or SCRIPT.read_text("utf-8")
    read = "const asked = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
    done = subprocess.run(
        ["node", "-e", f"{text}\n{read}\nconsole.log(JSON.stringify({code}))"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[Any] = json.loads(done.stdout)
    return found


def _fraction(said: str | None) -> Decimal | None:
    if said is None:
        return None
    number, places = said.split("/")
    return Decimal(number).scaleb(-int(places))
