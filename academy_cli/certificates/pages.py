"""Certificates on paper, drawn whenever they are wanted and the same each time.

A page is drawn from the signed credential and the template that it names, and carries the seal that was made
when it was signed: no key is needed, and what differs is refused. Knows who may have one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.certificates import listing
from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential import didkey, document, seal
from academy_cli.certificates.credential.seal import BadPageError
from academy_cli.certificates.errors import PageDiffersError, UnknownCertificateError
from academy_cli.certificates.issuing import store
from academy_cli.certificates.paper.library import kept
from academy_cli.certificates.service import signed_row
from academy_cli.certificates.views import File
from academy_cli.db.service import Database
from academy_cli.db.transaction import read

PDF = "application/pdf"


class CertificatePages:
    """The pages of one academy's certificates, for one actor."""

    def __init__(self, database: Database, actor: Actor) -> None:
        self._database = database
        self.actor = actor

    @permits(Permission.CERTIFICATE_SHOW)
    def pdf(self, word: str) -> File:
        """The page of one, as a PDF.

        Raises UnknownCertificateError, NotSignedError, ForgottenError and PageDiffersError.
        """
        engine = self._database.existing()
        if engine is None:
            raise UnknownCertificateError(word)
        with read(engine) as connection:
            row = signed_row(listing.seen(connection, self.actor, word))
            return _drawn(connection, row)

    @permits(Permission.CERTIFICATE_ISSUE)
    def of(self, reference: str | None, known: Collection[int]) -> Iterator[str]:
        """The codes of what was signed of a batch, if there is one, and of what has some numbers."""
        engine = self._database.existing()
        if engine is None:
            return
        with read(engine) as connection:
            found = store.signed_codes(connection, reference, known)
        yield from map(codes.shown, found)


def _drawn(connection: Connection, row: Row[Any]) -> File:
    credential = json.loads(row.credential)
    page = kept(store.template(connection, row.template_sha256))
    plain = page.drawn(document.read(credential), row.scanned, row.credential)
    whole = seal.sealed(plain, row.page_seal)
    code = codes.shown(row.code)
    try:
        seal.require_signed(
            seal.parted(whole), didkey.key_of(credential["proof"]["verificationMethod"])
        )
    except BadPageError as error:
        raise PageDiffersError(code) from error
    return File(f"{code}.pdf", PDF, whole)
