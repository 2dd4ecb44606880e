"""Questions of quizzes: what stands twice, what is offered beside it, and settings that cannot hold.

Knows which entry goes; refuses to touch what decides whether an answer is right, unless it is asked to.
"""

from __future__ import annotations

from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Edit, Mended, Offer, Unsafe
from academy_cli.authoring.repair.keys import replaced, without
from academy_cli.authoring.repair.lists import out_of
from academy_cli.authoring.repair.scalars import as_scalar
from academy_cli.authoring.repair.yamlplaces import Spot, Yaml
from academy_cli.formats.problems import Problem
from academy_cli.formats.yamltext import MappingNode, Node, ScalarNode, plain_value
from academy_cli.kit.saying import say
from academy_cli.quizzes.tags import in_code


def without_twin(finding: Problem, bench: Bench) -> Offer:
    """A choice, an accepted answer, a thing or a pair that says what an earlier one says, taken out."""
    yaml = bench.yaml(finding.file)
    spot = yaml.at(finding.line, finding.column, "entry")
    if spot is None:
        return None
    if isinstance(spot.node, MappingNode) and not _has_twin(spot):
        return Unsafe(
            say("the two differ in more than their text, and only you know which one is meant")
        )
    return out_of(yaml, spot, say("the second of the two goes"))


def _has_twin(spot: Spot) -> bool:
    """Whether another entry of the list says the very same, ids apart."""
    others = spot.holder.value[: spot.number]
    return any(_said(one) == _said(spot.node) for one in others)


def _said(node: Node) -> object:
    value = plain_value(node)
    return (
        {key: said for key, said in value.items() if key != "id"}
        if isinstance(value, dict)
        else value
    )


def in_backticks(finding: Problem, bench: Bench) -> Offer:
    """A text whose tags are read as what they are."""
    yaml = bench.yaml(finding.file)
    spot = yaml.at(finding.line, finding.column, "value", "entry")
    if spot is None or not isinstance(spot.node, ScalarNode) or "\n" in spot.node.value:
        return None
    told = as_scalar(in_code(spot.node.value), in_flow=yaml.is_flow(spot.holder))
    return Mended(say("what is in angle brackets is read"), (replaced(yaml, spot, told),))


def without_distractor(finding: Problem, bench: Bench) -> Offer:
    """A distractor that is right, or stands twice, taken out."""
    yaml = bench.yaml(finding.file)
    spot = yaml.at(finding.line, finding.column, "entry")
    if spot is None:
        return None
    if len(spot.holder.value) == 1:
        return (
            without(yaml, spot.above, say("`distractors:` goes, which is right"))
            if spot.above
            else None
        )
    return out_of(yaml, spot, say("the distractor goes"))


def as_multiple(finding: Problem, bench: Bench) -> Offer:
    """A question for one choice that has several right ones, as one for several choices."""
    yaml = bench.yaml(finding.file)
    choice = yaml.at(finding.line, finding.column, "entry")
    question = choice.above.holder if choice is not None and choice.above else None
    kind = next((one for one in _pairs(yaml, question) if one.node.value == "kind"), None)
    if kind is None or not yaml.is_bare(kind.value):
        return None
    edit = Edit(yaml.file, *yaml.span(kind.value), b"multiple")
    return Mended(say("`kind: single` becomes `multiple`"), (edit,))


def _pairs(yaml: Yaml, holder: object) -> list[Spot]:
    return [one for one in yaml.spots() if one.role == "key" and one.holder is holder]


def picking_all(finding: Problem, bench: Bench) -> Offer:
    """A pool from which no more is picked than there is."""
    yaml = bench.yaml(finding.file)
    spot = yaml.at(finding.line, finding.column, "value")
    if spot is None or not isinstance(spot.holder, MappingNode):
        return None
    there = next((value for key, value in spot.holder.value if key.value == "questions"), None)
    many = len(there.value) if there is not None else 0
    if not many:
        return Unsafe(say("the pool has no questions"))
    return Mended(say("`pick: {}`, as many as there are", many), (replaced(yaml, spot, str(many)),))


def without_pass_mark(finding: Problem, bench: Bench) -> Offer:
    """A quiz that nobody could pass, without its pass mark."""
    yaml = bench.yaml(finding.file)
    spot = next(
        (one for one in yaml.spots() if one.role == "key" and one.node.value == "pass_mark"), None
    )
    return without(yaml, spot, say("`pass_mark` goes, which nobody could reach")) if spot else None
