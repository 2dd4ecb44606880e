"""Files to sign with: what is taken, and what is refused in which words."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from academy_cli.certificates.signatures.errors import (
    LockedSigningFileError,
    NoSigningCertificateError,
    OpenSigningFileError,
    OutOfTimeError,
    UnusableSigningFileError,
)
from academy_cli.certificates.signatures.pen import PenCase
from tests.certificates.signatures.pens import (
    BEGINS,
    P256,
    SIGNED_AT,
    TO_ENCRYPT,
    Key,
    certificate,
    pkcs12,
)


@pytest.mark.parametrize("passphrase", ["", "open sesame"])
def test_a_file_opens_with_its_passphrase(tmp_path: Path, passphrase: str) -> None:
    path = pkcs12(tmp_path / "sign.p12", passphrase=passphrase)

    assert PenCase(path, passphrase).opened(SIGNED_AT).others == []


@pytest.mark.parametrize(("given", "why"), [("wrong", "another passphrase"), ("", "a passphrase")])
def test_another_passphrase_is_refused(tmp_path: Path, given: str, why: str) -> None:
    path = pkcs12(tmp_path / "sign.p12", passphrase="right")

    with pytest.raises(LockedSigningFileError, match=why):
        PenCase(path, given).opened(SIGNED_AT)


def test_a_passphrase_is_not_shown() -> None:
    assert "sesame" not in repr(PenCase(Path("sign.p12"), "sesame"))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_file_that_others_may_reach_is_refused(tmp_path: Path, mode: int) -> None:
    path = pkcs12(tmp_path / "sign.p12")
    path.chmod(mode)

    with pytest.raises(OpenSigningFileError) as refused:
        PenCase(path).opened(SIGNED_AT)

    assert f"chmod 600 {path}" in refused.value.hint


def test_without_a_file_it_is_said_how_to_make_one(tmp_path: Path) -> None:
    for path in (None, tmp_path / "absent.p12"):
        with pytest.raises(NoSigningCertificateError) as refused:
            PenCase(path).opened(SIGNED_AT)
        assert "openssl pkcs12 -export" in refused.value.hint
        assert "certification authority" in refused.value.hint


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"-----BEGIN CERTIFICATE-----"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sign.p12"
    path.write_bytes(content)
    path.chmod(0o600)

    with pytest.raises(LockedSigningFileError, match="or is no PKCS #12 file"):
        PenCase(path).opened(SIGNED_AT)


@pytest.mark.parametrize(
    ("key", "why"),
    [
        (rsa.generate_private_key(65537, 1024), "RSA key has 1024 bits"),
        (ed25519.Ed25519PrivateKey.from_private_bytes(b"\5" * 32), "neither RSA nor EC"),
        (ec.derive_private_key(5, ec.SECP256K1()), "curve secp256k1"),
    ],
)
def test_a_key_that_readers_cannot_check_is_refused(tmp_path: Path, key: Key, why: str) -> None:
    path = pkcs12(tmp_path / "sign.p12", key)

    with pytest.raises(UnusableSigningFileError, match=why):
        PenCase(path).opened(SIGNED_AT)


def test_a_certificate_for_something_else_is_refused(tmp_path: Path) -> None:
    path = pkcs12(tmp_path / "sign.p12", P256, certificate(P256, usage=TO_ENCRYPT))

    with pytest.raises(UnusableSigningFileError, match="not for signing documents"):
        PenCase(path).opened(SIGNED_AT)


@pytest.mark.parametrize("at", [BEGINS - timedelta(days=1), BEGINS + timedelta(days=31)])
def test_a_certificate_that_does_not_hold_is_refused(tmp_path: Path, at: datetime) -> None:
    path = pkcs12(tmp_path / "sign.p12", P256, certificate(P256, days=30))

    with pytest.raises(OutOfTimeError, match="holds from 2026-01-01 00:00 to 2026-01-31 00:00"):
        PenCase(path).opened(at)
