"""What can be refused about templates of courses and their variables, each with its own sentence.

Knows them by name; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, unstopped
from academy_cli.kit.spelling import nearest


class UnknownTemplateError(AcademyError):
    """A template that is not shipped."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        close = nearest(name, known)
        hint = say("Did you mean “{}”?", close) if close else say("There are {}.", ", ".join(known))
        super().__init__(
            Kind.MISSING, "template.unknown", say("There is no template “{}”.", name), hint
        )


class UnknownVariableError(AcademyError):
    """A value for something a template does not ask for."""

    def __init__(self, template: str, name: str, known: Sequence[str]) -> None:
        close = nearest(name, known)
        hint = (
            say("Did you mean “{}”?", close) if close else say("It asks for {}.", ", ".join(known))
        )
        super().__init__(
            Kind.USAGE,
            "template.variable-unknown",
            say("The template “{}” has no variable “{}”.", template, name),
            hint,
        )


class VariableMissingError(AcademyError):
    """A template's variable without a default and without a value."""

    def __init__(self, template: str, name: str, example: str) -> None:
        super().__init__(
            Kind.USAGE,
            "template.variable-missing",
            say("The template “{}” needs a value for “{}”.", template, name),
            say(
                "Give one: academy course new DIR --template {} --set {}={}",
                template,
                name,
                example or "…",
            ),
        )


class VariableInvalidError(AcademyError):
    """A value that a template cannot use."""

    def __init__(self, name: str, value: str, objection: str) -> None:
        super().__init__(
            Kind.USAGE,
            "template.variable-invalid",
            say("“{}” will not do for “{}”: {}.", value, name, unstopped(objection)),
            say("Give another: --set {}=…", name),
        )
