"""``academy backup restore`` and ``rollback``: bring a backup back, and go back on that.

Knows the words of the commands, what is asked and said; refuses to know how a database is replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli import backupparts, backuptold
from academy_cli.cli.answer import Columns
from academy_cli.cli.backupparts import LearnersAloneError, Wanted
from academy_cli.cli.backuptold import ANOTHERS
from academy_cli.cli.backupwords import (
    Identity,
    SignedBy,
    To,
    Which,
    identity_of,
    kept_of,
    which_of,
)
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say, say_joined, say_so_many

if TYPE_CHECKING:
    from academy_cli.backups.opening import Keys
    from academy_cli.backups.restoring.views import RestoreView

app = noun("Bring back.")

DONE = (
    *("backup", "created_at", "rows", "files", "kept", "mail_unsure", "sessions", "lost_files"),
    "erased_since",
)
PLANNED = (
    *("backup", "created_at", "revision", "engine", "is_same", "is_replacing", "rows", "files"),
    *("mail_unsure", "lost_files", "erased_since"),
)

Only = Annotated[
    str | None,
    typer.Option("--only", metavar="PART", help="Only course:SLUG or user:EMAIL, as a plan."),
]
WithKeys = Annotated[
    bool,
    typer.Option("--with-keys", help="Put private keys of certificates back that are missing."),
]
Learners = Annotated[
    bool, typer.Option("--learners", help="With a course: its learners' places and progress too.")
]


@command(
    app,
    "restore",
    changing=True,
    examples=(
        "academy backup restore latest --dry-run",
        "academy backup restore 0a1b2c3d",
        "academy backup restore academy-….acb.age --identity ~/academy.key --yes",
        "academy backup restore latest --only course:python-basics --dry-run",
        "academy backup restore 0a1b2c3d --only user:ana@example.org",
    ),
)
def restore(
    shell: Shell,
    which: Which = None,
    *,
    to: To = None,
    only: Only = None,
    learners: Learners = False,
    with_keys: WithKeys = False,
    identity: Identity = None,
    signed_by: SignedBy = None,
) -> None:
    """Put a backup in the place of the database. What is there is kept for a week: academy backup rollback.

    It is loaded beside it, proved and brought up to date first; until the swap nothing changes. With --only
    one course or one person comes back into the academy as it is now, as a plan: nothing that was done since
    is taken back.
    """
    from academy_cli.backups.opening import Keys

    word, keys = which_of(which), Keys(identity_of(shell, identity), signed_by)
    backuptold.orphans(shell, shell.academy.backups(to or ""), word)
    backuptold.passed_over(shell, shell.academy.backups(to or ""), word)
    if only is not None:
        backupparts.restore(shell, Wanted(to or "", word, keys, only), learners=learners)
        return
    if learners:
        raise LearnersAloneError
    _everything(shell, to or "", word, keys, with_keys=with_keys)


@command(
    app,
    "rollback",
    listing=True,
    changing=True,
    examples=("academy backup rollback --list", "academy backup rollback"),
)
def rollback(
    shell: Shell,
    at: Annotated[
        str | None,
        typer.Argument(metavar="[AT]", help="Which one, as restore named it; the last else."),
    ] = None,
    *,
    show_kept: Annotated[bool, typer.Option("--list", help="Only list what is kept.")] = False,
) -> None:
    """Put back the database that a restore replaced; what is there now is kept in turn."""
    word, service = kept_of(at), shell.academy.restoring()
    if show_kept:
        columns = Columns(("at", "name", "until"), ("at", "name", "until"))
        shell.terminal.show_list(service.kept(), columns, empty="Nothing was replaced lately.")
        return
    planned = service.rollback(word, dry_run=True)
    if shell.is_dry_run:
        shell.terminal.note(
            say("The database that was replaced at {} would come back.", planned.at)
        )
        shell.terminal.note(DRY)
    else:
        shell.terminal.confirm(say("Bring back the database that was replaced at {}?", planned.at))
        planned = service.rollback(planned.at)
    shell.terminal.show_one(planned, "at", "name")


def _everything(shell: Shell, to: str, word: str, keys: Keys, *, with_keys: bool) -> None:
    """Replace the database."""
    service = shell.academy.restoring(to)
    if shell.is_dry_run:
        with shell.terminal.progress("Reading rows") as progress:
            planned = service.rehearse(word, keys, with_keys=with_keys, progress=progress)
        _tell(shell, planned)
        url = shell.academy.database.url
        shell.terminal.note(
            say("It would take the place of {}, which would be kept for a week.", url)
            if planned.is_replacing
            else say("It would become {}, where no database is.", url)
        )
        _tell_after(shell, planned)
        _tell_keys(shell, planned, with_keys=with_keys)
        shell.terminal.show_one(planned, *PLANNED)
        return
    planned = service.look(word, keys, with_keys=with_keys)
    _tell(shell, planned)
    shell.terminal.confirm(
        say("Replace {} with backup {}?", shell.academy.database.url, planned.backup),
        destroys="Whatever was done since then is not in it.",
    )
    with shell.terminal.progress("Loading rows") as progress:
        done = service.restore(word, keys, with_keys=with_keys, progress=progress)
    _tell_after(shell, done)
    _tell_keys(shell, done, with_keys=with_keys)
    shell.terminal.show_one(done, *DONE)


def _tell(shell: Shell, planned: RestoreView) -> None:
    at = f"{planned.created_at:%Y-%m-%d %H:%M} UTC"
    shell.terminal.note(say("Backup {} is of {}, from {}.", planned.backup, at, planned.engine))
    if not planned.is_same:
        shell.terminal.warn(ANOTHERS)
    if planned.absent_files:
        shell.terminal.warn(backuptold.lacking(planned.absent_files))


def _tell_after(shell: Shell, done: RestoreView) -> None:
    if done.kept:
        shell.terminal.note(
            say("What was there is kept for a week: academy backup rollback {}", done.kept)
        )
    if done.mail_unsure:
        shell.terminal.warn(
            say_so_many(
                "{:,} message waited then and may have been sent since: academy mail list --state unsure",
                "{:,} messages waited then and may have been sent since: academy mail list --state unsure",
                done.mail_unsure,
            )
        )
    if done.lost_files:
        shell.terminal.warn(
            say_so_many(
                "{:,} file of courses is not in storage either: academy storage check",
                "{:,} files of courses are not in storage either: academy storage check",
                done.lost_files,
            )
        )
    if done.erased_since:
        again = say_joined("; ", (f"academy user erase {one}" for one in done.erased_since))
        shell.terminal.warn(say("Erased after it was made, so to be erased again: {}", again))
    if done.payments:
        shell.next("See what the provider knows and the books do not: academy payment reconcile")


def _tell_keys(shell: Shell, done: RestoreView, *, with_keys: bool) -> None:
    """Say what became of private keys of certificates, or how they come back."""
    held = say_so_many(
        "The backup holds {:,} private key of certificates",
        "The backup holds {:,} private keys of certificates",
        done.keys,
    )
    if done.keys and with_keys:
        shell.terminal.note(say("{}; {}.", held, _put_back(done, is_dry=shell.is_dry_run)))
        if done.other_keys:
            names = ", ".join(f"{one}.pem" for one in done.other_keys)
            shell.terminal.warn(
                say(
                    "In {} is another file than in the backup, which stays: {}. If it is not the right "
                    "one, move it away and run this again.",
                    shell.settings.certificates.keys,
                    names,
                )
            )
    elif done.keys:
        shell.terminal.note(say("{}; --with-keys puts them back.", held))
    elif with_keys:
        shell.terminal.warn("The backup holds no private keys of certificates to put back.")


def _put_back(done: RestoreView, *, is_dry: bool) -> str:
    """How many keys come back that were not there."""
    if is_dry:
        return say_so_many(
            "{:,} would be put back that was not there",
            "{:,} would be put back that were not there",
            done.keys_back,
        )
    return say_so_many(
        "{:,} put back that was not there", "{:,} put back that were not there", done.keys_back
    )
