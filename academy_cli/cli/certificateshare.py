"""``academy certificate share``: a certificate shown elsewhere.

Knows the words of the command; refuses to send anything anywhere but to its holder.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from academy_cli.cli.certificatecode import QUESTION, Code
from academy_cli.cli.exporting import FileTakenError, kept, require_file
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.paths import is_taken

app = noun("Share.")

By = Annotated[
    Literal["linkedin", "mail", "badge"], typer.Argument(metavar="linkedin|mail|badge", help="How.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="A new file; CODE.png by default.")
]


@command(
    app,
    "share",
    changing=True,
    examples=(
        "academy certificate share linkedin K7QM-29XD-4HTR-0B8N",
        "academy certificate share badge K7QM-29XD-4HTR-0B8N --out ann.png",
        "academy certificate share mail K7QM-29XD-4HTR-0B8N",
    ),
)
def share(shell: Shell, by: By, code: Code = None, *, out: Out = None) -> None:
    """Show a certificate elsewhere: on LinkedIn, as a badge with the credential in it, or by mail again."""
    word = code or shell.terminal.ask("CODE", QUESTION)
    sharing = shell.academy.sharing
    if by == "linkedin":
        shell.terminal.show_one(sharing.linkedin(word))
        shell.terminal.note("Open “form” while you are signed in; what it leaves empty is above.")
    elif by == "mail":
        done = sharing.mail(word, dry_run=shell.is_dry_run)
        if shell.is_dry_run:
            shell.terminal.note(DRY)
        shell.terminal.show_one(done)
    else:
        _badge(shell, word, out)


def _badge(shell: Shell, word: str, out: Path | None) -> None:
    file = shell.academy.sharing.badge(word)
    path = out or Path(file.name)
    require_file(path)
    if is_taken(path):
        raise FileTakenError(path)
    if shell.is_dry_run:
        shell.terminal.note(DRY)
    else:
        kept(path, file.content)
    shell.terminal.show_one({"file": str(path), "bytes": len(file.content)})
