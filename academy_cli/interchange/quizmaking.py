"""Questions in our words, out of what other formats say: each one is read back before it is taken.

Knows our format of quizzes; refuses to know others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from academy_cli.formats.problems import Severity
from academy_cli.formats.yamltext import dump
from academy_cli.interchange.ids import allowed
from academy_cli.interchange.sources import Source
from academy_cli.quizzes.reading import read_file

Question = Mapping[str, Any]


class Choice(NamedTuple):
    """One thing to choose from."""

    text: str
    is_right: bool
    feedback: str = ""


class Asked(NamedTuple):
    """Where a question stands in a source, and what all kinds of questions have."""

    file: str
    line: int
    text: str
    id: str = ""
    points: int | None = None
    explanation: str = ""
    what: str = "question"


def single(asked: Asked, choices: Sequence[Choice]) -> Question:
    """A question with one right choice; true or false where that is what there is to choose from."""
    return _made(asked, "single", choices=[_choice(one) for one in choices])


def multiple(asked: Asked, choices: Sequence[Choice], *, partial: bool = False) -> Question:
    """A question with several right choices."""
    more = {"partial": "each"} if partial else {}
    return _made(asked, "multiple", choices=[_choice(one) for one in choices], **more)


def true_false(asked: Asked, *, answer: bool) -> Question:
    """A question of whether something is true."""
    return _made(asked, "true-false", answer=answer)


def numeric(asked: Asked, answer: str, *, tolerance: str = "", unit: str = "") -> Question:
    """A question for a number; answer and tolerance as they were written."""
    more = {"tolerance": _number(tolerance)} if tolerance else {}
    more |= {"unit": unit} if unit else {}
    return _made(asked, "numeric", answer=_number(answer), **more)


def short(asked: Asked, accept: Sequence[str], *, ignore: Sequence[str] | None = None) -> Question:
    """A question for a word or a few."""
    more = {} if ignore is None else {"ignore": list(ignore)}
    return _made(asked, "short", accept=list(accept), **more)


def ordering(asked: Asked, items: Sequence[str]) -> Question:
    """Things to be put in order."""
    return _made(asked, "ordering", items=list(items))


def matching(
    asked: Asked, pairs: Sequence[tuple[str, str]], distractors: Sequence[str] = ()
) -> Question:
    """Pairs that belong together."""
    more = {"distractors": list(distractors)} if distractors else {}
    both = [{"left": left, "right": right} for left, right in pairs]
    return _made(asked, "matching", pairs=both, **more)


def telling(question: Question, told: Mapping[str, str]) -> Question:
    """A question with what is told to whoever has it right or wrong."""
    said = {key: tidy(text) for key, text in told.items() if text.strip()}
    return {**question, "feedback": said} if said else question


def taken(
    source: Source, asked: Asked, question: Question, approximated: str = ""
) -> Question | None:
    """A question that our format takes, noted; None, noted with the reason, where it does not."""
    _, problems = read_file(dump({"questions": [question]}).encode(), asked.file)
    wrong = next((one for one in problems if one.severity is Severity.ERROR), None)
    name = asked.id or _first_words(asked.text)
    if wrong is not None:
        source.drop(asked.what, asked.file, wrong.message, line=asked.line, name=name)
        return None
    if approximated:
        source.approximate(asked.what, asked.file, approximated, line=asked.line, name=name)
    else:
        source.keep(asked.what, asked.file, line=asked.line, name=name)
    return question


def refused(source: Source, asked: Asked, why: str) -> Question | None:
    """Note a question that has no counterpart; always None, which stands for it."""
    name = asked.id or _first_words(asked.text)
    source.drop(asked.what, asked.file, why, line=asked.line, name=name)
    return None


def _made(asked: Asked, kind: str, **more: object) -> Question:
    said: dict[str, Any] = {"kind": kind}
    if asked.id:
        said["id"] = allowed(asked.id)
    said["text"] = tidy(asked.text) or "…"
    if asked.points is not None and asked.points != 1:
        said["points"] = asked.points
    said.update(more)
    if asked.explanation:
        said["explanation"] = tidy(asked.explanation)
    return said


def _choice(one: Choice) -> Mapping[str, Any]:
    said: dict[str, Any] = {"text": tidy(one.text) or "…"}
    if one.is_right:
        said["correct"] = True
    if one.feedback:
        said["feedback"] = tidy(one.feedback)
    return said


def _number(written: str) -> object:
    """A number as YAML has it; text where it is something else, which is then found wrong."""
    try:
        return int(written)
    except ValueError:
        return written


def tidy(text: str) -> str:
    """A text without spaces at the ends of its lines, so that YAML can have it as it looks."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines()).replace("\t", "    ")


def _first_words(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= 60 else f"{said[:59]}…"
