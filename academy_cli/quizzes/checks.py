"""What is wrong with a question, a pool or a quiz as a whole, though each of its keys is sound.

Knows what makes a question answerable; refuses to know how it is graded or drawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from academy_cli.formats.codes import shown
from academy_cli.formats.findings import Findings
from academy_cli.formats.records import value_of
from academy_cli.formats.yamltext import MappingNode, Node, SequenceNode, place
from academy_cli.kit.saying import say
from academy_cli.quizzes.numbers import exact
from academy_cli.quizzes.texts import BY_DEFAULT, compared, name_of, normal

Values = Mapping[str, Any]


def single(node: MappingNode, values: Values, findings: Findings) -> None:
    """Find a question for one choice that has no right one, or several."""
    choices = _checked_choices(node, values, findings)
    right = [child for child, choice in choices if choice.get("correct")]
    if choices and not right:
        findings.add("quiz.no-right-answer", node, value=values.get("text", ""))
    for child in right[1:]:
        first = place(right[0])[0] + findings.first_line - 1
        said = say("the choice on line {} is right as well, and learners tick one only", first)
        findings.add("quiz.several-right", child, value=_text_of(child), message=said)


def multiple(node: MappingNode, values: Values, findings: Findings) -> None:
    """Find a question for several choices of which none is right, or all are."""
    choices = _checked_choices(node, values, findings)
    right = [child for child, choice in choices if choice.get("correct")]
    if choices and not right:
        findings.add("quiz.no-right-answer", node, value=values.get("text", ""))
    elif len(choices) > 1 and len(right) == len(choices):
        findings.add("quiz.all-right", node, value=values.get("text", ""))


def numeric(node: MappingNode, values: Values, findings: Findings) -> None:
    """Find a tolerance in percent of nothing."""
    tolerance, answer = values.get("tolerance", ""), exact(values.get("answer", ""))
    if tolerance.endswith("%") and answer is not None and not answer:
        said = say("{} of 0 is 0", tolerance)
        hint = say("Write how far an answer may be off as a number, like `tolerance: 0.5`.")
        findings.add("quiz.bad-tolerance", _at(node, "tolerance"), message=said, hint=hint)


def short(node: MappingNode, values: Values, findings: Findings) -> None:
    """Find accepted answers that are none, or that are another one to the grader."""
    if "accept" not in values or (value_of(node, "ignore") is not None and "ignore" not in values):
        return
    ignore = values.get("ignore", BY_DEFAULT)
    if not values["accept"]:
        hint = say("Add at least one accepted answer.")
        findings.add(
            "quiz.no-right-answer", _at(node, "accept"), value=values.get("text", ""), hint=hint
        )
    pairs = list(zip(_children(node, "accept"), values["accept"], strict=True))
    for child, text in pairs:
        if not compared(text, ignore):
            findings.add("quiz.blank-answer", child, value=text)
    told = [(child, compared(text, ignore)) for child, text in pairs]
    for child, first in _repeated((child, text) for child, text in told if text):
        _say_same("quiz.duplicate-answer", child, first, findings)


def ordering(node: MappingNode, values: Values, findings: Findings) -> None:
    """Find things to put in order that are too few, or the same."""
    items = _children(node, "items") if "items" in values else ()
    _require_two(node, values, "items", findings)
    if len(items) == 2:
        findings.add("quiz.obvious-order", _at(node, "items"), value="")
    for child, first in _repeated((child, normal(child.value)) for child in items):
        _say_same("quiz.duplicate-item", child, first, findings)


def matching(node: MappingNode, values: Values, findings: Findings) -> None:
    """Find pairs that cannot be told apart, and distractors that are right."""
    if "pairs" not in values:
        return
    nodes, pairs = _children(node, "pairs"), values["pairs"]
    lefts = [(child, normal(pair["left"])) for child, pair in zip(nodes, pairs, strict=True)]
    for child, first in _repeated(lefts):
        _say_same("quiz.duplicate-pair", child, first, findings)
    rights = {normal(pair["right"]) for pair in pairs}
    taken = set(rights)
    for child in _children(node, "distractors") if "distractors" in values else ():
        if normal(child.value) in taken:
            findings.add("quiz.fitting-distractor", child)
        taken.add(normal(child.value))
    if not pairs:
        findings.add(
            "quiz.no-right-answer", _at(node, "pairs"), hint=say("Add at least two pairs.")
        )
    elif len(taken) < 2:
        hint = say("Add a pair with another right side, or a distractor.")
        findings.add("quiz.too-few-choices", _at(node, "pairs"), value="", hint=hint)


def pool(node: MappingNode, values: Values, findings: Findings) -> None:
    """Find a pool that is too small for what is picked from it, or not fair to everybody."""
    questions, pick = values.get("questions"), values.get("pick")
    if questions is None or pick is None:
        return
    if len(questions) < pick:
        said = say("{} are picked from a pool of {}", pick, len(questions))
        findings.add("quiz.pool-too-small", _at(node, "pick"), message=said)
    elif len(questions) == pick:
        findings.add("quiz.whole-pool", _at(node, "pick"))
    if len({question.get("points", 1) for question in questions}) > 1:
        findings.add("quiz.uneven-pool", node, value=values.get("pool", ""))


def quiz(node: MappingNode, values: Values, findings: Findings) -> None:
    """Find a quiz without questions, with the same one twice, or that nobody can pass."""
    if "questions" not in values:
        if value_of(node, "questions") is None:
            findings.add("quiz.no-questions", node, value="")
        return
    if not values["questions"]:
        findings.add("quiz.no-questions", _at(node, "questions"), value="")
        return
    found = list(_asked(_children(node, "questions"), values["questions"]))
    ids = [(child, said["id"]) for child, said in found if "id" in said]
    pools = zip(_children(node, "questions"), values["questions"], strict=True)
    ids += [(child, said["pool"]) for child, said in pools if "pool" in said]
    for child, first in _repeated(ids):
        _say_same("quiz.duplicate-id", child, first, findings)
    asked: list[tuple[Node, str]] = [
        (child, name_of(said["kind"], said["text"])) for child, said in found if "id" not in said
    ]
    for child, first in _repeated(asked):
        _say_same("quiz.duplicate-question", child, first, findings)
    if values.get("pass_mark") and _fewest_points(values["questions"]) == 0:
        findings.add("quiz.unreachable-pass-mark", _at(node, "pass_mark"))


def _fewest_points(entries: Iterable[Values]) -> int:
    """The points there are for whoever draws the cheapest questions."""
    total = 0
    for entry in entries:
        questions = entry.get("questions", (entry,))
        points = sorted(question.get("points", 1) for question in questions)
        total += sum(points[: entry.get("pick", 1)])
    return total


def _asked(nodes: Sequence[Node], entries: Sequence[Values]) -> Iterator[tuple[Node, Values]]:
    """Every question with its node, those in pools included."""
    for node, entry in zip(nodes, entries, strict=True):
        if "pool" in entry:
            yield from _asked(_children(node, "questions"), entry["questions"])
        else:
            yield node, entry


def _checked_choices(
    node: MappingNode, values: Values, findings: Findings
) -> list[tuple[Node, Values]]:
    """The choices of a question with their nodes; what is wrong among them is found."""
    if "choices" not in values:
        return []
    choices = list(zip(_children(node, "choices"), values["choices"], strict=True))
    _require_two(node, values, "choices", findings)
    ids = [(child, choice["id"]) for child, choice in choices if "id" in choice]
    for child, first in _repeated(ids):
        _say_same("quiz.duplicate-id", child, first, findings)
    same: dict[str, list[tuple[Node, Values]]] = defaultdict(list)
    for child, choice in choices:
        same[normal(choice["text"])].append((child, choice))
    for (first, one), *others in same.values():
        for child, other in others:
            is_same = bool(one.get("correct")) == bool(other.get("correct"))
            code = "quiz.duplicate-choice" if is_same else "quiz.contradictory-choice"
            _say_same(code, child, first, findings)
    return choices


def _require_two(node: MappingNode, values: Values, name: str, findings: Findings) -> None:
    if len(values.get(name, (1, 2))) < 2:
        findings.add("quiz.too-few-choices", _at(node, name), value="")


def _say_same(code: str, child: Node, first: Node, findings: Findings) -> None:
    line = place(first)[0] + findings.first_line - 1
    text = _text_of(child)
    findings.add(
        code, child, value=text, message=say("“{}” stands on line {} already", shown(text), line)
    )


def _repeated(told: Iterable[tuple[Node, str]]) -> Iterator[tuple[Node, Node]]:
    """Nodes that say what an earlier one has said, each with the earliest."""
    first: dict[str, Node] = {}
    for node, text in told:
        if text in first:
            yield node, first[text]
        else:
            first[text] = node


def _text_of(node: Node) -> str:
    """What names a node to its author: its own text, or that of the key that says it."""
    if not isinstance(node, MappingNode):
        return str(node.value)
    named = (value_of(node, name) for name in ("text", "left", "pool"))
    return next((str(one.value) for one in named if one is not None), "")


def _at(node: MappingNode, name: str) -> Node:
    return value_of(node, name) or node


def _children(node: Node, name: str) -> Sequence[Node]:
    found = value_of(node, name) if isinstance(node, MappingNode) else None
    return found.value if isinstance(found, SequenceNode) else ()
