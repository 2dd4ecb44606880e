"""What is no finding, but would be tidier: order of keys, needless quotes, a last line without its end.

Knows what reads the same written otherwise; refuses anything that would read otherwise. Numbers of names are
in renumbering.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from academy_cli.authoring.document import Kind
from academy_cli.authoring.names import COURSE_FILE, MODULE_FILE
from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Edit, Mended, Offer, Unsafe
from academy_cli.authoring.repair.scalars import is_plain_text
from academy_cli.authoring.repair.yamlplaces import Spot, Yaml
from academy_cli.formats.codes import Code as _Code
from academy_cli.formats.codes import Codes, table
from academy_cli.formats.problems import Problem, Severity
from academy_cli.formats.yamltext import ScalarNode, is_plain, parse, plain_value
from academy_cli.kit.saying import say

_N = Severity.NOTE
TIDY_CODES: Codes = table(
    _Code("tidy.newline", _N, say("The last line of a file does not end."), "", ""),
    _Code("tidy.order", _N, say("Keys stand in another order than in the documentation."), "", ""),
    _Code("tidy.quotes", _N, say("A value stands in quotes that it does not need."), "", ""),
    _Code("tidy.numbers", _N, say("Names are not numbered one after another, all alike."), "", ""),
)
_KEEPS_QUOTES = re.compile(r"[-+.\d]|(?:yes|no|on|off|y|n|true|false|null|none|~)\Z", re.IGNORECASE)
"""What other readers of YAML would take for something else without them."""


def untidy(bench: Bench, wanted: frozenset[str]) -> Iterator[Problem]:
    """Every file that could be tidier, once for each of the wanted ways."""
    files = [COURSE_FILE, *(_files(bench))] if wanted else []
    for file in files:
        data = bench.data(file)
        if "tidy.newline" in wanted and data and not data.endswith(b"\n"):
            yield TIDY_CODES["tidy.newline"].found(file, data.count(b"\n") + 1)
        if "tidy.order" in wanted and _is_disordered(bench.yaml(file)):
            yield TIDY_CODES["tidy.order"].found(file)
        if "tidy.quotes" in wanted and any(_needless(bench.yaml(file))):
            yield TIDY_CODES["tidy.quotes"].found(file)


def _files(bench: Bench) -> Iterator[str]:
    for path, node in bench.nodes.items():
        file = path if node.kind is Kind.LESSON else f"{path}/{MODULE_FILE}"
        if file in bench.tree.paths and not node.is_broken:
            yield file


def ended(finding: Problem, bench: Bench) -> Offer:
    """A file whose last line ends."""
    data = bench.data(finding.file)
    end = b"\r\n" if data.count(b"\r\n") == data.count(b"\n") > 0 else b"\n"
    return Mended(say("the last line ends"), (Edit(finding.file, len(data), len(data), end),))


# -- quotes ---------------------------------------------------------------------------------------


def unquoted(finding: Problem, bench: Bench) -> Offer:
    """Values without the quotes that they do not need."""
    yaml = bench.yaml(finding.file)
    spots = list(_needless(yaml))
    edits = (Edit(yaml.file, *yaml.span(s.node), s.node.value.encode()) for s in spots)
    number = say("1 value") if len(spots) == 1 else say("{} values", len(spots))
    return Mended(say("{} without needless quotes", number), tuple(edits))


def _needless(yaml: Yaml) -> Iterator[Spot]:
    for spot in yaml.spots():
        if spot.role == "key" or not isinstance(spot.node, ScalarNode) or is_plain(spot.node):
            continue
        text = spot.node.value
        is_quoted = yaml.written(spot.node)[:1] in ("'", '"') and yaml.is_bare(spot.node)
        if not is_quoted or _KEEPS_QUOTES.match(text):
            continue
        if is_plain_text(text, in_flow=yaml.is_flow(spot.holder)):
            yield spot


# -- order ----------------------------------------------------------------------------------------


def _is_disordered(yaml: Yaml) -> bool:
    keys = [key.value for key, _ in yaml.root.value] if yaml.root is not None else []
    return _order(yaml, keys) != list(range(len(keys)))


def _order(yaml: Yaml, keys: Sequence[object]) -> list[int]:
    """The places of keys in the order of the documentation; an author's own stay behind the key before."""
    known = list(yaml.record.by_name)
    ranked: list[tuple[int, int]] = []
    rank = -1
    for place, key in enumerate(keys):
        rank = known.index(str(key)) if key in known else rank
        ranked.append((rank, place))
    return [place for _, place in sorted(ranked)]


def reordered(finding: Problem, bench: Bench) -> Offer:
    """Keys in the order of the documentation, each with the comments above it and all its lines."""
    yaml = bench.yaml(finding.file)
    if yaml.root is None or yaml.is_flow(yaml.root):
        return Unsafe(say("its keys do not stand in lines of their own"))
    chunks = _chunks(yaml)
    if chunks is None:
        return Unsafe(say("its keys do not stand in lines of their own"))
    order = _order(yaml, [key.value for key, _ in yaml.root.value])
    begin, end = chunks[0][0], chunks[-1][1]
    parts = [yaml.data[a:b] for a, b in chunks]
    closed = [part if part.endswith(b"\n") else part + yaml.line_end for part in parts]
    made = b"".join(closed[place] for place in order)
    if not yaml.data[:end].endswith(b"\n"):
        made = made.removesuffix(yaml.line_end)
    if not _reads_alike(yaml, begin, end, made):
        return Unsafe(say("an alias has to come after what it stands for"))
    return Mended(say("the keys stand in their usual order"), (Edit(yaml.file, begin, end, made),))


def _chunks(yaml: Yaml) -> list[tuple[int, int]] | None:
    """The bytes of every key: from the comments directly above it to where the next one's begin."""
    keys = [spot for spot in yaml.spots() if spot.role == "key" and spot.holder is yaml.root]
    lines = [yaml.lines_of(spot) for spot in keys]
    begins: list[int] = []
    for found in lines:
        if found is None:
            return None
        begins.append(_above(yaml, found[0], is_first=not begins))
    last = lines[-1]
    ends = [*begins[1:], last[1] if last else 0]
    return list(zip(begins, ends, strict=True))


def _above(yaml: Yaml, at: int, *, is_first: bool) -> int:
    """Where the comments directly above a line begin; those at the top of a file stay there."""
    while not is_first and at > yaml.start:
        before = yaml.data.rfind(b"\n", yaml.start, at - 1) + 1 or yaml.start
        if not yaml.data[before:at].lstrip().startswith(b"#"):
            break
        at = before
    return at


def _reads_alike(yaml: Yaml, begin: int, end: int, made: bytes) -> bool:
    text = (yaml.text or "").encode()
    begin, end = begin - yaml.start, end - yaml.start
    after = parse((text[:begin] + made + text[end:]).decode(), "").mapping
    try:
        return (
            yaml.root is not None
            and after is not None
            and plain_value(after) == plain_value(yaml.root)
        )
    except ValueError:
        return False
