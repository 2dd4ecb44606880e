"""One problem of OLX: each response in it whose right answers stand in the file, as a question.

After https://docs.openedx.org/en/latest/educators/olx/problem-xml/. Python in a problem is never run: what a
script computes, or a program grades, is dropped with the reason.
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Callable

from academy_cli.interchange import htmltext, markup, quizmaking
from academy_cli.interchange.families.olx_blocks import Block, Blocks
from academy_cli.interchange.markup import Element
from academy_cli.interchange.quizmaking import Asked, Choice, Question
from academy_cli.kit.saying import say

_APART = frozenset({"solution", "demandhint", "script"})
_HINTS = {
    "hint": "ours gives no hints on demand",
    "compoundhint": "ours tells nothing about several choices together",
    "stringequalhint": "ours tells nothing about one wrong answer of several",
    "regexphint": "ours tells nothing about one wrong answer of several",
}
_RANGE = re.compile(r"([\[(])\s*([^,]+),\s*([^\])]+)([\])])")


def questions(blocks: Blocks, block: Block) -> tuple[list[Question], str]:
    """The questions of a problem, noted, and the text that stands in it where it has none."""
    source = blocks.source
    blocks.attributes(block, "max_attempts", "showanswer", "weight")
    responses = [one for one in block.element.iter() if markup.name(one).endswith("response")]
    reader = _Reader(blocks, block, responses)
    made = [question for one in responses if (question := reader.question(one))]
    for hint in markup.named(block.element, *_HINTS):
        source.drop("hint", block.file, _HINTS[markup.name(hint)], line=markup.line(hint))
    name = blocks.title(block) or block.name
    if made and len(made) == len(responses):
        source.keep("problem", block.file, line=block.line, name=name)
    elif made:
        why = say("{} of its {} responses are questions now", len(made), len(responses))
        source.approximate("problem", block.file, why, line=block.line, name=name)
    else:
        why = "none of its responses has a counterpart" if responses else "it asks nothing"
        source.drop("problem", block.file, why, line=block.line, name=name)
    return made, ""


class _Reader:
    def __init__(self, blocks: Blocks, block: Block, responses: list[Element]) -> None:
        self.source = blocks.source
        self.block = block
        self.prompts = dict(zip(responses, self._before(responses), strict=True))
        self.name = block.name if len(responses) == 1 else ""
        self.title = blocks.title(block)
        weight = block.element.get("weight") or ""
        self.points = round(float(weight)) if re.fullmatch(r"\d{1,3}(?:\.\d+)?", weight) else None

    def question(self, one: Element) -> Question | None:
        """The question that a response becomes; None, noted, where it has no counterpart."""
        inside = [
            _said(self, label) for label in one if markup.name(label) in ("label", "description")
        ]
        attribute = next((each.get("label") for each in one.iter() if each.get("label")), "")
        own = "\n\n".join(filter(None, inside)) or attribute or ""
        text = "\n\n".join(filter(None, (self.prompts[one], own))) or self.title
        solutions = [*markup.named(one, "solution")] or [
            *markup.named(self.block.element, "solution")
        ]
        explanation = "\n\n".join(_said(self, solution) for solution in solutions)
        explanation = re.sub(r"^\W*Explanation\W*\n+", "", explanation)
        asked = Asked(
            self.block.file, markup.line(one), text, self.name, self.points, explanation, "response"
        )
        make = _KINDS.get(markup.name(one))
        if make is None:
            why = say("there is nothing like {}: a program grades it", markup.name(one))
            return quizmaking.refused(self.source, asked, why)
        return make(self, one, asked)

    def _before(self, responses: list[Element]) -> list[str]:
        """The text before each response: of the whole problem, what stands between them."""
        parts: list[str] = []
        text = [self.block.element.text or ""]
        found = []
        for one in self.block.element:
            if one in responses or any(below in responses for below in one.iter()):
                found += [("\n\n".join(filter(None, map(str.strip, [*text, *parts]))))] * sum(
                    below in responses for below in one.iter()
                )
                text, parts = [], []
            elif markup.name(one) in _APART:
                continue
            else:
                parts.append(
                    _said(self, one) if markup.name(one) not in _HEADINGS else markup.words(one)
                )
            parts.append(one.tail or "")
        if found and (last := "\n\n".join(filter(None, map(str.strip, parts)))):
            why = "it stood below the answers, and stands above them now"
            line = markup.line(responses[-1])
            self.source.approximate("order", self.block.file, why, line=line)
            found[-1] = f"{found[-1]}\n\n{last}".strip()
        return found


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "label")


def _said(reader: _Reader, one: Element) -> str:
    def say(what: str, line: int, why: str) -> None:
        reader.source.approximate(what, reader.block.file, why, line=line)

    return htmltext.markdown(one, say)


def _choices(reader: _Reader, one: Element, *names: str) -> list[Choice]:
    choices = []
    for choice in markup.named(one, *names):
        hints = []
        for hint in list(markup.named(choice, "choicehint", "optionhint")):
            if hint.get("selected") != "false":
                hints.append(_said(reader, hint))
            else:
                why = "ours tells nothing about a choice that was not ticked"
                file, line = reader.block.file, markup.line(hint)
                reader.source.drop("hint", file, why, line=line)
            hint.clear()
        is_right = (choice.get("correct") or "").strip().lower() == "true"
        choices.append(Choice(_said(reader, choice), is_right, "\n\n".join(hints)))
    return choices


def _single(reader: _Reader, one: Element, asked: Asked) -> Question | None:
    made = quizmaking.single(asked, _choices(reader, one, "choice"))
    return quizmaking.taken(reader.source, asked, made)


def _several(reader: _Reader, one: Element, asked: Asked) -> Question | None:
    is_partial = one.get("partial_credit") is not None
    made = quizmaking.multiple(asked, _choices(reader, one, "choice"), partial=is_partial)
    return quizmaking.taken(reader.source, asked, made)


def _dropdown(reader: _Reader, one: Element, asked: Asked) -> Question | None:
    choices = _choices(reader, one, "option")
    listed = next((each for each in markup.named(one, "optioninput") if each.get("options")), None)
    if not choices and listed is not None:
        try:
            names = [str(name) for name in literal_eval(listed.get("options"))]
        except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
            return quizmaking.refused(reader.source, asked, say("its options cannot be read"))
        choices = [Choice(name, name == listed.get("correct")) for name in names]
    return quizmaking.taken(reader.source, asked, quizmaking.single(asked, choices))


def _number(reader: _Reader, one: Element, asked: Asked) -> Question | None:
    answer = (one.get("answer") or "").strip()
    if "$" in answer:
        return quizmaking.refused(
            reader.source, asked, say("a script computes {}, and none is run", answer)
        )
    if span := _RANGE.fullmatch(answer):
        return _range(reader, asked, span)
    given = (each for each in markup.named(one, "responseparam") if each.get("type") == "tolerance")
    tolerance = next((each.get("default") or "" for each in given), "").strip()
    others = [each.get("answer") for each in markup.named(one, "additional_answer")]
    why = (
        say("its other answers ({}) do not count", ", ".join(filter(None, others)))
        if others
        else ""
    )
    fields = markup.named(one, "formulaequationinput", "textline")
    unit = next((each.get("trailing_text") or "" for each in fields), "")[:40].strip()
    made = quizmaking.numeric(asked, answer, tolerance=tolerance, unit=unit)
    return quizmaking.taken(reader.source, asked, _telling(reader, one, made), why)


def _telling(reader: _Reader, one: Element, made: Question) -> Question:
    """A question with the hint for a right answer."""
    hints = [_said(reader, hint) for hint in markup.named(one, "correcthint")]
    return quizmaking.telling(made, {"right": "\n\n".join(hints)})


def _range(reader: _Reader, asked: Asked, span: re.Match[str]) -> Question | None:
    """Any number of a range: its middle, with half its width to either side."""
    from decimal import Decimal, InvalidOperation

    try:
        low, high = Decimal(span[2].strip()), Decimal(span[3].strip())
    except InvalidOperation:
        return quizmaking.refused(
            reader.source, asked, say("its range is not one of plain numbers")
        )
    middle, width = (low + high) / 2, (high - low) / 2
    why = "" if span[1] == "[" and span[4] == "]" else "the ends of its range count as right, too"
    made = quizmaking.numeric(asked, f"{middle:f}", tolerance=f"{width:f}")
    return quizmaking.taken(reader.source, asked, made, why)


def _text(reader: _Reader, one: Element, asked: Asked) -> Question | None:
    manner = (one.get("type") or "").split()
    if "regexp" in manner:
        why = "its answer is a pattern (regexp), and ours are words"
        return quizmaking.refused(reader.source, asked, why)
    others = [each.get("answer") or "" for each in markup.named(one, "additional_answer")]
    accept = [each for each in (one.get("answer") or "", *others) if each]
    ignore = ["case"] if "ci" in manner else []
    made = quizmaking.short(asked, accept, ignore=ignore)
    return quizmaking.taken(reader.source, asked, _telling(reader, one, made))


_KINDS: dict[str, Callable[[_Reader, Element, Asked], Question | None]] = {
    "multiplechoiceresponse": _single,
    "choiceresponse": _several,
    "optionresponse": _dropdown,
    "numericalresponse": _number,
    "stringresponse": _text,
}
