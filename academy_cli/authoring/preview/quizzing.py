"""Quizzes of a preview: what a page shows of one, and what is answered to whoever hands it in.

Knows a form's fields, and how answers and a score become values of a page; keeps no attempt, and refuses to
grade, which is what ``quizzes/grading`` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from academy_cli.authoring.preview.selfgrading import key_of
from academy_cli.pages import values as page
from academy_cli.pages.rendering import Body
from academy_cli.pages.wording import Words
from academy_cli.quizzes.answers import Answer
from academy_cli.quizzes.drawing import draw
from academy_cli.quizzes.grading import Score, grade_attempt
from academy_cli.quizzes.questions import Question, Quiz
from academy_cli.quizzes.sheet import Asked, Marked, marked, sheet, shown_points, solution

Fields = Mapping[str, Sequence[str]]
Text = Callable[[str], Body]
"""Makes safe HTML of Markdown."""
HIGHEST_SEED = 1_000_000
MOST_FIELDS = 10_000


class Attempt(NamedTuple):
    """A look at a quiz: which drawing of it, and the fields of its form once it is handed in."""

    seed: int = 1
    fields: Fields | None = None


NO_ATTEMPT = Attempt()


def begun(query: str) -> Attempt:
    """A look at the drawing that a page's address names."""
    return Attempt(_seed(_parsed(query)))


def handed_in(form: str) -> Attempt:
    """A quiz that was handed in, from the form's fields as a browser encodes them."""
    fields = _parsed(form)
    return Attempt(_seed(fields), fields)


def _parsed(text: str) -> Fields:
    try:
        return parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}


def _seed(fields: Fields) -> int:
    written = fields.get("seed", ["1"])[0]
    is_number = written.isascii() and written.isdecimal() and len(written) < len(str(HIGHEST_SEED))
    return int(written) if is_number else 1


def quiz_form(quiz: Quiz, attempt: Attempt, text: Text, *, is_live: bool) -> page.QuizForm:
    """A quiz on a page: its questions, and what the answers of an attempt came to.

    What learners see of a quiz that was handed in, its ``show`` says. Pages that are files show the right
    answers where learners see them in the end: nobody is there to grade.
    """
    drawing = draw(quiz, attempt.seed)
    asked, known = sheet(quiz, drawing), {one.key: one for one in quiz.questions}
    answers = {one.key: _answer(one, attempt.fields or {}) for one in asked}
    score, told = None, dict[str, Marked]()
    if attempt.fields is not None:
        score = grade_attempt(quiz, drawing.keys, answers)
        told = {one.key: one for one in marked(quiz, answers, score, quiz.show)}
    elif not is_live and quiz.show == "answers":
        told = {one.key: _solved(known[one.key]) for one in asked}
    return page.QuizForm(
        text(quiz.text) if quiz.text else Body(),
        [
            _question(one, answers[one.key], told.get(one.key), text, is_graded=bool(score))
            for one in asked
        ],
        quiz.pass_mark,
        is_live,
        attempt.seed,
        f"?seed={attempt.seed % HIGHEST_SEED + 1}",
        _result(score) if score is not None and quiz.show != "never" else None,
    )


def self_graded_form(quiz: Quiz, text: Text, told: Words) -> page.QuizForm:
    """A quiz on a page that grades it by itself; always the same questions of its pools, in one order."""
    asked = sheet(quiz, draw(quiz, NO_ATTEMPT.seed))
    return page.QuizForm(
        text(quiz.text) if quiz.text else Body(),
        [_question(one, None, None, text, is_graded=False) for one in asked],
        quiz.pass_mark,
        is_answered_here=True,
        seed=NO_ATTEMPT.seed,
        again="#academy-quiz",
        key=key_of(quiz, asked, text, told),
    )


def _result(score: Score) -> page.Result:
    points = str(shown_points(score.points))
    return page.Result(points, score.out_of, score.percent, score.is_passed)


def _solved(question: Question) -> Marked:
    """A question with its right answer, which nobody answered."""
    points = shown_points(Fraction(0))
    told = (question.key, question.kind, question.text, "", points, question.points)
    return Marked(
        0, *told, is_right=False, solution=solution(question), explanation=question.explanation
    )


def _question(
    one: Asked, answer: Answer, told: Marked | None, text: Text, *, is_graded: bool
) -> page.Asked:
    verdict = None
    if told is not None and is_graded:
        feedback = [_inline(text(each)) for each in told.feedback]
        verdict = page.Verdict(str(told.points), told.is_right, told.why, feedback)
    return page.Asked(
        one.number,
        one.key,
        one.kind,
        text(one.text).html,
        one.points,
        _choices(one, answer, text),
        _lefts(one, answer, text),
        one.unit,
        _said(answer),
        verdict,
        _inline(text(told.solution)) if told and told.solution else "",
        text(told.explanation).html if told and told.explanation else "",
    )


def _choices(one: Asked, answer: Answer, text: Text) -> Sequence[page.Choice]:
    """What there is to choose from; a thing to put in order with the place that it was given."""
    places = (
        {key: str(at) for at, key in enumerate(answer or (), 1)} if one.kind == "ordering" else {}
    )
    return [
        page.Choice(each.key, each.letter, _inline(text(each.text)), places.get(each.key, ""))
        for each in one.options
    ]


def _lefts(one: Asked, answer: Answer, text: Text) -> Sequence[page.Choice]:
    given = answer if isinstance(answer, dict) else {}
    return [
        page.Choice(each.key, each.letter, _inline(text(each.text)), given.get(each.key) or "")
        for each in one.lefts
    ]


def _inline(body: Body) -> str:
    """The HTML of a text that is one paragraph, as part of a line."""
    html = body.html.strip()
    is_one = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return html[3:-4] if is_one else html


def _said(answer: Answer) -> Sequence[str]:
    if isinstance(answer, bool):
        return ["true" if answer else "false"]
    if isinstance(answer, list):
        return answer
    return [answer] if isinstance(answer, str) else []


def _answer(one: Asked, fields: Fields) -> Answer:
    """What the fields of a form say to a question; None where they say nothing."""
    name = f"q.{one.key}"
    given = [value for value in fields.get(name, ()) if value]
    match one.kind:
        case "multiple":
            return given
        case "true-false":
            return {"true": True, "false": False}.get(given[0]) if given else None
        case "ordering":
            return _in_order(one, fields)
        case "matching":
            pairs: dict[str, Any] = {
                left.key: fields.get(f"{name}.{left.key}", [""])[0] for left in one.lefts
            }
            return {key: right for key, right in pairs.items() if right}
        case _:
            return given[0] if given else None


def _in_order(one: Asked, fields: Fields) -> Answer:
    """Things by the places they were given; those of one place as they stood."""
    places = {each.key: fields.get(f"q.{one.key}.{each.key}", [""])[0] for each in one.options}
    if not all(
        place.isascii() and place.isdecimal() and len(place) < 4 for place in places.values()
    ):
        return None
    return sorted(places, key=lambda key: int(places[key]))
