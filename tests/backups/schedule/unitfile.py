"""Units as systemd reads them, written from its manual and not from what writes them.

Sources: systemd.syntax(7), systemd.unit(5) (Specifiers), systemd.service(5) (Command lines). Refuses what is
merely warned of there: an unknown setting, a specifier that nobody meant, a word with a quote in its middle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

KNOWN = {
    "Unit": {"Description", "Wants", "After", "OnFailure"},
    "Service": {
        *(
            "Type",
            "User",
            "UMask",
            "NoNewPrivileges",
            "Environment",
            "EnvironmentFile",
            "ExecStart",
        ),
        *("TimeoutStartSec", "Nice", "IOSchedulingClass", "IOSchedulingPriority"),
    },
    "Timer": {"OnCalendar", "RandomizedDelaySec", "Persistent"},
    "Install": {"WantedBy"},
}
MANY = {"ExecStart", "Environment", "After"}
"""What may stand there more than once, and means more then."""
_ESCAPES = {"\\": "\\", '"': '"', "'": "'", "s": " ", "n": "\n", "t": "\t"}
_SPECIFIER = re.compile(r"%(.)")


class UnitError(Exception):
    """What systemd would refuse, or read in another way."""


def read(text: str) -> dict[str, dict[str, list[str]]]:
    """Settings by section and name, as they are written."""
    found: dict[str, dict[str, list[str]]] = {}
    section = ""
    for line in text.splitlines():
        if line.endswith("\\"):
            raise UnitError(f"goes on: {line}")
        if not line.strip():
            continue
        if line.startswith("["):
            section = line.removeprefix("[").removesuffix("]")
            found[section] = {}
            continue
        name, sign, value = line.partition("=")
        if not sign or name not in KNOWN[section] or value != value.strip():
            raise UnitError(line)
        if name in found[section] and name not in MANY:
            raise UnitError(f"twice: {line}")
        found[section].setdefault(name, []).append(value)
    return found


def value(written: str, **specifiers: str) -> str:
    """A setting that is one value, its specifiers put in."""

    def put(match: re.Match[str]) -> str:
        if match[1] == "%":
            return "%"
        if match[1] not in specifiers:
            raise UnitError(f"a specifier: {match[0]} in {written}")
        return specifiers[match[1]]

    return _SPECIFIER.sub(put, written)


def words(written: str) -> Sequence[str]:
    """Words without their quotes and escapes."""
    return list(_words(written))


def command(written: str, **specifiers: str) -> Sequence[str]:
    """A command as it is run: the program, and its arguments with ``$$`` as a dollar, and no variable."""
    program, *arguments = (value(word, **specifiers) for word in words(written))
    if any(mark in program for mark in "\"'\\"):
        raise UnitError(f"a program whose name has special characters: {program}")
    for word in arguments:
        if "$" in word.replace("$$", ""):
            raise UnitError(f"a variable: {word}")
    return [program, *(word.replace("$$", "$") for word in arguments)]


def _words(written: str) -> Iterator[str]:
    rest = written.strip()
    while rest:
        if rest[0] in "\"'":
            word, rest = _quoted(rest[1:], rest[0])
        else:
            word, _, rest = rest.partition(" ")
            if any(mark in word for mark in "\"'\\;"):
                raise UnitError(f"bare: {word}")
        yield word
        rest = rest.lstrip(" ")


def _quoted(rest: str, end: str) -> tuple[str, str]:
    word, marks = "", iter(enumerate(rest))
    for at, mark in marks:
        if mark == "\\":
            _, escape = next(marks)
            word += _ESCAPES[escape]
        elif mark == end:
            if rest[at + 1 : at + 2] not in {"", " "}:
                raise UnitError(f"goes on behind its quote: {rest}")
            return word, rest[at + 1 :]
        else:
            word += mark
    raise UnitError(f"never ends: {rest}")
