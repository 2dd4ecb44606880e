"""A mail as it will be, before anybody gets one: filled with samples, or with somebody's name and language.

Knows templates; refuses the outbox.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.mail.composing import Composition
from academy_cli.mail.templates.catalog import EVENTS, samples
from academy_cli.mail.templates.shelf import Finding, Shelf


@dataclass(frozen=True, slots=True)
class Preview:
    """One mail; ``file`` is where a picture or page of it is, None where none was asked for."""

    template: str
    language: str
    subject: str
    text: str
    html: str


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
        said = {**samples(template), **(values or {})}
        words = self._composition.words(template, language, said)
        return Preview(template, words.language, words.subject, words.text, words.html)


def _line(name: str) -> TemplateLine:
    event = EVENTS[name if name in EVENTS else "campaign"]
    return TemplateLine(name, event.what, tuple(event.variables))
