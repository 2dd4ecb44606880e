"""The engine: fixes in, the files as they would be out; every repair proved by checking again.

In rounds: each makes the repairs that do not meet, and the next makes what it brought to light, until
nothing changes. A repair that does not mend its finding, causes another one, or costs a lesson its place or
id is given up. Knows no fix by name; refuses disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from academy_cli.authoring.document import Kind, Node, Page
from academy_cli.authoring.examine import Examined, examine
from academy_cli.authoring.links.outward import in_lesson
from academy_cli.authoring.names import COURSE_FILE, MODULE_FILE
from academy_cli.authoring.repair import translating
from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Mended, Move, Repair, Unsafe, together
from academy_cli.authoring.repair.fixes import EVERY, USUAL
from academy_cli.authoring.repair.newids import NO_KNOWN_IDS, KnownIds
from academy_cli.authoring.repair.overlay import Overlay
from academy_cli.authoring.repair.renumbering import misnumbered
from academy_cli.authoring.repair.tidying import TIDY_CODES, untidy
from academy_cli.authoring.translations.versions import NoPast, Past
from academy_cli.authoring.tree import Limits, Tree
from academy_cli.formats.codes import shown
from academy_cli.formats.problems import Problem, Severity, ordered
from academy_cli.kit.saying import say

ROUNDS = 50
"""No course needs as many; there has to be an end."""
CAUSES = say("mending it would cause another finding, or leave it")
LINKED = say("a file it stands in may not be written")


@dataclass(frozen=True)
class Left:
    """A finding that a fix is for and that is left as it is, and why."""

    finding: Problem
    why: str


@dataclass(frozen=True)
class Repaired:
    """What mends a course: the repairs in their order, and every file as it was and as it would be.

    ``files`` are by their path before; ``moves`` give the new paths of files, by ``renames`` of them or of
    folders around them, one after another. ``after`` is what would be found then.
    """

    repairs: tuple[Repair, ...] = ()
    left: tuple[Left, ...] = ()
    files: Mapping[str, tuple[bytes, bytes]] = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)
    renames: tuple[Move, ...] = ()
    after: tuple[Problem, ...] = ()


class Besides(NamedTuple):
    """What is known beside a course's files: findings about links to the web, the paths of translations that
    say what their originals say now, and what the files were."""

    findings: tuple[Problem, ...] = ()
    translated: frozenset[str] = frozenset()
    past: Past = NoPast()


NOTHING_BESIDES = Besides()


class _Known:
    """The pages that were read in earlier rounds."""

    def __init__(self) -> None:
        self.pages: dict[tuple[str, str], Page] = {}

    def node(self, path: str, source: str, tag: str) -> Node | None:
        """None is taken over whole: its findings would be missed."""

    def page(self, source: str, tag: str) -> Page | None:
        """What a file with this sha256 says."""
        return self.pages.get((source, tag))

    def keep(self, examined: Examined) -> None:
        """Take note of what was read."""
        draft = examined.reading.draft
        for node in (*draft.contents, *draft.translations):
            if node.page is not None:
                self.pages[node.page.source, examined.reading.tag] = node.page


def proposed(bench: Bench, wanted: Collection[str] = USUAL) -> Iterator[Repair | Left]:
    """What the fixes make of a course's findings as it stands; ``wanted`` are codes, by default all usual."""
    for finding in bench.findings:
        if finding.code not in wanted or finding.code not in EVERY:
            continue
        offer = EVERY[finding.code].run(finding, bench)
        if isinstance(offer, Mended):
            yield Repair(finding, offer)
        elif isinstance(offer, Unsafe):
            yield Left(finding, offer.why)


def repaired(
    tree: Tree,
    wanted: Collection[str] = USUAL,
    *,
    limits: Limits = Limits(),
    known: KnownIds = NO_KNOWN_IDS,
    closed: Collection[str] = (),
    besides: Besides = NOTHING_BESIDES,
) -> Repaired:
    """Mend a course as far as fixes can; ``closed`` files are not to be written."""
    engine = _Engine(tree, wanted, limits, known, closed)
    engine.besides = besides
    return engine.run()


