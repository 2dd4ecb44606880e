"""Making a backup from the shell: what is warned of before, what is made while storage is away, what is told.

Knows what people read about a backup that was made; refuses to make one itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from academy_cli.cli import backuptold
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.shell import Shell
from academy_cli.kit.ownership import exposure
from academy_cli.kit.saying import say, say_joined, say_so_many

if TYPE_CHECKING:
    from academy_cli.backups.creating import Wish
    from academy_cli.backups.service import Backups
    from academy_cli.backups.views import BackupView


def rehearse(shell: Shell, service: Backups, wish: Wish, identity: Path | None) -> None:
    """Say what making one would do, once it is proved that it can be made."""
    service.rehearse(wish, identity=identity)
    shell.terminal.note(say("A backup would be written to {}.", service.where))
    shell.terminal.note(DRY)
    shell.terminal.show_one({"to": service.where, "recipients": list(wish.recipients)})


def make(
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


@contextmanager
def alone(
    shell: Shell, service: Backups, wish: Wish, proof: tuple[str, Path | None]
) -> Iterator[None]:
    """Save the rows alone where storage is away in the block. Raises RowsAloneError then."""
    from academy_cli.backups.creating_errors import RowsAloneError, StorageAwayError

    try:
        yield
    except StorageAwayError as error:
        alone = wish._replace(has_files=False, may_miss_files=False)
        made = make(shell, service, alone, *proof)
        tell(shell, made, alone)
        raise RowsAloneError(made.id, error.message) from error


def warn_of_loss(shell: Shell, service: Backups) -> None:
    """Say that an academy without an earlier backup may be what another command made of a lost one."""
    if other := service.other():
        shell.terminal.warn(
            say(
                "There is no earlier backup of this academy in {}, but there are others: if its "
                "database was lost, bring it back: academy backup restore {}",
                service.where,
                other,
            )
        )


def tell(shell: Shell, made: BackupView, wish: Wish) -> None:
    """Show it; say who can read it, and what is in it and not."""
    whose = ", ".join(made.recipients)
    if whose:
        shell.terminal.note(say("Encrypted: yes ({}).", whose))
    else:
        shell.terminal.note("Encrypted: NO, whoever has it can read it.")
    if wish.keys:
        shell.terminal.note(
            say_so_many(
                "In it: {:,} private key of certificates.",
                "In it: {:,} private keys of certificates.",
                len(wish.keys),
            )
        )
    shell.terminal.note(say("Not in it: {}.", say_joined("; ", wish.excludes)))
    shell.terminal.show_one(
        made, "id", "archive", "size", "rows", "files", "verified", "recipients"
    )


def warn(shell: Shell, where: str, *, lacks_keys: bool) -> None:
    """Warn where keys were asked for and there is none, and where others can reach a folder of backups."""
    if lacks_keys:
        keys = shell.settings.certificates.keys
        shell.terminal.warn(
            say("No private key of certificates is in “{}”, and so none in the backup.", keys)
        )
    if "://" in where or not (folder := Path(where)).is_dir():
        return
    found = exposure(folder, folder.stat(), "700")
    if found is not None:
        shell.terminal.warn(say("The folder of backups “{}” {}. {}", where, found.why, found.fix))
