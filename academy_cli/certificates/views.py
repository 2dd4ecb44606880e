"""Certificates as people see them. Values alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from academy_cli.kit.page import Cut

WAITING, VALID, EXPIRED = "waiting", "valid", "expired"
SUSPENDED, REVOKED, REPLACED = "suspended", "revoked", "replaced"
COMPROMISED = "compromised"
"""Signed since somebody else may have its key: nobody can tell it from a thief's."""


class Wanted(NamedTuple):
    """Which certificates are wanted; ``ends_before`` are those that hold and end before a moment.

    ``key`` is the name of the key that signed them.
    """

    user: str | None = None
    course: str | None = None
    state: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    ends_before: datetime | None = None
    key: str | None = None
    cut: Cut = Cut()


class CertificateRow(NamedTuple):
    """A certificate in a list."""

    code: str
    state: str
    name: str
    email: str
    course: str
    title: str
    issued_at: datetime
    valid_until: datetime | None
    signed_at: datetime | None
    key: str | None = None
    is_erased: bool = False
    """Whether its holder was erased, so that nothing can be issued to them."""


SORTABLE = ("code", "name", "email", "course", "issued_at", "valid_until", "signed_at")


class CertificateView(NamedTuple):
    """A certificate; ``reason`` is why it is revoked or suspended, ``waits_for`` why it is not signed yet."""

    code: str
    state: str
    name: str
    email: str
    course: str
    title: str
    completed_at: datetime
    issued_at: datetime
    valid_until: datetime | None
    hours: int | None
    language: str
    signed_at: datetime | None
    key: str | None
    template: str
    template_sha256: str | None
    revoked_at: datetime | None
    suspended_at: datetime | None
    reason: str | None
    replaces: str | None
    replaced_by: str | None
    batch: int | None
    url: str
    waits_for: str = ""
    is_erased: bool = False


class Trouble(NamedTuple):
    """A certificate that cannot be signed, and why, with what to do; ``kind`` is the code of that reason."""

    code: str
    email: str
    why: str
    fix: str
    kind: str = ""


class Signed(NamedTuple):
    """What came of signing: how many were signed, what could not be, and how many wait still."""

    signed: int
    waiting: int
    troubles: Sequence[Trouble] = ()
    why: str = ""
    """Why nothing can be signed at all."""
    fix: str = ""
    is_first: bool = False
    """Whether nothing was ever signed before."""


class LeftOut(NamedTuple):
    """Somebody who gets no certificate, and when theirs was revoked."""

    email: str
    revoked_at: datetime


class Issued(NamedTuple):
    """What came of issuing to many: how many, and of signing them as in ``Signed``.

    ``left_out`` are so many who have completed it and had a certificate that was revoked: ``revoked``.
    """

    course: str
    issued: int
    signed: int
    waiting: int
    troubles: Sequence[Trouble] = ()
    why: str = ""
    fix: str = ""
    left_out: int = 0
    revoked: Sequence[LeftOut] = ()


class File(NamedTuple):
    """A file that was made: its name, its media type, and what is in it."""

    name: str
    media_type: str
    content: bytes
