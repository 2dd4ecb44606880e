"""Values of the wrong kind or form that can mean only one right one: `"10"`, `yes`, `31.01.2027`, `10h`.

Knows how a shape is asked whether a value is right; how each kind is written otherwise is in rewording.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from academy_cli.authoring.course_shapes import Entries
from academy_cli.authoring.patterns import GLOB, PATH
from academy_cli.authoring.repair import rewording
from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Edit, Mended, Offer, Unsafe
from academy_cli.authoring.repair.keys import without_grade
from academy_cli.authoring.repair.scalars import as_scalar
from academy_cli.authoring.repair.yamlplaces import Spot, Yaml
from academy_cli.formats.findings import Findings
from academy_cli.formats.patterns import DURATION, EMAIL, LANGUAGE, NODE_ID, SLUG
from academy_cli.formats.problems import Problem
from academy_cli.formats.shapes import Boolean, Choice, Either, Integer, List, Moment, Number, Text
from academy_cli.formats.yamltext import ScalarNode, parse
from academy_cli.kit.saying import say
from academy_cli.kit.slugs import slugify


def right_value(finding: Problem, bench: Bench) -> Offer:
    """A value as its key wants it, where only one can be meant."""
    yaml = bench.yaml(finding.file)
    spot = yaml.at(finding.line, finding.column, "value", "entry")
    if spot is None or spot.shape is None or not isinstance(spot.node, ScalarNode):
        return without_grade(finding, bench)
    if not yaml.is_bare(spot.node):
        return Unsafe(say("the value has an anchor, a tag or several lines"))
    in_flow = yaml.is_flow(spot.holder)
    for text in _candidates(spot.shape, spot.node.value.strip(), in_flow=in_flow):
        if _reads(spot.shape, text):
            said = yaml.written(spot.node)
            return Mended(say("{} becomes {}", said, text), (_edit(yaml, spot, text),))
    return None


def _edit(yaml: Yaml, spot: Spot, text: str) -> Edit:
    start, end = yaml.span(spot.node)
    gap = b" " if yaml.data[start - 1 : start] in (b":", b"-") else b""
    return Edit(yaml.file, start, end, gap + text.encode())


def _reads(shape: Any, text: str) -> bool:
    """Whether a shape finds nothing wrong with a value, written so."""
    found = parse(f"x: {text}", "").mapping
    if found is None or len(found.value) != 1:
        return False
    findings = Findings("")
    shape.read(found.value[0][1], findings)
    return not findings.problems


def _candidates(shape: Any, said: str, *, in_flow: bool) -> Iterator[str]:
    """How a value may have been meant, as YAML, the likeliest first."""
    if isinstance(shape, Either):
        yield from _candidates(shape.scalar, said, in_flow=in_flow)
        yield from _candidates(shape.nested, said, in_flow=in_flow)
    elif isinstance(shape, (List, Entries)):
        yield from _listed(shape, said)
    else:
        yield from (as_value for as_value in _reworded(shape, said, in_flow=in_flow) if as_value)


def _reworded(shape: Any, said: str, *, in_flow: bool) -> Iterator[str]:
    match shape:
        case Integer() | Number():
            yield rewording.number(said)
        case Boolean():
            yield rewording.truth(said)
        case Choice():
            yield rewording.choice(said, shape.words)
        case Moment():
            yield rewording.moment(said)
        case _ if shape == DURATION:
            yield rewording.duration(said)
        case _ if shape == EMAIL:
            yield rewording.email(said)
        case _ if shape == LANGUAGE:
            yield rewording.language(said)
        case _ if shape in (SLUG, NODE_ID):
            yield slugify(said)
        case _ if shape == PATH:
            path = said.replace("\\", "/").lstrip("/")
            yield as_scalar(path, in_flow=in_flow) if path != said else ""


def _listed(shape: Any, said: str) -> Iterator[str]:
    """A single value as a list; tags and addresses that commas part as several."""
    item = shape.item if isinstance(shape, List) else PATH
    parts = [part.strip() for part in said.split(",")]
    if item in (EMAIL, Text(60)) and all(parts):
        yield f"[{', '.join(as_scalar(part, in_flow=True) for part in parts)}]"
    if item in (EMAIL, PATH, GLOB) or isinstance(item, (Text, Either)) or item == NODE_ID:
        yield f"[{as_scalar(said, in_flow=True)}]"
