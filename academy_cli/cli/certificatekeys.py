"""``academy certificate key``: the keys that sign certificates.

Knows the words of the command; refuses to see a private key.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.moments import moment
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say, say_so_many

if TYPE_CHECKING:
    from academy_cli.certificates.keys.views import KeyView

app = noun("Keys.")

Verb = Annotated[
    Literal["list", "init", "rotate", "compromised", "import"],
    typer.Argument(metavar="list|init|rotate|compromised|import", help="What to do."),
]
Which = Annotated[
    str | None, typer.Argument(metavar="[KEY|FILE]", help="Which key, or the file it is in.")
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Since when somebody else may have it; now else."),
]
Why = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why, on record.")]
LISTED = Columns(
    ("name", "state", "certificates", "here", "created_at", "retired_at", "compromised_at"),
    (
        *("name", "state", "did", "certificates", "here", "created_at", "retired_at"),
        *("compromised_at", "to_reissue"),
    ),
)


@command(
    app,
    "key",
    listing=True,
    changing=True,
    examples=(
        "academy certificate key init",
        "academy certificate key list",
        "academy certificate key rotate --yes",
        "academy certificate key compromised 5647aa1c --since 2026-11-20 --reason 'a stolen laptop'",
        "academy certificate key import old.pem",
    ),
)
def key(
    shell: Shell,
    verb: Verb,
    which: Which = None,
    *,
    since: Since = None,
    reason: Why = None,
) -> None:
    """Make the key that signs certificates, take another, or give one up that was stolen.

    Private keys stay in the folder certificates.keys, readable by you alone; keep a copy where no other is.
    """
    if verb == "list":
        found = shell.academy.certificate_keys.list()
        empty = say("There is no key yet: academy certificate key init")
        shell.terminal.show_list(found, LISTED, empty=empty)
    elif verb == "compromised":
        _compromised(shell, which or shell.terminal.ask("KEY", "Which key?"), since, reason)
    elif verb == "import":
        _take_in(shell, Path(which or shell.terminal.ask("FILE", "In which file is it?")))
    else:
        _make(shell, verb)


def _make(shell: Shell, verb: str) -> None:
    keys = shell.academy.certificate_keys
    make = keys.init if verb == "init" else keys.rotate
    make(dry_run=True)
    folder = shell.settings.certificates.keys
    if shell.is_dry_run:
        shell.terminal.note(say("A new key would be made in “{}”, and sign from now on.", folder))
        shell.terminal.note(DRY)
        shell.terminal.show_one({"folder": str(folder)})
        return
    if verb == "rotate":
        shell.terminal.confirm("Sign with a new key from now on? What the old one signed holds.")
    made = make()
    shell.terminal.show_one(made, *LISTED.shown)
    shell.terminal.note(say("It is in “{}”: keep a copy of it where no other copy is.", folder))
    _warn_at_first(shell)
    shell.academy.sign_what_was_earned()
    if verb == "rotate":
        shell.terminal.note("Let everybody know the new key: academy certificate publish FOLDER")


def _warn_at_first(shell: Shell) -> None:
    """Say what every certificate would lack, once there is a key and before anything is signed."""
    if len(shell.academy.certificate_keys.list()) == 1 and shell.academy.unnamed:
        shell.terminal.warn(shell.academy.unnamed)


def _take_in(shell: Shell, path: Path) -> None:
    keys = shell.academy.certificate_keys
    passphrase = shell.settings.certificates.key_passphrase
    keys.take_in(path, passphrase, dry_run=True)
    if shell.is_dry_run:
        shell.terminal.note(say("The key of “{}” would be taken in.", path))
        shell.terminal.note(DRY)
        shell.terminal.show_one({"file": str(path)})
        return
    shell.terminal.show_one(keys.take_in(path, passphrase), *LISTED.shown)
    _warn_at_first(shell)
    shell.academy.sign_what_was_earned()


def _tell_compromised(shell: Shell, planned: KeyView) -> None:
    """Say what a stolen key's certificates are worth, and what is not sent about them."""
    since_then = say_so_many(
        "{:,} certificate signed since cannot be told from a thief's.",
        "{:,} certificates signed since cannot be told from a thief's.",
        planned.to_reissue,
    )
    shell.terminal.note(
        say(
            "What {} signed before {:%Y-%m-%d %H:%M} UTC holds; {}",
            planned.name,
            planned.compromised_at,
            since_then,
        )
    )
    if planned.called_off:
        shell.terminal.note(
            say_so_many(
                "{:,} letter about them, not sent yet, will not be sent.",
                "{:,} letters about them, not sent yet, will not be sent.",
                planned.called_off,
            )
        )


def _compromised(shell: Shell, name: str, since: str | None, reason: str | None) -> None:
    from academy_cli.kit.clock import utc_now

    keys = shell.academy.certificate_keys
    at = moment("--since", since) or utc_now()
    planned = keys.compromised(name, at, reason, dry_run=True)
    _tell_compromised(shell, planned)
    if shell.is_dry_run:
        shell.terminal.note(DRY)
    else:
        shell.terminal.confirm(
            say("Give up the key {} for good?", name), destroys="It cannot be undone."
        )
        planned = keys.compromised(name, at, reason)
    shell.terminal.note(
        say(
            "Then: academy certificate key rotate; academy certificate reissue --key {}; academy "
            "certificate publish FOLDER",
            name,
        )
    )
    shell.terminal.show_one(planned, *LISTED.shown, "to_reissue", "called_off")
