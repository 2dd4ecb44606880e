"""``academy backup``: make backups, prove them, and bring them back.

Knows the words of each command, what is asked and said; refuses to know what an archive is.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli import (
    backupalarm,
    backupkeys,
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
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.amount import amount
from academy_cli.kit.ownership import exposure

if TYPE_CHECKING:
    from academy_cli.backups.creating import Wish
    from academy_cli.backups.service import Backups
    from academy_cli.backups.views import BackupView

app = noun("Make backups, prove them, and bring them back.")

For = Annotated[
    list[str] | None,
    typer.Option(
        "--encrypt-to", metavar="age1…", help="Who can read it; repeatable. Else backup.recipients."
    ),
]
Level = Annotated[
    int | None, typer.Option("--level", min=1, max=19, help="Compress so hard; else backup.level.")
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
        label=label, has_files=not no_files, may_miss_files=allow_missing_files
    )
    if encrypt_to:
        wish = wish._replace(recipients=tuple(encrypt_to))
    if level is not None:
        wish = wish._replace(level=level)
    if identity is not None and not wish.recipients:
        raise NothingToOpenError
    service = shell.academy.backups(to or "")
    _warn_of_loss(shell, service)
    if shell.is_dry_run:
        _rehearse(shell, service, wish, identity_of(shell, identity))
        return
    made = _make(shell, service, wish, verify, identity_of(shell, identity))
    _warn(shell, service.where, lacks_keys=with_keys and not wish.keys)
    _tell(shell, made, wish)
    shell.terminal.show_one(
        made, "id", "archive", "size", "rows", "files", "verified", "recipients"
    )


def _rehearse(shell: Shell, service: Backups, wish: Wish, identity: Path | None) -> None:
    service.rehearse(wish, identity=identity)
    shell.terminal.note(f"A backup would be written to {service.where}.")
    shell.terminal.note(DRY)
    shell.terminal.show_one({"to": service.where, "recipients": list(wish.recipients)})


def _make(
    shell: Shell, service: Backups, wish: Wish, proof: str, identity: Path | None
) -> BackupView:
    """Make one, and say what is not in it that should be, and how far it was not proved."""
    with shell.terminal.progress("Writing rows") as progress:
        made = service.create(
            wish,
            proof=proof,
            identity=identity,
            progress=progress,
            missing=lambda found: backuptold.missing(shell, found),
        )
    if made.verified != proof:
        shell.terminal.warn(
            "It was proved quick only, for no key here opens it: --identity FILE, or backup.identity"
        )
    return made


def _warn_of_loss(shell: Shell, service: Backups) -> None:
    """Say that an academy without an earlier backup may be what another command made of a lost one."""
    if other := service.other():
        shell.terminal.warn(
            f"There is no earlier backup of this academy in {service.where}, but there are others: "
            f"if its database was lost, bring it back: academy backup restore {other}"
        )


def _tell(shell: Shell, made: BackupView, wish: Wish) -> None:
    """Say who can read it, and what is in it and not."""
    whose = ", ".join(made.recipients)
    shell.terminal.note(
        f"Encrypted: {f'yes ({whose})' if whose else 'NO, whoever has it can read it'}."
    )
    if wish.keys:
        shell.terminal.note(f"In it: {amount(len(wish.keys), 'private key')} of certificates.")
    shell.terminal.note(f"Not in it: {'; '.join(wish.excludes)}.")


def _warn(shell: Shell, where: str, *, lacks_keys: bool) -> None:
    """Warn where keys were asked for and there is none, and where others can reach a folder of backups."""
    if lacks_keys:
        keys = shell.settings.certificates.keys
        shell.terminal.warn(
            f"No private key of certificates is in “{keys}”, and so none in the backup."
        )
    if "://" in where or not (folder := Path(where)).is_dir():
        return
    found = exposure(folder, folder.stat(), "700")
    if found is not None:
        shell.terminal.warn(f"The folder of backups “{where}” {found.why}. {found.fix}")


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
            mended=mended.append,
        )
    for one in mended:
        backuptold.mended(shell, one)
    backuptold.absent(shell, found)
    shell.terminal.show_one(found, "id", "archive", "verified", "verified_at", "rows", "files")


for _others in (backuprestore, backupstanding, backupkeys, backupschedule, backupalarm):
    app.makers.update(_others.app.makers)
