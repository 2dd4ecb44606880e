"""Names numbered one after another: `1-a`, `3-b`, `10-c` become `01-a`, `02-b`, `03-c`.

Numbers are no part of keys, so nobody's progress moves; links to what is renamed are written anew. Knows
paths and links; refuses folders whose order a list decides, or where only numbers tell two names apart.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from academy_cli.authoring import names
from academy_cli.authoring.document import Kind
from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Mended, Move, Offer, Unsafe
from academy_cli.authoring.repair.relinking import relinked
from academy_cli.authoring.repair.tidying import TIDY_CODES
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say

_NUMBERED = re.compile(r"([0-9]{1,9})([a-z]?)([-_. )]+)(?=.)", re.IGNORECASE)


def misnumbered(bench: Bench) -> Iterator[Problem]:
    """The course, once, if names in it could be numbered better."""
    if renames := dict(_renames(bench)):
        file = min(renames)
        yield TIDY_CODES["tidy.numbers"].found(names.COURSE_FILE, value=file)


def _renames(bench: Bench) -> Iterator[tuple[str, str]]:
    """The new name of each file or folder that gets one, by path."""
    root = bench.examined.reading.draft.root
    if "content" in root.values or "moved" in root.values:
        return
    for folder, entries in _entries(bench).items():
        node = bench.nodes.get(folder)
        if node is not None and "content" in node.values:
            continue
        numbered = [name for name in entries if _NUMBERED.match(name)]
        bare = Counter(names.folded(names.without_number(names.stem(name))) for name in entries)
        if len(numbered) < 2 or max(bare.values()) > 1:
            continue
        yield from _in_folder(folder, sorted(numbered, key=names.natural_key), bench)


def _in_folder(folder: str, ordered: list[str], bench: Bench) -> Iterator[tuple[str, str]]:
    matches = [match for name in ordered if (match := _NUMBERED.match(name))]
    first = 0 if int(matches[0][1]) == 0 else 1
    usual = Counter(len(match[1]) for match in matches).most_common(1)[0][0]
    width = max(usual, len(str(first + len(ordered) - 1)))
    made = {
        name: f"{number:0{width}}{match[3]}{name[match.end() :]}"
        for number, (name, match) in enumerate(zip(ordered, matches, strict=True), first)
    }
    here = bench.folders[folder]
    others = {*here.files, *here.folders} - set(ordered)
    if len(set(made.values())) == len(made) and others.isdisjoint(made.values()):
        for name, new in made.items():
            if name != new:
                yield (f"{folder}/{name}" if folder else name), new


def _entries(bench: Bench) -> Mapping[str, list[str]]:
    """The names of lessons and modules by folder; a folder that is one lesson counts as that."""
    found: dict[str, list[str]] = defaultdict(list)
    for path, node in bench.nodes.items():
        folder, _, name = path.rpartition("/")
        if node.kind is Kind.LESSON and names.is_front_page(name):
            if not folder or folder in bench.nodes:
                continue
            folder, _, name = folder.rpartition("/")
        if not name.startswith(":") and "/:" not in path:
            found[folder].append(name)
    return found


def renumbered(finding: Problem, bench: Bench) -> Offer:
    """The whole course with names numbered one after another."""
    del finding
    renames = dict(_renames(bench))
    moves = _in_turn(renames)
    if moves is None:
        return Unsafe(say("two names would have to change places"))
    edits = relinked(renames, bench)
    if isinstance(edits, Unsafe):
        return edits
    number = say("1 name") if len(moves) == 1 else say("{} names", len(moves))
    return Mended(say("{} numbered one after another", number), edits, tuple(moves))


def _in_turn(renames: Mapping[str, str]) -> list[Move] | None:
    """Renames in an order in which every name is free when it is given; what is deeper comes first."""
    left = {
        old: old[: len(old) - len(old.rpartition("/")[2])] + new for old, new in renames.items()
    }
    moves: list[Move] = []
    while left:
        free = [old for old, new in left.items() if new not in left]
        if not free:
            return None
        moves += [Move(old, left.pop(old)) for old in free]
    return sorted(moves, key=lambda move: -move.old.count("/"))
