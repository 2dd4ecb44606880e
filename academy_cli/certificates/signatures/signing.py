"""Signing a page: the sealed page stays as it is, to the byte, and a signature is appended to it.

What is appended differs each time, for it says when. Knows pens and pages; refuses to know whose page it is.
"""

from __future__ import annotations

from datetime import datetime

from academy_cli.certificates.signatures import cades, update
from academy_cli.certificates.signatures.pen import Pen
from academy_cli.certificates.signatures.update import Signing


def signed(page: bytes, pen: Pen, at: datetime) -> bytes:
    """A page with a signature of PAdES B-B behind it, which certifies it and allows no changes.

    Raises MissingSignExtraError, and BadUpdateError for a page that is not as academy draws them.
    """
    size = cades.room(pen.certificates)
    draft = Signing(at.replace(microsecond=0), cades.bound(pen.certificates), bytes(size))
    digest = update.written(page, draft).digest
    container = cades.signed(digest, pen, size)
    return update.written(page, draft._replace(container=container)).whole
