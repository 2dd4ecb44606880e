"""The options by which commands say what is known of somebody.

Knows names, help texts and how pairs are typed; refuses to know what a field may hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say

Email = Annotated[str | None, typer.Argument(metavar="EMAIL", help="The account's e-mail.")]
NewEmail = Annotated[
    str | None,
    typer.Option("--email", metavar="EMAIL", help="Another address, unverified from then on."),
]
Name = Annotated[str | None, typer.Option("--name", metavar="NAME", help="What they are called.")]
Language = Annotated[
    str | None, typer.Option("--language", metavar="TAG", help="As in en, de-AT or zh-Hans.")
]
TimeZone = Annotated[
    str | None, typer.Option("--time-zone", metavar="ZONE", help="As in Europe/Berlin.")
]
Bio = Annotated[
    str | None, typer.Option("--bio", metavar="TEXT", help="What they say of themselves.")
]
Avatar = Annotated[
    str | None, typer.Option("--avatar", metavar="URL", help="A picture's address, https.")
]
Privacy = Annotated[
    list[str] | None,
    typer.Option(
        "--privacy",
        metavar="KEY=VALUE",
        help="profile=public, learners or private; show_progress=yes or no; repeatable.",
    ),
]
Metadata = Annotated[
    list[str] | None,
    typer.Option(
        "--metadata",
        metavar="KEY=VALUE",
        help="What the academy keeps of them: a text, a number, true or false; repeatable.",
    ),
]
Reason = Annotated[
    str | None,
    typer.Option(
        "--reason", metavar="TEXT", help="Why, for the audit log; it stays for good: name nobody."
    ),
]


class NoPairError(AcademyError):
    """Something that is no key and value."""

    def __init__(self, option: str, text: str) -> None:
        super().__init__(
            Kind.USAGE,
            "value.no-pair",
            say("{}: “{}” is no key and value.", option, text),
            say("Write it like {} key=value; an empty value removes the key.", option),
        )


def pairs(option: str, written: Sequence[str] | None) -> dict[str, str] | None:
    """``key=value`` as people type it, the last one of each key. Raises NoPairError."""
    found: dict[str, str] = {}
    for text in written or ():
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            raise NoPairError(option, text)
        found[key.strip()] = value.strip()
    return found or None
