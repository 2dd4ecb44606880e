"""What is said of the catalogue: frozen values that become a table, JSON or a page.

Knows what people ask of it; refuses rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from academy_cli.kit.money import Money


@dataclass(frozen=True, slots=True)
class PriceRange:
    """What a course may cost, in whole ``currency``; without one in any. ``is_free`` wants nothing else."""

    lowest: Decimal | None = None
    highest: Decimal | None = None
    currency: str | None = None
    is_free: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which courses are wanted; what is None is not asked.

    ``rating`` is the fewest stars, on the average of those that were given. ``instructor`` is a part of a
    name, or an e-mail address.
    """

    category: str | None = None
    level: str | None = None
    tag: str | None = None
    language: str | None = None
    instructor: str | None = None
    price: PriceRange | None = None
    rating: float | None = None
    status: str | None = None
    featured: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found: ``kind`` is course, module or lesson, ``key`` what people call it.

    ``text`` is what stands there, found words between two asterisks; empty where it is for learners alone.
    """

    kind: str
    key: str
    title: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class CourseHit:
    """A course that was found, the best first; ``places`` are the best of all ``found_in``.

    ``missing`` are words that it does not say, where no course says all. ``rating`` is the average of
    ``reviews`` stars, None without any.
    """

    course: str
    title: str
    summary: str
    language: str
    languages: tuple[str, ...]
    level: str | None
    category: str | None
    tags: tuple[str, ...]
    instructors: tuple[str, ...]
    status: str
    prices: tuple[Money, ...]
    rating: float | None
    reviews: int
    is_featured: bool
    found_in: int
    places: tuple[Place, ...]
    missing: tuple[str, ...]
    score: float

    @property
    def is_free(self) -> bool:
        """Whether it costs nothing."""
        return not any(one.amount for one in self.prices)


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that nothing has, and the one that was looked for instead; ``is_beginning`` where it went on."""

    word: str
    meant: str
    is_beginning: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: ``searched`` are the words that were looked for, ``corrections`` what differs.

    ``facets`` count the found courses by category, level, language, tag and stars.
    """

    query: str
    searched: str
    corrections: tuple[Correction, ...]
    courses: tuple[CourseHit, ...]
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class FeaturedView:
    """A course that stands before others; ``state`` is ``current``, or ``ended`` after ``ends_at``."""

    course: str
    title: str
    position: int
    state: str
    status: str
    ends_at: datetime | None
    featured_at: datetime
    featured_by: str


@dataclass(frozen=True, slots=True)
class FeatureChange:
    """What was done, or would be, to where a course stands.

    ``outcome`` is ``featured``, ``moved``, ``removed`` or ``unchanged``.
    """

    course: str
    outcome: str
    position: int | None
    ends_at: datetime | None

    @property
    def is_change(self) -> bool:
        """Whether anything is different afterwards."""
        return self.outcome != "unchanged"


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What a learner says of a course; ``state`` is ``shown``, ``waiting`` for approval, or ``hidden``.

    ``email`` is None for whoever may not know it. ``has_completed`` is whether its author had the course
    behind them by now.
    """

    number: int
    course: str
    stars: int
    text: str
    state: str
    author: str
    email: str | None
    has_completed: bool
    written_at: datetime
    edited_at: datetime | None
    moderated_by: str | None
    moderated_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ReviewChange:
    """What was done, or would be, to a review.

    ``outcome`` is ``added``, ``changed``, ``shown``, ``hidden``, ``removed`` or ``unchanged``.
    """

    number: int | None
    course: str
    author: str
    outcome: str
    stars: int
    state: str

    @property
    def is_change(self) -> bool:
        """Whether anything is different afterwards."""
        return self.outcome != "unchanged"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A course for somebody, the best first, and why in words; ``because_of`` are courses they have had."""

    course: str
    title: str
    why: str
    because_of: tuple[str, ...]
    level: str | None
    language: str
    score: float
