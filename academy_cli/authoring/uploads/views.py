"""What is said about uploads: frozen values that become a table, JSON or a page.

Knows what people ask of them; refuses rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UploadView:
    """A file attached to a lesson; its size is in bytes."""

    name: str
    media_type: str
    size: int
    sha256: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class UploadChange:
    """What attaching a file to a lesson changed, or would.

    ``change`` is ``added``, ``replaced``, ``unchanged`` or ``removed``; ``was_stored`` says that storage had
    all of it already, so that nothing had to be sent.
    """

    course: str
    lesson: str
    name: str
    change: str
    media_type: str
    size: int
    sha256: str
    was_stored: bool


@dataclass(frozen=True, slots=True)
class LinkView:
    """An address by which whoever has it can read a file of a lesson until a moment."""

    name: str
    url: str
    until: datetime
