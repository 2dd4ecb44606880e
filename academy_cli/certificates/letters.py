"""What holders are told by mail: which event each letter is about, and what it is filled with.

In one place, so that whoever writes one, asks for it or takes it back means the same. Works in the caller's
transaction; refuses to decide who is told.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from academy_cli.certificates.credential import code as codes
from academy_cli.mail.occasions import withdraw

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


def call_off(connection: Connection, *some: str) -> None:
    """Let nobody get what does not hold any more, by their stored codes."""
    withdraw(connection, ISSUED, [issued(code) for code in some])
    withdraw(connection, ENDING, [ending(code) for code in some])
