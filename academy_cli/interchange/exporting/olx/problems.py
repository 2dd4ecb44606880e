"""Questions as problems of OLX: one problem for each, with as many responses as it takes.

After https://docs.openedx.org/en/latest/educators/olx/problem-xml/. Knows the kinds of both; refuses to know
where problems stand. Orders and pairs become dropdowns, for there is nothing nearer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from academy_cli.interchange import markup
from academy_cli.interchange.exporting.xmltext import element, lines, text
from academy_cli.quizzes.questions import (
    Choice,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    Quiz,
    Short,
    Single,
    TrueFalse,
)

Html = Callable[[str], str]
"""From Markdown to HTML."""
_PARAGRAPH = re.compile(r"\s*<p>((?:(?!</?p\b).)*)</p>\s*", re.DOTALL)
_SHOWN = {"answers": "attempted"}


class Problem(NamedTuple):
    """A problem as XML, and what of the question is not in it, or not as it was."""

    xml: str
    lacks: tuple[str, ...]


def problem(
    question: Question, quiz: Quiz, title: str, html: Html, true_false: Sequence[str]
) -> Problem:
    """A question as a problem; ``true_false`` are the words for both in the course's language."""
    maker = _Maker(question, quiz, html, true_false)
    prompt = markup.xhtml(html(question.text)).strip()
    attempts = None if quiz.attempts is None else str(quiz.attempts)
    made = element(
        "problem",
        lines([prompt, *maker.responses()]),
        display_name=title,
        max_attempts=attempts,
        showanswer=_SHOWN.get(quiz.show, "never"),
        weight=str(question.points),
    )
    return Problem(made, tuple(dict.fromkeys(maker.lacks)))


def inline(html: str) -> str:
    """HTML that fits into a line: a paragraph that stands alone without its tags."""
    found = _PARAGRAPH.fullmatch(html)
    return markup.xhtml(found[1] if found else html)


class _Maker:
    """The responses of one question."""

    def __init__(
        self, question: Question, quiz: Quiz, html: Html, true_false: Sequence[str]
    ) -> None:
        self.question, self.quiz, self.html, self.true_false = question, quiz, html, true_false
        self.lacks: list[str] = []

    def responses(self) -> Iterator[str]:
        """Each response as XML."""
        task = self.question.task
        make = getattr(self, f"_on_{type(task).__name__.lower()}")
        yield from make(task)

    def _on_single(self, task: Single) -> Iterator[str]:
        yield self._choices("multiplechoiceresponse", "choicegroup", task.choices)

    def _on_multiple(self, task: Multiple) -> Iterator[str]:
        if self._is_shuffled():
            self.lacks.append("its choices keep their order")
        partial = "EDC" if task.is_partial else None
        yield self._choices("choiceresponse", "checkboxgroup", task.choices, partial)

    def _on_truefalse(self, task: TrueFalse) -> Iterator[str]:
        self.lacks.append("it is a single choice of two")
        yes, no = self.true_false
        choices = (
            Choice("true", yes, task.is_true, task.if_true),
            Choice("false", no, not task.is_true, task.if_false),
        )
        yield self._choices("multiplechoiceresponse", "choicegroup", choices)

    def _on_numeric(self, task: Numeric) -> Iterator[str]:
        percent = "%" if task.is_percent else ""
        tolerance = element(
            "responseparam", type="tolerance", default=f"{task.tolerance:f}{percent}"
        )
        field = element("formulaequationinput", trailing_text=task.unit or None)
        yield self._response(
            "numericalresponse", [tolerance, self._hint(), field], answer=f"{task.answer:f}"
        )

    def _on_short(self, task: Short) -> Iterator[str]:
        others = [element("additional_answer", answer=one) for one in task.accept[1:]]
        if more := [one for one in task.ignore if one != "case"]:
            self.lacks.append(f"{', '.join(more)} make a difference")
        yield self._response(
            "stringresponse",
            [*others, self._hint(), element("textline", size="40")],
            answer=task.accept[0],
            type="ci" if "case" in task.ignore else "cs",
        )

    def _on_ordering(self, task: Ordering) -> Iterator[str]:
        self.lacks.append("it is a dropdown for each place")
        texts = [one.text for one in task.items]
        asked = [(text(f"{number}."), one) for number, one in enumerate(texts, 1)]
        yield from self._dropdowns(asked, texts, is_partial=task.is_partial)

    def _on_matching(self, task: Matching) -> Iterator[str]:
        self.lacks.append("it is a dropdown for each left side")
        rights = [one.text for one in task.rights]
        asked = [(inline(self.html(pair.left.text)), pair.right.text) for pair in task.pairs]
        yield from self._dropdowns(asked, rights, is_partial=task.is_partial)

    # -- parts ------------------------------------------------------------------------------------

    def _is_shuffled(self) -> bool:
        return self.quiz.shuffle in ("choices", "all")

    def _choices(
        self, kind: str, group: str, choices: Sequence[Choice], partial: str | None = None
    ) -> str:
        is_shuffled = self._is_shuffled() and group == "choicegroup"
        listed = [self._choice(one, is_shuffled=is_shuffled) for one in choices]
        inside = element(
            group,
            lines(listed),
            type="MultipleChoice" if group == "choicegroup" else None,
            shuffle="true" if is_shuffled else None,
        )
        if self.question.right or self.question.wrong:
            self.lacks.append("what is told about the whole answer is left out")
        return self._response(kind, [inside], partial_credit=partial)

    def _choice(self, one: Choice, *, is_shuffled: bool) -> str:
        told = inline(self.html(one.feedback)) if one.feedback else ""
        return element(
            "choice",
            inline(self.html(one.text)),
            element("choicehint", told) if told else "",
            correct="true" if one.is_right else "false",
            fixed="true" if one.is_fixed and is_shuffled else None,
        )

    def _hint(self) -> str:
        if self.question.wrong:
            self.lacks.append("what is told about a wrong answer is left out")
        right = self.question.right
        return element("correcthint", inline(self.html(right))) if right else ""

    def _dropdowns(
        self, asked: Sequence[tuple[str, str]], options: Sequence[str], *, is_partial: bool
    ) -> Iterator[str]:
        if not is_partial:
            self.lacks.append("each part of it gives points")
        if self.question.right or self.question.wrong:
            self.lacks.append("what is told about the whole answer is left out")
        plain = {one: markup.words(markup.html(self.html(one))) for one in options}
        for number, (label, right) in enumerate(asked):
            listed = [
                element("option", text(plain[one]), correct="True" if one == right else "False")
                for one in sorted(options, key=lambda one: plain[one])
            ]
            inside = [element("label", label), element("optioninput", lines(listed))]
            yield self._response("optionresponse", inside, has_solution=number == len(asked) - 1)

    def _response(
        self, kind: str, inside: Sequence[str], *, has_solution: bool = True, **said: str | None
    ) -> str:
        parts = [one for one in inside if one]
        if self.question.explanation and has_solution:
            told = markup.xhtml(self.html(self.question.explanation)).strip()
            parts.append(element("solution", element("div", told, class_="detailed-solution")))
        return element(kind, lines(parts), **said)
