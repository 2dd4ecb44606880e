"""Course folders as people write them, and answers as programs read them.

Knows files and JSON; refuses to know a command.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cli.screen import Screen

if TYPE_CHECKING:
    from tests.cli.conftest import Ran

OnScreen = Callable[..., Screen]


def write(folder: Path, **files: str) -> None:
    """Write files named by path, with ``__`` for a slash and without their ``.md``."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def document(ran: Ran) -> dict[str, object]:
    """What a command said as JSON."""
    value = json.loads(ran.out)
    assert isinstance(value, dict)
    return value
