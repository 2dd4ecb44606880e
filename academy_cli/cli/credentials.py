"""The verbs of ``academy user`` about what proves who somebody is: password, invite, session and token.

Knows the words of each command; refuses secrets among them: they come from a prompt or standard input.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Literal

import typer

from academy_cli.cli import choose
from academy_cli.cli.answer import Columns
from academy_cli.cli.moments import end
from academy_cli.cli.options import NoTextError, command, noun
from academy_cli.cli.profile import Reason
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say, say_joined, say_quoted, say_so_many

app = noun("Look after what proves who people are.")

Email = Annotated[str | None, typer.Argument(metavar="EMAIL", help="Whose account.")]
Emails = Annotated[list[str] | None, typer.Argument(metavar="EMAIL…", help="Whom to invite.")]
Name = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="Their name, if they have no account.")
]
TokenName = Annotated[str | None, typer.Option("--name", metavar="NAME", help="What it is for.")]
Stdin = Annotated[bool, typer.Option("--stdin", help="Read it from standard input, one line.")]
Clear = Annotated[bool, typer.Option("--clear", help="Take the password away.")]
NoMail = Annotated[
    bool, typer.Option("--no-mail", help="Send nothing; print what the mail would have brought.")
]
SessionVerb = Annotated[
    Literal["list", "revoke", "prune"],
    typer.Argument(metavar="list|revoke|prune", help="What to do."),
]
TokenVerb = Annotated[
    Literal["create", "list", "revoke"],
    typer.Argument(metavar="create|list|revoke", help="What to do."),
]
Code = Annotated[
    str | None, typer.Argument(metavar="[SESSION]", help="One session; without it all of them.")
]
Scope = Annotated[
    list[str] | None,
    typer.Option("--scope", metavar="ACTION", help="Only this: course.plan, or a noun: course."),
]
Expires = Annotated[
    str | None, typer.Option("--expires", metavar="DATE", help="Its last day, UTC, or a time.")
]

ASKED = say("A password (--stdin reads one)")

SESSIONS = Columns(
    ("session", "created_at", "last_used_at", "expires_at", "address", "user_agent"),
    ("session", "email", "created_at", "last_used_at", "expires_at", "address", "user_agent"),
)
TOKENS = Columns(
    ("name", "begins", "scopes", "state", "created_at", "expires_at", "last_used_at"),
    (
        *("name", "email", "begins", "scopes", "state", "created_at", "expires_at", "last_used_at"),
        "made_by",
    ),
)
INVITATIONS = Columns(
    ("email", "is_new", "is_mailed", "expires_at", "link"),
    ("email", "is_new", "is_mailed", "expires_at", "link"),
)


@command(
    app,
    "password",
    changing=True,
    examples=(
        "academy user password ann@example.org",
        "academy user password ann@example.org --stdin < password.txt",
        "academy user password ann@example.org --clear",
    ),
)
def password(
    shell: Shell,
    email: Email = None,
    *,
    stdin: Stdin = False,
    clear: Clear = False,
    reason: Reason = None,
) -> None:
    """Set somebody's password, or take it away; where they are logged in ends.

    It is typed twice and not shown, or is the first line of standard input. It is never an argument: other
    users of this machine could read it there. Whoever acts as themselves (--as) says the one that they have
    now before it, and is told of the change by mail.
    """
    if stdin and clear:
        from academy_cli.accounts.signin.credential_errors import SetOrClearedError

        raise SetOrClearedError
    whose = choose.person(shell, email)
    if not clear and _is_own(shell, whose):
        _change_own(shell, whose, stdin=stdin)
        return
    shell.academy.credentials.set_password(whose, None, dry_run=True)  # who may not is not asked
    given = None if clear else _password(shell, stdin=stdin)
    if clear and not shell.is_dry_run:
        shell.terminal.confirm(say("Take the password of “{}” away?", whose))
    ended = shell.academy.credentials.set_password(
        whose, given, reason=reason, dry_run=shell.is_dry_run
    )
    shell.terminal.show_one(
        {"email": whose, "password": "cleared" if clear else "set", "sessions_ended": ended}
    )
    _said_if_dry(shell)


def _is_own(shell: Shell, email: str) -> bool:
    from academy_cli.access.address import canonical_address

    actor = shell.academy.actor
    return actor.user_id is not None and actor.said == canonical_address(email)


def _change_own(shell: Shell, email: str, *, stdin: bool) -> None:
    ended = len(shell.academy.credentials.sessions(email))
    if not shell.is_dry_run:
        if stdin:
            current, new = _first_line(), _first_line()
        else:
            asked = (say("Your password until now:"), say("New password:"))
            current, new = shell.terminal.ask_changed_secret(ASKED, *asked)
        ended = shell.academy.own_account.change_password(current, new)
    shell.terminal.show_one({"email": email, "password": "set", "sessions_ended": ended})
    _said_if_dry(shell)


def _password(shell: Shell, *, stdin: bool) -> str:
    return _first_line() if stdin else shell.terminal.ask_secret(ASKED, "New password:")


def _first_line() -> str:
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        from academy_cli.accounts.signin.credential_errors import NoPasswordGivenError

        raise NoPasswordGivenError
    try:
        line.encode()
    except UnicodeEncodeError:  # bytes that no browser could ever send
        raise NoTextError("--stdin") from None
    return line


@command(
    app,
    "invite",
    changing=True,
    examples=(
        "academy user invite ann@example.org --name 'Ann Lee'",
        "academy user invite ann@example.org bo@example.org",
        "academy user invite ann@example.org --no-mail",
    ),
)
def invite(
    shell: Shell, emails: Emails = None, *, name: Name = None, no_mail: NoMail = False
) -> None:
    """Invite people to set a password by a link that works once; who has no account gets one.

    One mail goes to each. With --no-mail the link, or its code while site.url is not set, is printed instead.
    """
    whom = list(dict.fromkeys(emails or [shell.terminal.ask("EMAIL", "Whom?")]))
    if name is not None and len(whom) > 1:
        raise choose.OneNameError(name, len(whom))
    planned = [_invited(shell, one, name, is_mailed=not no_mail, dry_run=True) for one in whom]
    if not shell.is_dry_run:
        if not no_mail:
            shell.terminal.confirm(say_so_many("Send {:,} mail?", "Send {:,} mails?", len(planned)))
        planned = [_invited(shell, one, name, is_mailed=not no_mail, dry_run=False) for one in whom]
    shell.terminal.show_list(planned, INVITATIONS)
    _said_if_dry(shell)


def _invited(
    shell: Shell, email: str, name: str | None, *, is_mailed: bool, dry_run: bool
) -> object:
    return shell.academy.credentials.invite(email, name or "", is_mailed=is_mailed, dry_run=dry_run)


@command(
    app,
    "session",
    changing=True,
    listing=True,
    examples=(
        "academy user session list ann@example.org",
        "academy user session revoke ann@example.org",
        "academy user session revoke ann@example.org 9f86d081884c7d65",
        "academy user session prune --dry-run",
    ),
)
def session(shell: Shell, verb: SessionVerb, email: Email = None, code: Code = None) -> None:
    """See where somebody is logged in, or end that; or remove what is left of it once it is over.

    prune removes sessions and links of everybody that have been over for accounts.ended_days.
    """
    if verb == "prune":
        if email:  # it is not about one person
            raise choose.TooManyWordsError(email, "user session")
        _prune(shell)
        return
    whose = choose.person(shell, email)
    if verb == "list":
        found = shell.academy.credentials.sessions(whose)
        _listed(shell, found, SESSIONS, say("They are logged in nowhere."))
        return
    ended = shell.academy.credentials.end_sessions(whose, code, dry_run=True)
    if ended and not shell.is_dry_run:
        if code:
            question = say("End session “{}” of “{}”?", code, whose)
        else:
            question = say("End all sessions of “{}”?", whose)
        shell.terminal.confirm(question)
        ended = shell.academy.credentials.end_sessions(whose, code)
    shell.terminal.show_one({"email": whose, "sessions_ended": ended})
    _said_if_dry(shell)


def _prune(shell: Shell) -> None:
    found = shell.academy.pruning.prune(dry_run=True)
    if not shell.is_dry_run and found.refresh_tokens + found.sessions + found.links:
        gone = found.sessions, found.refresh_tokens, found.links
        shell.terminal.confirm(say("Remove {} sessions, {} spent tokens and {} links?", *gone))
        found = shell.academy.pruning.prune()
    shell.terminal.show_one(found)
    _said_if_dry(shell)


@command(
    app,
    "token",
    changing=True,
    listing=True,
    examples=(
        "academy user token create ci@example.org --name deploy --scope course",
        "academy user token list ci@example.org",
        "academy user token revoke ci@example.org --name deploy",
    ),
)
def token(
    shell: Shell,
    verb: TokenVerb,
    email: Email = None,
    *,
    name: TokenName = None,
    scope: Scope = None,
    expires: Expires = None,
) -> None:
    """Make, list or revoke the tokens by which programs act as somebody.

    A new token is printed once and kept as a digest only. What a token made ends with it.
    """
    whose = choose.person(shell, email)
    if verb == "list":
        _listed(shell, shell.academy.credentials.tokens(whose), TOKENS, say("They have none."))
        return
    called = name or shell.terminal.ask("--name", "Which token?")
    if verb == "create":
        made = shell.academy.credentials.create_token(
            whose,
            called,
            scope or (),
            expires_at=end("--expires", expires),
            dry_run=shell.is_dry_run,
        )
        shell.terminal.show_one(made)
        if not shell.is_dry_run:
            shell.terminal.note("Keep it now: it is not shown again.")
    else:
        ends = shell.academy.credentials.revoke_token(whose, called, dry_run=True).ended_with_it
        if not shell.is_dry_run:
            question = say("Revoke the token “{}” of “{}”?", called, whose)
            more = say("It made {}: what it made ends too.", say_quoted(ends))
            shell.terminal.confirm(say_joined(" ", (question, more)) if ends else question)
        shell.terminal.show_one(
            shell.academy.credentials.revoke_token(whose, called, dry_run=shell.is_dry_run)
        )
    _said_if_dry(shell)


def _listed(shell: Shell, rows: Sequence[object], columns: Columns, empty: str) -> None:
    shell.terminal.show_list(rows, columns, empty=empty)


def _said_if_dry(shell: Shell) -> None:
    if shell.is_dry_run:
        shell.terminal.note("Nothing was written: it was a dry run.")
