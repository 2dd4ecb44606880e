"""What checking storage found, and how much there is to drop.

Knows how it reads on a terminal; refuses to know where files are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from academy_cli.authoring.stored.views import State
from academy_cli.cli.answer import Columns
from academy_cli.kit.amount import amount, size
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.authoring.stored.views import StorageCheck, StorageGarbage
    from academy_cli.cli.terminal import Terminal

FINDINGS = Columns(
    ("state", "course", "lesson", "path", "revision", "size", "sha256"),
    ("state", "course", "lesson", "path", "revision", "size", "sha256"),
)


def show_check(terminal: Terminal, found: StorageCheck) -> None:
    """Write what is wrong, and say how much is right."""
    terminal.show_list(found.findings, FINDINGS)
    read = say(", {} read", size(found.read_bytes)) if found.read_bytes else ""
    terminal.note(say("{} needed in “{}”{}.", amount(found.files, "file"), found.storage, read))
    unneeded = found.count(State.UNREFERENCED)
    if unneeded:
        terminal.note(
            say("Nothing needs {}; see: academy storage gc --dry-run", amount(unneeded, "file"))
        )


def files(found: StorageGarbage) -> str:
    """How much there is to drop."""
    return say("{} ({})", amount(found.files, "file"), size(found.bytes))
