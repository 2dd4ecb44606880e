"""A message out of the outbox as a letter: its template in the recipient's language, filled and addressed.

Knows templates and who the academy is; refuses rows, and to know how a letter travels.
"""

from __future__ import annotations

from typing import NamedTuple

from academy_cli.mail.letter import Letter, Mailbox
from academy_cli.mail.queue import Taken
from academy_cli.mail.templates.rendering import rendered
from academy_cli.mail.templates.shelf import Shelf


class Identity(NamedTuple):
    """Who writes: the academy's name and site, its address, and where answers go."""

    name: str
    site: str
    sender: str
    reply_to: str = ""
    language: str = "en"
    """For recipients of whom none is known."""


class Composition:
    """Letters of one academy."""

    def __init__(self, shelf: Shelf, identity: Identity) -> None:
        self._shelf, self._identity = shelf, identity

    def __call__(self, message: Taken) -> Letter:
        """The letter that a message is. Raises what ``Shelf.find`` and ``rendered`` raise."""
        mine = self._identity
        template = self._shelf.find(message.template, message.language or mine.language)
        values = {**message.values, "academy": mine.name, "site": mine.site}
        words = rendered(template, values)
        headers = {"Reply-To": mine.reply_to} if mine.reply_to else {}
        headers |= {"Content-Language": words.language, "Auto-Submitted": "auto-generated"}
        return Letter(
            key=str(message.id),
            message_id=message.message_id,
            sender=Mailbox(mine.sender, mine.name),
            recipient=Mailbox(message.recipient),
            subject=words.subject,
            text=words.text,
            html=words.html,
            at=message.created_at,
            headers=headers,
        )
