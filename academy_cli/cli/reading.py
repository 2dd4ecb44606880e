"""A text that a person gives in a file or on standard input.

Knows that it has to be UTF-8 and not too long; refuses to know what it says.
"""

from __future__ import annotations

import sys
from pathlib import Path

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

STDIN = "-"
LONGEST = 256 * 1024
"""Bytes; more is no message."""


class NoTextFileError(AcademyError):
    """A file that holds no text that can be used."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            Kind.INVALID,
            "value.no-text-file",
            say("“{}” cannot be used: {}.", path, reason),
            "Give a text file in UTF-8, or - for standard input.",
        )


def text_of(path: Path, longest: int = LONGEST) -> str:
    """The text of a file, or of standard input for ``-``. Raises NoTextFileError."""
    try:
        if str(path) == STDIN:
            given = sys.stdin.buffer.read(longest + 1)
        else:
            with path.open("rb") as file:
                given = file.read(longest + 1)
        text = given.decode("utf-8-sig")
    except OSError as error:
        raise NoTextFileError(path, system_words(error)) from error
    except UnicodeDecodeError as error:
        raise NoTextFileError(path, say("it is not UTF-8")) from error
    if len(given) > longest or not text.strip():
        raise NoTextFileError(path, say("it is too long") if text.strip() else say("it is empty"))
    return text
