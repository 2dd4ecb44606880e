"""What holders are told by mail: which event each letter is about, and what it is filled with.

In one place, so that whoever writes one, asks for it or takes it back means the same. Works in the caller's
transaction; refuses to decide who is told.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from academy_cli.certificates.credential import code as codes
from academy_cli.mail.occasions import withdraw_each

ISSUED, ENDING = "certificate", "certificate-expiring"
"""The templates."""
BEFORE_ENDING = f"{ENDING}:"


def issued(code: str) -> str:
    """The event of a certificate that was signed, by its stored code."""
    return f"{ISSUED}:{code}"


def ending(code: str) -> str:
    """The event of a certificate that ends soon."""
    return f"{BEFORE_ENDING}{code}"


def address_of(site: str, code: str) -> str:
    """Where a published certificate is looked at; empty without a site."""
    return f"{site.rstrip('/')}/certificates/{codes.shown(code)}/" if site else ""


def values(code: str, name: str | None, title: str, site: str) -> Mapping[str, object]:
    """What both letters say; that of a certificate's issue has its page as a file, by its ``certificate``."""
    return {
        "name": name,
        "title": title,
        "number": codes.shown(code),
        "certificate_url": address_of(site, code),
    }


def once_more(code: str, number: int) -> str:
    """The event of one that somebody asked to be sent again, by the number of the letter."""
    return f"{issued(code)}:{number}"


def call_off(connection: Connection, *some: str, dry_run: bool = False) -> int:
    """Let nobody get what does not hold any more, by their stored codes; how many letters waited.

    Those that somebody asked for are called off as well as those that go out by themselves.
    """
    gone = {ISSUED: [issued(code) for code in some], ENDING: [ending(code) for code in some]}
    return sum(
        withdraw_each(connection, template, events, dry_run=dry_run)
        for template, events in gone.items()
    )
