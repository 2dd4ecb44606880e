"""Questions as items of QTI 1.2.1, in the profile of Common Cartridge.

After https://www.imsglobal.org/cc/ and the rules of its schema. Knows the kinds of both; refuses to know
where a test stands. Numbers are texts, and orders and pairs become a choice for each part: the profile has
nothing nearer.
"""

from __future__ import annotations

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
    Short,
    Single,
    TrueFalse,
)

Html = Callable[[str], str]
_RESPONSE = "response"
_MOST_POINTS = 99
_NO_ANSWER = "0"
"""What Moodle's importer takes for nothing; no other writing of it is the same answer there."""
_GENERAL, _RIGHT, _WRONG = "general_fb", "correct_fb", "general_incorrect_fb"


class Items(NamedTuple):
    """The items of a question as XML, and what of the question is not in them, or not as it was."""

    xml: tuple[str, ...]
    lacks: tuple[str, ...]


class _Label(NamedTuple):
    """Something to choose from."""

    ident: str
    html: str
    is_right: bool
    feedback: str = ""
    is_fixed: bool = False


def items(
    question: Question, ident: str, html: Html, true_false: Sequence[str], *, is_shuffled: bool
) -> Items:
    """A question as items; ``true_false`` are the words for both in the course's language."""
    maker = _Maker(question, ident, html, true_false, is_shuffled=is_shuffled)
    return Items(tuple(maker.items()), tuple(dict.fromkeys(maker.lacks)))


def material(html: str) -> str:
    """HTML as material."""
    return element("material", element("mattext", text(html), texttype="text/html"))


def fields(**said: str | None) -> str:
    """Metadata of a test or an item."""
    listed = [
        element("qtimetadatafield", element("fieldlabel", name), element("fieldentry", text(value)))
        for name, value in said.items()
        if value is not None
    ]
    return element("qtimetadata", lines(listed))


