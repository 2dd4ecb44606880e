"""Certificates on paper, drawn whenever they are wanted and the same each time.

A page is drawn from the signed credential and the template that it names, and carries the seal that was made
when it was signed: no key is needed, and what differs is refused. Knows who may have one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.certificates import listing
from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential import didkey, document, seal
from academy_cli.certificates.credential.seal import BadPageError
from academy_cli.certificates.errors import (
    PageDiffersError,
    UnknownCertificateError,
)
from academy_cli.certificates.issuing import store
from academy_cli.certificates.keys.ring import Ring
from academy_cli.certificates.paper.library import kept
from academy_cli.certificates.service import signed_row
from academy_cli.certificates.signatures import signing
from academy_cli.certificates.signatures.pen import PenCase
from academy_cli.certificates.views import EXPIRED, VALID, File
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.errors import AcademyError
from academy_cli.kit.clock import utc_now

PDF = "application/pdf"
_NO_PEN = PenCase()


class CertificatePages:
    """The pages of one academy's certificates, for one actor."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        ring: Ring,
        pens: PenCase = _NO_PEN,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self._ring = database, ring
        self._pens, self._clock = pens, clock
        self.actor = actor

    @permits(Permission.CERTIFICATE_SHOW)
    def pdf(self, word: str) -> File:
        """The page of one, as a PDF.

        Raises UnknownCertificateError, NotSignedError, ForgottenError and PageDiffersError.
        """
        return self._page(word)[0]

    @permits(Permission.CERTIFICATE_ISSUE)
    def signed(self, word: str) -> File:
        """The page of one with a signature behind it that readers of PDFs show; another one each time.

        Raises what ``pdf`` does, NotHeldError for what was taken back, what ``PenCase.opened`` does, and
        MissingSignExtraError.
        """
        now = self._clock()
        page, row = self._page(word)
        state = listing.state_of(row, now)
        if state not in {VALID, EXPIRED}:
            raise listing.not_held(row, state)
        pen = self._pens.opened(now)
        return page._replace(content=signing.signed(page.content, pen, now))

    def _page(self, word: str) -> tuple[File, Row[Any]]:
        """The page of one, and its row."""
        engine = self._database.existing()
        if engine is None:
            raise UnknownCertificateError(word)
        with read(engine) as connection:
            row = signed_row(listing.seen(connection, self.actor, word))
            return self._drawn(connection, row), row

    @permits(Permission.CERTIFICATE_ISSUE)
    def of(self, reference: str | None, known: Collection[int]) -> Iterator[str]:
        """The codes of what was signed of a batch, if there is one, and of what has some numbers."""
        engine = self._database.existing()
        if engine is None:
            return
        with read(engine) as connection:
            found = store.signed_codes(connection, reference, known)
        yield from map(codes.shown, found)

    def _drawn(self, connection: Connection, row: Row[Any]) -> File:
        """The page, with the seal that it got when it was signed.

        Another version of the library that packs PDFs (zlib) may pack the same page into other bytes: then
        the key seals it anew, where it is at hand.
        """
        credential = json.loads(row.credential)
        page = kept(store.template(connection, row.template_sha256))
        plain = page.drawn(document.read(credential), row.scanned, row.credential)
        whole, code = seal.sealed(plain, row.page_seal), codes.shown(row.code)
        try:
            public = didkey.key_of(credential["proof"]["verificationMethod"])
            seal.require_signed(seal.parted(whole), public)
        except BadPageError as error:
            whole = self._sealed_anew(plain, row, error)
        return File(f"{code}.pdf", PDF, whole)

    def _sealed_anew(self, plain: bytes, row: Row[Any], why: BadPageError) -> bytes:
        try:
            key = self._ring.opened(row.key_name).private
        except AcademyError:
            raise PageDiffersError(codes.shown(row.code)) from why
        return seal.sealed(plain, seal.signed(plain, key))
