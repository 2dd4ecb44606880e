"""``academy certificate pdf --signed``: the same page with a signature that readers of PDFs show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.certificates.signatures.pens import pkcs12
from tests.cli.certificates import answer, earned, with_certificates
from tests.cli.conftest import Run
from tests.cli.snapshots import Snapshots


@pytest.fixture
def awarding(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy with a key, a course of one lesson, and Sam and Tom in it."""
    return with_certificates(academy, home, snapshots)


@pytest.fixture
def code(awarding: Run) -> str:
    """The code of Sam's certificate."""
    return earned(awarding)


def test_a_signed_page_is_the_same_page_with_a_signature_that_others_check(
    awarding: Run, home: Path, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pkcs12(home / "sign.p12", passphrase="sesame")
    monkeypatch.setenv("ACADEMY_CERTIFICATES_SIGNING_CERTIFICATE", str(home / "sign.p12"))
    monkeypatch.setenv("ACADEMY_CERTIFICATES_SIGNING_PASSPHRASE", "sesame")
    awarding("certificate", "pdf", code, "--out", "plain.pdf")

    assert awarding("certificate", "pdf", code, "--signed", "--out", "signed.pdf").code == 0

    plain, signed = ((home / name).read_bytes() for name in ("plain.pdf", "signed.pdf"))
    assert signed.startswith(plain)
    assert signed != plain
    said = answer(awarding("certificate", "verify", "signed.pdf", "--own", "--format", "json"))
    assert said["verdict"] == "valid"
    [check] = [one for one in said["checks"] if one["check"] == "pdf-signature"]
    assert check["outcome"] == "unknown", "whose it is, nothing at hand says"
    assert "“CN=Lakeside Academy”. It vouches for itself" in check["words"]
    monkeypatch.setenv("ACADEMY_CERTIFICATES_SIGNING_PASSPHRASE", "wrong")
    refused = awarding("certificate", "pdf", code, "--signed", "--out", "other.pdf")
    assert (refused.code, "takes another passphrase" in refused.err) == (6, True)
    assert not (home / "other.pdf").exists()


def test_what_there_is_not_to_sign_with_is_said_with_a_way_to_try_it(
    awarding: Run, home: Path, code: str
) -> None:
    ran = awarding("certificate", "pdf", code, "--signed")

    assert ran.code == 6
    assert "openssl req -x509" in ran.err
    assert not list(home.glob("*.pdf"))


def test_what_was_taken_back_is_not_signed_afresh(awarding: Run, home: Path, code: str) -> None:
    awarding("certificate", "revoke", code, "--reason", "cheated", "--yes")

    ran = awarding("certificate", "pdf", code, "--signed")

    assert (ran.code, "is revoked" in ran.err) == (5, True)
    assert not list(home.glob("*.pdf"))
