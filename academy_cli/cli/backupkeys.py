"""``academy backup keygen``: keys to encrypt backups to, and to sign them with.

Knows the words of the command; refuses to show a private key.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from academy_cli.cli.emptywords import path_of
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say

app = noun("Keys.")

Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help="Where the private key goes.", parser=path_of("--out")
    ),
]
Sign = Annotated[
    bool, typer.Option("--sign", help="A key that says who made backups, not one that opens them.")
]


@command(
    app,
    "keygen",
    changing=True,
    examples=(
        "academy backup keygen --out ~/academy-backup.key",
        "academy backup keygen --sign --out ~/academy-signing.pem",
    ),
)
def keygen(shell: Shell, *, out: Out = None, sign: Sign = False) -> None:
    """Make a key that opens encrypted backups. Make it on another machine than the one that is backed up.

    Only its public half, age1…, is needed to make backups: whoever takes the machine cannot read old ones.
    Nothing else opens them: keep the file twice, where no backup is.
    """
    from academy_cli.backups.keys import new_identity, new_signing_key

    path = out or Path(shell.terminal.ask("--out", "Which file?"))
    if shell.is_dry_run:
        shell.terminal.note(say("A new key would be written to “{}”.", path))
        shell.terminal.note(DRY)
        shell.terminal.show_one({"file": str(path)})
        return
    made = new_signing_key(path) if sign else new_identity(path, utc_now())
    shell.terminal.show_one(made)
    setting = (
        say("backup.sign_with: the file") if sign else say("backup.recipients: {}", made.public)
    )
    shell.terminal.note(say("To use it, say in academy.yaml {}", setting))
