"""Planning and applying courses, one after the other, with a person's consent.

Knows the order of showing, asking and doing; refuses to know how a plan is made or carried out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from academy_cli.authoring.changes import Action, Change
from academy_cli.authoring.codes import AT_PLAN
from academy_cli.authoring.errors import CourseErrorsError, PartlyAppliedError
from academy_cli.authoring.git import GitState, KnownGit
from academy_cli.authoring.plan_errors import StalePlanError
from academy_cli.cli import fetching, planfile, unattended
from academy_cli.cli.batch import Batch
from academy_cli.cli.earned import sign_earned
from academy_cli.cli.format import Format
from academy_cli.cli.shell import Shell
from academy_cli.cli.show import impact as impacts
from academy_cli.cli.show import plan as plans
from academy_cli.cli.show import problems, report
from academy_cli.formats.problems import Problem, Severity, count
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.authoring.plan import Plan, SavedPlan
    from academy_cli.authoring.prepared import Prepared
    from academy_cli.authoring.report import SyncReport
    from academy_cli.authoring.repositories.places import Place
    from academy_cli.backups.partial.parts import CourseOut
    from academy_cli.cli.terminal import Terminal


def show_plans(
    shell: Shell,
    places: Sequence[Place],
    *,
    strict: bool = False,
    diff: bool = False,
    impact: bool = False,
    out: Path | None = None,
    is_offline: bool = False,
) -> tuple[Plan, ...]:
    """Show what a sync of every course below the paths would do, or to whom; ``out`` saves it.

    Raises, after everything is shown, for courses that have errors or cannot be planned.
    """
    batch, made = Batch(shell.terminal), []
    for folder in _folders(shell, places, batch, is_offline=is_offline):
        with batch.one(), _planned(shell, folder, strict=strict) as prepared:
            made.append(prepared.plan)
            if shell.terminal.format is Format.TABLE:
                _print(shell, prepared, diff=diff)
            _require_sound(prepared.plan)
    _show(shell.terminal, made, impact=impact)
    form = shell.terminal.format
    if not (form is Format.TABLE or form.is_structured or form.is_report):
        for plan in made:
            told = [one for one in plan.problems if one.code in AT_PLAN]
            shell.terminal.note_lines(problems.lines(told, plans.place(plan)))
    if diff and shell.terminal.format is not Format.TABLE:
        shell.terminal.note("The words of texts are shown in tables only: add --format table.")
    if out:
        planfile.save(out, made)
    batch.finish()
    return tuple(made)


def _show(terminal: Terminal, made: Sequence[Plan], *, impact: bool) -> None:
    """Show plans, or what they do to learners, after the trees that a table begins with."""
    if terminal.format is Format.MARKDOWN:
        from academy_cli.cli.show import planmarkdown

        terminal.print(planmarkdown.document(made))
        return
    if impact and not terminal.format.is_structured:
        impacts.show(terminal, made)
    elif terminal.format is not Format.TABLE:
        plans.show(terminal, made)


def sync(
    shell: Shell, places: Sequence[Place], *, strict: bool, partial: bool, is_offline: bool
) -> None:
    """Plan, ask and apply every course below the paths, then show what was done."""
    batch, done = Batch(shell.terminal), []
    for folder in _folders(shell, places, batch, is_offline=is_offline, is_told=True):
        with batch.one(), unattended.told(shell, shell.academy.called(folder)):
            done.append(_synced(shell, folder, strict=strict, partial=partial))
            _require_whole(done[-1])
    report.show(shell.terminal, done)
    batch.finish()


def _folders(
    shell: Shell,
    places: Sequence[Place],
    batch: Batch,
    *,
    is_offline: bool,
    is_told: bool = False,
) -> Sequence[Path]:
    """The courses below the places; that some may have been left out is one failure of the batch.

    So is a repository that cannot be fetched, which operators are told of like a sync that failed.
    """
    paths = []
    for place in places:
        with (
            batch.one(counts=False),
            unattended.told(shell, str(place)) if is_told else nullcontext(),
        ):
            paths.append(fetching.folder_of(shell, place, is_offline=is_offline))
    if not paths:
        return ()
    found = shell.academy.courses_below(paths)
    if found.left_out is not None:
        with batch.one():
            raise found.left_out
    return found.folders


def _synced(shell: Shell, folder: Path, *, strict: bool, partial: bool) -> SyncReport:
    """Plan, ask and apply one course; a plan that nobody has seen is made again when it is overtaken."""
    with _planned(shell, folder, strict=strict) as prepared:
        try:
            return _carried_out(shell, prepared, partial=partial)
        except StalePlanError:
            if not shell.terminal.wish.is_yes:
                raise
    shell.terminal.note("The course changed meanwhile; planning again.")
    with _planned(shell, folder, strict=strict) as prepared:
        return _carried_out(shell, prepared, partial=partial)


def apply(
    shell: Shell, file: Path, *, folder: Path | None, partial: bool, is_offline: bool
) -> None:
    """Carry out the plans of a plan file exactly, or refuse; a dry run shows them."""
    batch, done, made = Batch(shell.terminal), [], []
    for saved in planfile.load(file):
        with batch.one(), _saved(shell, saved, folder, is_offline=is_offline) as prepared:
            if shell.is_dry_run:
                made.append(prepared.plan)
            else:
                done.append(_carried_out(shell, prepared, partial=partial))
                _require_whole(done[-1])
    if shell.is_dry_run:
        plans.show(shell.terminal, made)
    else:
        report.show(shell.terminal, done)
    batch.finish()


def rollback(shell: Shell, prepared: Prepared, *, diff: bool) -> None:
    """Show, ask and bring a revision back; a dry run shows it only."""

    def texts(change: Change) -> tuple[str, str, int]:
        return shell.academy.history.texts(change)

    plan = prepared.plan
    if shell.is_dry_run and shell.terminal.format is Format.TABLE:
        shell.terminal.print_lines(plans.lines(plan, texts if diff else None))
    elif shell.is_dry_run:
        plans.show(shell.terminal, [plan])
    else:
        done = _carried_out(shell, prepared, partial=False)
        report.show(shell.terminal, [done])
        if done.changed:
            slug = plan.course
            undone = say("The folder of “{}” is as it was: its next sync undoes this.", slug)
            mend = say("Revert the commit there, or go on from: academy course export {} DIR", slug)
            shell.terminal.note_lines([(undone, " ", mend)])


def brought_back(shell: Shell, out: CourseOut) -> SyncReport | bool:
    """Show, ask and bring a course back out of a backup.

    A dry run shows what that would be, and says whether the course would change.
    """
    with _planned(shell, out.folder, strict=False, called=say("what it has")) as planned:
        known = KnownGit(GitState(out.commit, out.branch, out.is_dirty))
        if shell.is_dry_run:
            if shell.terminal.format is Format.TABLE:
                _print(shell, planned, diff=False)
            else:
                plans.show(shell.terminal, [planned.plan])
            return not planned.plan.is_empty
        planned.git.cancel()
        return _carried_out(shell, replace(planned, git=known), partial=False)


@contextmanager
def _planned(shell: Shell, folder: Path, *, strict: bool, called: str = "") -> Iterator[Prepared]:
    reading = say("Reading {}", called or shell.academy.called(folder))
    with shell.terminal.progress(reading) as progress:
        prepared = shell.academy.courses.plan(folder, strict=strict, progress=progress)
    with _ended(prepared):
        yield prepared


@contextmanager
def _saved(
    shell: Shell, saved: SavedPlan, folder: Path | None, *, is_offline: bool
) -> Iterator[Prepared]:
    if saved.fetched and not folder:
        folder = fetching.folder_again(shell, saved.fetched, is_offline=is_offline)
    reading = say("Reading {}", shell.academy.called(folder or Path(saved.folder)))
    with shell.terminal.progress(reading):
        prepared = shell.academy.courses.prepare_saved(saved, folder=folder)
    with _ended(prepared):
        yield prepared


@contextmanager
def _ended(prepared: Prepared) -> Iterator[None]:
    """Let go of what a plan holds, whether it was carried out or not."""
    try:
        yield
    finally:
        prepared.git.cancel()


def _carried_out(shell: Shell, prepared: Prepared, *, partial: bool) -> SyncReport:
    plan = prepared.plan
    if told := _worth_saying(shell, plan):
        shell.terminal.note_lines(problems.lines(told, plans.place(plan)))
    if not partial:
        _require_sound(plan)
    if not plan.is_empty:
        _ask(shell, plan)
    with shell.terminal.progress(say("Applying {}", plan.course)):
        done = shell.academy.courses.apply(prepared, partial=partial)
    if done.completed:
        sign_earned(shell)
    if done.restored_files:
        files = amount(done.restored_files, "file")
        shell.terminal.note(say("Put back {} of “{}” that storage had lost.", files, plan.course))
    if done.reopened:
        shell.terminal.warn(impacts.reopened(plan.course, done.reopened))
    if plan.impact.total.answered or plan.impact.total.judged:
        shell.terminal.note(say("See what that does to scores: {}", impacts.regrading(plan.course)))
    return done


def _ask(shell: Shell, plan: Plan) -> None:
    if _is_shown(shell):
        shell.terminal.note_lines(plans.lines(plan))
    gone = sum(change.action is Action.ARCHIVE for change in plan.changes)
    destroys = say("This archives {} of “{}”.", amount(gone, "part"), plan.course) if gone else ""
    what = amount(len(plan.changes), "change")
    question = say("Apply {} to “{}”?", what, plan.course)
    if (number := plan.rollback_to) is not None:
        question = say("Bring back revision {} of “{}” with {}?", number, plan.course, what)
    shell.terminal.confirm(question, destroys=destroys)
    if risk := plan.impact.total.at_risk:
        shell.terminal.confirm(impacts.at_risk(risk))


def _print(shell: Shell, prepared: Prepared, *, diff: bool) -> None:
    def texts(change: Change) -> tuple[str, str, int]:
        return shell.academy.courses.texts(prepared, change)

    shell.terminal.print_lines(plans.lines(prepared.plan, texts if diff else None))


def _worth_saying(shell: Shell, plan: Plan) -> list[Problem]:
    """What is said before a plan is carried out: errors, and what only a plan can say, if it is not shown."""
    is_shown = _is_shown(shell) and not plan.is_empty
    found = (one for one in plan.problems if one.code in AT_PLAN and not is_shown)
    return [*_errors(plan), *(one for one in found if one.severity is not Severity.ERROR)]


def _is_shown(shell: Shell) -> bool:
    return shell.terminal.can_ask and not shell.terminal.wish.is_yes


def _errors(plan: Plan) -> list[Problem]:
    return [problem for problem in plan.problems if problem.severity is Severity.ERROR]


def _require_sound(plan: Plan) -> None:
    if plan.has_errors:
        errors = count(plan.problems)[Severity.ERROR.value]
        folder = plans.named(plan)
        raise CourseErrorsError(plan.course, folder, errors, len(plan.withheld))


def _require_whole(report: SyncReport) -> None:
    """Let the exit code say that something was held back, so that no CI job takes it for done."""
    if report.plan.has_errors or report.withheld:
        errors = count(report.plan.problems)[Severity.ERROR.value]
        folder = plans.named(report.plan)
        raise PartlyAppliedError(report.course, folder, errors, report.withheld)
