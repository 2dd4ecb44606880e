"""Signing what was issued: a certificate that waits becomes a credential, and its page can be drawn.

Works in the caller's transaction, one signer at a time. What cannot be signed, because a name is missing or
the page has no room for it, goes on waiting, and says why. Refuses to commit.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import Connection, Row

from academy_cli.certificates import letters
from academy_cli.certificates.credential import compact, document, merkle, proofs, seal
from academy_cli.certificates.credential.facts import (
    BadFactError,
    Drawn,
    Facts,
    Issuer,
    Listed,
    Taught,
    clean,
)
from academy_cli.certificates.credential.reading import moment
from academy_cli.certificates.issuing import places, store
from academy_cli.certificates.issuing.foreseeing import Paper
from academy_cli.certificates.keys.ring import SigningKey
from academy_cli.certificates.stated import Stated, offered
from academy_cli.db.lock import hold
from academy_cli.errors import AcademyError
from academy_cli.mail.service import Message, enqueue

LOCK = "certificates, signing"
AT_ONCE = 100
"""Each takes a few milliseconds to draw, and SQLite's other writers wait meanwhile."""
_ALL = store.Choice()


class Page(Paper, Protocol):
    """A template, as signing needs it."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def sha256(self) -> str:
        """The digest of all its files, in hexadecimal."""

    @property
    def packed(self) -> bytes:
        """All its files, as they are kept."""

    def drawn(self, facts: Facts, scanned: str, credential: str) -> bytes:
        """A certificate as a PDF. Raises AcademyError where a letter or the room for one is missing."""


class Terms(NamedTuple):
    """Who signs, and by what: the academy's name and site; its templates by name, empty for the usual one."""

    academy: str
    site: str
    page: Callable[[str], Page]


class Trouble(NamedTuple):
    """A certificate that cannot be signed, by its stored code, and why not."""

    code: str
    email: str
    issued_at: datetime
    why: AcademyError | BadFactError


class Drawing(NamedTuple):
    """A certificate that was signed: its row as it was, what is written down of it, and its page."""

    row: Row[Any]
    title: str
    signed: store.Signed
    page: bytes


class Signing(NamedTuple):
    """What came of a round: what was signed, what could not be, and behind which number more may wait."""

    done: tuple[Drawing, ...]
    troubles: tuple[Trouble, ...]
    last: int | None


def sign(
    connection: Connection,
    key: SigningKey,
    terms: Terms,
    at: datetime,
    *,
    after: int = 0,
    choice: store.Choice = _ALL,
) -> Signing:
    """Sign some of what waits, and tell the learners who are to be told; returns what came of it."""
    hold(connection, LOCK)
    spots = list(places.drawn(connection, terms.site, AT_ONCE, at))
    waiting = store.waiting(connection, len(spots), after, choice)
    is_all = len(waiting) < len(spots)
    signer = _Signer(key, terms, at.replace(microsecond=0))
    done: list[Drawing] = []
    troubles: list[Trouble] = []
    for row in waiting:
        try:
            done.append(signer.signed(row, spots[-1]))
            spots.pop()
        except (AcademyError, BadFactError) as error:
            troubles.append(Trouble(row.code, row.email, row.issued_at, error))
    if done:
        places.take(connection, done[0].signed.list_number, len(done))
    for page in signer.pages.values():
        store.keep_template(connection, page.sha256, page.name, page.packed, at)
    store.write_signed(connection, [one.signed for one in done])
    enqueue(connection, _mails(done, terms), at)
    return Signing(tuple(done), tuple(troubles), None if is_all else waiting[-1].id)


def tried(terms: Terms, at: datetime, row: Any) -> None:
    """Sign one as it would be, with a key that nobody keeps, and let it go.

    Raises AcademyError and BadFactError where it cannot be.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = SigningKey.of(Ed25519PrivateKey.generate())
    spot = places.Place(1, terms.site or places.NOWHERE, 0)
    _Signer(key, terms, at.replace(microsecond=0)).signed(row, spot)


class _Signer:
    def __init__(self, key: SigningKey, terms: Terms, at: datetime) -> None:
        self._key, self._terms, self._at = key, terms, at
        self._issuer = Issuer(key.did, clean(terms.academy), terms.site)
        self.pages: dict[str, Page] = {}

    def signed(self, row: Row[Any], spot: places.Place) -> Drawing:
        """One with its proof and its page. Raises AcademyError and BadFactError."""
        says = Stated.read(row.stated)
        page = self._page(template_of(row.fields, says))
        facts = facts_of(row, says, self._issuer, Drawn(page.name, page.sha256), spot.listed)
        plain = document.written(facts)
        proved = proofs.signed(plain, self._key.private, self._key.method, moment(self._at))
        whole = json.dumps(proved, ensure_ascii=False, separators=(",", ":"))
        scanned = compact.written(facts, self._key.private, self._key.name, self._terms.site)
        drawn = page.drawn(facts, scanned, whole)
        sealed = seal.signed(drawn, self._key.private)
        written = store.Signed(
            row.id,
            self._at,
            self._key.name,
            page.sha256,
            spot.number,
            spot.bit,
            merkle.leaf(plain).hex(),
            whole,
            scanned,
            sealed,
            facts.recipient,
        )
        return Drawing(row, says.title, written, seal.sealed(drawn, sealed))

    def _page(self, name: str) -> Page:
        if name not in self.pages:
            self.pages[name] = self._terms.page(name)
        return self.pages[name]


def template_of(fields: str, says: Stated) -> str:
    """Which template signs a certificate: its course's of now, so that a misspelt one can be mended."""
    now = offered(fields)
    return now.template if now is not None else says.template


def facts_of(row: Row[Any], says: Stated, issuer: Issuer, drawn: Drawn, listed: Listed) -> Facts:
    """What a certificate states. Raises BadFactError, also for a missing name."""
    salt = secrets.token_hex(8)
    site = issuer.url.rstrip("/")
    return Facts(
        id=UUID(row.uid),
        code=row.code,
        recipient=row.recipient or clean(row.name or ""),
        email_hash=f"sha256${hashlib.sha256((row.email + salt).encode()).hexdigest()}",
        email_salt=salt,
        completed_on=row.completed_at.astimezone(UTC).date(),
        issued_at=row.issued_at,
        valid_until=row.valid_until,
        taught=Taught(
            f"{site}/courses/{says.slug}" if site else f"urn:academy:course:{says.slug}",
            says.slug,
            says.title,
            says.summary,
            says.criteria,
            says.language,
            says.revision,
            says.hours,
        ),
        drawn=drawn,
        listed=listed,
        issuer=issuer,
        score=says.score,
    )


def _mails(done: Sequence[Drawing], terms: Terms) -> Iterator[Message]:
    for one in done:
        row = one.row
        if not row.mails or row.deactivated_at is not None:
            continue
        told = letters.values(row.code, one.signed.recipient, one.title, terms.site)
        values = {**told, "certificate": row.code}
        event = letters.issued(row.code)
        yield Message(event, letters.ISSUED, row.email, row.user_id, row.language, values)
