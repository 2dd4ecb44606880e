"""What ``academy backup status`` and ``prune`` decide and show, for whoever lists the backups.

Knows the settings of both; refuses to look for backups, and to drop any.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.shell import Shell

if TYPE_CHECKING:
    from academy_cli.backups.retention import Decision
    from academy_cli.backups.views import BackupView

MaxAge = Annotated[
    str | None,
    typer.Option(
        "--max-age", metavar="AGE", help="How old the newest good one may be: 26h, 2d, 1w."
    ),
]
Keep = Annotated[
    str | None,
    typer.Option("--keep", metavar="RULES", help="Which are kept: last=3 daily=7 weekly=4 …"),
]
KEPT, DROPPED = "kept", "dropped"


class DecisionLine(NamedTuple):
    """What becomes of a backup, as a person sees it."""

    id: str
    created_at: datetime
    outcome: str
    reasons: Sequence[str]
    label: str
    verified: str
    size: int


DECISIONS = Columns(("id", "created_at", "outcome", "reasons"), DecisionLine._fields)


def show_freshness(
    shell: Shell, backups: Sequence[BackupView], instance: str, max_age: str | None
) -> None:
    """Say what there is of one academy. Raises what ``freshness.trouble`` gives, once all is said.

    ``max_age`` is that of the settings where nobody says it; raises BadAgeError.
    """
    from academy_cli.backups.freshness import freshness, limit_of, trouble
    from academy_cli.kit.clock import utc_now

    now, limit = utc_now(), limit_of(max_age or shell.settings.backup.max_age)
    shell.terminal.show_one(freshness(backups, now, limit, instance))
    error = trouble(backups, now, limit, instance)
    if error is not None:
        raise error


def decisions(
    shell: Shell, backups: Sequence[BackupView], instance: str, keep: str | None
) -> Sequence[Decision]:
    """What becomes of each backup, the newest first, by the settings or other rules.

    Raises BadRulesError and ClockBehindError.
    """
    from zoneinfo import ZoneInfo

    from academy_cli.backups.retention import kept, rules_of
    from academy_cli.kit.clock import utc_now

    said = shell.settings.backup
    rules, zone = rules_of(keep or said.keep), ZoneInfo(said.zone)
    return kept(backups, rules, utc_now(), zone, instance, least=said.keep_least)


def show_decisions(shell: Shell, decided: Iterable[Decision]) -> None:
    """Show what becomes of each, with every reason."""
    shell.terminal.show_list(map(_line, decided), DECISIONS, empty="There is no backup.")


def _line(one: Decision) -> DecisionLine:
    outcome, backup = KEPT if one.is_kept else DROPPED, one.backup
    return DecisionLine(
        backup.id,
        backup.created_at,
        outcome,
        one.reasons,
        backup.label,
        backup.verified,
        backup.size,
    )