class _Engine:
    """The state of one repair: the files so far, and what was given up."""

    def __init__(
        self,
        tree: Tree,
        wanted: Collection[str],
        limits: Limits,
        known: KnownIds,
        closed: Collection[str],
    ) -> None:
        self.wanted, self.limits, self.known_ids, self.closed = wanted, limits, known, closed
        self.overlay = Overlay(tree)
        self.pages = _Known()
        self.done: list[Repair] = []
        self.left: dict[tuple[str, ...], Left] = {}
        self.given_up: dict[tuple[str, ...], Left] = {}
        self.alone: set[str] = set()
        self.besides = Besides()
        self.was_current: frozenset[str] = frozenset()

    def run(self) -> Repaired:
        bench = self._bench(self.overlay)
        self.was_current = bench.was_current = translating.current(bench)
        for _ in range(ROUNDS):
            repairs = self._round(bench)
            if not repairs:
                break
            overlay = self.overlay.with_repairs(repairs, bench)
            after = self._bench(overlay)
            bad = _failed(repairs, bench, after)
            if not bad:
                self.done += repairs
                brought = after.originals.keys() - bench.originals.keys()
                self.was_current |= translating.current(after) & brought
                after.was_current = self.was_current
                self.overlay, bench = overlay, after
                self.alone.clear()
                continue
            self._give_up(bad, repairs)
        return self._result(bench)

    def _bench(self, overlay: Overlay) -> Bench:
        examined = examine(overlay, limits=self.limits, known=self.pages)
        self.pages.keep(examined)
        bench = Bench(overlay, examined, self.limits, self.known_ids)
        bench.past, bench.translated = self.besides.past, self.besides.translated
        bench.was_current = self.was_current
        tidy = frozenset(self.wanted) & TIDY_CODES.keys()
        bench.notes = tuple(untidy(bench, tidy))
        if "tidy.numbers" in tidy:
            bench.notes += tuple(misnumbered(bench))
        bench.notes += tuple(one for one in self.besides.findings if _stands(one, bench))
        return bench

    def _round(self, bench: Bench) -> list[Repair]:
        """The repairs of one round: those that make files readable first, then the others."""
        offers = list(proposed(bench, self.wanted))
        repairs = [one for one in offers if isinstance(one, Repair)]
        for one in repairs:
            if not self.closed_to(one).isdisjoint(self.closed):
                self.given_up[_key(one.finding)] = Left(one.finding, LINKED)
        repairs = [one for one in repairs if _key(one.finding) not in self.given_up]
        unsafe = {_key(one.finding): one for one in offers if isinstance(one, Left)}
        self.left = unsafe | self.given_up  # what was unsafe may not be so once others are mended
        first = [one for one in repairs if EVERY[one.finding.code].reveals] or repairs
        return together(self._one_by_one(first))

    def closed_to(self, repair: Repair) -> set[str]:
        """The files that a repair writes, by the paths they had."""
        files = {edit.file for edit in repair.mended.edits} | {m.old for m in repair.mended.moves}
        return {self.overlay.origin.get(file, file) for file in files}

    def _one_by_one(self, repairs: Iterable[Repair]) -> Iterator[Repair]:
        """Of a file in which something failed, one repair at a time."""
        seen: set[str] = set()
        for repair in repairs:
            files = _files(repair) & self.alone
            if files.isdisjoint(seen):
                yield repair
            seen |= files

    def _give_up(self, bad: list[Repair], beside: list[Repair]) -> None:
        """Give up what failed by itself; what others stood beside in a file is tried without them first."""
        crowded = Counter(file for repair in beside for file in _files(repair))
        for repair in bad:
            if all(crowded[file] == 1 for file in _files(repair)):
                self.given_up[_key(repair.finding)] = Left(repair.finding, CAUSES)
        self.alone |= {file for repair in bad for file in _files(repair)}

    def _result(self, bench: Bench) -> Repaired:
        overlay = self.overlay
        files = {}
        for path, after in overlay.changed.items():
            old = overlay.origin.get(path, path)
            before = overlay.tree.load(old, self.limits.text_bytes)
            if before != after:
                files[old] = (before, after)
        moves = {old: new for new, old in overlay.origin.items() if new != old}
        mended = {_key(one.finding) for one in self.done}
        left = tuple(one for key, one in self.left.items() if key not in mended)
        renames = tuple(move for one in self.done for move in one.mended.moves)
        found = ordered(bench.examined.problems)
        return Repaired(tuple(self.done), left, files, moves, renames, found)


