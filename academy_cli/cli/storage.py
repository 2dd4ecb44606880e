"""``academy storage``: see that every file of courses is there, copy them elsewhere, drop what nobody needs.

Knows the words of each command and which view answers it; refuses to decide anything about files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli.emptywords import not_empty
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.amount import amount, size
from academy_cli.kit.saying import say, say_so_many

if TYPE_CHECKING:
    from academy_cli.authoring.stored.views import StorageCheck

app = noun("Look after the stored files of courses.")

Digests = Annotated[
    bool, typer.Option("--digests", help="Read every file and compare it with its sha256.")
]
DropDamaged = Annotated[
    bool,
    typer.Option("--drop-damaged", help="Remove what is damaged, so that it can come again."),
]
Target = Annotated[
    str | None, typer.Option("--to", metavar="URL", help="A folder, or s3://, gs://, az:// BUCKET.")
]
Source = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="URL",
        help="Another store than the one of this academy.",
        callback=not_empty,
    ),
]


@command(
    app,
    "check",
    listing=True,
    changing=True,
    examples=(
        "academy storage check",
        "academy storage check --digests --format json",
        "academy storage check --digests --drop-damaged",
    ),
)
def check(shell: Shell, *, digests: Digests = False, drop_damaged: DropDamaged = False) -> None:
    """List stored files that are missing, damaged, or needed by nothing, and what they belong to.

    Missing and damaged ones end it with exit code 3; what nothing needs is dropped by storage gc. Damaged
    ones that were removed are missing: the next sync, the same upload, storage copy or a restore brings them.
    """
    from academy_cli.authoring.stored.errors import UnsoundStorageError
    from academy_cli.authoring.stored.views import State
    from academy_cli.cli.show import storage as views

    with shell.terminal.progress("Checking stored files") as progress:
        found = shell.academy.storage.check(digests=digests, progress=progress)
    views.show_check(shell.terminal, found)
    if drop_damaged and found.damaged:
        found = _without_damaged(shell, found)
    if not found.is_sound:
        counts = found.count(State.MISSING), found.count(State.DAMAGED)
        raise UnsoundStorageError(found.storage, *counts)


def _without_damaged(shell: Shell, found: StorageCheck) -> StorageCheck:
    """Remove what is damaged, if that is agreed."""
    number = len(found.damaged)
    if shell.is_dry_run:
        shell.terminal.note(
            say_so_many(
                "{:,} damaged file would be removed. Nothing was: it was a dry run.",
                "{:,} damaged files would be removed. Nothing was: it was a dry run.",
                number,
            )
        )
        return found
    files = amount(number, "damaged file")
    shell.terminal.confirm(say("Remove {} for good?", files))
    found = shell.academy.storage.drop_damaged(found)
    shell.terminal.note(say("Removed: {}.", files))
    return found


@command(
    app,
    "copy",
    changing=True,
    examples=(
        "academy storage copy --to s3://our-academy/files --dry-run",
        "academy storage copy --to /mnt/disk/storage --from s3://our-academy/files --yes",
    ),
)
def copy(shell: Shell, *, target: Target = None, source: Source = None) -> None:
    """Copy every stored file to another store, each proved by its sha256; nothing is deleted.

    What is there is not copied again: run it again after an interruption, and once more before moving.
    """
    from academy_cli.storage.copying import DamagedCopiesError

    shell.here()  # a relative folder starts there
    to = target or shell.terminal.ask("--to", "Which folder or bucket?")
    if not shell.is_dry_run:
        planned = shell.academy.copy_storage(to, source, dry_run=True)
        if planned.copied:
            said = say("{} ({})", amount(planned.copied, "file"), size(planned.bytes))
            shell.terminal.confirm(say("Copy {} to “{}”?", said, planned.target))
    with shell.terminal.progress(say("Copying to {}", to.partition("?")[0])) as progress:
        copied = shell.academy.copy_storage(to, source, dry_run=shell.is_dry_run, progress=progress)
    shell.terminal.show_one(copied)
    if copied.damaged:
        raise DamagedCopiesError(copied)
    shell.next(say("name it in storage.url, then: academy storage check --digests"))


@command(
    app,
    "gc",
    changing=True,
    examples=("academy storage gc --dry-run", "academy storage gc --yes"),
)
def gc(shell: Shell) -> None:
    """Drop stored files that nothing has needed for a day; only where no other academy uses the store.

    What any revision of a course needs stays: academy course gc --keep N drops old revisions first.
    """
    from academy_cli.cli.show import storage as views

    found = shell.academy.storage.collect(dry_run=True)
    if not shell.is_dry_run:
        if found.files:
            shell.terminal.confirm(say("Drop {} for good?", views.files(found)))
        found = shell.academy.storage.collect()
    shell.terminal.show_one(found)
    if shell.is_dry_run:
        shell.terminal.note("Nothing was dropped: it was a dry run.")
