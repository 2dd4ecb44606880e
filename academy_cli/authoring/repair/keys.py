"""Keys of YAML that are misspelt, stand twice, are missing, or have no effect.

Knows one key at a time; refuses values that are wrong (see values).
"""

from __future__ import annotations

from difflib import SequenceMatcher

from academy_cli.authoring import names
from academy_cli.authoring.codes import CODES
from academy_cli.authoring.course_shapes import SEVERITY_WORDS, Checks
from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Edit, Mended, Offer, Unsafe
from academy_cli.authoring.repair.scalars import as_scalar
from academy_cli.authoring.repair.yamlplaces import Spot, Yaml
from academy_cli.formats.findings import Findings
from academy_cli.formats.problems import Problem
from academy_cli.formats.yamltext import MappingNode, plain_value
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest

LIKE = 0.8
"""How alike two words are for one to be written for the other without anybody asking (difflib's ratio)."""


def is_like(word: str, other: str) -> bool:
    """Whether a word can only be meant for another one: but for case and signs it is, or nearly."""
    first, second = _bare(word), _bare(other)
    return first == second or SequenceMatcher(None, first, second, autojunk=False).ratio() >= LIKE


def _bare(word: str) -> str:
    return word.casefold().replace("_", "").replace("-", "").replace(" ", "")


def renamed(finding: Problem, bench: Bench) -> Offer:
    """A key that is almost one that academy knows, under that one's name."""
    if finding.hint == CODES[finding.code].fix:
        return None  # checking found no key that is like it
    yaml = bench.yaml(finding.file)
    spot = yaml.at(finding.line, finding.column, "key")
    if spot is None or not isinstance(spot.node.value, str):
        return None
    right = _right(spot, spot.node.value)
    if right is None:
        return None
    if not yaml.is_bare(spot.node):
        return Unsafe(say("the key has an anchor, a tag or several lines"))
    return Mended(say("`{}` becomes `{}`", spot.node.value, right), (replaced(yaml, spot, right),))


def _right(spot: Spot, word: str) -> str | None:
    """The only key that can be meant, whose value would be a right one."""
    assert isinstance(spot.holder, MappingNode)
    there = {key.value for key, _ in spot.holder.value if isinstance(key.value, str)}
    if spot.record is None:
        graded = isinstance(spot.above, Spot) and isinstance(spot.above.shape, Checks)
        close = nearest(word, CODES) if graded else None
        is_fit = close is not None and spot.value.value in SEVERITY_WORDS
    else:
        close = spot.record.names.nearest(word)
        is_fit = close is not None and _fits(spot, close)
    is_meant = close is not None and abs(len(word) - len(close)) <= 1 and is_like(word, close)
    return close if close not in there and is_fit and is_meant else None


def _fits(spot: Spot, close: str) -> bool:
    assert spot.record is not None
    trial = Findings("")
    spot.record.by_name[close].shape.read(spot.value, trial)
    return not trial.problems


def replaced(yaml: Yaml, spot: Spot, text: str) -> Edit:
    """An edit that writes another scalar."""
    return Edit(yaml.file, *yaml.span(spot.node), text.encode())


def without_second(finding: Problem, bench: Bench) -> Offer:
    """A key that stands twice with the same value, once."""
    yaml = bench.yaml(finding.file)
    spot = yaml.at(finding.line, finding.column, "key")
    if spot is None:
        return None
    same = (i for i, (key, _) in enumerate(spot.holder.value) if key.value == spot.node.value)
    first = spot.holder.value[next(same)][1]
    try:
        is_equal = plain_value(first) == plain_value(spot.value)
    except ValueError:
        return None
    if not is_equal:
        return Unsafe(say("its values differ, and only you know which one is meant"))
    return without(yaml, spot, say("the second `{}` goes, which says the same", spot.node.value))


def without(yaml: Yaml, spot: Spot, what: str) -> Offer:
    """What is written in lines of its own, taken out with them."""
    lines = yaml.lines_of(spot)
    if lines is None:
        return Unsafe(say("it does not stand in lines of its own"))
    if len(spot.holder.value) == 1:
        return Unsafe(say("nothing would be left of what it stands in"))
    return Mended(what, (Edit(yaml.file, *lines, b""),))


def title_of_course(finding: Problem, bench: Bench) -> Offer:
    """course.yaml with a title made from its id, where only that is missing."""
    yaml = bench.yaml(finding.file)
    if finding.file != names.COURSE_FILE or "`title:`" not in finding.message:
        return None
    if any(_is_title(spot) for spot in yaml.spots() if spot.holder is yaml.root):
        return None  # an author's own, under a key that is misspelt
    name, title = yaml.pair("id"), yaml.pair("title")
    if name is None or title is not None or not isinstance(name.value.value, str):
        return None
    lines = yaml.lines_of(name)
    if lines is None:
        return Unsafe(say("the file's keys do not stand in lines of their own"))
    said = names.readable(name.value.value)
    line = b"title: " + as_scalar(said).encode() + yaml.line_end
    if not yaml.data[: lines[1]].endswith(b"\n"):
        line = yaml.line_end + line
    return Mended(
        say("`title: {}`, made from the id", said), (Edit(yaml.file, lines[1], lines[1], line),)
    )


def _is_title(spot: Spot) -> bool:
    """Whether a key of no meaning can only be meant for the title."""
    word, known = spot.node.value, spot.record.by_name if spot.record is not None else {}
    is_key = spot.role == "key" and isinstance(word, str)
    return is_key and word not in known and is_like(word, "title")


def without_grade(finding: Problem, bench: Bench) -> Offer:
    """`checks:` without a line for what is always an error."""
    yaml = bench.yaml(finding.file)
    spot = yaml.at(finding.line, finding.column, "key")
    if spot is None or not isinstance(spot.above, Spot) or not isinstance(spot.above.shape, Checks):
        return None
    if len(spot.holder.value) == 1:
        return without(yaml, spot.above, say("`checks:` goes, which can have no effect"))
    return without(
        yaml, spot, say("`{}` goes from `checks:`: it is always an error", spot.node.value)
    )


def without_date(finding: Problem, bench: Bench) -> Offer:
    """course.yaml without the date that its status overtakes."""
    yaml = bench.yaml(finding.file)
    spot = yaml.pair("publish_at")
    return without(yaml, spot, say("`publish_at` goes, which has no effect")) if spot else None
