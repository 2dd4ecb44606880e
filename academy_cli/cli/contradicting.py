"""Words that say two things of which only one can be, and words that say nothing by themselves.

Knows that neither is what was meant; refuses to know what they say.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class ContradictingWordsError(AcademyError):
    """Two words that contradict each other."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(
            Kind.USAGE,
            "usage.contradicting",
            say("“{}” and “{}” contradict each other.", one, other),
            "Give one of them.",
        )


class AloneError(AcademyError):
    """A word that says something about another one, which was not given."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(
            Kind.USAGE,
            "usage.alone",
            say("“{}” says nothing without “{}”.", one, other),
            say("Give {} as well, or leave {} out.", other, one),
        )


def not_alone(one: str, is_one: object, other: str, is_other: object) -> None:
    """Insist that one word is given only with another one. Raises AloneError."""
    if is_one and not is_other:
        raise AloneError(one, other)


def not_both(one: str, is_one: object, other: str, is_other: object) -> None:
    """Insist that at most one of two words is given. Raises ContradictingWordsError."""
    if is_one and is_other:
        raise ContradictingWordsError(one, other)
