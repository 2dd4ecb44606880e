"""The settings of mail: how it leaves, from whom, in which words, and of what people are told.

Knows their defaults and reasons; refuses to know who reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from academy_cli.config.field import Bounds, off, on, setting
from academy_cli.config.places import DATA_FOLDER, data_folder
from academy_cli.config.site import flaw_of_page, flaw_of_site
from academy_cli.kit.saying import say

TRANSPORTS = ("folder", "console", "smtp", "sendgrid")
KINDS: Mapping[str, tuple[str, ...]] = {
    "invitation": ("invitation",),
    "verification": ("verification", "new-address"),
    "reset": ("reset",),
    "enrollment": ("enrolled",),
    "receipt": ("receipt",),
    "refund": ("refund",),
    "completion": ("completed",),
    "certificate": ("certificate",),
    "certificate_expiring": ("certificate-expiring",),
    "course_updated": ("course-updated",),
    "module_released": ("module-released",),
}
"""The templates that each switch is about; what guards an account cannot be switched off."""
NOTICE = "notice"
"""The template of what operators are told, which leaves by the webhook."""
SECURITIES = ("starttls", "tls", "none")
_ADDRESS = re.compile(r"[^\s@<>,;:\"\x00-\x1f]{1,64}@[^\s@<>,;:\"\x00-\x1f]{1,250}")


def _one_of(*words: str) -> Callable[[str], str | None]:
    def flaw(text: str) -> str | None:
        return None if text in words else say("one of {}", ", ".join(words))

    return flaw


def _flaw_of_address(text: str) -> str | None:
    return None if not text or _ADDRESS.fullmatch(text) else say("an address like mail@example.org")


def _flaw_of_host(text: str) -> str | None:
    """A port, or a whole address, would be looked up as a name; ``::1`` is one of IPv6."""
    is_host = text and not re.search(r"[\s/@\[\]]", text) and text.count(":") != 1
    return (
        None
        if is_host
        else say("a server's name, such as mail.example.org (its port is smtp_port)")
    )


def _flaw_of_leaving(text: str) -> str | None:
    """Without the mark nobody knows who wants to leave."""
    return flaw_of_page(text) or (
        say("an address that has {} in it", "{who}") if text and "{who}" not in text else None
    )


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How mail leaves, and from whom; a fresh academy writes it into a folder, so that none leaves."""

    transport: str = setting(
        "folder",
        "How mail leaves: into a folder of .eml files, onto the console, or by smtp or sendgrid.",
        flaw=_one_of(*TRANSPORTS),
    )
    sender: str = setting(
        "academy@localhost",
        "The address that mail is from; its domain is that of Message-IDs.",
        flaw=_flaw_of_address,
    )
    reply_to: str = setting(
        "", "Where answers go, if not to the sender.", shown="<none>", flaw=_flaw_of_address
    )
    folder: Path = setting(  # noqa: RUF009 - it makes a dataclass field
        lambda: data_folder() / "mail",
        "Where the folder transport writes.",
        shown=f"{DATA_FOLDER}/mail",
    )
    templates: Path = setting(  # noqa: RUF009 - as above
        lambda: data_folder() / "templates",
        "Texts of your own instead of those that come along: docs/mail-templates.md.",
        shown=f"{DATA_FOLDER}/templates",
    )
    language: str = setting("en", "For whom no language is known: en or fr, or your own.")
    smtp_host: str = setting("localhost", "The server that takes mail.", flaw=_flaw_of_host)
    smtp_port: int = setting(587, "587 for starttls, 465 for tls.", bounds=Bounds(1, 65535))
    smtp_security: str = setting(
        "starttls",
        "How the connection is encrypted; none is for a server on this machine.",
        flaw=_one_of(*SECURITIES),
    )
    smtp_user: str = setting("", "Who logs in there; nobody, if it is empty.", shown="<none>")
    smtp_password: str = setting("", "With which password.", shown="<none>", is_secret=True)
    smtp_authorities: str = setting(
        "",
        "A file of certificates (PEM) to trust beside the system's.",
        shown="<none>",
        is_path=True,
    )
    sendgrid_key: str = setting(
        "", "The API key, which may send mail.", shown="<none>", is_secret=True
    )
    sendgrid_url: str = setting(
        "https://api.sendgrid.com",
        "Where its API is; https://api.eu.sendgrid.com keeps mail within the EU.",
        flaw=flaw_of_site,
    )
    timeout_s: int = setting(30, "Seconds to wait for an answer.", bounds=Bounds(1, 600))
    per_minute: int = setting(
        600, "Messages of a campaign in a minute, at the most.", bounds=Bounds(1, 100_000)
    )
    unsubscribe_url: str = setting(
        "",
        "Where a campaign's mail can be unsubscribed from by one click (RFC 8058), with a mark for {who}.",
        shown="<none>",
        flaw=_flaw_of_leaving,
    )
    webhook_url: str = setting(
        "",
        "A Slack-compatible address that operators' notices are posted to; without it there are none.",
        shown="<none>",
        is_secret=True,
        flaw=flaw_of_page,
    )


@dataclass(frozen=True, slots=True)
class NotifySettings:
    """Of what people are told by mail; what is off is not written down."""

    invitation: bool = on("An account was made for somebody.")
    verification: bool = on("An address has to be verified.")
    reset: bool = on("Somebody asked for a new password.")
    enrollment: bool = on("Somebody is in a course.")
    receipt: bool = on("A payment came in.")
    refund: bool = on("A payment went back.")
    completion: bool = on("Somebody completed a course.")
    certificate: bool = on("A certificate was issued.")
    certificate_expiring: bool = on("A certificate ends soon.")
    course_updated: bool = off("A course that somebody is in was changed.")
    module_released: bool = off("A module that was not open yet is.")

    @property
    def muted(self) -> frozenset[str]:
        """The kinds of mail that are off, by their templates."""
        off = (kinds for name, kinds in KINDS.items() if not getattr(self, name))
        return frozenset(kind for kinds in off for kind in kinds)
