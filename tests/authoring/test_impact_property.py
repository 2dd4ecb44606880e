"""Random edits of a course with random learners: the plan's numbers are a recount's, and come true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring.changes import Action, Change
from academy_cli.authoring.document import Kind
from academy_cli.authoring.impact import NOBODY, Effects, Move
from academy_cli.authoring.prepared import Prepared
from academy_cli.authoring.report import SyncReport
from tests.authoring.academy import Academy
from tests.authoring.chance import often
from tests.authoring.folders import Course, Module
from tests.authoring.people import FUTURE, PAST, Fate, Moment, enroll, fates, live, moment
from tests.authoring.scripts import EDITS, START, Script, add, delete, edited

FEW, MANY = 5, 3000
LINES = (
    *((), ("required: false",), ("draft: true",), (f"release_at: {PAST}",)),
    *((f"release_at: {FUTURE}",), ("required: false", f"release_at: {FUTURE}")),
)
RULES = (
    *((), ("completion: {percent: 80}",), ("completion: {lessons: all, on_add: reopen}",)),
    *(("completion: {on_add: reopen}",), ("completion: {percent: 60, on_add: reopen}",)),
    *(("completion: {lessons: [a, b, intro], percent: 60, on_add: reopen}",),),
)
_numbers = count()


def weigh(course: Course, a: int, b: int) -> Course:
    """Let a lesson count, or not, or not yet."""
    path = sorted(course.lessons)[a % len(course.lessons)] if course.lessons else None
    if path is None:
        return course
    lesson = replace(course.lessons[path], says=LINES[b % len(LINES)])
    return replace(course, lessons={**course.lessons, path: lesson})


def release(course: Course, a: int, b: int) -> Course:
    """Put a module off, or let it out."""
    folders = sorted(course.modules)
    folder = folders[a % len(folders)] if folders else "02-more"
    module = course.modules.get(folder, Module())
    says = ((), (f"release_at: {PAST}",), (f"release_at: {FUTURE}",))[b % 3]
    return replace(course, modules={**course.modules, folder: replace(module, says=says)})


def rule(course: Course, a: int, _: int) -> Course:
    """Say when the course is complete."""
    return replace(course, says=RULES[a % len(RULES)])


_places = st.integers(0, 7 * 12 * 5)
_edits = st.sampled_from((*EDITS, *[add, delete, delete, weigh] * 3, *[release, rule] * 2))
scripts: st.SearchStrategy[list[Script]] = st.lists(
    st.lists(st.tuples(_edits, _places, _places), min_size=1, max_size=5), min_size=2, max_size=4
)


@dataclass(frozen=True)
class Step:
    """One sync, with everything before and after it."""

    prepared: Prepared
    report: SyncReport
    before: Moment
    after: Moment


def steps(academy: Academy, folder: Path, edits: list[Script], seed: int) -> Iterator[Step]:
    """Let learners live, change the course, plan and apply, again and again."""
    chance = Random(seed)
    course = replace(START, slug=f"lived-{next(_numbers)}", says=chance.choice(RULES))
    place, slug = folder / course.slug, course.slug
    course.write(place)
    academy.sync(place)
    for script in edits:
        live(academy, slug, enroll(academy, slug, chance.choice((0, 3, 8))), chance)
        course = edited(course, script)
        course.write(place)
        before, prepared = moment(academy, slug), academy.courses.plan(place)
        report = academy.courses.apply(prepared, partial=True)
        yield Step(prepared, report, before, moment(academy, slug))


# -- what is expected -----------------------------------------------------------------------------


def expected(step: Step, found: Mapping[int, Fate], rows: set[int]) -> Effects:
    """The numbers of some fates, and of whoever had to do with lessons."""
    before = step.before
    moves = Counter((old, new) for old, new, *_ in found.values() if old != new)
    lost = [who for who, (*_, loses) in found.items() if loses]
    return Effects(
        in_progress=sum(bool(begun & rows) for begun in before.begun.values()),
        completed=sum(bool(done & rows) for done in before.done.values()),
        moves=tuple(Move(old, new, number) for (old, new), number in sorted(moves.items())),
        gained=sum(gains for _, _, gains, _ in found.values()),
        at_risk=len(lost),
        certificates=sum(before.certificates.get(who, 0) for who in lost),
    )


def row_of(change: Change, after: Moment) -> int:
    """The row of a lesson that changes."""
    return change.was.row if change.was else after.keys["lesson", change.key]


def own(step: Step) -> set[int]:
    """The rows of lessons that have a change of their own."""
    changes = step.prepared.plan.changes
    return {row_of(one, step.after) for one in changes if one.kind is Kind.LESSON}


def follows(step: Step, row: int) -> int | None:
    """The nearest module around a lesson that has a change."""
    changes = step.prepared.plan.changes
    staying = [c for c in changes if c.kind is Kind.MODULE and c.action is not Action.ARCHIVE]
    changed = {step.after.keys["module", one.key] for one in staying}
    above = step.after.parents[row]
    while above is not None and above not in changed:
        above = step.after.parents[above]
    return above


def alone(step: Step, change: Change) -> Mapping[int, Fate]:
    """What a change would do if it were the only one."""
    before, after = step.before, step.after
    lessons, setting = dict(before.lessons), before.setting
    if change.kind is Kind.LESSON:
        row = row_of(change, after)
        lessons[row] = after.lessons[row]
    elif change.kind is Kind.MODULE and change.action is not Action.ARCHIVE:
        module = after.keys["module", change.key]
        here = set(before.lessons) & set(after.lessons) - own(step)
        lessons |= {row: after.lessons[row] for row in here if follows(step, row) == module}
    elif change.kind is Kind.COURSE:
        setting = after.setting
    return fates(before, setting, lessons)


@often(FEW, torture=MANY)
@given(edits=scripts, seed=st.integers(0, 1 << 30))
def test_a_plan_counts_what_a_recount_counts_for_every_change_and_in_total(
    academy: Academy, tmp_path: Path, edits: list[Script], seed: int
) -> None:
    for step in steps(academy, tmp_path, edits, seed):
        plan, before, after = step.prepared.plan, step.before, step.after
        if not before.done or plan.is_empty:
            assert plan.impact == NOBODY
            continue
        fate = fates(before, after.setting, after.lessons)
        gone = {
            row_of(one, after)
            for one in plan.changes
            if one.kind is Kind.LESSON and one.action is Action.ARCHIVE
        }
        interrupted = {who for who, begun in before.begun.items() if begun & gone}
        felt = {who for who, (old, new, *rest) in fate.items() if old != new or any(rest)}

        assert plan.impact.enrolled == len(before.done)
        assert plan.impact.interrupted == len(interrupted)
        assert plan.impact.touched == len(felt | interrupted)
        assert plan.impact.total == expected(step, fate, own(step) & before.lessons.keys())
        for change, effects in zip(plan.changes, plan.impact.changes, strict=True):
            is_lesson = change.kind is Kind.LESSON
            rows = {row_of(change, after)} & before.lessons.keys() if is_lesson else set()
            assert effects == expected(step, alone(step, change), rows), change


@often(FEW, torture=MANY)
@given(edits=scripts, seed=st.integers(0, 1 << 30))
def test_what_the_plan_says_of_completions_is_what_applying_it_does(
    academy: Academy, tmp_path: Path, edits: list[Script], seed: int
) -> None:
    for step in steps(academy, tmp_path, edits, seed):
        before, after, total = step.before, step.after, step.prepared.plan.impact.total
        fate = fates(before, after.setting, after.lessons) if step.report.changed else {}
        gained = {who for who, (*_, gains, _) in fate.items() if gains}
        lost = {who for who, (*_, loses) in fate.items() if loses}

        assert after.complete == (before.complete | gained) - lost
        assert (step.report.completed, step.report.reopened) == (len(gained), len(lost))
        assert (total.gained, total.at_risk) == (len(gained), len(lost))


@often(FEW, torture=MANY)
@given(edits=scripts, seed=st.integers(0, 1 << 30))
def test_no_step_that_anybody_took_is_lost_or_changed(
    academy: Academy, tmp_path: Path, edits: list[Script], seed: int
) -> None:
    for step in steps(academy, tmp_path, edits, seed):
        assert step.after.progress == step.before.progress
        for done in step.after.done.values():
            assert done <= step.after.lessons.keys()
