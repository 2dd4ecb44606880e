"""Certificates for a mail server on this machine: good ones, and each kind of bad one.

Knows how they are made (RFC 5280); refuses to outlive a test.
"""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

HERE = x509.SubjectAlternativeName(
    [x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")]
)
ELSEWHERE = x509.SubjectAlternativeName([x509.DNSName("mail.example.org")])


class Authority:
    """Somebody who signs certificates, and the file by which others trust it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("Test authority")
        self._itself = (
            self._builder(self._key, self._name, days=30)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_signs_certificates(), critical=True)
            .sign(self._key, SHA256())
        )
        self.file = str(folder / "authority.pem")
        Path(self.file).write_bytes(self._itself.public_bytes(Encoding.PEM))

    def server(
        self, names: x509.SubjectAlternativeName = HERE, *, days: int = 30, by_itself: bool = False
    ) -> ssl.SSLContext:
        """What a server shows: a certificate for some names, which ends in so many days."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _named("Test server")
        builder = self._builder(key, name if by_itself else self._name, name, days=days)
        signed = builder.add_extension(names, critical=False).sign(
            key if by_itself else self._key, SHA256()
        )
        path = self._folder / "server.pem"
        path.write_bytes(
            signed.public_bytes(Encoding.PEM)
            + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(path)
        return context

    def _builder(
        self,
        key: ec.EllipticCurvePrivateKey,
        issuer: x509.Name,
        name: x509.Name | None = None,
        *,
        days: int,
    ) -> x509.CertificateBuilder:
        ends = datetime.now(UTC) + timedelta(days=days)
        signer = key if name is not None and issuer == name else self._key
        return (
            x509.CertificateBuilder()
            .subject_name(name or issuer)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(ends - timedelta(days=60))
            .not_valid_after(ends)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
                critical=False,
            )
        )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _signs_certificates() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
