"""What became of mail, as a script reads it.

Knows `mail list` and the folder of letters; refuses to send any.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def listed(academy: Run, *more: str) -> list[list[str]]:
    """Messages: their template, recipient and state, the oldest first."""
    ran = academy("mail", "list", "--format", "json", *more)
    return [
        [one["template"], one["recipient"], one["state"]] for one in reversed(json.loads(ran.out))
    ]


def letters(home: Path) -> list[str]:
    """What is in the folder that mail goes into."""
    found = home.rglob("mail/*.eml")
    return sorted(path.read_text(encoding="utf-8") for path in found)
