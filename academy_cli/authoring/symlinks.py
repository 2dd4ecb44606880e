"""Symbolic links of a course folder: where each really leads, and whether it may be followed.

Knows real paths, and asks the disk once for each link in however many ways it is reached; refuses to
list a folder.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass

from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

MOST_NESTED = 1000
"""Folders reached by a link within what another link leads to. Few courses need any, and a handful of
folders with links to each other is reached in more ways than a disk has bytes."""
CIRCLE = say("leads in a circle")


@dataclass(frozen=True, slots=True)
class Way:
    """Where a folder really is, and the real folders with the links that led to it."""

    real: str
    through: tuple[str, ...] = ()

    def below(self, name: str) -> Way:
        """The way on to a folder in it."""
        return Way(f"{self.real}{os.sep}{name}", self.through)

    def along(self, target: str) -> Way:
        """The way on through a link in it."""
        return Way(target, (*self.through, self.real))

    def leads_through(self, target: str) -> bool:
        """Whether it goes through a folder, or through something in it."""
        return any(_is_in(folder, target) for folder in (self.real, *self.through))


@dataclass(frozen=True, slots=True)
class Target:
    """What a link leads to, or the reason why it leads to nothing in the course."""

    real: str = ""
    astray: str = ""


class Targets:
    """Where the links of a course folder lead."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._known: dict[str, Target] = {}

    def of(self, link: str) -> Target:
        """Where a link leads, by the real path of the link."""
        if link not in self._known:
            self._known[link] = self._found(link)
        return self._known[link]

    def _found(self, link: str) -> Target:
        try:
            real = os.path.realpath(link, strict=True)
        except OSError as error:
            return Target(astray=_reason(error))
        return Target(real) if _is_in(real, self._root) else Target(astray=say("leaves the course"))


def _reason(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return CIRCLE
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return say("leads nowhere")
    return say("cannot be followed: {}", system_words(error))


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)
