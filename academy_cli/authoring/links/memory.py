"""What was found of addresses before: good answers are believed for a week, bad ones for a day.

One file in the user's cache folder, written whole; one that is damaged or of another version is as none.
Knows disk and time; refuses to ask.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from academy_cli.authoring.links.verdicts import UNASKED, Fate, Verdict

VERSION = 1
GOOD_S, BAD_S = 7 * 24 * 3600, 24 * 3600
MOST = 50_000
"""Addresses that are remembered; the oldest go first."""


class Memory:
    """A file of verdicts; ``now`` is seconds since 1970."""

    def __init__(self, file: Path, now: float) -> None:
        self.file, self.now = file, now

    def known(self, addresses: Iterable[str]) -> Mapping[str, Verdict]:
        """Those that need not be asked again."""
        kept = self._read()
        return {
            one: Verdict(Fate(kept[one][0]), kept[one][1], kept[one][2])
            for one in addresses
            if one in kept and self._holds(kept[one])
        }

    def keep(self, verdicts: Mapping[str, Verdict]) -> None:
        """Remember some more; without a disk to write to, nothing is remembered."""
        new = {
            address: [one.fate.value, one.why, one.now, self.now]
            for address, one in verdicts.items()
            if one.fate is not Fate.SKIPPED and one != UNASKED
        }
        if not new:
            return
        kept = {one: said for one, said in self._read().items() if self._holds(said)} | new
        newest = sorted(kept.items(), key=lambda one: -one[1][3])[:MOST]
        with suppress(OSError):
            self._write(json.dumps({"version": VERSION, "links": dict(newest)}))

    def _holds(self, said: list[Any]) -> bool:
        age = self.now - float(said[3])
        return 0 <= age < (GOOD_S if Fate(said[0]).is_good else BAD_S)

    def _read(self) -> dict[str, list[Any]]:
        try:
            said = json.loads(self.file.read_text("utf-8"))
            found = said["links"] if said["version"] == VERSION else {}
            return {one: kept for one, kept in found.items() if _is_sound(kept)}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}

    def _write(self, text: str) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = mkstemp(dir=self.file.parent, prefix=".links-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            Path(temporary).replace(self.file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _is_sound(kept: Any) -> bool:
    if not isinstance(kept, list) or [type(one) for one in kept[:3]] != [str, str, str]:
        return False
    is_timed = len(kept) == 4 and isinstance(kept[3], int | float)
    return is_timed and kept[0] in {fate.value for fate in Fate}
