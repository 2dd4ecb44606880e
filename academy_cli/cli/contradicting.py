"""Words that say two things of which only one can be.

Knows that neither is what was meant; refuses to know what they say.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind


class ContradictingWordsError(AcademyError):
    """Two words that contradict each other."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(
            Kind.USAGE,
            "usage.contradicting",
            f"“{one}” and “{other}” contradict each other.",
            "Give one of them.",
        )


def not_both(one: str, is_one: object, other: str, is_other: object) -> None:
    """Insist that at most one of two words is given. Raises ContradictingWordsError."""
    if is_one and is_other:
        raise ContradictingWordsError(one, other)
