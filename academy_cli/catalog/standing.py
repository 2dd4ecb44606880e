"""What the stars of a course are worth, however many there are.

Values alone. A course with one review of five stars is not better than one with a hundred of 4.8: stars are
mixed with a few that say what courses here get on average (the Bayesian average).
"""

from __future__ import annotations

from typing import NamedTuple

AS_MANY_AS = 5
"""How many reviews what courses get on average counts for."""
_UNKNOWN = 3.5
"""What they get where nobody has said anything yet."""


class Stars(NamedTuple):
    """Stars that were given, all of them together, and by how many."""

    total: int = 0
    given_by: int = 0

    @property
    def average(self) -> float | None:
        """On two places; None without any."""
        return round(self.total / self.given_by, 2) if self.given_by else None


def worth(stars: Stars, everywhere: Stars) -> float:
    """What a course's stars are worth for comparing it with others."""
    usual = everywhere.total / everywhere.given_by if everywhere.given_by else _UNKNOWN
    return (stars.total + AS_MANY_AS * usual) / (stars.given_by + AS_MANY_AS)
