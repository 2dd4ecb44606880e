"""What `moved:` in course.yaml says: which path a lesson or module had before, and which are gone for good.

Knows paths; refuses to know what is at them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from academy_cli.authoring.codes import problem
from academy_cli.authoring.conventions import normal
from academy_cli.authoring.document import Node
from academy_cli.authoring.names import COURSE_FILE
from academy_cli.formats.findings import Placed
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say


@dataclass(frozen=True, slots=True)
class Moves:
    """An author's word on renames; ``before`` gives the old path of each new one, ``gone`` those without."""

    before: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    def old_paths(self, path: str) -> tuple[str, ...]:
        """Where something was before, and before that, by the nearest entry for it or a folder around it."""
        found: list[str] = []
        while self.before and (old := self._old_path(path)) is not None and old not in found:
            found.append(old)
            path = old
        return tuple(found)

    def is_gone(self, path: str) -> bool:
        """Whether something was taken away, so that nothing new is it under another name."""
        return path in self.gone or any(path.startswith(f"{folder}/") for folder in self.gone)

    def _old_path(self, path: str) -> str | None:
        above, rest = path, ""
        while above:
            if above in self.before:
                return self.before[above] + rest
            above, slash, name = above.rpartition("/")
            rest = slash + name + rest
        return None


def moves_of(entries: Iterable[Mapping[str, str]]) -> Moves:
    """Read the entries of `moved:`; of two with one `to:` the last counts, and `useless` tells of it."""
    said = [(_plain(entry["from"]), _plain(entry.get("to", ""))) for entry in entries]
    before = {new: old for old, new in said if new}
    return Moves(before, frozenset(old for old, new in said if not new))


def unknown(wanted: Sequence[Node], known: Container[int], moves: Moves) -> Iterator[Problem]:
    """Find entries for what is new although it is said what it was; ``known`` are indexes of the others."""
    for index, node in enumerate(wanted if moves.before else ()):
        if index not in known and node.path in moves.before:
            old = moves.before[node.path]
            message = say(
                "“{}” was “{}”, by `moved:`, but the academy has nothing there", node.path, old
            )
            yield problem("moved.useless", COURSE_FILE, value=old, message=message)


def useless(
    entries: Iterable[Mapping[str, str]], files: Container[str], folders: Container[str]
) -> Iterator[Problem]:
    """Find entries that can have no effect: what they name new is not there, or the old one still is."""
    said = [(entry["from"], entry.get("to", "")) for entry in entries]
    left = {_plain(old) for old, _ in said}
    seen: set[tuple[str, str]] = set()
    for old, new in said:
        before, after = _plain(old), _plain(new)
        if not seen.isdisjoint({("from", before), ("to", after or before)}):
            yield _useless(
                old, say("“{}” or “{}” stands in another entry of `moved:` already", old, new)
            )
        seen |= {("from", before), ("to", after or before)}
        if after and after not in files and after not in folders and after not in left:
            yield _useless(new, say("“{}”, named by `moved:`, is not there", new))
        elif (before in files or before in folders) and before != after:
            yield _useless(old, say("“{}” is still there, so its learners stay with it", old))


def _plain(path: str) -> str:
    """A path as the folder has it: without ``.``, ``..`` and doubled or closing slashes."""
    found = normal(path)
    return path if found is None else found


def _useless(path: str, message: str) -> Problem:
    line, column = (path.line, path.column) if isinstance(path, Placed) else (0, 0)
    return problem("moved.useless", COURSE_FILE, line, column, value=path, message=message)
