"""What can be wrong with a template, or with what it is filled with, each with its own sentence.

Knows file, line and variable; refuses to repeat a value, which may be a secret.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest

_FORMAT = say("The format: docs/mail-templates.md.")


class Place(NamedTuple):
    """Where something stands; ``line`` counts from 1, and 0 is the file as a whole."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class TemplateError(AcademyError):
    """A template that cannot be sent as it is."""

    def __init__(self, kind: Kind, code: str, place: Place, why: str, hint: str) -> None:
        super().__init__(kind, code, say("{}: {}", place, why), hint)
        self.place, self.why = place, why


class FrontMatterError(TemplateError):
    """A beginning that does not say subject and language."""

    def __init__(self, place: Place, why: str) -> None:
        hint = say("Begin with ---, subject: …, language: …, ---. {}", _FORMAT)
        super().__init__(Kind.INVALID, "mail.template-header", place, why, hint)


class UnknownKeyError(TemplateError):
    """A key of the front matter that means nothing."""

    def __init__(self, place: Place, key: str, known: Iterable[str]) -> None:
        why = say("“{}” is no key of a template.", key)
        if meant := _meant(key, known):
            why = say("“{}” is no key of a template; “{}” is.", key, meant)
        super().__init__(Kind.INVALID, "mail.template-unknown-key", place, why, _FORMAT)


class PlaceholderError(TemplateError):
    """Braces that are no placeholder."""

    def __init__(self, place: Place, written: str, why: str) -> None:
        hint = say(
            "Write {{{{ name }}}}, {{{{ name | another text }}}} or {{{{ name? }}}}. {}", _FORMAT
        )
        said = say("“{}” is no placeholder: {}.", written, why)
        super().__init__(Kind.INVALID, "mail.template-placeholder", place, said, hint)


class MarkupError(TemplateError):
    """Something that may stand in Markdown, but not in mail."""

    def __init__(self, place: Place, why: str, hint: str = _FORMAT) -> None:
        super().__init__(Kind.INVALID, "mail.template-markup", place, why, hint)


class AddressError(TemplateError):
    """The address of a link that mail does not lead to."""

    def __init__(self, place: Place, said: str) -> None:
        why = say("{} is no address for a link in mail.", said)
        hint = say("Links begin with https://, http:// or mailto:.")
        super().__init__(Kind.INVALID, "mail.template-address", place, why, hint)


class NoValueError(TemplateError):
    """A variable that was given no value, where the template has no other text for it."""

    def __init__(self, place: Place, variable: str, given: Iterable[str]) -> None:
        why = say("“{}” has no value.", variable)
        if meant := _meant(variable, given):
            why = say("“{}” has no value; “{}” has one.", variable, meant)
        hint = say("Give one, or say what stands there instead: {{{{ {} | … }}}}.", variable)
        super().__init__(Kind.INVALID, "mail.template-no-value", place, why, hint)


class UnknownVariableError(TemplateError):
    """A variable that this mail never has."""

    def __init__(self, place: Place, variable: str, known: Iterable[str]) -> None:
        there = sorted(known)
        why = say("“{}” is no variable of this mail.", variable)
        if meant := _meant(variable, there):
            why = say("“{}” is no variable of this mail; “{}” is.", variable, meant)
        hint = say("There are: {}.", ", ".join(there))
        super().__init__(Kind.INVALID, "mail.template-unknown-variable", place, why, hint)


class BadValueError(TemplateError):
    """A value that is not of the form that its variable has."""

    def __init__(self, place: Place, variable: str, wanted: str) -> None:
        why = say("what “{}” is filled with is no {}.", variable, wanted)
        hint = say("What each variable is: docs/mail-templates.md.")
        super().__init__(Kind.INVALID, "mail.template-value", place, why, hint)


class UnreadableError(TemplateError):
    """A file that cannot be read as text."""

    def __init__(self, place: Place, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "mail.template-unreadable",
            place,
            say("it cannot be read: {}.", why),
            _FORMAT,
        )


class UnknownTemplateError(AcademyError):
    """A name that no template has."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        there = sorted(known)
        said = say("There is no mail template “{}”.", name)
        if meant := _meant(name, there):
            said = say("There is no mail template “{}”; “{}” is one.", name, meant)
        super().__init__(
            Kind.MISSING,
            "mail.template-unknown",
            said,
            say("There are: {}; a campaign's own is named campaign-….", ", ".join(there)),
        )


def _meant(word: str, known: Iterable[str]) -> str | None:
    return nearest(word, (one for one in known if one != word))
