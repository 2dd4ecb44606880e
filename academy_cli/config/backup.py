"""The settings of backups: where they go, who can read them, which are kept, and how old the newest may be.

Knows their defaults and reasons; refuses to know who reads them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from academy_cli.config.field import Bounds, setting
from academy_cli.config.places import DATA_FOLDER, data_folder
from academy_cli.kit import keeprules
from academy_cli.kit.saying import say
from academy_cli.kit.timespan import short

_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")
"""Bech32 has no 1, b, i and o; what looks right may still be misread, which encrypting finds out."""
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+/-]*")


def recipients(text: str) -> Sequence[str]:
    """Whom backups are encrypted to, as in ``age1… age1…``."""
    return text.split()


def _flaw_of_recipients(text: str) -> str | None:
    is_good = all(map(_RECIPIENT.fullmatch, recipients(text)))
    return None if is_good else say("recipients of age's, age1…, parted by spaces")


def _flaw_of_zone(text: str) -> str | None:
    from zoneinfo import ZoneInfo  # most commands ask for no calendar

    try:
        if _ZONE.fullmatch(text):
            ZoneInfo(text)
            return None
    except (OSError, ValueError, KeyError):  # no zone, a folder of zones, another file
        pass
    return say("a time zone, such as UTC or Europe/Zurich")


def _flaw_of_age(text: str) -> str | None:
    return None if short(text) else say("a length such as 26h, 2d or 1w")


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """Where backups go, who can read them, and which are kept."""

    to: str = setting(
        lambda: str(data_folder() / "backups"),
        "A folder, best of another disk, or a bucket: s3://bucket/prefix.",
        shown=f"{DATA_FOLDER}/backups",
        is_path=True,
    )
    recipients: str = setting(
        "",
        "Who can read them, age1… of academy backup keygen, parted by spaces; without, whoever has the file.",
        shown="<none>",
        flaw=_flaw_of_recipients,
    )
    identity: str = setting(
        "",
        "The file of the private key that opens them, readable by its owner alone; best on another machine.",
        shown="<none>",
        is_path=True,
    )
    sign_with: str = setting(
        "",
        "The file of an Ed25519 key (PEM) that says who made them, readable by its owner alone.",
        shown="<none>",
        is_path=True,
    )
    level: int = setting(
        1,
        "How hard Zstandard tries; 3 makes texts of courses an eighth smaller in twice the time.",
        bounds=Bounds(1, 19),
    )
    keep: str = setting(
        keeprules.DEFAULT,
        "Which are kept, the rest is dropped by academy backup prune: docs/backups.md.",
        flaw=keeprules.flaw,
    )
    keep_least: int = setting(
        2, "So many are kept, whatever the rules say.", bounds=Bounds(1, 1000)
    )
    zone: str = setting("UTC", "Whose days, weeks and months the rules count.", flaw=_flaw_of_zone)
    max_age: str = setting(
        "26h",
        "How old the newest one that was verified may be: academy backup status.",
        flaw=_flaw_of_age,
    )

    @property
    def is_closed_here(self) -> bool:
        """Whether they are encrypted and no key here opens them, so that digests alone can be compared."""
        return bool(self.recipients and not self.identity)
