"""``academy backup status`` and ``prune``: whether there is a good backup, and which ones are kept.

Knows the settings of both; refuses to decide either.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from academy_cli.cli import backuptold
from academy_cli.cli.answer import Columns
from academy_cli.cli.backupwords import To, Which, short, which_of
from academy_cli.cli.emptywords import not_empty
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say, say_joined, say_so_many

if TYPE_CHECKING:
    from academy_cli.backups.leftovers import Leftover
    from academy_cli.backups.retention import Decision

MaxAge = Annotated[
    str | None,
    typer.Option(
        "--max-age",
        metavar="AGE",
        help="How old the newest good one may be: 26h, 2d, 1w.",
        callback=not_empty,
    ),
]
Keep = Annotated[
    str | None,
    typer.Option("--keep", metavar="RULES", help="Which are kept: last=3 daily=7 weekly=4 …"),
]
NewLabel = Annotated[
    str | None,
    typer.Option(
        "--label", metavar="TEXT", help="Why it is there; empty for none.", callback=short
    ),
]
Hold = Annotated[
    bool | None, typer.Option("--hold/--no-hold", help="Keep it whatever the rules say, or not.")
]
Orphans = Annotated[
    bool,
    typer.Option("--orphans", help="Also archives that nothing lies beside, after a week."),
]
KEPT, DROPPED = "kept", "dropped"


class DecisionLine(NamedTuple):
    """What becomes of a backup, or of an archive that is none, as a person sees it."""

    id: str
    created_at: datetime | None
    outcome: str
    reasons: Sequence[str]
    label: str = ""
    verified: str = ""
    size: int | None = None
    """Unknown of what is no backup."""


DECISIONS = Columns(("id", "created_at", "outcome", "reasons"), DecisionLine._fields)


app = noun("Which there are.")


@command(
    app,
    "status",
    examples=("academy backup status", "academy backup status --max-age 26h || echo stale"),
)
def status(shell: Shell, *, to: To = None, max_age: MaxAge = None) -> None:
    """Show whether there is a backup that was proved and is young enough; ends with 9 if there is none."""
    from academy_cli.backups.freshness import limit_of

    limit = limit_of(max_age or shell.settings.backup.max_age)
    service = shell.academy.backups(to or "")
    backuptold.orphans(shell, service)
    found = service.freshness(limit)
    if found.archive_mode is not None:
        shell.terminal.note(said_of_log(found.archive_mode))
    for one in found.damaged:
        shell.terminal.warn(
            say("“{}” was found damaged when it was verified: it does not count.", one)
        )
    shell.terminal.show_one(found)
    error = service.trouble(limit)
    if error is not None:
        raise error


@command(
    app,
    "prune",
    listing=True,
    changing=True,
    examples=(
        "academy backup prune --dry-run",
        "academy backup prune --keep 'last=3 daily=7 weekly=4' --yes",
        "academy backup prune --orphans",
    ),
)
def prune(shell: Shell, *, to: To = None, keep: Keep = None, orphans: Orphans = False) -> None:
    """Remove backups that no rule keeps; each is shown with the reason. The newest good one always stays.

    With --orphans also archives of this academy that were never finished, or lost the file that lay beside
    them: after a week, and where a later backup was proved.
    """
    from zoneinfo import ZoneInfo

    from academy_cli.backups.retention import rules_of
    from academy_cli.backups.vault import Keeping

    said = shell.settings.backup
    keeping = Keeping(
        rules_of(said.keep if keep is None else keep), ZoneInfo(said.zone), said.keep_least
    )
    service, leftovers = shell.academy.backups(to or ""), shell.academy.leftovers(to or "")
    backuptold.orphans(shell, service)
    found = service.prune(keeping, dry_run=True)
    left = leftovers.prune(dry_run=True) if orphans else ()
    going, gone = _going(found), _going(left)
    backups = say_so_many("{:,} backup", "{:,} backups", going)
    strangers = say_so_many("{:,} archive that is none", "{:,} archives that are none", gone)
    if shell.is_dry_run:
        shell.terminal.note(DRY)
    elif going or gone:
        parts = ((backups, going), (strangers, gone))
        what = say_joined(" and ", (said for said, many in parts if many))
        shell.terminal.confirm(
            say("Remove {} for ever?", what),
            destroys=say("This removes {} from {}.", what, service.where),
        )
        found = service.prune(keeping)
        left = leftovers.prune() if orphans else ()
    lines = [*map(_line, found), *map(_left, left)]
    shell.terminal.show_list(lines, DECISIONS, empty="There is no backup.")


def _going(found: Sequence[Decision] | Sequence[Leftover]) -> int:
    """How many go."""
    return sum(not each.is_kept for each in found)


def said_of_log(archive_mode: str) -> str:
    """What it means that PostgreSQL's archive_mode is so."""
    if archive_mode == "off":
        return say(
            "PostgreSQL does not archive its log: a lost disk takes what changed since the last "
            "backup."
        )
    return say(
        "PostgreSQL archives its log (archive_mode is {}); try whether that can be read back.",
        archive_mode,
    )


@command(
    app,
    "set",
    changing=True,
    examples=(
        "academy backup set 0a1b2c3d --hold",
        "academy backup set 0a1b2c3d --no-hold --label 'before the move'",
    ),
)
def set_backup(
    shell: Shell,
    which: Which = None,
    *,
    to: To = None,
    label: NewLabel = None,
    hold: Hold = None,
) -> None:
    """Give a backup another label, or hold it: prune never drops what is held or has a label."""
    word, service = which_of(which), shell.academy.backups(to or "")
    found = service.set(word, label=label, is_held=hold, dry_run=shell.is_dry_run)
    if shell.is_dry_run:
        shell.terminal.note(DRY)
    shell.terminal.show_one(found, "id", "created_at", "label", "is_held")


def _line(one: Decision) -> DecisionLine:
    backup = one.backup
    return DecisionLine(
        backup.id,
        backup.created_at,
        _outcome(is_kept=one.is_kept),
        one.reasons,
        backup.label,
        backup.verified,
        backup.size,
    )


def _left(one: Leftover) -> DecisionLine:
    return DecisionLine(one.id, one.created_at, _outcome(is_kept=one.is_kept), (one.reason,))


def _outcome(*, is_kept: bool) -> str:
    return KEPT if is_kept else DROPPED
