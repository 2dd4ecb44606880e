"""Plans as a tree of changes: what is new, changed, moved, archived or withheld, and why.

Knows how a change reads on a terminal and as a row; refuses to decide what changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import PurePosixPath

from academy_cli.authoring.changes import Action, Change, FieldChange, Withheld
from academy_cli.authoring.plan import Plan, change_json, withheld_json
from academy_cli.cli.answer import Columns
from academy_cli.cli.format import Format
from academy_cli.cli.show.problems import Line, summary
from academy_cli.cli.terminal import Ink, Terminal
from academy_cli.cli.terminal.ink import Style
from academy_cli.kit.record import shown
from academy_cli.kit.table import cut

LONGEST = 200
"""More lines than anybody reads; the counts below them are complete."""
_VALUE_WIDTH = 40
_DIGESTS = {"text", "source", "body"}
"""Fields whose values are digests, which tell a person nothing."""
_STYLES: Mapping[Action, Style] = {
    Action.CREATE: "green",
    Action.RESTORE: "green",
    Action.ARCHIVE: "red",
    Action.UPDATE: "yellow",
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
        for line in chain.from_iterable(map(lines, plans)):
            terminal.print(*line)
    else:
        terminal.show_list([row for plan in plans for row in rows(plan)], COLUMNS)


def rows(plan: Plan) -> list[Mapping[str, object]]:
    """One record per change, then one per withheld change, which has its reason."""
    changes = (change_json(change) for change in plan.changes)
    withheld = ({**withheld_json(one), "withheld": one.reason} for one in plan.withheld)
    absent = {"parent": "", "fields": (), "withheld": ""}
    return [
        {name: list(row[name]) if name == "fields" else row[name] for name in COLUMNS.known}
        for row in ({**absent, **row, "course": plan.course} for row in chain(changes, withheld))
    ]


def lines(plan: Plan) -> Iterator[Line]:
    """The tree, cut after LONGEST lines, and the counts."""
    yield (Ink(plan.course, "bold"), f"  {_standing(plan)}")
    tree = list(_tree(plan).lines(1))
    yield from islice(tree, LONGEST)
    if len(tree) > LONGEST:
        more = f"  … {len(tree) - LONGEST} more lines; --format json has them all"
        yield (Ink(more, "dim"),)
    yield (_summary(plan.counts),)
    if plan.problems:
        yield (f"{summary(plan.problems)}: academy course check {plan.folder}",)


def _standing(plan: Plan) -> str:
    if plan.is_empty:
        return f"is as revision {plan.base} has it"
    return f"would change from revision {plan.base}" if plan.base else "would be new"


def _summary(counts: Mapping[str, int]) -> str:
    parts = [f"{number} {word}" for word, number in counts.items() if number]
    return ", ".join(parts) if parts else "Nothing to do."


@dataclass(frozen=True, slots=True)
class _Folder:
    """A path in the course, what happens to it and what lies beneath."""

    name: str = ""
    happening: list[Line] = field(default_factory=list)
    inside: dict[str, _Folder] = field(default_factory=dict)

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


def _tree(plan: Plan) -> _Folder:
    root = _Folder()
    for change in plan.changes:
        root.at(change.path).happening.append(_change(change))
    for withheld in plan.withheld:
        root.at(withheld.path).happening.append(_withheld(withheld))
    return root


def _change(change: Change) -> Line:
    name = PurePosixPath(change.path).name or "the course"
    style = _STYLES.get(change.action, "cyan")
    return (Ink(change.action.sign, style), f" {name}  ", Ink(_said(change), "dim"))


def _withheld(one: Withheld) -> Line:
    name = PurePosixPath(one.path).name or "the course"
    said = f"{one.action.word} {one.kind.value}{_quoted(one.title)} is withheld: {one.reason}"
    return (Ink("!", "yellow"), f" {name}  {said}")


def _said(change: Change) -> str:
    noun = f"{change.kind.value}{_quoted(change.title)}"
    match change.action:
        case Action.CREATE:
            return f"new {noun}"
        case Action.ARCHIVE:
            return f"archive {noun}"
        case Action.RESTORE:
            return f"restore {noun}"
        case Action.MOVE | Action.RENAME if change.follows:
            return f"follows {change.follows}"
        case _:
            return ", ".join(_field(name, change.fields[name]) for name in change.fields) or noun


def _field(name: str, change: FieldChange) -> str:
    if name in _DIGESTS:
        return name
    return f"{name} {_value(change.before)} → {_value(change.after)}"


def _value(value: object) -> str:
    text = cut(shown(value), _VALUE_WIDTH)
    return f"“{text}”" if isinstance(value, str) and value else text


def _quoted(title: str) -> str:
    return f" “{title}”" if title else ""
