"""Plans as a tree of changes: what is new, changed, moved, archived or withheld, and why.

Knows how a plan is drawn on a terminal and as rows; refuses to decide what changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path, PurePath, PurePosixPath
from shlex import quote

from academy_cli.authoring.changes import Action, Change, Withheld
from academy_cli.authoring.codes import AT_PLAN
from academy_cli.authoring.document import Kind
from academy_cli.authoring.plan import Plan, change_json, withheld_json
from academy_cli.cli.answer import Columns
from academy_cli.cli.format import Format
from academy_cli.cli.show import diff, impact, problems, wording
from academy_cli.cli.terminal import Ink, Line, Terminal
from academy_cli.cli.terminal.ink import Style
from academy_cli.kit.saying import say, say_joined, say_so_many

Texts = Callable[[Change], tuple[str, str, int]]
"""A change's text before and after, and the line on which it begins in its file."""
LONGEST = 200
"""More lines than anybody reads; the counts below them are complete."""
_STYLES: Mapping[Action, Style] = {
    Action.CREATE: "green",
    Action.RESTORE: "green",
    Action.ARCHIVE: "red",
    Action.UPDATE: "yellow",
}

_TO: Mapping[str, Callable[[int], str]] = {
    "create": lambda number: say_so_many("{} to create", "{} to create", number),
    "update": lambda number: say_so_many("{} to update", "{} to update", number),
    "move": lambda number: say_so_many("{} to move", "{} to move", number),
    "rename": lambda number: say_so_many("{} to rename", "{} to rename", number),
    "archive": lambda number: say_so_many("{} to archive", "{} to archive", number),
    "restore": lambda number: say_so_many("{} to restore", "{} to restore", number),
    "withheld": lambda number: say_so_many("{} withheld", "{} withheld", number),
}

COLUMNS = Columns(
    ("course", "action", "kind", "path", "title", "fields", "withheld"),
    ("course", "action", "kind", "key", "path", "title", "parent", "fields", "withheld"),
    reference="key",
)


def show(terminal: Terminal, plans: Sequence[Plan]) -> None:
    """Write plans: trees, rows, or an object each."""
    if terminal.format.is_structured:
        terminal.show_documents([plan.to_json() for plan in plans])
    elif terminal.format is Format.TABLE:
        terminal.print_lines(chain.from_iterable(map(lines, plans)))
    else:
        found = (rows(plan.course, plan.changes, plan.withheld) for plan in plans)
        terminal.show_list([*chain.from_iterable(found)], COLUMNS)


def rows(
    course: str, changes: Sequence[Change], withheld: Sequence[Withheld] = ()
) -> list[Mapping[str, object]]:
    """One record per change, then one per withheld change, which has its reason."""
    done = (change_json(change) for change in changes)
    waiting = ({**withheld_json(one), "withheld": one.reason} for one in withheld)
    absent = {"parent": "", "fields": (), "withheld": ""}
    return [
        {name: list(row[name]) if name == "fields" else row[name] for name in COLUMNS.known}
        for row in ({**absent, **row, "course": course} for row in chain(done, waiting))
    ]


def lines(plan: Plan, texts: Texts | None = None) -> Iterator[Line]:
    """The tree, cut after LONGEST lines, and the counts; ``texts`` adds how each text changes."""
    yield (Ink(plan.course, "bold"), "  ", standing(plan))
    yield from tree(plan.changes, plan.withheld, texts)
    yield (summary(plan.counts),)
    yield from impact.lines(plan.impact, plan.course)
    told = [one for one in plan.problems if one.code in AT_PLAN]
    yield from problems.lines(told, place(plan))
    if others := [one for one in plan.problems if one.code not in AT_PLAN]:
        yield (say("{}: academy course check {}", problems.summary(others), quote(named(plan))),)


