"""A signed page: the same page to the byte, a signature that others find valid, and what we say of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from academy_cli.certificates.signatures import extra, signing
from academy_cli.certificates.signatures.errors import MissingSignExtraError
from academy_cli.certificates.verifying.checks import Outcome, Verdict
from tests.certificates.signatures.pages import page, pen, signed_page, verified, words
from tests.certificates.signatures.pens import P256, SIGNED_AT, TO_SIGN, Key, certificate
from tests.certificates.test_corpus import program

KEYS: dict[str, Callable[[], Key]] = {
    "P-256": lambda: P256,
    "P-384": lambda: ec.derive_private_key(4712, ec.SECP384R1()),
    "P-521": lambda: ec.derive_private_key(4713, ec.SECP521R1()),
    "RSA": cache(lambda: rsa.generate_private_key(65537, 2048)),
}
ROOT = ec.derive_private_key(99, ec.SECP256R1())


@pytest.fixture(params=KEYS)
def key(request: pytest.FixtureRequest) -> Key:
    """One of each kind."""
    return KEYS[request.param]()


def test_the_sealed_page_comes_first_to_the_byte() -> None:
    assert signed_page().startswith(page())
    assert len(signed_page()) - len(page()) < 8000


def test_a_signed_page_is_valid_and_it_is_said_whose_signature_it_is(key: Key) -> None:
    found = verified(signing.signed(page(), pen(key), SIGNED_AT))

    assert found.verdict is Verdict.VALID
    outcome, said = words(found)
    assert outcome is Outcome.UNKNOWN
    assert said == (
        "Signed on 2026-11-27, as it says, with the certificate of “CN=Lakeside Academy”. "
        "It vouches for itself, so whether it is theirs is unknown."
    )


@pytest.mark.parametrize("number", range(3))
def test_pages_of_every_template_can_be_signed(number: int) -> None:
    assert words(verified(signing.signed(page(number), pen(), SIGNED_AT)))[0] is Outcome.UNKNOWN


def test_an_authority_is_named_and_not_believed() -> None:
    root = certificate(ROOT, "Root of Documents")
    mine = certificate(P256, issuer=("Root of Documents", ROOT))
    found = verified(signing.signed(page(), pen(P256, mine, root), SIGNED_AT))

    assert found.verdict is Verdict.VALID
    assert (
        "“CN=Root of Documents” is said to vouch for it; whether that is so is unknown here"
        in (words(found)[1])
    )


def test_poppler_and_qpdf_find_it_valid(tmp_path: Path, key: Key) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signing.signed(page(), pen(key), SIGNED_AT))

    said = subprocess.run([program("pdfsig"), path], capture_output=True, text=True, check=False)
    checked = subprocess.run(
        [program("qpdf"), "--check", path], capture_output=True, text=True, check=False
    )

    for sentence in (
        "Signature Validation: Signature is Valid.",
        "Total document signed",
        "Signature Type: ETSI.CAdES.detached",
        "Signer full Distinguished Name: CN=Lakeside Academy",
    ):
        assert sentence in said.stdout, said.stdout + said.stderr
    assert (checked.returncode, "WARNING" in checked.stdout) == (0, False), checked.stdout


def test_pyhanko_finds_it_valid_when_it_trusts_the_root(key: Key) -> None:
    root = certificate(ROOT, "Root of Documents")
    mine = certificate(key, issuer=("Root of Documents", ROOT), usage=TO_SIGN)
    content = signing.signed(page(), pen(key, mine, root), SIGNED_AT)
    [signature] = PdfFileReader(BytesIO(content), strict=True).embedded_signatures

    found = validate_pdf_signature(signature, trusting(content))

    assert found.intact
    assert found.valid
    assert found.trusted
    assert found.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert signature.docmdp_level is MDPPerm.NO_CHANGES
    assert found.bottom_line, found.pretty_print_details()


def trusting(content: bytes) -> ValidationContext:
    """A context that goes by the root within a signature, as of when it was made."""
    [signature] = PdfFileReader(BytesIO(content)).embedded_signatures
    roots = [one for one in signature.other_embedded_certs if one.self_issued]
    return ValidationContext(trust_roots=roots, moment=SIGNED_AT, allow_fetching=False)


def test_a_certificate_that_ended_since_is_told_of() -> None:
    content = signing.signed(page(), pen(P256, certificate(P256, days=340)), SIGNED_AT)

    outcome, said = words(verified(content))

    assert outcome is Outcome.UNKNOWN
    assert said.endswith("It has ended since, on 2026-12-07.")


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (timedelta(days=20), "holds from 2026-01-01 to 2026-12-07"),
        (timedelta(days=60), "which is still to come"),
    ],
)
def test_a_signature_out_of_its_time_is_not_valid(after: timedelta, why: str) -> None:
    mine = pen(P256, certificate(P256, days=340))
    found = verified(signing.signed(page(), mine, SIGNED_AT + after))

    assert found.verdict is Verdict.INVALID
    assert why in words(found)[1]


def test_what_a_stranger_is_called_cannot_write_on_the_terminal() -> None:
    mine = pen(P256, certificate(P256, "Evil\x1b[2J\u202e" + "x" * 40))
    said = words(verified(signing.signed(page(), mine, SIGNED_AT)))[1]

    assert said.isprintable()
    assert "Evil" in said


def test_without_the_extra_a_signed_page_is_never_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    content = signed_page()
    monkeypatch.setitem(sys.modules, "pyhanko.sign.validation.generic_cms", None)

    found = verified(content)

    assert found.verdict is Verdict.INVALID
    assert "pip install 'academy-cli[sign]'" in words(found)[1]
    assert verified(page()).verdict is Verdict.VALID


def test_without_the_extra_nothing_is_signed_and_it_is_said_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "asn1crypto.keys", None)

    with pytest.raises(MissingSignExtraError) as refused:
        signing.signed(page(), pen(), SIGNED_AT)

    assert extra.INSTALL in refused.value.hint
