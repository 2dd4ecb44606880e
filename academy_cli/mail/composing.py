"""A message out of the outbox as a letter: its template in the recipient's language, filled and addressed.

Knows templates and who the academy is; refuses rows, and to know how a letter travels.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from academy_cli.kit.saying import say
from academy_cli.mail.letter import Attachment, Letter, Mailbox
from academy_cli.mail.marks import mark_of
from academy_cli.mail.queue import Taken
from academy_cli.mail.templates.catalog import event_of
from academy_cli.mail.templates.rendering import Rendered, rendered
from academy_cli.mail.templates.shelf import Shelf


class Identity(NamedTuple):
    """Who writes: the academy's name and site, its address, and where answers go."""

    name: str
    site: str
    sender: str
    reply_to: str = ""
    language: str = "en"
    """For recipients of whom none is known."""
    unsubscribe_url: str = ""
    """Where campaigns can be left by one click; ``{who}`` stands for the message's mark."""
    unsubscribe_key: str = ""

    def unsubscribe(self, message: Taken) -> str:
        """Where a campaign is left by one click; nothing where there is no such place."""
        if message.campaign_id is None or not self.unsubscribe_url:
            return ""
        return self.unsubscribe_url.replace("{who}", mark_of(message.id, self.unsubscribe_key))


Draw = Callable[[str], Attachment]
"""What makes a file of a reference, such as an invoice of its number. Raises AcademyError."""


class Composition:
    """Letters of one academy; ``files`` are what draws each kind of file that goes with one."""

    def __init__(
        self, shelf: Shelf, identity: Identity, files: Mapping[str, Draw] | None = None
    ) -> None:
        self._shelf, self._identity, self._files = shelf, identity, files or {}

    @property
    def identity(self) -> Identity:
        """Who writes."""
        return self._identity

    def words(self, name: str, language: str | None, values: Mapping[str, object]) -> Rendered:
        """A template filled in. Raises what ``Shelf.find`` and ``rendered`` raise."""
        mine = self._identity
        template = self._shelf.find(name, language or mine.language)
        return rendered(template, {**values, "academy": mine.name, "site": mine.site})

    def variables(self, name: str, language: str | None) -> Collection[str]:
        """What a template has places for. Raises what ``Shelf.find`` raises."""
        template = self._shelf.find(name, language or self._identity.language)
        return {slot.name for slot in template.slots}

    def __call__(self, message: Taken) -> Letter:
        """The letter that a message is. Raises what ``words`` raises, and what draws its files."""
        mine = self._identity
        leave = mine.unsubscribe(message)
        values = {**message.values, "unsubscribe": leave} if leave else message.values
        words = self.words(message.template, message.language, values)
        headers = {"Reply-To": mine.reply_to} if mine.reply_to else {}
        headers |= {"Auto-Submitted": "auto-generated"}
        if message.campaign_id is not None:
            headers |= _leaving(leave, mine.sender)
        return Letter(  # the same bytes however often it is made
            key=str(message.id),
            message_id=message.message_id,
            sender=Mailbox(mine.sender, mine.name),
            recipient=Mailbox(_addressed(message.recipient, mine.sender)),
            subject=words.subject,
            text=words.text,
            html=words.html,
            at=message.created_at,
            headers=headers,
            attachments=tuple(self._drawn(message)),
        )

    def _drawn(self, message: Taken) -> Iterator[Attachment]:
        """The files that its event may have and that its values name by a reference."""
        for kind in event_of(message.template).files:
            if reference := message.values.get(kind):
                if kind not in self._files:
                    nobody = say("nothing draws the {} that goes with it", kind)
                    raise ValueError(nobody)
                yield self._files[kind](str(reference))


def _addressed(recipient: str, sender: str) -> str:
    """An address: operators, who are written to by another way, have one at the sender's domain."""
    return recipient if "@" in recipient else f"{recipient}@{sender.rpartition('@')[2]}"


def _leaving(url: str, sender: str) -> Mapping[str, str]:
    """How mail programs offer to leave a campaign (RFC 2369, section 3.2; RFC 8058, section 3.1)."""
    if not url:
        return {"List-Unsubscribe": f"<mailto:{sender}?subject=unsubscribe>"}
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
