"""The machine: its terminal's encoding, git, memory for temporary files, and the disks that things are on.

Knows what academy needs of an operating system; refuses to change any of it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from academy_cli.health.checking.views import Finding, Pen
from academy_cli.kit.amount import size
from academy_cli.kit.saying import say, say_joined

TERMINAL, GIT, DISK, FOLDERS = Pen("terminal"), Pen("git"), Pen("disk"), Pen("folders")
LITTLE, NOTHING = 1_000_000_000, 100_000_000
"""Bytes that are free: where one should look, and where things begin to fail."""


class Place(NamedTuple):
    """A folder that academy writes to: what it is for, where, and the setting that says so."""

    what: str
    path: Path
    setting: str
    is_private: bool = False
    """Whether nobody else may look into it."""


def terminal(encoding: str | None, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Whether names beyond ASCII come through."""
    said = encoding.lower() if encoding else say("unknown")
    if said.replace("-", "") == "utf8":
        yield TERMINAL.ok(say("text is UTF-8"))
        return
    locale = (
        environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or say("not set")
    )
    yield TERMINAL.warning(
        say(
            "text is {}, of the locale “{}”: what that does not have is shown as \\u2026",
            said,
            locale,
        ),
        say("Use a UTF-8 locale"),
        "export LC_ALL=C.UTF-8",
    )


def git(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Whether courses can be fetched from repositories."""
    found = shutil.which("git", path=environ.get("PATH"))
    if found:
        yield GIT.ok(say("git is {}", found))
        return
    yield GIT.warning(
        say("there is no git: courses cannot come from repositories, and revisions name no commit"),
        say("Install it with your system's packages"),
        say("apt-get install git"),
    )


def disks(places: Sequence[Place], largest: int) -> Iterator[Finding]:
    """Whether there is room, on each disk once; ``largest`` is what a backup may need beside itself."""
    seen: dict[int, list[Place]] = {}
    for place in places:
        seen.setdefault(_nearest(place.path).stat().st_dev, []).append(place)
    for on_it in seen.values():
        free = shutil.disk_usage(_nearest(on_it[0].path)).free
        names = say_joined(", ", (one.what for one in on_it))
        said = say("{} free for {}", size(free), names)
        fix = say("Free some space where “{}” is", on_it[0].path)
        if free < NOTHING:
            yield DISK.failing(said, fix)
        elif free < max(LITTLE, 2 * largest):
            yield DISK.warning(say("only {}", said), fix)
        else:
            yield DISK.ok(said)


def folders(places: Sequence[Place]) -> Iterator[Finding]:
    """Whether each folder can be written, or made, and is closed where it has to be."""
    wrong = [finding for place in places for finding in _folder(place)]
    yield from wrong
    if not wrong:
        yield FOLDERS.ok(say("{} folders can be written", len(places)))


def _folder(place: Place) -> Iterator[Finding]:
    path, nearest = place.path, _nearest(place.path)
    if path.exists() and not path.is_dir():
        yield FOLDERS.failing(
            say("“{}” for {} is no folder", path, place.what),
            say("Move it away, or set {}", place.setting),
        )
    elif not os.access(nearest, os.W_OK | os.X_OK):
        which = "" if nearest == path else say(", and nothing can be made in “{}”", nearest)
        yield FOLDERS.failing(
            say("“{}” for {} cannot be written{}", path, place.what, which),
            say("Give this user the right to, or set {}", place.setting),
            f"ls -ld {_quoted(nearest)}",
        )
    elif place.is_private and path.is_dir() and sys.platform != "win32":
        mode = path.stat().st_mode & 0o077
        if mode:
            yield FOLDERS.failing(
                say("others can look into “{}” with {}", path, place.what),
                say("Keep it to yourself"),
                f"chmod 700 {_quoted(path)}",
            )


def temporary() -> Place:
    """Where backups and archives are put together."""
    return Place(say("temporary files"), Path(tempfile.gettempdir()), say("the variable TMPDIR"))


def _nearest(path: Path) -> Path:
    """The folder itself, or the next one above that is there."""
    return next(one for one in (path, *path.parents) if one.exists())


def _quoted(path: Path) -> str:
    from shlex import quote

    return quote(str(path))
