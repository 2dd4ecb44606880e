"""A mail as it will be, before anybody gets one: filled with samples, or with somebody's name and language.

Knows templates, and where this academy's links would lead; refuses the outbox.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.kit.saying import whole
from academy_cli.mail.composing import Composition
from academy_cli.mail.errors import EmptiedError
from academy_cli.mail.templates.catalog import EVENTS, SITE_SAMPLE, Value, samples
from academy_cli.mail.templates.shelf import Finding, Shelf
from academy_cli.mail.views import HIDDEN, SECRET, MessageView


@dataclass(frozen=True, slots=True)
class Preview:
    """One mail; ``language`` is the one it is in, where there are no words in the one that is ``wanted``."""

    template: str
    wanted: str
    language: str
    subject: str
    text: str
    html: str

    @property
    def is_wanted_language(self) -> bool:
        """Whether it is in the wanted language, or one that is wider: fr for fr-CA."""
        wanted, has = f"{self.wanted}-".casefold(), f"{self.language}-".casefold()
        return wanted.startswith(has)


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One template: what it is for, and by which variables it is filled."""

    template: str
    what: str
    variables: tuple[str, ...]


class Previews:
    """The templates of one academy, for one actor."""

    def __init__(self, actor: Actor, composition: Composition, shelf: Shelf) -> None:
        self.actor, self._composition, self._shelf = actor, composition, shelf

    @permits(Permission.MAIL_PREVIEW)
    def find(self) -> Sequence[TemplateLine]:
        """Every template there is, those of the academy's own folder included."""
        return tuple(_line(name) for name in self._shelf.names())

    @permits(Permission.MAIL_PREVIEW)
    def check(self) -> Sequence[Finding]:
        """What is wrong with the templates of the academy's own folder."""
        return self._shelf.check()

    @permits(Permission.MAIL_PREVIEW)
    def show(
        self, template: str, language: str | None = None, values: Mapping[str, str] | None = None
    ) -> Preview:
        """One mail, filled with samples beside what is given.

        Raises UnknownTemplateError, and a TemplateError for one that could not be sent.
        """
        said = {**self._samples(template), **(values or {})}
        return self._shown(template, language, said)

    @permits(Permission.MAIL_PREVIEW)
    def of_message(self, message: MessageView, language: str | None = None) -> Preview:
        """A message as it will be sent, but for what only its recipient may know: that is a sample.

        Raises EmptiedError for one that has left, and what ``show`` raises.
        """
        if message.sent_at is not None:
            raise EmptiedError(message.number, message.template, message.recipient)
        usual = self._samples(message.template)
        told: dict[str, object] = {}
        if "unsubscribe" in usual:
            told["unsubscribe"] = usual["unsubscribe"]
        for name, value in message.values.items():
            told[name] = usual[name] if value == HIDDEN and name in SECRET else value
        return self._shown(message.template, language or message.language, told)

    @property
    def folder(self) -> Path:
        """Where the academy's own templates are, or would be."""
        return self._shelf.folder

    @property
    def own(self) -> int:
        """How many templates of its own the academy has."""
        return self._shelf.own

    def _shown(self, template: str, language: str | None, said: Mapping[str, object]) -> Preview:
        words = self._composition.words(template, language, said)
        wanted = language or self._composition.identity.language
        return Preview(template, wanted, words.language, words.subject, words.text, words.html)

    def _samples(self, template: str) -> dict[str, Value]:
        """Samples whose links lead where this academy's do, or are empty as they would be."""
        who, said = self._composition.identity, samples(template)
        for name, value in said.items():
            if isinstance(value, str) and value.startswith(f"{SITE_SAMPLE}/"):
                mine = who.site.rstrip("/")
                said[name] = value.replace(SITE_SAMPLE, mine) if mine else ""
        if "unsubscribe" in said:
            said["unsubscribe"] = who.unsubscribe_url.replace("{who}", "Jk3vQ0cS")
        return said


def _line(name: str) -> TemplateLine:
    event = EVENTS[name if name in EVENTS else "campaign"]
    return TemplateLine(name, whole(event.what), tuple(event.variables))
