"""Dates and times as people type them: ``2026-11-26``, ``2026-11-26T08:30``, with a zone or in UTC.

Knows ISO 8601; refuses words such as yesterday, which nobody can look up in a log.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.clock import end_of, is_day, iso, moment_of
from academy_cli.kit.saying import say


class Span(NamedTuple):
    """From a moment on, and up to another; None is without a beginning, or an end."""

    since: datetime | None
    until: datetime | None


class NotAMomentError(AcademyError):
    """Something that is neither a date nor a time."""

    def __init__(self, option: str, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "value.no-moment",
            say("“{}” is no date or time for {}.", written, option),
            "Write it as 2026-11-26, or 2026-11-26T08:30+01:00; without a zone it is UTC.",
        )


class EmptySpanError(AcademyError):
    """A span of time that ends before it begins: nothing lies in it."""

    def __init__(self, since: tuple[str, str], until: tuple[str, str]) -> None:
        super().__init__(
            Kind.USAGE,
            "value.empty-span",
            say(
                "Nothing lies between {} {} and {} {}, which is not after it.",
                since[0],
                since[1],
                until[0],
                until[1],
            ),
            say("Give {} a later date, or the two the other way round.", until[0]),
        )


def span(since: tuple[str, str | None], until: tuple[str, str | None]) -> Span:
    """From when until when, each of an option and what was typed; a date that ends it is through that day.

    Raises NotAMomentError and EmptySpanError.
    """
    (begin_option, begun), (end_option, ended) = since, until
    found = Span(moment(begin_option, begun), end(end_option, ended))
    if begun and ended and found.since and found.until and found.since >= found.until:
        raise EmptySpanError((begin_option, begun), (end_option, ended))
    return found


def moment(option: str, written: str | None) -> datetime | None:
    """A moment in UTC; a date alone is its beginning. Raises NotAMomentError."""
    return _read(option, written, moment_of)


def end(option: str, written: str | None) -> datetime | None:
    """The moment that something ends, in UTC; a date alone means through that day.

    Raises NotAMomentError.
    """
    return _read(option, written, end_of)


def through(written: str | None) -> str | None:
    """What a date alone says of an end; None for a moment, which says it itself."""
    if written is None or not is_day(written):
        return None
    return say("“{}” is through that day, UTC: access ends at {}.", written, iso(end_of(written)))


def _read(option: str, written: str | None, read: Callable[[str], datetime]) -> datetime | None:
    if written is None:
        return None
    try:
        return read(written)
    except ValueError as error:
        raise NotAMomentError(option, written) from error
