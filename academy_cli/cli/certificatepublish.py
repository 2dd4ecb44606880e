"""``academy certificate publish|anchor``: what anybody may see, and where roots were written down.

Knows the words of each command; refuses to know what is published.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.exporting import FileTakenError, kept
from academy_cli.cli.jsonrows import json_text
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.paths import is_taken
from academy_cli.kit.saying import say, say_so_many

app = noun("Publish.")

Folder = Annotated[
    Path | None, typer.Argument(metavar="FOLDER", help="What the web server shows, or a new one.")
]
Verb = Annotated[
    Literal["list", "export", "import", "proof"],
    typer.Argument(metavar="list|export|import|proof", help="What to do."),
]
Which = Annotated[
    str | None, typer.Argument(metavar="[BATCH|CODE]", help="Which batch, or which certificate.")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="A new file, for the root or the proof."),
]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="WHERE", help="Where the root stands, as in “bitcoin 873000”."),
]
Proof = Annotated[
    Path | None,
    typer.Option(
        "--proof", metavar="FILE", help="What proves it, such as a file of OpenTimestamps."
    ),
]
LISTED = Columns(
    ("batch", "certificates", "created_at", "anchor", "anchored_at"),
    ("batch", "root", "certificates", "created_at", "anchor", "anchored_at", "proof"),
)


class NoBatchError(AcademyError):
    """A word that is no number of a batch."""

    def __init__(self, word: str) -> None:
        super().__init__(
            Kind.USAGE,
            "anchor.no-number",
            say("“{}” is no number of a batch.", word),
            "See them: academy certificate anchor list",
        )


@command(
    app,
    "publish",
    changing=True,
    examples=(
        "academy certificate publish public/",
        "academy certificate publish public/ --dry-run",
    ),
)
def publish(shell: Shell, folder: Folder = None) -> None:
    """Write what anybody may see as files for a web server: keys, status lists, a page for each certificate.

    Run it whenever a certificate was issued, revoked or suspended, and at least once a month: lists that are
    older are doubted. Pages are found by who has the code, and by no search.
    """
    to = folder or Path(shell.terminal.ask("FOLDER", "Into which folder?"))
    with shell.terminal.progress("Publishing"):
        done = shell.academy.publishing.publish(to, dry_run=shell.is_dry_run)
    if shell.is_dry_run:
        shell.terminal.note(DRY)
    shell.terminal.show_one(done)
    if shell.settings.site.url:
        shell.terminal.note(
            "Codes on paper are scanned as addresses that are no file: the web server has to answer them "
            "with 404.html (nginx: error_page 404 /404.html; Apache: ErrorDocument 404 /404.html)."
        )


@command(
    app,
    "anchor",
    listing=True,
    changing=True,
    examples=(
        "academy certificate anchor export --out root.txt",
        "academy certificate anchor import 1 --at 'bitcoin block 873000' --proof root.txt.ots",
        "academy certificate anchor proof K7QM-29XD-4HTR-0B8N --out proof.json",
        "academy certificate anchor list",
    ),
)
def anchor(
    shell: Shell,
    verb: Verb,
    which: Which = None,
    *,
    out: Out = None,
    at: At = None,
    proof: Proof = None,
) -> None:
    """Put certificates under one number that you can write down where it stays, which dates them all.

    Nothing is written to any chain: take the root to one, or to OpenTimestamps, and say here where it stands.
    """
    anchors = shell.academy.anchors
    if verb == "list":
        shell.terminal.show_list(anchors.list(), LISTED, empty="There is no batch yet.")
    elif verb == "export":
        _export(shell, out)
    elif verb == "import":
        number = _number(which or shell.terminal.ask("BATCH", "Which batch?"))
        where = at or shell.terminal.ask("--at", "Where does its root stand?")
        done = anchors.take_in(number, where, proof, dry_run=shell.is_dry_run)
        if shell.is_dry_run:
            shell.terminal.note(DRY)
        shell.terminal.show_one(done, *LISTED.known)
    else:
        found = anchors.proof(which or shell.terminal.ask("CODE", "Of which certificate?"))
        text = json_text(found) + "\n"
        if out is not None and not shell.is_dry_run:
            kept(out, text.encode())
            shell.terminal.note(say("Written: {}", out))
        else:
            shell.terminal.print(text.rstrip("\n"))


def _export(shell: Shell, out: Path | None) -> None:
    if out is not None and is_taken(out):
        raise FileTakenError(out)
    planned = shell.academy.anchors.export(dry_run=True)
    if shell.is_dry_run:
        shell.terminal.note(
            say_so_many(
                "{:,} certificate would be under {}.",
                "{:,} certificates would be under {}.",
                planned.certificates,
                planned.root,
            )
        )
        shell.terminal.note(DRY)
        shell.terminal.show_one(planned, "certificates", "root")
        return
    done = shell.academy.anchors.export()
    if out is not None:
        kept(out, f"{done.root}\n".encode())
    shell.terminal.show_one(done, *LISTED.known)
    shell.terminal.note(
        say(
            "Its root stands nowhere yet. Once it does: academy certificate anchor import {} "
            "--at …",
            done.batch,
        )
    )


def _number(word: str) -> int:
    if not word.isascii() or not word.isdigit() or len(word) > 9:
        raise NoBatchError(word)
    return int(word)
