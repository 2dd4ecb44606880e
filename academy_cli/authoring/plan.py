"""A plan: everything a sync would do to one course, as data that is printed, saved, served and executed.

Knows its own JSON; refuses to know how plans are made or applied.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field, replace
from functools import cached_property
from shlex import quote
from typing import Any, NamedTuple

from academy_cli.authoring.changes import Change, Comparison, Withheld, counts_of
from academy_cli.authoring.document import State
from academy_cli.authoring.impact import NOBODY, Impact, effects_json, impact_json
from academy_cli.authoring.repositories.fetched import Fetched, fetched_of
from academy_cli.authoring.unclear import percent
from academy_cli.formats.problems import Problem, count, has_errors
from academy_cli.kit.jsontext import canonical

PLAN_FORMAT = 2
"""Raised when a saved plan would mean something else, or when digests are made of something else."""


@dataclass(frozen=True)
class Plan:
    """What would happen to one course.

    ``against`` is the state it was made for, with a status only where the plan sets one: whatever else
    happens to a status is nothing to the plan. ``folder`` is where the course was read; a plan that
    ``is_strict`` took warnings for errors. ``impact`` is what it would have done to learners when it was
    made; they move on all the time, so it is nothing that a digest holds. ``rollback_to`` is the revision
    that it brings back, where it is not a folder's. A plan for what was ``fetched`` has its
    address for a folder.
    """

    course: str
    folder: str
    against: State
    changes: tuple[Change, ...]
    withheld: tuple[Withheld, ...]
    problems: tuple[Problem, ...]
    is_strict: bool = False
    impact: Impact = field(default=NOBODY, compare=False)
    rollback_to: int | None = None
    fetched: Fetched | None = None

    @property
    def base(self) -> int:
        """The revision it was made against; 0 for a new course."""
        return self.against.revision

    @property
    def command(self) -> str:
        """What makes such a plan once more."""
        if self.rollback_to is not None:
            return f"academy course rollback {self.course} {self.rollback_to}"
        return f"academy course plan {quote(self.folder)}"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.changes

    @property
    def has_errors(self) -> bool:
        """Whether a finding is an error, so that only the sound part could be applied."""
        return has_errors(self.problems)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many nodes each action touches; every action has a number."""
        return {**counts_of(self.changes), "withheld": len(self.withheld)}

    @cached_property
    def digest(self) -> str:
        """Identifies what would be done to what: equal digests do the same to the same state."""
        changes = [change.fingerprint for change in self.changes]
        withheld = [list(withheld_json(held).values()) for held in self.withheld]
        said = [self.course, *astuple(self.against), changes, withheld]
        return hashlib.sha256(canonical(said).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """The plan as plain data, in the order people read it."""
        said = {
            "course": self.course,
            "base": self.base,
            "changes": self._changes_json(),
            "withheld": [withheld_json(withheld) for withheld in self.withheld],
            "problems": [problem_json(problem) for problem in self.problems],
            "counts": {**self.counts, **count(self.problems)},
            "folder": self.folder,
            "digest": self.digest,
            "against": asdict(self.against),
            "strict": self.is_strict,
            "format": PLAN_FORMAT,
            "impact": impact_json(self.impact),
            "rollback_to": self.rollback_to,
            "repository": self.fetched.to_json() if self.fetched else None,
        }
        return said | {"seal": seal(said)}

    def _changes_json(self) -> list[dict[str, Any]]:
        """The changes, each with what it does to learners, where there are any."""
        changes = list(map(change_json, self.changes))
        for change, one in zip(changes, self.impact.changes, strict=False):
            change["impact"] = effects_json(one)
        return changes


class SavedPlan(NamedTuple):
    """What a plan file promises: this digest, against this state, from this folder or commit, as
    strictly read.
    """

    course: str
    folder: str
    against: State
    digest: str
    is_strict: bool
    fetched: Fetched | None = None


def concerned(state: State, comparison: Comparison) -> State:
    """What carrying out a comparison depends on: the status only where course.yaml says one."""
    return state if "status" in comparison.result.root.values else replace(state, status="")


def seal(said: Mapping[str, Any]) -> str:
    """The sha256 of a plan's JSON, so that a file that was changed is not taken for what was shown."""
    whole = {name: value for name, value in said.items() if name != "seal"}
    return hashlib.sha256(canonical(whole).encode(errors="backslashreplace")).hexdigest()


def format_of(data: Any) -> int | None:
    """The format in which a plan file's JSON holds a plan; None when it holds none."""
    found = data.get("format") if isinstance(data, dict) else None
    return found if type(found) is int else None


def saved_plan(data: Any) -> SavedPlan | None:
    """Read a plan out of a plan file's JSON; None when it is none of this format."""
    if format_of(data) != PLAN_FORMAT:
        return None
    said = _typed(data, course=str, folder=str, digest=str, strict=bool, against=dict)
    against = said and _typed(said["against"], revision=int, manifest=str, status=str)
    if not said or not against:
        return None
    return SavedPlan(
        said["course"],
        said["folder"],
        State(**against),
        said["digest"],
        said["strict"],
        fetched_of(data.get("repository")),
    )


def _typed(data: dict[str, Any], **types: type) -> dict[str, Any] | None:
    """Some values of a mapping, if each is there with its type."""
    found = {name: data.get(name) for name in types}
    return found if all(type(found[name]) is wanted for name, wanted in types.items()) else None


def change_json(change: Change) -> dict[str, Any]:
    """One change as plain data."""
    said: dict[str, Any] = {
        "action": change.action.word,
        "kind": change.kind.value,
        "key": change.key,
        "path": change.path,
        "title": change.title,
        "parent": change.parent,
        "fields": {
            name: {"before": f.before, "after": f.after} for name, f in change.fields.items()
        },
    }
    if change.similarity is not None:
        said["similarity"] = percent(change.similarity)
    return said | ({"follows": change.follows} if change.follows else {})


def withheld_json(withheld: Withheld) -> dict[str, Any]:
    """One withheld change as plain data."""
    return {
        "action": withheld.action.word,
        "kind": withheld.kind.value,
        "key": withheld.key,
        "path": withheld.path,
        "title": withheld.title,
        "reason": withheld.reason,
    }


def problem_json(problem: Problem) -> dict[str, Any]:
    """One finding as plain data."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "value": problem.value,
        "message": problem.message,
        "hint": problem.hint,
        "is_firm": problem.is_firm,
    }
