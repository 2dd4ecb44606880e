"""Words as systemd's units, and lines of cron, read them back: exactly as they were.

Knows what each takes for something else; refuses what they cannot hold.
Sources: systemd.syntax(7), Quoting; systemd.service(5), Command lines; systemd.unit(5), Specifiers;
crontab(5).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from academy_cli.backups.schedule.errors import LineTooLongError, UnfitWordError
from academy_cli.kit.saying import say

MOST_IN_LINE = 990
"""Characters: Debian's cron takes 999."""
_GLOB = "*?[]"
_PLAIN = re.compile(r"[A-Za-z0-9_@:./,+=-]+")
"""What means itself everywhere."""
SYSTEMD, CRON = "systemd", "cron"


def exec_line(program: str, words: Sequence[str]) -> str:
    """A command for ``ExecStart=``, whose program is a whole path and may have no quotes in it.

    A ``$`` of the program stands alone, for no variable can be there. Raises UnfitWordError.
    """
    if any(mark in program for mark in "\"'\\"):
        raise UnfitWordError(program, say("a quote or a backslash"), SYSTEMD)
    return " ".join([_quoted(program), *(_quoted(word).replace("$", "$$") for word in words)])


def environment(name: str, value: str) -> str:
    """An assignment for ``Environment=``, which knows no variables."""
    return _quoted(f"{name}={value}")


def whole(value: str) -> str:
    """A value that a setting reads to the end of its line: nothing is quoted there but ``%``."""
    _require_whole(value, SYSTEMD)
    if value != value.strip() or value.endswith("\\"):
        raise UnfitWordError(value, say("a space or a backslash at its end"), SYSTEMD)
    return value.replace("%", "%%")


def file_pattern(path: str) -> str:
    """A path for ``EnvironmentFile=``, which is a pattern of names."""
    if any(mark in path for mark in (*_GLOB, "\\")):
        raise UnfitWordError(path, say("a mark of patterns (*, ?, [ or a backslash)"), SYSTEMD)
    return whole(path)


def shell(words: Sequence[str]) -> str:
    """Words of a command for a shell, to stand in a line of cron. Raises UnfitWordError."""
    for word in words:
        _require_whole(word, CRON)
        if "\\" in word:  # some crons drop it, and some keep it
            raise UnfitWordError(word, say("a backslash"), CRON)
    return shlex.join(words)


def cron_line(fields: str, command: str) -> str:
    """A line: in it, ``%`` would end the command. Raises LineTooLongError."""
    escaped = command.replace("%", "\\%")
    if len(escaped.encode()) > MOST_IN_LINE:
        raise LineTooLongError(len(escaped.encode()), MOST_IN_LINE)
    return f"{fields} {escaped}"


def _quoted(word: str) -> str:
    """A word in double quotes, where ``%`` begins a specifier and a backslash an escape."""
    _require_whole(word, SYSTEMD)
    if _PLAIN.fullmatch(word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _require_whole(word: str, where: str) -> None:
    """No ends of lines, and nothing else that steers; bytes that are no text cannot be written down."""
    if not word.isprintable():
        raise UnfitWordError(
            word.encode("unicode_escape").decode(), say("an unprintable character"), where
        )
