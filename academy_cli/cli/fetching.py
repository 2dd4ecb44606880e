"""Places that a person names: folders as they are, and repositories, which are fetched first.

Knows how words become folders; refuses to know how a repository is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.authoring.repositories.fetched import Fetched
    from academy_cli.authoring.repositories.places import Place


def place(word: str) -> str:
    """A folder or an address as it was typed: a path would join the two strokes of https://."""
    return word


Places = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PLACE]...",
        parser=place,
        help="Course folders, folders of them, or git repositories (URL#BRANCH:FOLDER); here by default.",
    ),
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Use what was fetched last; ask no repository.")
]

SHORT = 12
"""Digits of a commit that people look at."""


def places(words: Sequence[str] | None) -> Sequence[Place]:
    """What the words name; here, where there are none. Raises BadAddressError and SecretInAddressError."""
    from academy_cli.authoring.repositories.places import place_of

    return [place_of(word) for word in words or ["."]]


def folders(shell: Shell, words: Sequence[str] | None, *, is_offline: bool) -> Sequence[Path]:
    """The folder of each word; what is in a repository is fetched."""
    return [folder_of(shell, place, is_offline=is_offline) for place in places(words)]


def folder_of(
    shell: Shell, place: Place, *, branch: str | None = None, is_offline: bool = False
) -> Path:
    """The folder of a place; a repository is fetched, and what came is said."""
    if isinstance(place, Path):
        return place
    with shell.terminal.progress(say("Fetching {}", place)):
        brought = shell.academy.repositories.bring(place, branch=branch, is_offline=is_offline)
    commit = brought.commit[:SHORT]
    shell.terminal.note(
        say("Read from {}: branch {}, commit {}.", place, brought.branch, commit)
        if brought.branch
        else say("Read from {}: commit {}.", place, commit)
    )
    return brought.folder


def folder_again(shell: Shell, fetched: Fetched, *, is_offline: bool) -> Path:
    """The folder of exactly the commit that a plan was made of, whatever became of the branch."""
    from academy_cli.authoring.repositories.places import place_of

    place = place_of(fetched.address)
    if isinstance(place, Path):  # a repository of this machine that is gone
        return place
    pinned = place._replace(ref=fetched.commit)
    return folder_of(shell, pinned, branch=fetched.branch, is_offline=is_offline)
