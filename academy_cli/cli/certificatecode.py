"""The code of a certificate, as every command that is about one takes it.

Knows the word and how it is asked for; refuses to know what a code is of.
"""

from __future__ import annotations

from typing import Annotated

import typer

Code = Annotated[
    str | None, typer.Argument(metavar="CODE", help="As on the page: K7QM-29XD-4HTR-0B8N.")
]
QUESTION = "Which certificate?"
