"""Whether a file is its user's alone, as files with private keys have to be.

Knows owners and modes where there are any (POSIX); refuses to open or to change a file.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from academy_cli.kit.saying import say

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Exposure(NamedTuple):
    """Why others can reach a file, in half a sentence, and what to do about it."""

    why: str
    fix: str


def exposure(path: Path, found: os.stat_result, mode: str) -> Exposure | None:
    """How others can reach a file; None where they cannot. ``mode`` is what it should have: ``600``."""
    if os.name != "posix":
        return None
    if found.st_uid != os.geteuid():
        return Exposure(say("is another user's"), say("Make it yours: chown $(id -un) {}", path))
    given = stat.S_IMODE(found.st_mode)
    if given & _OTHERS:
        said = say("may be reached by others ({:04o})", given)
        return Exposure(said, say("Keep it to yourself: chmod {} {}", mode, path))
    return None
