"""The settings of the worker: what goes on by itself, and how often backups are made.

Knows their defaults and reasons; refuses to know what a job does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from academy_cli.config.field import setting
from academy_cli.config.places import DATA_FOLDER, data_folder
from academy_cli.kit.saying import say
from academy_cli.kit.timespan import short


def _flaw_of_jobs(written: str) -> str | None:
    from academy_cli.worker.jobs import NAMES  # most commands leave this setting alone

    names = written.split()
    is_good = bool(names) and all(name in NAMES for name in names)
    return None if is_good else say("one or more of {}, parted by spaces", " ".join(NAMES))


def _flaw_of_length(written: str) -> str | None:
    return None if short(written) else say("a length such as 6h, 1d or 1w")


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """What academy worker run does by itself."""

    jobs: str = setting(
        "mail payments refunds search backups",
        "What goes on by itself; webhook as well, where a web server passes Stripe's events on.",
        flaw=_flaw_of_jobs,
    )
    backup_every: str = setting("1d", "How often it makes a backup.", flaw=_flaw_of_length)
    state: Path = setting(  # noqa: RUF009 - it makes a dataclass field
        lambda: data_folder() / "worker.json",
        "The file in which it writes how things stand, for academy worker check.",
        shown=f"{DATA_FOLDER}/worker.json",
    )
