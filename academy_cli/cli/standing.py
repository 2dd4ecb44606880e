"""The verbs of ``academy user`` that say what somebody may do: deactivate, activate, role.

Knows what is asked and said; refuses to decide who may do it.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from academy_cli.cli import choose, profile
from academy_cli.cli.answer import Columns
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say

app = noun("What people may do.")

ROLES = {
    "instructor": say("instructor  begins courses; with --course: teaches one"),
    "support": say("support     looks after people and refunds"),
    "admin": say("admin       may do everything"),
}
Does = Annotated[
    Literal["add", "remove"] | None, typer.Argument(metavar="add|remove", help="What to do.")
]
RoleName = Annotated[
    Literal["student", "instructor", "support", "admin"] | None,
    typer.Argument(metavar="ROLE", help="instructor, support or admin."),
]
Course = Annotated[
    str | None,
    typer.Option("--course", metavar="COURSE", help="Instructor of this course, not of all."),
]
Matrix = Annotated[
    bool, typer.Option("--matrix", help="Show which role may do what, and to whom or what.")
]


@command(
    app,
    "deactivate",
    changing=True,
    examples=("academy user deactivate ann@example.org --reason 'left the company'",),
)
def deactivate(shell: Shell, email: profile.Email = None, *, reason: profile.Reason = None) -> None:
    """Let somebody do nothing any more; their sessions, API tokens and links end."""
    from academy_cli.cli.show.person import ended, show_change

    people, terminal = shell.academy.people, shell.terminal
    whose = choose.person(shell, email)
    change = people.deactivate(whose, dry_run=True)
    if change.is_empty:
        terminal.note(say("“{}” is deactivated already.", change.email))
    elif shell.is_dry_run:
        terminal.note("Nothing was written: it was a dry run.")
    else:
        if change.is_last_admin:
            terminal.warn(last_admin(change.email))
        ends = say(" It ends {}.", ended(change.ended)) if change.ended else ""
        terminal.confirm(say("Deactivate “{}”?{}", change.email, ends))
        change = people.deactivate(whose, reason=reason)
    show_change(terminal, change)


@command(app, "activate", changing=True, examples=("academy user activate ann@example.org",))
def activate(shell: Shell, email: profile.Email = None, *, reason: profile.Reason = None) -> None:
    """Let somebody act again; what ended stays ended."""
    from academy_cli.cli.show.person import show_change

    whose = choose.person(shell, email)
    change = shell.academy.people.activate(whose, reason=reason, dry_run=shell.is_dry_run)
    if change.is_empty:
        shell.terminal.note(say("“{}” is not deactivated.", change.email))
    elif shell.is_dry_run:
        shell.terminal.note("Nothing was written: it was a dry run.")
    show_change(shell.terminal, change)


@command(
    app,
    "role",
    changing=True,
    examples=(
        "academy user role ann@example.org",
        "academy user role ann@example.org add support",
        "academy user role bo@example.org add instructor --course python-basics",
        "academy user role ann@example.org remove admin --reason 'other duties'",
        "academy user role --matrix",
    ),
)
def role(
    shell: Shell,
    email: profile.Email = None,
    does: Does = None,
    role: RoleName = None,
    *,
    course: Course = None,
    reason: profile.Reason = None,
    matrix: Matrix = False,
) -> None:
    """Give somebody a role or take it, or show which they hold; or which role may do what.

    Everybody is a student. In the matrix, `own` is what is theirs: their account, the courses they teach.
    """
    if matrix:
        _show_matrix(shell)
        return
    verbs = {"add": say("give a role"), "remove": say("take a role")}
    whose = choose.person(shell, email)
    if does is None:
        found = shell.academy.people.show(whose)
        if not shell.terminal.can_ask:
            shell.terminal.show_one({"email": found.email, "roles": found.roles})
            return
        shell.terminal.note(say("“{}” is {}.", found.email, ", ".join(("student", *found.roles))))
    verb = does or shell.terminal.choose("add|remove", "Give or take?", verbs)
    named = role or shell.terminal.choose("ROLE", "Which role?", ROLES)
    _change_role(shell, whose, named, course or "", is_added=verb == "add", reason=reason)


def _change_role(
    shell: Shell, email: str, role: str, course: str, *, is_added: bool, reason: str | None
) -> None:
    from academy_cli.access.matrix import Role
    from academy_cli.cli.show.person import show_change

    people, terminal = shell.academy.people, shell.terminal
    method = people.add_role if is_added else people.remove_role
    change = method(email, Role(role), course=course, dry_run=True)
    if change.is_empty:
        terminal.note(
            say("“{}” holds that role already.", change.email)
            if is_added
            else say("“{}” does not hold that role.", change.email)
        )
    elif shell.is_dry_run:
        terminal.note("Nothing was written: it was a dry run.")
    else:
        if change.is_last_admin:
            said = last_admin(change.email)
            terminal.confirm(say("Take the role from “{}”?", change.email), destroys=said)
        change = method(email, Role(role), course=course, reason=reason)
    show_change(terminal, change)


def _show_matrix(shell: Shell) -> None:
    from academy_cli.access.matrix import MATRIX as TABLE

    rows = [
        {"permission": action.value} | {role.value: found.word for role, found in reaches.items()}
        for action, reaches in TABLE.items()
    ]
    names = tuple(rows[0])
    shell.terminal.show_list(rows, Columns(names, names))


def last_admin(email: str) -> str:
    """What to say before somebody is no admin any more, who is the last."""
    return say("“{}” is the last active admin: afterwards only the operator can give roles.", email)
