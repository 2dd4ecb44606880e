"""The code of a certificate, as every command that is about one takes it.

Knows the word and how it is asked for; refuses to know what a code is of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from academy_cli.kit.saying import say

Code = Annotated[
    str | None, typer.Argument(metavar="CODE", help="As on the page: K7QM-29XD-4HTR-0B8N.")
]
QUESTION = say("Which certificate?")


def each_once(words: Sequence[str]) -> Sequence[str]:
    """Every certificate once, as it was typed first: what is no code stays, to be refused as such."""
    from academy_cli.certificates.credential import code as codes

    found: dict[str, str] = {}
    for word in words:
        found.setdefault(codes.read(word) or word, word)
    return list(found.values())
