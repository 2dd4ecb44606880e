"""Words that are there and say nothing, such as from a variable of a script that was never set.

Knows that such a word does not mean what leaving it out means; refuses to know what it should have said.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import typer

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class EmptyWordError(AcademyError):
    """An option that is given, and empty."""

    def __init__(self, option: str) -> None:
        super().__init__(
            Kind.USAGE,
            "usage.empty",
            say("“” says nothing for {}.", option),
            say("Say something, or leave {} out.", option),
        )


def path_of(option: str) -> Callable[[str], Path]:
    """How an option's words become a path, which is not the folder at hand where they are empty."""

    def path(given: str) -> Path:
        if not given.strip():
            raise EmptyWordError(option)
        return Path(given)

    return path


def not_empty(param: typer.CallbackParam, given: str | None) -> str | None:
    """An option as it is given. Raises EmptyWordError."""
    if given is not None and not given.strip():
        raise EmptyWordError(param.opts[0])
    return given
