"""Courses change; no learner is ever lost: random edits, of which the test knows who is who after each.

Every file carries a hidden identity through whatever is done to it, so that what the compiler finds out
about a course is judged by the truth.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring import matching
from academy_cli.authoring.changes import Action, Change
from academy_cli.authoring.document import Kind, Node
from academy_cli.authoring.plan import SavedPlan, saved_plan
from academy_cli.authoring.plan_errors import FolderMovedError, StalePlanError
from academy_cli.authoring.prepared import Prepared
from academy_cli.authoring.renames import Renames
from academy_cli.authoring.report import SyncReport
from tests.authoring.academy import Academy
from tests.authoring.authors import Script, delete, edited, scripts
from tests.authoring.chance import often
from tests.authoring.classroom import Classroom, classroom
from tests.authoring.credit import Judge, Pasts
from tests.authoring.people import enroll
from tests.authoring.register import Register, register, study
from tests.authoring.writers import add

RULES = ("", "completion: {percent: 80}", "completion: {lessons: all, on_add: reopen}")
FIELDS = {name: name for name in ("path", "key", "title", "parent", "id")} | {"text": "body"}
"""What a plan calls a change, and what a row calls it."""
_numbers = count()


@dataclass(frozen=True)
class Step:
    """One sync, with everything before and after it."""

    place: Path
    prepared: Prepared
    report: SyncReport
    judge: Judge

    @property
    def before(self) -> Register:
        return self.judge.before

    @property
    def after(self) -> Register:
        return self.judge.after

    @property
    def is_sound(self) -> bool:
        return not self.prepared.plan.has_errors and not self.prepared.plan.withheld


def steps(academy: Academy, folder: Path, edits: list[Script], seed: int) -> Iterator[Step]:
    """Let learners study, change the course, plan and apply, again and again."""
    chance = Random(seed)
    course = classroom(f"taught-{next(_numbers)}", chance.choice(RULES), chance.randint(3, 7))
    pasts: Pasts = {}
    for script in ([], *edits):
        course = edited(course, script)
        step = synced(academy, folder / course.slug, course, pasts, chance)
        yield step
        pasts = step.judge.now()
        if not script:
            enroll(academy, course.slug, 4)
        study(academy, course.slug, chance)
    shutil.rmtree(folder / course.slug)


def synced(academy: Academy, place: Path, course: Classroom, pasts: Pasts, chance: Random) -> Step:
    """Sync a course, at times with a plan from before something else happened."""
    course.write(place)
    before = register(academy, course.slug)
    prepared = academy.courses.plan(place)
    is_tried = bool(before.entries and prepared.plan.changes) and chance.random() < 0.2
    if is_tried:
        prepared.git.cancel()
        refuse_after_the_files_changed(academy, course, place, saved(prepared))
        prepared = academy.courses.prepare_saved(saved(prepared))
    report = academy.courses.apply(prepared, partial=True)
    if is_tried:
        refuse_after_another_sync(academy, prepared)
    return Step(
        place, prepared, report, Judge(before, register(academy, course.slug), course, pasts)
    )


# -- plans that were overtaken ------------------------------------------------------------------


def saved(prepared: Prepared) -> SavedPlan:
    """A plan as a plan file keeps it."""
    found = saved_plan(json.loads(json.dumps(prepared.plan.to_json())))
    assert found is not None
    return found


def refuse_after_the_files_changed(
    academy: Academy, course: Classroom, place: Path, plan: SavedPlan
) -> None:
    (place / "99-aside.md").write_text("# Aside\n\nSomebody else was here.\n")
    with pytest.raises(FolderMovedError):
        academy.courses.prepare_saved(plan)
    course.write(place)


def refuse_after_another_sync(academy: Academy, prepared: Prepared) -> None:
    with pytest.raises(StalePlanError):
        academy.courses.prepare_saved(saved(prepared))
    with pytest.raises(StalePlanError):
        academy.courses.apply(prepared, partial=True)


# -- what a plan says, and what came of it ------------------------------------------------------


def said(step: Step) -> dict[str, set[object]]:
    """What a plan says it does: keys of what is new, rows of the rest."""
    changes = [c for c in step.prepared.plan.changes if c.kind in (Kind.MODULE, Kind.LESSON)]
    staying = [c for c in changes if c.action not in (Action.CREATE, Action.RESTORE)]
    return {
        "created": {(c.kind.value, c.key) for c in changes if c.action is Action.CREATE},
        "archived": {_row(c) for c in changes if c.action is Action.ARCHIVE},
        "restored": {_row(c) for c in changes if c.action is Action.RESTORE},
        **{name: {_row(c) for c in staying if name in c.differences} for name in FIELDS},
    }


def _row(change: Change) -> int:
    assert change.was is not None
    return change.was.row


def touched(step: Step) -> set[int]:
    """The rows that differ, and are not new."""
    return {row for row, was in step.before.entries.items() if step.after.entries[row] != was}


def done(step: Step) -> dict[str, set[object]]:
    """What was done by the rows before and after."""
    old, new = step.before.entries, step.after.entries
    both = [(old[row], new[row]) for row in old]
    staying = [(a, b) for a, b in both if not (a.is_archived and not b.is_archived)]
    return {
        "created": {(new[row].kind, new[row].key) for row in new.keys() - old.keys()},
        "archived": {a.row for a, b in both if not a.is_archived and b.is_archived},
        "restored": {a.row for a, b in both if a.is_archived and not b.is_archived},
        **{
            name: {a.row for a, b in staying if getattr(a, field) != getattr(b, field)}
            for name, field in FIELDS.items()
        },
    }


# -- the properties -------------------------------------------------------------------------------


seeds = st.integers(0, 1 << 30)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@often(12, torture=6000)
@given(edits=scripts, seed=seeds)
def test_courses_change_and_no_learner_is_ever_lost(
    academy: Academy, tmp_path: Path, edits: list[Script], seed: int
) -> None:
    assert_nobody_lost(academy, tmp_path, edits, seed)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@often(6, torture=4000)
@given(edits=scripts, seed=seeds)
def test_courses_change_and_no_learner_is_ever_lost_in_postgresql(
    academy: Academy, tmp_path: Path, edits: list[Script], seed: int
) -> None:
    assert_nobody_lost(academy, tmp_path, edits, seed)


def assert_nobody_lost(academy: Academy, folder: Path, edits: list[Script], seed: int) -> None:
    for step in steps(academy, folder, edits, seed):
        assert step.after.steps == step.before.steps
        assert step.after.learners == step.before.learners
        assert list(step.judge.misplaced()) == []
        assert list(step.judge.lost() if step.is_sound else ()) == []
        assert [one for one in step.after.percents() if not 0 <= one <= 100] == []
        assert_done_as_said(step)
        with academy.planned(step.place) as again:
            assert again.plan.changes == ()


def assert_done_as_said(step: Step) -> None:
    was_done, counts = done(step), step.report.counts
    is_new = not step.before.entries

    assert step.before.entries.keys() <= step.after.entries.keys()
    assert was_done == said(step)
    assert touched(step) <= {c.was.row for c in step.prepared.plan.changes if c.was is not None}
    assert counts["create"] == len(was_done["created"]) + is_new
    assert counts["archive"] == len(was_done["archived"])
    assert counts["restore"] == len(was_done["restored"])


# -- the test can tell ----------------------------------------------------------------------------


def first_come(wanted: Mapping[int, Node], missing: Sequence[Node], *_: object) -> Renames:
    """A judgement of texts that takes any new lesson for any that is missing."""
    return Renames({i: (node, 1.0) for i, node in zip(wanted, missing, strict=False)})


def test_a_compiler_that_gives_learners_to_another_lesson_is_found_out(
    academy: Academy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "renames", first_come)
    edits: list[Script] = [[(delete, 0, 1), (add, 0, 6)]]

    found = [one for step in steps(academy, tmp_path, edits, 0) for one in step.judge.misplaced()]

    assert found == ["01-basics/01-bread.md (4) became 01-basics/03-crust.md (10): none"]