def _stands(finding: Problem, bench: Bench) -> bool:
    """Whether the link that a finding is about is still what it was."""
    links = in_lesson(finding.file, bench.data(finding.file))
    where = (finding.line, finding.column, finding.value)
    return any((one.line, one.column, shown(one.target)) == where for one in links)


def _key(finding: Problem) -> tuple[str, ...]:
    """What stays of a finding while lines above it come and go."""
    return (finding.code, finding.file, finding.value, finding.message)


def _files(repair: Repair) -> set[str]:
    return {edit.file for edit in repair.mended.edits} | {one.old for one in repair.mended.moves}


def _worse(repairs: list[Repair], after: Bench) -> list[Repair]:
    """Those that move what nobody reads to where it would stop a sync."""
    errors = {one.file for one in after.findings if one.severity is Severity.ERROR}
    moved = (one for one in repairs if one.finding.code == translating.ORPHANED)
    return [one for one in moved if not _goals(one).isdisjoint(errors)]


def _goals(repair: Repair) -> set[str]:
    return {one.new for one in repair.mended.moves}


def _failed(repairs: list[Repair], before: Bench, after: Bench) -> list[Repair]:
    """The repairs of a round that did not do what they are for, or did something else."""
    reveals = [one for one in repairs if EVERY[one.finding.code].reveals]
    moves = [move for one in repairs for move in one.mended.moves]
    said = Counter(_short(one, moves) for one in before.findings)
    says = Counter(map(_short, after.findings))
    short = {id(one): _short(one.finding, moves) for one in repairs}
    stayed = [one for one in repairs if says[short[id(one)]] >= said[short[id(one)]]]
    if stayed:
        return stayed
    if reveals:
        return _worse(repairs, after)
    leaves = {EVERY[one.finding.code].leaves for one in repairs}
    new = {one for one in says - said if one[0] not in leaves and one[0] != translating.STALE}
    files = {file for _, file, _ in new}
    blamed = [one for one in repairs if not _files(one).isdisjoint(files)]
    if (new and not blamed) or not _keeps(before, after, moves):
        blamed = [one for one in repairs if any(map(_is_header, _files(one)))] or repairs
    return blamed


def _is_header(file: str) -> bool:
    return file.rpartition("/")[2] in (COURSE_FILE, MODULE_FILE)


def _short(finding: Problem, moves: Sequence[Move] = ()) -> tuple[str, str, str]:
    return (finding.code, _moved(finding.file, moves), finding.value)


def _moved(path: str, moves: Sequence[Move]) -> str:
    for old, new in moves:
        if path == old or path.startswith(f"{old}/"):
            path = new + path[len(old) :]
    return path


def _keeps(before: Bench, after: Bench, moves: Sequence[Move]) -> bool:
    """Whether every lesson still stands where it stood, and every id is still there."""
    lessons = (path for path, node in before.nodes.items() if node.kind is Kind.LESSON)
    ids = {node.id for node in before.nodes.values()}
    is_kept = {_moved(path, moves) for path in lessons} <= after.nodes.keys()
    return is_kept and ids <= {node.id for node in after.nodes.values()}
