"""Questions that can be asked: each subject has what it is told for, and what it is narrowed by.

Knows which codes there are; refuses to know the database.
"""

from __future__ import annotations

from academy_cli.analytics.asking import NARROWED, OFFERED, TIMES, By, Question
from academy_cli.analytics.errors import (
    NoCountryError,
    NoCurrencyError,
    NotNarrowedError,
    NotToldByError,
)
from academy_cli.analytics.labels import SUBJECTS
from academy_cli.kit.countries import is_country
from academy_cli.kit.money import is_code
from academy_cli.kit.saying import say


def require_offered(question: Question) -> None:
    """Insist on what a subject is told for and narrowed by.

    Raises NotToldByError, NotNarrowedError, NoCountryError and NoCurrencyError.
    """
    subject, offered = question.subject, OFFERED[question.subject]
    if question.by not in offered:
        raise NotToldByError(SUBJECTS[subject], question.by, [one.value for one in offered])
    for name, value in question.only._asdict().items():
        if value and name not in NARROWED[subject]:
            raise NotNarrowedError(SUBJECTS[subject], name.removesuffix("s"))
    country, currency = question.only.country, question.only.currency
    if country is not None and not is_country(country.upper()):
        raise NoCountryError(country)
    if currency is not None and not is_code(currency.lower()):
        raise NoCurrencyError(currency)


def require_stretches(by: By) -> None:
    """Insist on stretches of time, which cohorts are of. Raises NotToldByError."""
    if by.unit is None:
        raise NotToldByError(say("retention"), by, [one.value for one in TIMES])
