"""Certificates that are issued and wait to be signed: foreseen, told as far as that helps, and counted.

Knows the words; refuses to know what keeps one from being signed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_joined, say_so_many, unstopped

if TYPE_CHECKING:
    from academy_cli.certificates.issuing.foreseeing import Unnamed
    from academy_cli.certificates.views import CertificateView, Issued, Signed, Trouble

MOST_NAMED, MOST_ALIKE = 20, 3
"""So many are told one by one: of all, and of those that wait for the same reason."""
MEND = say(
    "For another name: academy certificate reissue CODE --name '…', or academy user set EMAIL --name '…'; "
    "then: academy certificate issue --waiting"
)
"""What is done about those that wait; a file that is mended issues nothing to them."""


class SomeWaitError(AcademyError):
    """Certificates that are issued and could not be signed."""

    def __init__(self, waiting: int, fix: str = "") -> None:
        super().__init__(
            Kind.ATTENTION,
            "certificate.waiting",
            say_so_many(
                "{:,} certificate not signed yet.", "{:,} certificates not signed yet.", waiting
            ),
            fix or MEND,
        )


class RefusedAndWaitingError(AcademyError):
    """A file of which some rows could not be done, and some certificates not be signed."""

    def __init__(self, refused: AcademyError, waiting: int, fix: str = "") -> None:
        many = say_so_many(
            "{:,} certificate issued and not signed yet.",
            "{:,} certificates issued and not signed yet.",
            waiting,
        )
        super().__init__(
            refused.kind,
            refused.code,
            say_joined("; ", (unstopped(refused.message), many)),
            say("{} Of those that wait: {}", refused.hint, fix or MEND),
        )


def tell_unnamed(shell: Shell, some: Iterable[Unnamed]) -> None:
    """Say whose certificate will be issued and wait, for no page can have their name."""
    for number, (email, why) in enumerate(some):
        if number == MOST_NAMED:
            shell.terminal.warn("Others will wait to be signed too, for reasons like these.")
            break
        shell.terminal.warn(say("{} gets one that waits to be signed: {}", email, why))


def require_signed(found: CertificateView) -> None:
    """Insist that one that was just issued is signed. Raises SomeWaitError."""
    if found.signed_at is None:
        raise SomeWaitError(1)


def require_none_waits(shell: Shell, done: Signed | Issued) -> None:
    """Say of each that could not be signed why. Raises SomeWaitError."""
    tell_troubles(shell, done)
    if done.waiting:
        raise SomeWaitError(done.waiting, done.fix)


def tell_troubles(shell: Shell, done: Signed | Issued) -> None:
    """Say why some could not be signed: a few of each reason, and how many more there are."""
    if done.why:
        shell.terminal.warn(done.why)
    alike: dict[str, list[Trouble]] = {}
    for one in done.troubles:
        alike.setdefault(one.kind, []).append(one)
    for some in alike.values():
        for one in some[:MOST_ALIKE]:
            said = say("{} ({}): {}", one.code, one.email, one.why)
            shell.terminal.warn(say_joined(" ", (said, one.fix)) if one.fix else said)
        if (more := len(some) - MOST_ALIKE) > 0:
            shell.terminal.warn(
                say_so_many(
                    "The same keeps {:,} other: academy certificate list --state waiting",
                    "The same keeps {:,} others: academy certificate list --state waiting",
                    more,
                )
            )
