"""``academy payment close``: proof that a month's documents, ledger and Stripe agree to the cent.

Knows the words of the command and how a proof reads; refuses to know what is summed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli.format import Format
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.money import written
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.books.closing.views import Balance, ClosingView, Proof

app = noun("Close a month.")

Month = Annotated[
    str | None,
    typer.Argument(metavar="MONTH", help="The month, such as 2026-11; it has to be over."),
]
Verify = Annotated[
    bool,
    typer.Option("--verify", help="Compute a month that was closed anew, and say what changed."),
]

CLOSED = ("month", "number", "closed_at", "actor", "content_sha256", "previous_sha256")
VERIFIED = ("month", "number", "is_sound", "said", "closings", "content_sha256")


@command(
    app,
    "close",
    changing=True,
    examples=(
        "academy payment close 2026-11",
        "academy payment close 2026-11 --dry-run",
        "academy payment close 2026-11 --verify",
        "academy payment close 2026-11 --format json",
    ),
)
def close(shell: Shell, month: Month = None, *, verify: Verify = False) -> None:
    """Prove that a month's documents, ledger and Stripe's balance agree to the cent, and keep the proof.

    Whatever lies between them is named: what moved at the month's edge, open disputes, refunds that are
    pending, payments by hand. Stripe's fees are told and no part of it. What nobody can explain refuses the
    closing (exit 9). Closing a month again keeps another proof with the next number.
    """
    from academy_cli.books.errors import NotAsClosedError

    named = month or shell.terminal.ask("MONTH", "Which month (2026-11)?")
    books = shell.academy.books
    if verify:
        verified = books.verify(named)
        told = {name: getattr(verified, name) for name in VERIFIED}
        shell.terminal.show_one(told, *VERIFIED)
        if not verified.is_sound:
            raise NotAsClosedError(verified.month, verified.said)
        return
    proof = books.prove(named)
    _show(shell, proof)
    if shell.is_dry_run:
        shell.terminal.note(
            say("{} would be closed.", proof.month)
            if proof.is_balanced
            else say("{} does not balance, so it could not be closed.", proof.month)
        )
        shell.terminal.note(DRY)
        shell.terminal.show_one({"month": proof.month, "is_balanced": proof.is_balanced})
        return
    shell.terminal.confirm(say("Close {}?", proof.month))
    _show_closed(shell, books.close(named))


def _show(shell: Shell, proof: Proof) -> None:
    for balance in proof.balances:
        for line in _lines(balance):
            shell.terminal.note(line)


def _lines(one: Balance) -> Iterator[str]:
    """A currency's sums, and what lies between them."""
    documents = written(one.documents) if one.documents is not None else say("none are issued")
    yield (
        say(
            "{}: documents {}, ledger {}, Stripe {}; fees {}",
            one.currency.upper(),
            documents,
            written(one.ledger),
            written(one.provider),
            written(one.fees),
        )
    )
    for item in one.items:
        named = f" ({', '.join(item.references)})" if item.references else ""
        many = f" ×{item.count}" if item.count > 1 else ""
        mark = "" if item.is_explained else say("NOT EXPLAINED: ")
        yield say(
            "  {}{}{}{}: {} against {}",
            mark,
            item.what,
            many,
            named,
            written(item.amount),
            item.side,
        )


def _show_closed(shell: Shell, view: ClosingView) -> None:
    if shell.terminal.format is Format.JSON:
        shell.terminal.show_one(view, *CLOSED, "body")
    else:
        shell.terminal.show_one(view, *CLOSED)