class _Maker:
    """The items of one question."""

    def __init__(
        self,
        question: Question,
        ident: str,
        html: Html,
        true_false: Sequence[str],
        *,
        is_shuffled: bool,
    ) -> None:
        self.question, self.ident, self.html = question, ident, html
        self.true_false = true_false
        self.is_shuffled = is_shuffled
        self.lacks: list[str] = []

    def items(self) -> Iterator[str]:
        """Each item as XML."""
        task = self.question.task
        yield from getattr(self, f"_on_{type(task).__name__.lower()}")(task)

    def _on_single(self, task: Single) -> Iterator[str]:
        yield self._chosen(self.ident, self.html(self.question.text), self._labels(task.choices))

    def _on_multiple(self, task: Multiple) -> Iterator[str]:
        if task.is_partial:
            self.lacks.append("only all of it gives points")
        labels = self._labels(task.choices)
        yield self._chosen(self.ident, self.html(self.question.text), labels, is_multiple=True)

    def _on_truefalse(self, task: TrueFalse) -> Iterator[str]:
        yes, no = self.true_false
        labels = [
            _Label("true", text(yes), task.is_true, self._told(task.if_true)),
            _Label("false", text(no), not task.is_true, self._told(task.if_false)),
        ]
        yield self._chosen(self.ident, self.html(self.question.text), labels)

    def _on_numeric(self, task: Numeric) -> Iterator[str]:
        unit = f" ({task.unit})" if task.unit else ""
        self.lacks.append("its number is compared as a text")
        if task.tolerance:
            self.lacks.append("only the very number is right")
        asked = self.html(self.question.text) + (f"<p>{text(unit.strip())}</p>" if unit else "")
        yield self._typed(asked, (f"{task.answer:f}",), is_case="No")

    def _on_short(self, task: Short) -> Iterator[str]:
        if more := [one for one in task.ignore if one != "case"]:
            self.lacks.append(f"{', '.join(more)} make a difference")
        is_case = "No" if "case" in task.ignore else "Yes"
        yield self._typed(self.html(self.question.text), task.accept, is_case=is_case)

    def _on_ordering(self, task: Ordering) -> Iterator[str]:
        self.lacks.append("it is a choice for each place")
        texts = [one.text for one in task.items]
        yield from self._parts([(f"{place}.", one) for place, one in enumerate(texts, 1)], texts)

    def _on_matching(self, task: Matching) -> Iterator[str]:
        self.lacks.append("it is a choice for each left side")
        rights = [one.text for one in task.rights]
        yield from self._parts([(pair.left.text, pair.right.text) for pair in task.pairs], rights)

    # -- parts ------------------------------------------------------------------------------------

    def _told(self, markdown: str) -> str:
        return self.html(markdown) if markdown else ""

    def _labels(self, choices: Sequence[Choice]) -> list[_Label]:
        return [
            _Label(
                one.key, self.html(one.text), one.is_right, self._told(one.feedback), one.is_fixed
            )
            for one in choices
        ]

    def _parts(self, asked: Sequence[tuple[str, str]], options: Sequence[str]) -> Iterator[str]:
        """A choice for each part of a question that has several."""
        shown = {one: self.html(one) for one in options}
        ordered = sorted(shown, key=lambda one: markup.words(markup.html(shown[one])))
        for number, (part, right) in enumerate(asked, 1):
            labels = [
                _Label(f"c{place}", shown[one], one == right) for place, one in enumerate(ordered)
            ]
            said = self.html(self.question.text) + self.html(part)
            yield self._chosen(f"{self.ident}.{number}", said, labels, share=len(asked))

    def _as_true_or_false(
        self, asked: str, labels: Sequence[_Label]
    ) -> tuple[str, Sequence[_Label]]:
        """Two choices as the profile wants them: Moodle refuses a whole cartridge with others.

        It shows words of its own for them, so the question has ours.
        """
        self.lacks.append(
            "of two choices platforms make true and false: the question says which is which"
        )
        said = [
            f"<p>{text(word)}:</p>{one.html}"
            for word, one in zip(self.true_false, labels, strict=True)
        ]
        named = [
            one._replace(ident=name) for name, one in zip(("true", "false"), labels, strict=True)
        ]
        return asked + "".join(said), named

    def _chosen(
        self,
        ident: str,
        asked: str,
        labels: Sequence[_Label],
        *,
        is_multiple: bool = False,
        share: int = 1,
    ) -> str:
        is_of_two = not is_multiple and len(labels) == 2
        if is_of_two and {one.ident for one in labels} != {"true", "false"}:
            asked, labels = self._as_true_or_false(asked, labels)
        listed = [
            element(
                "response_label", material(one.html), ident=one.ident,
                rshuffle="No" if one.is_fixed else None,
            )
            for one in labels
        ]  # fmt: skip
        response = element(
            "response_lid",
            element("render_choice", lines(listed), shuffle="Yes" if self.is_shuffled else None),
            ident=_RESPONSE,
            rcardinality="Multiple" if is_multiple else "Single",
        )
        if is_multiple:
            every = (
                _equal(one.ident, "Yes") if one.is_right else element("not", _equal(one.ident))
                for one in labels
            )  # Moodle takes those alone for right that say `case`
            right = [element("and", *every)]
        else:
            right = [_equal(one.ident) for one in labels if one.is_right]
        told = [(one.ident, one.feedback) for one in labels if one.feedback]
        kind = "multiple_response" if is_multiple else "multiple_choice"
        if is_of_two:
            kind = "true_false"  # the profile has choices of three and more
        return self._item(ident, kind, [material(asked), response], right, told, share=share)

    def _typed(self, asked: str, accept: Sequence[str], *, is_case: str) -> str:
        if _NO_ANSWER in accept:
            self.lacks.append("Moodle passes over the right answer “0”")
        response = element(
            "response_str", element("render_fib"), ident=_RESPONSE, rcardinality="Single"
        )
        right = [
            "".join(_equal(one, is_case) for one in accept)
        ]  # Moodle reads no second condition
        return self._item(self.ident, "fib", [material(asked), response], right)

    def _item(
        self,
        ident: str,
        kind: str,
        shown: Sequence[str],
        right: Sequence[str],
        told: Sequence[tuple[str, str]] = (),
        *,
        share: int = 1,
    ) -> str:
        feedback = [(f"{key}_fb", html) for key, html in told]
        general = self._told(self.question.explanation)
        both = [
            (_RIGHT, self._told(self.question.right)),
            (_WRONG, self._told(self.question.wrong)),
        ]
        feedback += [(name, html) for name, html in [(_GENERAL, general), *both] if html]
        weight = min(max(1, round(self.question.points / share)), _MOST_POINTS)
        if weight * share != self.question.points:
            self.lacks.append(f"it counts {weight * share}, not {self.question.points}")
        meta = fields(
            cc_profile=f"cc.{kind}.v0p1", cc_weighting=str(weight) if weight > 1 else None
        )
        return element(
            "item",
            element("itemmetadata", meta),
            element("presentation", lines(shown)),
            _processing(right, told, general=general, wrong=both[1][1], right_told=both[0][1]),
            *(_feedback(name, html) for name, html in feedback),
            ident=ident,
        )


def _equal(value: str, case: str | None = None) -> str:
    return element("varequal", text(value), respident=_RESPONSE, case=case)


def _feedback(name: str, html: str) -> str:
    return element("itemfeedback", element("flow_mat", material(html)), ident=name)


def _shown(name: str) -> str:
    return element("displayfeedback", feedbacktype="Response", linkrefid=name)


def _condition(condition: str, *done: str, goes_on: bool) -> str:
    said = "Yes" if goes_on else "No"
    return element("respcondition", element("conditionvar", condition), *done, continue_=said)


def _processing(
    right: Sequence[str],
    told: Sequence[tuple[str, str]],
    *,
    general: str,
    wrong: str,
    right_told: str,
) -> str:
    """What gives points, and what is told to whom."""
    score = element("decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    conditions = []
    if general:
        conditions.append(_condition("<other/>", _shown(_GENERAL), goes_on=True))
    conditions += [_condition(_equal(key), _shown(f"{key}_fb"), goes_on=True) for key, _ in told]
    points = element("setvar", "100", varname="SCORE", action="Set")
    praise = [_shown(_RIGHT)] if right_told else []
    conditions += [_condition(one, points, *praise, goes_on=False) for one in right]
    if wrong:
        conditions.append(_condition("<other/>", _shown(_WRONG), goes_on=True))
    return element("resprocessing", lines([element("outcomes", score), *conditions]))
