"""Inputs of PrairieLearn as questions: each kind of element whose right answer stands in it.

Knows the attributes of elements; refuses to know where a question is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from academy_cli.interchange import htmltext, markup, quizmaking
from academy_cli.interchange.markup import Element
from academy_cli.interchange.quizmaking import Asked, Choice, Question
from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

_YES = frozenset({"true", "t", "1", "yes", "y"})
_IN_SERVER = "its right answer is not in question.html: server.py has it"


def question(source: Source, one: Element, asked: Asked) -> Question | None:
    """The question that an input becomes; None, noted, where it has no counterpart."""
    make = _KINDS.get(markup.name(one))
    if make is None:
        quizmaking.refused(source, asked, say("there is nothing like {}", markup.name(one)))
        return None
    return make(source, one, asked)


def is_true(one: Element, key: str, *, otherwise: bool = False) -> bool:
    """Whether an attribute says yes."""
    said = one.get(key)
    return otherwise if said is None else said.strip().lower() in _YES


def _said(source: Source, asked: Asked, one: Element) -> str:
    def say(what: str, line: int, why: str) -> None:
        source.approximate(what, asked.file, why, line=line)

    return htmltext.markdown(one, say)


def _choices(source: Source, one: Element, asked: Asked) -> list[Choice]:
    return [
        Choice(
            _said(source, asked, answer), is_true(answer, "correct"), answer.get("feedback") or ""
        )
        for answer in one
        if markup.name(answer) == "pl-answer"
    ]


def _single(source: Source, one: Element, asked: Asked) -> Question | None:
    choices, changed = _choices(source, one, asked), ""
    for key, words in (
        ("all-of-the-above", "All of the above"),
        ("none-of-the-above", "None of the above"),
    ):
        said = (one.get(key) or "false").lower()
        if said in ("correct", "incorrect"):
            choices.append(Choice(words, said == "correct"))
        elif said not in ("false", ""):
            changed = say("“{}”, which was offered by chance, is not", words)
    if one.get("number-answers"):
        changed = "all of its choices are shown, of which some were drawn"
    if any(answer.get("score") for answer in one):
        changed = "choices that were right in part are wrong"
    right = [choice for choice in choices if choice.is_right]
    if len(right) > 1:
        changed = "of several right answers, of which one was drawn, it has the first"
        choices = [choice for choice in choices if not choice.is_right or choice is right[0]]
    return quizmaking.taken(source, asked, quizmaking.single(asked, choices), changed)


def _several(source: Source, one: Element, asked: Asked) -> Question | None:
    is_partial = is_true(one, "partial-credit") or one.get("partial-credit-method") is not None
    made = quizmaking.multiple(asked, _choices(source, one, asked), partial=is_partial)
    return quizmaking.taken(source, asked, made)


def _number(source: Source, one: Element, asked: Asked) -> Question | None:
    answer = one.get("correct-answer")
    if answer is None:
        return quizmaking.refused(source, asked, _IN_SERVER)
    if markup.name(one) == "pl-integer-input":
        return quizmaking.taken(
            source, asked, quizmaking.numeric(asked, answer, unit=one.get("suffix") or "")
        )
    comparison = one.get("comparison") or "relabs"
    if comparison != "relabs":
        why = say("numbers are not compared by {}; the answer has to be exact", comparison)
        return quizmaking.taken(source, asked, quizmaking.numeric(asked, answer), why)
    why = "PrairieLearn's two tolerances are one"
    tolerance = _tolerance(answer, one.get("rtol") or "0.01", one.get("atol") or "0.00000001")
    made = quizmaking.numeric(asked, answer, tolerance=tolerance, unit=one.get("suffix") or "")
    return quizmaking.taken(source, asked, made, why)


def _tolerance(answer: str, relative: str, absolute: str) -> str:
    """How far off an answer may be: a share of it and a number, added, as numpy.allclose does."""
    try:
        width = abs(Decimal(answer)) * Decimal(relative) + Decimal(absolute)
    except InvalidOperation:
        return ""
    return f"{width.normalize():f}"


def _text(source: Source, one: Element, asked: Asked) -> Question | None:
    answer = one.get("correct-answer")
    if answer is None:
        return quizmaking.refused(source, asked, _IN_SERVER)
    ignore = [
        *(["case"] if is_true(one, "ignore-case") else []),
        *(["spaces"] if is_true(one, "remove-spaces") else []),
    ]
    return quizmaking.taken(source, asked, quizmaking.short(asked, [answer], ignore=ignore))


def _order(source: Source, one: Element, asked: Asked) -> Question | None:
    method = one.get("grading-method") or "ordered"
    blocks = [answer for answer in one if markup.name(answer) == "pl-answer"]
    right = [answer for answer in blocks if is_true(answer, "correct", otherwise=True)]
    if method == "dag":
        if not _is_chain(right):
            return quizmaking.refused(source, asked, say("several orders of its blocks are right"))
    elif method == "ranking":
        ranks = [answer.get("ranking") or "" for answer in right]
        if not all(map(str.isdecimal, ranks)) or len(set(ranks)) < len(ranks):
            return quizmaking.refused(source, asked, say("several orders of its blocks are right"))
        right.sort(key=lambda answer: int(answer.get("ranking")))
    elif method != "ordered":
        return quizmaking.refused(source, asked, say("blocks are not graded by “{}”", method))
    if any(markup.name(group) == "pl-block-group" for group in one):
        return quizmaking.refused(source, asked, say("groups of blocks have no counterpart"))
    why = "wrong blocks are left out" if len(right) < len(blocks) else ""
    made = quizmaking.ordering(asked, [_said(source, asked, answer) for answer in right])
    return quizmaking.taken(source, asked, made, why)


def _is_chain(blocks: list[Element]) -> bool:
    """Whether each block depends on the one before it, so that only one order is right."""
    before = None
    for block in blocks:
        depends = set(filter(None, re.split(r"[,\s]+", block.get("depends") or "")))
        if before is not None and before.get("tag") not in depends:
            return False
        before = block
    return True


def _pairs(source: Source, one: Element, asked: Asked) -> Question | None:
    options = {
        option.get("name") or markup.words(option): _said(source, asked, option)
        for option in one
        if markup.name(option) == "pl-option"
    }
    pairs, used = [], set[str]()
    for statement in (each for each in one if markup.name(each) == "pl-statement"):
        match = statement.get("match") or ""
        pairs.append((_said(source, asked, statement), options.get(match, match)))
        used.add(match)
    others = [text for name, text in options.items() if name not in used]
    is_drawn = one.get("number-statements") or one.get("number-options")
    why = "all of its pairs are shown, of which some were drawn" if is_drawn else ""
    return quizmaking.taken(source, asked, quizmaking.matching(asked, pairs, others), why)


_KINDS: dict[str, Callable[[Source, Element, Asked], Question | None]] = {
    "pl-multiple-choice": _single,
    "pl-dropdown": _single,
    "pl-checkbox": _several,
    "pl-number-input": _number,
    "pl-integer-input": _number,
    "pl-string-input": _text,
    "pl-order-blocks": _order,
    "pl-matching": _pairs,
}
