"""What was found when something was checked, as people see it. Values alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check: passed, failed or unknown, and why."""

    check: str
    outcome: str
    words: str


class Examination(NamedTuple):
    """All that was found; ``why`` is the sentence that decides, and what is not stated is empty.

    ``unchecked`` is what of revocation and suspension could not be looked up; ``replaced_by`` is the code
    that the issuer names instead of one that was revoked; ``advice`` is what to do where nothing is decided.
    """

    file: str
    verdict: str
    why: str
    name: str
    title: str
    code: str
    issuer: str
    issued_at: datetime | None
    valid_until: datetime | None
    checks: Sequence[CheckView]
    unchecked: Sequence[str] = ()
    replaced_by: str | None = None
    advice: str = ""
