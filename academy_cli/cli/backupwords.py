"""Words that several commands about backups share: which one, where, and by which keys.

Knows options and what the settings say where nobody gives them; refuses to know services.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from academy_cli.cli.shell import Shell

To = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="FOLDER|URL",
        help="A folder or a bucket, s3://…; else the setting backup.to.",
    ),
]
Which = Annotated[
    str | None,
    typer.Argument(metavar="[ID|FILE]", help="Which one; “latest” is this academy's newest."),
]
Identity = Annotated[
    Path | None,
    typer.Option("--identity", metavar="FILE", help="The private key; else backup.identity."),
]
SignedBy = Annotated[
    str | None,
    typer.Option("--signed-by", metavar="KEY", help="Refuse what this public key did not sign."),
]


def identity_of(shell: Shell, given: Path | None) -> Path | None:
    """The file of the private key: the one that is given, or the setting's."""
    said = shell.settings.backup.identity
    return given or (Path(said) if said else None)
