"""A certificate, and what was found when one was checked, as people read it.

Knows how they read on a terminal; refuses to know where they come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from academy_cli.cli.format import Format
from academy_cli.cli.terminal import Ink, Line, Terminal
from academy_cli.cli.terminal.ink import Style
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.certificates.verifying.views import Examination
    from academy_cli.certificates.views import CertificateView

SHOWN = (
    *("code", "state", "name", "email", "course", "title", "completed_at", "issued_at"),
    *("valid_until", "hours", "signed_at", "key", "reason", "replaces", "replaced_by", "url"),
)
_MARKS: Mapping[str, tuple[str, Style]] = {
    "passed": ("✓", "green"),
    "failed": ("✗", "red"),
    "unknown": ("?", "yellow"),
}
_MEANS = {
    "untrusted": say(" (whole, but that its issuer signed it is not proved)"),
    "uncertain": say(" (genuine, but whether it still holds was not found out)"),
}
_SPELLED = {"passed": say("passed"), "failed": say("FAILED"), "unknown": say("unknown")}


def show_certificate(terminal: Terminal, found: CertificateView) -> None:
    """Write a certificate; what it waits for is said beside it."""
    terminal.show_one(found, *SHOWN)
    if found.state == "compromised":
        fix = say("Issue it again: academy certificate reissue {}", found.code)
        if found.is_erased:
            fix = say("Its holder was erased, so it cannot be issued again.")
        terminal.warn(
            say(
                "Somebody else may have the key {} since before it was signed; nobody can tell it "
                "from a thief's. {}",
                found.key,
                fix,
            )
        )
    if found.waits_for:
        terminal.warn(say("It is issued, and not signed yet: {}", found.waits_for))


def show_examination(terminal: Terminal, found: Examination) -> None:
    """Write what was found: the verdict, whose it is, and each check with its sentence."""
    if terminal.format is not Format.TABLE or terminal.wish.fields:
        terminal.show_one(found, "file", "verdict", "unchecked", "name", "title", "code", "why")
        return
    known: Mapping[str, Style] = {"valid": "green", "untrusted": "yellow", "uncertain": "yellow"}
    colour = known.get(found.verdict, "red")
    means = _MEANS.get(found.verdict, "")
    terminal.print(Ink(found.verdict.upper(), colour), f"  {found.file}", means)
    terminal.print_lines(_whose(found))
    terminal.print("")
    terminal.print_lines(_checks(terminal, found))


def _whose(found: Examination) -> Iterator[Line]:
    if found.name:
        yield (say("{}, “{}”", found.name, found.title),)
    if found.issuer:
        yield (Ink(say("by {}, code {}", found.issuer, found.code), "dim"),)
    if found.replaced_by:
        yield (say("The issuer names {} instead of it.", found.replaced_by),)


def _checks(terminal: Terminal, found: Examination) -> Iterator[Line]:
    widest = max(len(one.check) for one in found.checks)
    for one in found.checks:
        mark, colour = _MARKS[one.outcome]
        said = _SPELLED[one.outcome] if terminal.wish.is_plain else mark
        yield (Ink(said, colour), f"  {one.check:<{widest}}  ", one.words)
