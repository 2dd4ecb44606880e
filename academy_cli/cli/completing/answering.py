"""The answer to a shell: a word a line, with its meaning behind a tab.

``academy __complete SHELL -- WORDS`` asks for it, on the way in, before anything else is imported. Knows how
a line was cut into words by each shell; refuses to fail.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from academy_cli.cli.completing.words import Asked, following

ASKS = "__complete"


def answer(asked: Sequence[str]) -> int:
    """Write what may come next; ``asked`` are the shell's name, and its line or its words."""
    shell, *rest = asked or ("",)
    words = _cut(rest[0] if rest else "") if shell == "bash" else rest[1:]
    told = [
        word.text if shell == "bash" or not word.meaning else f"{word.text}\t{word.meaning}"
        for word in following(words, live)
    ]
    sys.stdout.write("".join(f"{line}\n" for line in told))
    return 0


def live(asked: Asked) -> Sequence[str]:
    """What is in the academy of the settings that hold here; nothing where nothing can be found out."""
    try:
        return _live(asked)
    except Exception:  # a line that is being typed is no place for an error, whatever it is
        return ()


def _live(asked: Asked) -> Sequence[str]:
    from academy_cli.access.glimpse import offered
    from academy_cli.config.database import database_url

    given, file = asked.options, asked.options.get("--config")
    flags = {"database_url": given["--database"]} if given.get("--database") else {}
    url = database_url(Path.cwd(), os.environ, flags, file=Path(file) if file else None)
    who = given.get("--as") or os.environ.get("ACADEMY_ACTOR", "")
    return offered(url, who, asked.kind, asked.begins)


def _cut(line: str) -> list[str]:
    """The words of a line after the first, as bash cuts them; the last is the one that is being typed."""
    import shlex

    for closing in ("", "'", '"'):
        try:
            words = shlex.split(line + closing)
        except ValueError:
            continue
        is_new = not line or (line[-1].isspace() and not closing)
        return [*words[1:], ""] if is_new else words[1:]
    return [""]
