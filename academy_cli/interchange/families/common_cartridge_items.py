"""One item of a test (QTI 1.2) as a question, where its right answers stand in conditions of ``varequal``.

Knows the kinds of the profile and of Canvas; refuses to compute what a program or a person grades.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from academy_cli.interchange import htmltext, markup, quizmaking
from academy_cli.interchange.markup import Element
from academy_cli.interchange.quizmaking import Asked, Choice, Question
from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

_NONE = {
    "essay_question": "a person grades it", "file_upload_question": "a person grades it",
    "calculated_question": "a program makes its numbers", "text_only_question": "it asks nothing",
    "multiple_dropdowns_question": "ours has no questions with several gaps",
    "fill_in_multiple_blanks_question": "ours has no questions with several gaps",
    "categorization_question": "ours has nothing to sort into groups",
    "hot_spot_question": "ours has no questions about places in pictures",
}  # fmt: skip

_GAPS = frozenset({"multiple_dropdowns_question", "fill_in_multiple_blanks_question"})


def question(source: Source, path: str, item: Element) -> Question | None:
    """An item as a question; None, noted with the reason, where it has no counterpart."""
    said = dict(metadata(item))
    kind = said.get("question_type", "")
    profile = said.get("cc_profile", "") or kind
    feedback = {
        one.get("ident") or "": text_of(source, path, one)
        for one in markup.named(item, "itemfeedback")
    }
    presentation = next(markup.named(item, "presentation"), None)
    worth = said.get("points_possible", "") or said.get("cc_weighting", "")
    points = re.fullmatch(r"([1-9]\d{0,5})(?:\.0*)?", worth)
    asked = Asked(
        path,
        markup.line(item),
        "" if presentation is None else _prompt(source, path, presentation),
        item.get("ident") or "",
        points=int(points[1]) if points else None,
        explanation=feedback.get("general_fb", ""),
    )
    why = _refusal(item, kind, profile)
    if why or presentation is None:
        return quizmaking.refused(source, asked, why or "it asks nothing")
    return _answered(source, item, asked, kind or profile, feedback)


def _refusal(item: Element, kind: str, profile: str) -> str:
    """Why an item has no counterpart whatever stands in it; empty where it may have one."""
    gaps = len(list(markup.named(item, "response_lid")))
    if kind in _NONE and not (kind in _GAPS and gaps == 1):
        return _NONE[kind]
    if "essay" in profile:
        return "a person grades it"
    return "its answer is a pattern, and ours are words" if "pattern_match" in profile else ""


def _answered(
    source: Source, item: Element, asked: Asked, kind: str, feedback: dict[str, str]
) -> Question | None:
    """A question by what is answered: pairs, a number, choices, words."""
    if (make := _BY_KIND.get(kind)) is not None:
        return make(source, item, asked)
    labels = [text_of(source, asked.file, one) for one in markup.named(item, "response_label")]
    if kind == "fill_in_multiple_blanks_question":
        return quizmaking.taken(source, asked, quizmaking.short(asked, labels))
    if markup.has(item, "response_lid") and labels:
        return _choices(source, item, asked, feedback)
    accept = sorted(_right(item))
    if markup.has(item, "response_str", "render_fib") and accept:
        cases = {one.get("case") for one in markup.named(item, "varequal")}
        made = quizmaking.short(asked, accept, ignore=[] if cases == {"Yes"} else None)
        return quizmaking.taken(source, asked, quizmaking.telling(made, _general(feedback)))
    return quizmaking.refused(source, asked, say("there is nothing like {}", kind or "it"))


def metadata(element: Element) -> Iterator[tuple[str, str]]:
    """What is said about a test or an item itself, not about what is in it."""
    for one in element:
        if markup.name(one) in ("qtimetadata", "itemmetadata"):
            for entry in markup.named(one, "qtimetadatafield"):
                label, value = markup.child(entry, "fieldlabel"), markup.child(entry, "fieldentry")
                if label is not None and value is not None:
                    yield markup.words(label), markup.words(value)


def _choices(
    source: Source, item: Element, asked: Asked, feedback: dict[str, str]
) -> Question | None:
    right, shown, general = _right(item), _shown(item, feedback), _general(feedback)
    labels = list(markup.named(item, "response_label"))
    choices = []
    for one in labels:
        name = one.get("ident") or ""
        told = shown.get(name) or general["right" if name in right else "wrong"]
        choices.append(Choice(text_of(source, asked.file, one), name in right, told))
    kinds = {(one.get("rcardinality") or "").lower() for one in markup.named(item, "response_lid")}
    make = quizmaking.multiple if "multiple" in kinds else quizmaking.single
    return quizmaking.taken(source, asked, make(asked, choices))


def _general(feedback: dict[str, str]) -> dict[str, str]:
    """What is told about a whole answer."""
    return {
        "right": feedback.get("correct_fb", ""),
        "wrong": feedback.get("general_incorrect_fb", ""),
    }


def _matching(source: Source, item: Element, asked: Asked) -> Question | None:
    """Pairs: each response is one left side, and its right answer names the other."""
    answers = {
        one.get("respident") or "": markup.words(one)
        for condition in _scoring(item)
        for one in markup.named(condition, "varequal")
    }
    pairs, rights = [], {}
    for one in markup.named(item, "response_lid"):
        material = markup.child(one, "material")
        left = "" if material is None else text_of(source, asked.file, material)
        labels = {
            label.get("ident") or "": text_of(source, asked.file, label)
            for label in markup.named(one, "response_label")
        }
        rights.update(labels)
        pairs.append((left, labels.get(answers.get(one.get("ident") or "", ""), "")))
    if not pairs or not all(left and right for left, right in pairs):
        return quizmaking.refused(source, asked, say("not every one of its pairs has both sides"))
    taken = {right for _, right in pairs}
    others = [text for text in dict.fromkeys(rights.values()) if text not in taken]
    return quizmaking.taken(source, asked, quizmaking.matching(asked, pairs, others))


def _ordering(source: Source, item: Element, asked: Asked) -> Question | None:
    """Things in the order in which a condition that sets a score names them."""
    labels = {
        one.get("ident") or "": text_of(source, asked.file, one)
        for one in markup.named(item, "response_label")
    }
    conditions = _scoring(item)
    named = (
        [markup.words(one) for one in markup.named(conditions[0], "varequal")] if conditions else []
    )
    if len(conditions) != 1 or sorted(named) != sorted(labels):
        return quizmaking.refused(source, asked, say("its right order is not stated"))
    return quizmaking.taken(
        source, asked, quizmaking.ordering(asked, [labels[one] for one in named])
    )


def _numeric(source: Source, item: Element, asked: Asked) -> Question | None:
    """A number and how far one may be off; of a range its middle."""
    conditions = _scoring(item)
    if len(conditions) != 1:
        return quizmaking.refused(source, asked, say("it has several right numbers, and ours one"))
    exact = [markup.words(one) for one in markup.named(conditions[0], "varequal")]
    low, high = (
        _number(conditions[0], *names) for names in (("vargte", "vargt"), ("varlte", "varlt"))
    )
    if low is None or high is None:
        if len(exact) != 1:
            return quizmaking.refused(source, asked, say("its right number is not stated"))
        return quizmaking.taken(source, asked, quizmaking.numeric(asked, exact[0]))
    middle, off = (low + high) / 2, (high - low) / 2
    answer = exact[0] if exact else f"{middle:f}"
    why = (
        ""
        if not exact or _decimal(exact[0]) == middle
        else "how far one may be off is not the same on both sides"
    )
    if why:
        return quizmaking.refused(source, asked, why)
    tolerance = f"{off.normalize():f}" if off else ""
    return quizmaking.taken(source, asked, quizmaking.numeric(asked, answer, tolerance=tolerance))


def _number(condition: Element, *names: str) -> Decimal | None:
    found = next(markup.named(condition, *names), None)
    return None if found is None else _decimal(markup.words(found))


def _decimal(written: str) -> Decimal | None:
    try:
        value = Decimal(written)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 100 else None


def _prompt(source: Source, path: str, presentation: Element) -> str:
    """The text of an item: what stands before its choices."""
    texts = []
    for one in presentation.iter():
        if markup.name(one) in ("response_lid", "response_str", "response_grp"):
            break
        if markup.name(one) == "material":
            texts.append(text_of(source, path, one))
    return "\n\n".join(filter(None, texts))


def text_of(source: Source, path: str, element: Element) -> str:
    """The texts of some material, HTML as Markdown."""

    def say(what: str, line: int, why: str) -> None:
        source.approximate(what, path, why, line=line)

    found = []
    for one in markup.named(element, "mattext"):
        text = "".join(one.itertext())
        is_html = (one.get("texttype") or "").lower() == "text/html"
        found.append(htmltext.markdown(markup.html(text), say) if is_html else text.strip())
    return "\n\n".join(filter(None, found))


def _scoring(item: Element) -> list[Element]:
    """The conditions that set a score."""
    found = []
    for condition in markup.named(item, "respcondition"):
        scores = [markup.words(one) for one in markup.named(condition, "setvar")]
        if any(map(_is_worth, scores)):
            found.append(condition)
    return found


def _is_worth(score: str) -> bool:
    """Whether a score is points: `0.0000000`, as Moodle writes it, is none."""
    value = _decimal(score)
    return bool(score) and (value is None or value > 0)


def _right(item: Element) -> set[str]:
    """What has to be answered for points: named by a condition that sets a score, and not within ``not``."""
    return {
        markup.words(one)
        for condition in _scoring(item)
        for one in markup.named(condition, "varequal")
        if not any(markup.name(above) == "not" for above in one.iterancestors())
    }


def _shown(item: Element, feedback: dict[str, str]) -> dict[str, str]:
    """What is told about each choice: by a condition of that choice alone."""
    shown: dict[str, str] = {}
    for condition in markup.named(item, "respcondition"):
        choices = [markup.words(one) for one in markup.named(condition, "varequal")]
        for one in markup.named(condition, "displayfeedback"):
            if len(choices) == 1 and (told := feedback.get(one.get("linkrefid") or "")):
                shown.setdefault(choices[0], told)
    return shown


_BY_KIND: Mapping[str, Callable[[Source, Element, Asked], Question | None]] = {
    "matching_question": _matching,
    "ordering_question": _ordering,
    "numerical_question": _numeric,
}