def tree(
    changes: Sequence[Change], withheld: Sequence[Withheld] = (), texts: Texts | None = None
) -> Iterator[Line]:
    """Changes where they happen, cut after LONGEST lines; ``texts`` adds how each text changes, uncut."""
    drawn = list(_tree(changes, withheld, texts).lines(1))
    longest = LONGEST if texts is None else len(drawn)  # words are nowhere else to be had
    yield from islice(drawn, longest)
    if len(drawn) > longest:
        more = say("  … {} more lines; --format json has them all", len(drawn) - longest)
        yield (Ink(more, "dim"),)


def near(folder: Path) -> Path:
    """A folder as it is named from here, if it is below."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def place(plan: Plan) -> PurePath:
    """Where the files of a plan's findings are: a folder as named from here, or one of its repository."""
    return plan.fetched.place if plan.fetched else near(Path(plan.folder))


def named(plan: Plan) -> str:
    """What a plan was made of, as a person names it from here."""
    return plan.folder if plan.fetched else str(near(Path(plan.folder)))


def standing(plan: Plan) -> str:
    """What the whole plan comes to, behind the course's name."""
    if plan.rollback_to is not None:
        if plan.is_empty:
            return say("is as revision {} has it", plan.rollback_to)
        return say("would go back from revision {} to revision {}", plan.base, plan.rollback_to)
    if plan.is_empty:
        if plan.withheld:
            return say("stays as revision {} has it", plan.base)
        return say("is as revision {} has it", plan.base)
    return say("would change from revision {}", plan.base) if plan.base else say("would be new")


def summary(counts: Mapping[str, int]) -> str:
    """``2 to create, 1 withheld``."""
    parts = [_TO[word](number) for word, number in counts.items() if number]
    return say_joined(", ", parts) if parts else say("Nothing to do.")


class _Folder:
    """A path in the course, what happens to it and what lies beneath."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.happening: list[Line] = []
        self.inside: dict[str, _Folder] = {}

    def at(self, path: str) -> _Folder:
        place = self
        for part in PurePosixPath(path).parts:
            place = place.inside.setdefault(part, _Folder(part))
        return place

    def lines(self, depth: int) -> Iterator[Line]:
        indent = "  " * depth
        for line in self.happening:
            yield (indent, *line)
        if self.name and not self.happening:
            yield (indent, Ink(f"  {self.name}/", "dim"))
        for below in self.inside.values():
            yield from below.lines(depth + 1 if self.name else depth)


def _tree(changes: Sequence[Change], withheld: Sequence[Withheld], texts: Texts | None) -> _Folder:
    root, followers = _Folder(), _followers(changes)
    for change in changes:
        if change.follows:
            continue
        happening = root.at(change.path).happening
        happening.append(_change(change, followers[change.key]))
        if texts and "text" in change.fields and change.was and change.node:
            happening += diff.lines(*texts(change))
    for one in withheld:
        root.at(one.path).happening.append(_withheld(one))
    return root


def _followers(changes: Sequence[Change]) -> Mapping[str, Counter[str]]:
    """How many modules and lessons go along with each renamed module, by its key."""
    above = {one.key: one.follows for one in changes if one.kind is Kind.MODULE and one.follows}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for change in changes:
        module = change.follows
        while module in above:
            module = above[module]
        if module:
            found[module][change.kind.value] += 1
    return found


def _change(change: Change, followers: Counter[str]) -> Line:
    style = _STYLES.get(change.action, "cyan")
    said = [wording.change(change)]
    if change.kind is Kind.MODULE and followers:
        said.append(wording.followers(followers))
    return (
        Ink(change.action.sign, style),
        " ",
        _name(change),
        "  ",
        Ink(say_joined("; ", said), "dim"),
    )


def _withheld(one: Withheld) -> Line:
    return (Ink("!", "yellow"), " ", _name(one), "  ", wording.withheld(one))


def _name(one: Change | Withheld) -> str:
    return PurePosixPath(one.path).name or say("the course")
