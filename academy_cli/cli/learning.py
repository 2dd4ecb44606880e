"""Words that all commands about a learner in a course take: who, which course, why, and without a mail.

Knows how they are written; refuses to know what is done.
"""

from __future__ import annotations

from typing import Annotated

import typer

Email = Annotated[str | None, typer.Argument(metavar="EMAIL", help="The learner's address.")]
Slug = Annotated[str | None, typer.Argument(metavar="COURSE", help="The course's slug.")]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help="Why; it is put on record.")
]
NoMail = Annotated[bool, typer.Option("--no-mail", help="Tell nobody by e-mail.")]
