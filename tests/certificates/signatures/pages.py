"""A page that is signed for readers of PDFs, and what finds it valid."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509

from academy_cli.certificates.signatures import signing
from academy_cli.certificates.signatures.pen import Pen, PenCase
from academy_cli.certificates.verifying.checks import Outcome, Verification
from academy_cli.certificates.verifying.examining import examined
from academy_cli.certificates.verifying.given import Given
from tests.certificates.corpus import corpus
from tests.certificates.signatures.pens import P256, SIGNED_AT, Key, pkcs12
from tests.certificates.verifying.test_mutations import TRUSTED


@cache
def page(number: int = 0) -> bytes:
    """A sealed page of the corpus: each of the first three is of another template."""
    return [one.page for one in corpus(number + 1)][number]


def pen(
    key: Key = P256,
    found: x509.Certificate | None = None,
    *others: x509.Certificate,
    at: datetime = SIGNED_AT,
) -> Pen:
    """What a file opens to."""
    with TemporaryDirectory() as folder:
        return PenCase(pkcs12(Path(folder) / "sign.p12", key, found, others)).opened(at)


@cache
def signed_page() -> bytes:
    """The first page with a signature."""
    return signing.signed(page(), pen(), SIGNED_AT)


def verified(content: bytes, at: datetime = TRUSTED.at) -> Verification:
    """All that is found, going by the corpus's issuer."""
    from dataclasses import replace

    return examined(Given("page.pdf", content), replace(TRUSTED, at=at))


def words(found: Verification, check: str = "pdf-signature") -> tuple[Outcome, str]:
    """What came of one check."""
    [one] = [one for one in found.checks if one.name == check]
    return one.outcome, one.words
