"""``academy backup``: make backups, prove them, and bring them back.

Knows the words of each command, what is asked and said; refuses to know what an archive is.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli import (
    backupalarm,
    backupkeys,
    backupmaking,
    backuprestore,
    backupschedule,
    backupstanding,
    backuptold,
)
from academy_cli.cli.answer import Columns
from academy_cli.cli.backupwords import (
    Identity,
    NothingToOpenError,
    SignedBy,
    To,
    Which,
    identity_of,
    short,
    which_of,
)
from academy_cli.cli.contradicting import not_both
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell

if TYPE_CHECKING:
    pass

app = noun("Make backups, prove them, and bring them back.")

For = Annotated[
    list[str] | None,
    typer.Option(
        "--encrypt-to", metavar="age1…", help="Who can read it; repeatable. Else backup.recipients."
    ),
]
Level = Annotated[
    int | None,
    typer.Option(
        "--level", metavar="N", min=1, max=19, help="Compress so hard; else backup.level."
    ),
]
Label = Annotated[
    str,
    typer.Option(
        "--label", metavar="TEXT", help="Why it was made; prune keeps it then.", callback=short
    ),
]
NoFiles = Annotated[
    bool, typer.Option("--no-files", help="Leave the courses' files out, and list them only.")
]
RowsAtLeast = Annotated[
    bool, typer.Option("--rows-at-least", help="The rows alone, and code 8, while storage is away.")
]
MayMiss = Annotated[
    bool, typer.Option("--allow-missing-files", help="Even if storage has lost some.")
]
WithKeys = Annotated[
    bool,
    typer.Option(
        "--with-keys", help="Put private keys of certificates in too; only where it is encrypted."
    ),
]
Proof = Annotated[
    Literal["quick", "full", "restore"],
    typer.Option("--verify", help="Prove it by reading its file, all in it, or loading it."),
]
Latest = Annotated[bool, typer.Option("--latest", help="The newest, which it is anyway.")]
Quick = Annotated[bool, typer.Option("--quick", help="Only that it is the file that was written.")]
Restored = Annotated[
    bool, typer.Option("--restore", help="Really restore it beside, and compare every table.")
]
LISTED = Columns(
    ("id", "created_at", "size", "rows", "files", "verified", "verified_at", "label"),
    (
        *("id", "label", "created_at", "finished_at", "archive", "size", "sha256", "revision"),
        *("academy", "engine", "rows", "files", "content", "recipients", "is_held", "verified"),
        *("verified_at", "instance", "signed_by", "found_by", "missing_files", "has_files"),
        "whose",
    ),
)
SHOWN = tuple(one for one in LISTED.known if one != "whose")


@command(
    app,
    "create",
    changing=True,
    examples=(
        "academy backup create",
        "academy backup create --to /mnt/disk/academy --label 'before the move'",
        "academy backup create --encrypt-to age1…",
        "academy backup create --verify restore --identity ~/academy.key",
    ),
)
def create(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    *,
    to: To = None,
    encrypt_to: For = None,
    level: Level = None,
    label: Label = "",
    no_files: NoFiles = False,
    rows_at_least: RowsAtLeast = False,
    allow_missing_files: MayMiss = False,
    with_keys: WithKeys = False,
    verify: Proof = "full",
    identity: Identity = None,
) -> None:
    """Make a backup of everything: every table, and every file that a course refers to.

    It is proved before it gets its name, so what is listed is whole; what is encrypted only as far as the
    key is here. It holds people's data: keep it as safe as the database, or encrypt it.
    """
    wish = shell.academy.backup_wish(with_keys=with_keys)._replace(
        label=label, has_files=not no_files, may_miss_files=allow_missing_files and not no_files
    )
    if encrypt_to:
        wish = wish._replace(recipients=tuple(encrypt_to))
    if level is not None:
        wish = wish._replace(level=level)
    if identity is not None and not wish.recipients:
        raise NothingToOpenError
    service = shell.academy.backups(to or "")
    backupmaking.warn_of_loss(shell, service)
    if shell.is_dry_run:
        backupmaking.rehearse(shell, service, wish, identity_of(shell, identity))
        return
    proof = verify, identity_of(shell, identity)
    with backupmaking.alone(shell, service, wish, proof) if rows_at_least else nullcontext():
        made = backupmaking.make(shell, service, wish, *proof)
    backupmaking.warn(shell, service.where, lacks_keys=with_keys and not wish.keys)
    backupmaking.tell(shell, made, wish)


@command(
    app,
    "list",
    listing=True,
    examples=("academy backup list", "academy backup list --to /mnt/disk"),
)
def list_backups(shell: Shell, *, to: To = None) -> None:
    """List the backups that are whole, the newest first."""
    service = shell.academy.backups(to or "")
    found = service.list()
    backuptold.orphans(shell, service)
    backuptold.absent_of_many(shell, found)
    columns, many = LISTED, len({one.instance for one in found})
    if many > 1:
        columns = columns._replace(shown=(*columns.shown, "whose"))
    rows = [one._asdict() | {"whose": one.instance[:8]} for one in found]
    shell.terminal.show_list(rows, columns, empty="There is none yet: academy backup create")


@command(
    app,
    "show",
    examples=("academy backup show latest", "academy backup show academy-….acb"),
)
def show(shell: Shell, which: Which = None, *, to: To = None, identity: Identity = None) -> None:
    """Show what a backup is of, how large, who can read it, and how far it was proved.

    A file that nothing lies beside is read for that, so it takes the key if it is encrypted.
    """
    from academy_cli.backups.opening import Keys

    word, service = which_of(which), shell.academy.backups(to or "")
    backuptold.orphans(shell, service, word)
    with shell.terminal.progress("Reading rows") as progress:
        found = service.show(word, keys=Keys(identity_of(shell, identity)), progress=progress)
    backuptold.absent(shell, found)
    shell.terminal.show_one(found, *SHOWN)


@command(
    app,
    "verify",
    examples=(
        "academy backup verify latest",
        "academy backup verify latest --restore",
        "academy backup verify 0a1b2c3d --identity ~/academy.key",
        "academy backup verify /mnt/disk/academy-….acb",
    ),
)
def verify(
    shell: Shell,
    which: Which = None,
    *,
    to: To = None,
    latest: Latest = False,
    quick: Quick = False,
    restore: Restored = False,
    identity: Identity = None,
    signed_by: SignedBy = None,
) -> None:
    """Prove a backup: every byte of it, or, with --restore, by restoring it beside the database.

    Only a backup that was restored is known to be one: --restore loads it, checks every reference, compares
    every table with what was written, and leaves nothing behind.
    """
    from academy_cli.backups.opening import Keys
    from academy_cli.backups.verifying import Told

    not_both("--quick", quick, "--restore", restore)
    level = "restore" if restore else "quick" if quick else "full"
    named, service = which_of(which), shell.academy.backups(to or "")
    not_both(named, named != "latest", "--latest", latest)
    word, mended = "latest" if latest else named, list[Sequence[str]]()
    backuptold.orphans(shell, service, word)
    with shell.terminal.progress("Reading rows") as progress:
        found = service.verify(
            word,
            level=level,
            keys=Keys(identity_of(shell, identity), signed_by),
            progress=progress,
            told=Told(mended.append, lambda error: backuptold.unnoted(shell, error)),
        )
    for one in mended:
        backuptold.mended(shell, one)
    backuptold.absent(shell, found)
    shell.terminal.show_one(found, "id", "archive", "verified", "verified_at", "rows", "files")


for _others in (backuprestore, backupstanding, backupkeys, backupschedule, backupalarm):
    app.makers.update(_others.app.makers)
