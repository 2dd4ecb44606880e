"""Certificates to sign with, made for tests: RSA or EC, of one's own or of an authority, in time or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    KeySerializationEncryption,
    NoEncryption,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

Key: TypeAlias = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
SIGNED_AT = datetime(2026, 11, 27, 12, 30, tzinfo=UTC)
TO_SIGN, TO_ENCRYPT = (
    x509.KeyUsage(
        digital_signature=is_to_sign,
        content_commitment=is_to_sign,
        key_encipherment=not is_to_sign,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    for is_to_sign in (True, False)
)
P256 = ec.derive_private_key(4711, ec.SECP256R1())


def name(common: str) -> x509.Name:
    """A name that says no more than this."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def certificate(
    key: Key,
    common: str = "Lakeside Academy",
    *,
    issuer: tuple[str, Key] | None = None,
    days: int = 3650,
    usage: x509.KeyUsage | None = None,
) -> x509.Certificate:
    """A certificate that holds from 2026 on; its own issuer, if none is given."""
    by, signs = issuer or (common, key)
    made = (
        x509.CertificateBuilder()
        .subject_name(name(common))
        .issuer_name(name(by))
        .public_key(key.public_key())
        .serial_number(42 if issuer is None else 43)
        .not_valid_before(BEGINS)
        .not_valid_after(BEGINS + timedelta(days=days))
    )
    if usage is not None:
        made = made.add_extension(usage, critical=True)
    return made.sign(signs, None if isinstance(signs, ed25519.Ed25519PrivateKey) else SHA256())


def pkcs12(
    path: Path,
    key: Key = P256,
    found: x509.Certificate | None = None,
    others: Sequence[x509.Certificate] = (),
    passphrase: str = "",
) -> Path:
    """A file with it, readable by its owner alone."""
    locked: KeySerializationEncryption = NoEncryption()
    if passphrase:
        locked = BestAvailableEncryption(passphrase.encode())
    made = serialize_key_and_certificates(None, key, found or certificate(key), others, locked)
    path.touch(mode=0o600)
    path.write_bytes(made)
    return path
