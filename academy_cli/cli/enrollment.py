"""``academy enrollment``: who is in which course, and why.

Knows the words of each command and which view answers it; refuses to decide who has access.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli import choose, enrollmentimport
from academy_cli.cli.answer import Columns
from academy_cli.cli.earned import sign_earned
from academy_cli.cli.exporting import OfCourse
from academy_cli.cli.learning import Email, NoMail, Reason, Slug
from academy_cli.cli.moments import end, moment, through
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.page import Cut
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.enrollments.views import EnrollmentChange

app = noun("Let people into courses, and out.")

OfUser = Annotated[
    str | None, typer.Option("--user", metavar="EMAIL", help="Only those of this person.")
]
State = Literal["active", "waiting", "expired", "completed", "removed"]
InState = Annotated[State | None, typer.Option("--state", help="Only those in this state.")]
Kind = Literal["order", "gift", "bulk", "staff", "free", "subscription"]
OfKind = Annotated[Kind | None, typer.Option("--kind", help="Only those with such a grant.")]
ByHand = Literal["gift", "staff", "free"]
Given = Annotated[ByHand, typer.Option("--kind", help="Why they are let in.")]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="Access begins then, UTC; now by default."),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="DATE", help="The last day of access, UTC; else course.yaml says."
    ),
]
NewEnd = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="The last day of access, UTC, or a time."),
]
Reference = Annotated[
    str | None,
    typer.Option("--reference", metavar="REF", help="What it comes from; it grants once."),
]
OverCapacity = Annotated[
    bool, typer.Option("--over-capacity", help="Also where the course is full; for admins.")
]

SUMMARY = Columns(
    ("email", "course", "state", "kinds", "enrolled_at", "ends_at", "completed_at"),
    (
        "number", "email", "name", "course", "state", "has_access", "kinds", "enrolled_at",
        "starts_at", "ends_at", "completed_at", "removed_at", "last_seen_at",
    ),
    "number",
)  # fmt: skip
BY_HAND = "This is by hand: the course's rule of completion is not asked."
CHANGE = ("email", "course", "outcome", "before", "after", "starts_at", "ends_at", "mails")


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy enrollment list --course python-basics --state active",
        "academy enrollment list --user ann@example.org",
        "academy enrollment list --sort -enrolled_at --limit 20",
        "academy enrollment list --format csv > enrollments.csv",
    ),
)
def list_enrollments(
    shell: Shell,
    *,
    course: OfCourse = None,
    user: OfUser = None,
    state: InState = None,
    kind: OfKind = None,
) -> None:
    """List who is in which course, by course and address."""
    from academy_cli.cli.paging import show_in_pages
    from academy_cli.enrollments.views import SORTABLE, Wanted

    sort = shell.terminal.wish.page.sort

    def find(limit: int | None, offset: int) -> Iterable[object]:
        wanted = Wanted(course, user, state, kind, Cut(sort, limit, offset))
        return shell.academy.enrollments.list(wanted)

    empty = "Nobody is enrolled, or nobody like that."
    show_in_pages(shell.terminal, find, SUMMARY, sortable=SORTABLE, empty=empty)


@command(
    app,
    "show",
    examples=(
        "academy enrollment show ann@example.org python-basics",
        "academy enrollment show ann@example.org python-basics --format json",
    ),
)
def show(shell: Shell, email: Email = None, course: Slug = None) -> None:
    """Show an enrollment, and every grant it ever hung on."""
    from academy_cli.cli.show.learners import show_enrollment

    who, slug = choose.place(shell, email, course)
    view = shell.academy.enrollments.show(who, slug)
    show_enrollment(shell.terminal, view)


@command(
    app,
    "create",
    changing=True,
    examples=(
        "academy enrollment create ann@example.org python-basics",
        "academy enrollment create ann@example.org python-basics --until 2027-12-31 --reason Prize",
        "academy enrollment create ann@example.org python-basics --kind free --no-mail --dry-run",
    ),
)
def create(  # noqa: PLR0913 - its words are options of one act
    shell: Shell,
    email: Email = None,
    course: Slug = None,
    *,
    kind: Given = "gift",
    begin: From = None,
    until: Until = None,
    reference: Reference = None,
    reason: Reason = None,
    over_capacity: OverCapacity = False,
    no_mail: NoMail = False,
) -> None:
    """Let somebody into a course, or back into it with all their progress.

    How long they stay is what course.yaml says (`access`), unless --until does; staff stay for ever. A date
    is through that day; a time, such as 2027-12-31T18:00+01:00, is the moment that access ends.

    What somebody has already is not given again. A grant that gives no more access than they have is kept,
    and nobody is told of it.
    """
    from academy_cli.enrollments.views import Granting

    given = Granting(
        kind,
        moment("--from", begin),
        end("--until", until),
        reference,
        reason,
        is_over_capacity=over_capacity,
        tells=not no_mail,
    )
    who, slug = choose.place(shell, email, course)

    def work(*, dry_run: bool) -> EnrollmentChange:
        return shell.academy.enrollments.create(who, slug, given, dry_run=dry_run)

    _carry_out(shell, work, until=until)


@command(
    app,
    "remove",
    changing=True,
    examples=(
        'academy enrollment remove ann@example.org python-basics --reason "Asked to leave"',
        "academy enrollment remove ann@example.org python-basics --reason Mistake --yes",
    ),
)
def remove(
    shell: Shell, email: Email = None, course: Slug = None, *, reason: Reason = None
) -> None:
    """Take somebody out of a course: all grants are revoked, and what they did is kept."""
    who, slug = choose.place(shell, email, course)
    why = choose.reason(shell, reason)

    def work(*, dry_run: bool) -> EnrollmentChange:
        return shell.academy.enrollments.remove(who, slug, why, dry_run=dry_run)

    _carry_out(shell, work, asks=say("Take “{}” out of “{}”? Their progress is kept.", who, slug))


@command(
    app,
    "extend",
    changing=True,
    examples=(
        "academy enrollment extend ann@example.org python-basics --until 2027-12-31",
        "academy enrollment extend ann@example.org python-basics --until 2027-12-31 --dry-run",
    ),
)
def extend(
    shell: Shell,
    email: Email = None,
    course: Slug = None,
    *,
    until: NewEnd = None,
    over_capacity: OverCapacity = False,
    reason: Reason = None,
) -> None:
    """Let somebody's access last longer; access that expired comes back, if there is a seat.

    A date is through that day; a time, such as 2027-12-31T18:00+01:00, is the moment that access ends.
    """
    who, slug = choose.place(shell, email, course)
    written = until or shell.terminal.ask("--until", "Until when?")
    ends_at = end("--until", written)
    assert ends_at is not None

    def work(*, dry_run: bool) -> EnrollmentChange:
        return shell.academy.enrollments.extend(
            who, slug, ends_at, reason, is_over_capacity=over_capacity, dry_run=dry_run
        )

    _carry_out(shell, work, until=written)


@command(
    app,
    "complete",
    changing=True,
    examples=(
        'academy enrollment complete ann@example.org python-basics --reason "Oral exam"',
        "academy enrollment complete ann@example.org python-basics --reason Exam --no-mail --dry-run",
    ),
)
def complete(
    shell: Shell,
    email: Email = None,
    course: Slug = None,
    *,
    reason: Reason = None,
    no_mail: NoMail = False,
) -> None:
    """Let a course be completed by hand, whatever was done in it.

    It is on record as done by hand. What the course's own rule gives is counted by itself: academy progress.
    """
    who, slug = choose.place(shell, email, course)
    why = choose.reason(shell, reason)
    work = partial(shell.academy.enrollments.complete, who, slug, why, tells=not no_mail)
    _carry_out(shell, work, says=BY_HAND)
    sign_earned(shell)


def _carry_out(
    shell: Shell,
    work: Callable[..., EnrollmentChange],
    *,
    says: str = "",
    asks: str = "",
    until: str | None = None,
) -> None:
    """Say what will be done and who is told of it; then do it, unless it is a dry run."""
    from academy_cli.cli.show.learners import had_already

    change = work(dry_run=True)
    if says:
        shell.terminal.note(says)
    if not change.is_change:
        there = change.email, change.course, change.after
        shell.terminal.note(say("Nothing to do: “{}” in “{}” is {}.", *there))
    elif day := through(until):
        shell.terminal.note(day)
    if not change.adds_access:
        shell.terminal.note(had_already(change))
    elif change.mails:
        shell.terminal.note(
            say("“{}” would be told by e-mail.", change.email)
            if shell.is_dry_run
            else say("“{}” is told by e-mail.", change.email)
        )
    if change.is_change and not shell.is_dry_run:
        if asks:
            shell.terminal.confirm(asks)
        change = work(dry_run=False)
    if shell.is_dry_run:
        shell.terminal.note("Nothing was written: it was a dry run.")
    shell.terminal.show_one(change, *CHANGE)


app.makers.update(enrollmentimport.app.makers)
