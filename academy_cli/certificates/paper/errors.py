"""What a person may meet when a certificate is drawn: each names what is wrong and what to do.

Knows the sentences; refuses to know how pages are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from academy_cli.errors import AcademyError, Kind
from academy_cli.formats.problems import Problem, Severity
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say, unstopped
from academy_cli.typesetting.typefaces import is_unset


class LetterMissingError(AcademyError):
    """A letter on a certificate that no font of the template has."""

    def __init__(self, template: str, letter: str, text: str, typeface: str) -> None:
        super().__init__(
            Kind.INVALID,
            "certificate.letter-missing",
            say(
                "No font of the template “{}” has “{}” (U+{:04X}) of “{}”.",
                template,
                letter,
                ord(letter),
                _cut(text),
            ),
            say("Its script is not set yet: write the name in another one.")
            if is_unset(letter)
            else say(
                "Write the name without it: academy certificate reissue CODE --name 'Ann Example'; "
                "or add a TrueType font that has it to `typefaces: {}` of a template of your own: "
                "academy certificate template new",
                typeface,
            ),
        )


class TextTooLongError(AcademyError):
    """A text that has no room on the page, however small."""

    def __init__(self, template: str, text: str, least: float) -> None:
        super().__init__(
            Kind.INVALID,
            "certificate.text-too-long",
            say(
                "“{}” has no room on the template “{}”, even at {:g} points.",
                _cut(text),
                template,
                least,
            ),
            "Shorten it: academy certificate reissue CODE --name 'Ann Example'; or give it more width, more"
            " lines or a lower min_size in a template of your own: academy certificate template new",
        )


class CodeTooDenseError(AcademyError):
    """A QR code that holds more than can be scanned at its size."""

    def __init__(self, template: str, module_mm: float) -> None:
        super().__init__(
            Kind.INVALID,
            "certificate.code-too-dense",
            say(
                "The squares of the QR code on the template “{}” would be {:.2f} mm wide: too small "
                "to be scanned.",
                template,
                module_mm,
            ),
            "Let the template give it a larger `size`.",
        )


class TooManySignatoriesError(AcademyError):
    """More people sign than a page has room for."""

    def __init__(self, many: int, most: int) -> None:
        super().__init__(
            Kind.INVALID,
            "certificate.too-many-signatories",
            say("{} people sign, and a certificate has room for {}.", many, most),
            "Name fewer in the settings of the course.",
        )


class UnknownPaperError(AcademyError):
    """A certificate template that is not shipped."""

    def __init__(self, name: str, close: str | None, known: str) -> None:
        super().__init__(
            Kind.MISSING,
            "certificate.template-unknown",
            say("There is no certificate template “{}”.", name),
            say("Did you mean “{}”?", close) if close else say("There are {}.", known),
        )


class TemplateExistsError(AcademyError):
    """A folder for a new template that holds something already."""

    def __init__(self, folder: str, name: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "certificate.template-exists",
            say("“{}” is not empty: it holds “{}”. Nothing was written.", folder, name),
            "Name a new folder.",
        )


class InvalidTemplateError(AcademyError):
    """A template with errors, which nothing can be drawn with."""

    def __init__(
        self, folder: str, problems: Sequence[Problem], *, are_shown: bool = False
    ) -> None:
        errors = [one for one in problems if one.severity is Severity.ERROR]
        first = say("it cannot be read")
        if errors:
            first = say("{}: {}", errors[0].place, unstopped(errors[0].message))
        super().__init__(
            Kind.INVALID,
            "certificate.template-invalid",
            say(
                "The template in “{}” has {}; the first: {}.",
                folder,
                amount(len(errors), "error"),
                first,
            ),
            say("Mend what is said above, then check it again.")
            if are_shown
            else say("See all of them: academy certificate template check {}", quote(folder)),
        )


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
