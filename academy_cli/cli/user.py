"""``academy user``: look after people's accounts.

Knows the words of each command and which view answers it; refuses to decide anything about accounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli import (
    choose,
    credentials,
    dossier,
    profile,
    standing,
    students,
    userimport,
)
from academy_cli.cli.answer import Columns
from academy_cli.cli.moments import moment
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.accounts.views import UserChange

app = noun("Look after people, their accounts and roles.")

RoleName = Literal["student", "instructor", "support", "admin"]
StatusName = Literal["active", "deactivated", "invited", "unverified", "erased"]
FirstRole = Annotated[
    Literal["instructor", "support", "admin"] | None,
    typer.Option("--role", help="A role of the whole academy; more: academy user role."),
]
Role = Annotated[
    RoleName | None,
    typer.Option("--role", help="Only who holds it; student: who holds no other."),
]
Status = Annotated[StatusName | None, typer.Option("--status", help="Only accounts that are so.")]
Match = Annotated[
    str | None, typer.Option("--match", metavar="TEXT", help="Only with this in name or e-mail.")
]
Course = Annotated[
    str | None,
    typer.Option(
        "--course",
        metavar="COURSE",
        help="Only who is in it; with --role instructor: who teaches it.",
    ),
]
Since = Annotated[
    str | None,
    typer.Option("--created-since", metavar="DATE", help="Only accounts made from then on, UTC."),
]
Before = Annotated[
    str | None,
    typer.Option("--created-before", metavar="DATE", help="Only accounts made before then, UTC."),
]

SUMMARY = Columns(
    ("email", "name", "status", "roles", "created_at", "last_seen_at"),
    ("email", "name", "status", "roles", "language", "time_zone", "created_at", "last_seen_at"),
)


@command(
    app,
    "create",
    changing=True,
    examples=(
        "academy user create ann@example.org --name 'Ann Lee' --language de-AT",
        "academy user create bo@example.org --name Bo --role support --metadata team=red",
    ),
)
def create(  # noqa: PLR0913 - its options
    shell: Shell,
    email: profile.Email = None,
    *,
    name: profile.Name = None,
    language: profile.Language = None,
    time_zone: profile.TimeZone = None,
    bio: profile.Bio = None,
    avatar: profile.Avatar = None,
    privacy: profile.Privacy = None,
    metadata: profile.Metadata = None,
    role: FirstRole = None,
    reason: profile.Reason = None,
) -> None:
    """Make an account, which nobody can log in to yet."""
    from academy_cli.access import matrix
    from academy_cli.accounts.metadata import typed
    from academy_cli.accounts.profile import Profile
    from academy_cli.cli.show.person import show_change

    wanted = Profile(
        choose.person(shell, email),
        name or shell.terminal.ask("--name", "What are they called?"),
        language,
        time_zone,
        bio,
        avatar,
        profile.pairs("--privacy", privacy),
        {key: typed(text) for key, text in (profile.pairs("--metadata", metadata) or {}).items()},
    )
    roles = [matrix.Role(role)] if role else []
    change = shell.academy.people.create(
        wanted, roles=roles, reason=reason, dry_run=shell.is_dry_run
    )
    show_change(shell.terminal, change)
    shell.next(f"academy user invite {change.email}")


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy user list --role support",
        "academy user list --match lee --sort -created_at --limit 20",
        "academy user list --status invited --created-before 2026-11-01 --format csv",
        "academy user list --course python-basics --page 3",
    ),
)
def list_users(
    shell: Shell,
    *,
    role: Role = None,
    status: Status = None,
    match: Match = None,
    course: Course = None,
    created_since: Since = None,
    created_before: Before = None,
) -> None:
    """List people by e-mail: all of them in a pipe, on a terminal 50 on a page."""
    from academy_cli.access import matrix
    from academy_cli.accounts import views
    from academy_cli.cli.paging import show_in_pages

    wanted = views.WantedUsers(
        matrix.Role(role) if role else None,
        views.Status(status) if status else None,
        match or "",
        course or "",
        moment("--created-since", created_since),
        moment("--created-before", created_before),
        shell.terminal.wish.page.sort,
    )
    show_in_pages(
        shell.terminal,
        lambda limit, offset: shell.academy.people.find(wanted.part(limit, offset)),
        SUMMARY,
        sortable=views.SORTABLE,
        empty="There is nobody, or nobody like that.",
    )


@command(
    app,
    "show",
    examples=(
        "academy user show ann@example.org",
        "academy user show ann@example.org --format json",
    ),
)
def show(shell: Shell, email: profile.Email = None) -> None:
    """Show an account and what hangs on it."""
    shell.terminal.show_one(shell.academy.people.show(choose.person(shell, email)))


@command(
    app,
    "set",
    changing=True,
    examples=(
        "academy user set ann@example.org --name 'Ann Li' --time-zone Europe/Vienna",
        "academy user set ann@example.org --email ann@example.com --reason 'new address'",
        "academy user set ann@example.org --metadata team= --privacy profile=private",
    ),
)
def set_fields(  # noqa: PLR0913 - its options
    shell: Shell,
    email: profile.Email = None,
    *,
    new_email: profile.NewEmail = None,
    name: profile.Name = None,
    language: profile.Language = None,
    time_zone: profile.TimeZone = None,
    bio: profile.Bio = None,
    avatar: profile.Avatar = None,
    privacy: profile.Privacy = None,
    metadata: profile.Metadata = None,
    reason: profile.Reason = None,
) -> None:
    """Change what an account says; an empty value empties a field."""
    from academy_cli.accounts.metadata import typed
    from academy_cli.accounts.profile import Profile
    from academy_cli.cli.terminal.errors import MissingValueError

    kept = profile.pairs("--metadata", metadata)
    wanted = Profile(
        new_email,
        name,
        language,
        time_zone,
        bio,
        avatar,
        profile.pairs("--privacy", privacy),
        {key: typed(text) for key, text in kept.items()} if kept else None,
    )
    if wanted == Profile():
        raise MissingValueError(say("A field to change, such as --name,"))
    whose = choose.person(shell, email)
    change = shell.academy.people.set(whose, wanted, reason=reason, dry_run=shell.is_dry_run)
    _show_change(shell, change)


def _show_change(shell: Shell, change: UserChange) -> None:
    from academy_cli.cli.show.person import show_change

    if change.is_empty:
        shell.terminal.note(say("All of it is so already: nothing of “{}” changes.", change.email))
    elif shell.is_dry_run:
        shell.terminal.note("Nothing was written: it was a dry run.")
    show_change(shell.terminal, change)
    if "email" in change.after and not shell.is_dry_run:
        shell.terminal.note("Nobody logs in before the new address is proved.")
        shell.next(f"academy user invite {change.after['email']}")


app.makers.update(standing.app.makers)
app.makers.update(dossier.app.makers)
app.makers.update(credentials.app.makers)
app.makers.update(userimport.app.makers)
app.makers.update(students.of_user.makers)
