"""Who made an archive: an Ed25519 signature of its manifest (RFC 8032), and the keys for it.

Encryption says nothing of who wrote a file: anybody with a recipient can. Knows keys as PEM (PKCS #8) and as
hexadecimal; refuses to judge whom to trust.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from academy_cli.backups.errors import BadSigningKeyError
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.ownership import exposure

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEME, KEY_BYTES = "ed25519", 32
_KEY = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")


class Signer(NamedTuple):
    """A private key, and its public one in hexadecimal."""

    private: Any
    public: str

    def signed(self, manifest: bytes) -> bytes:
        """The signature of a manifest, as it stands in an archive."""
        said = {
            "scheme": SCHEME,
            "key": self.public,
            "signature": self.private.sign(manifest).hex(),
        }
        return f"{canonical(said)}\n".encode()


def is_key(written: str) -> bool:
    """Whether this is a public key as it is written."""
    return _KEY.fullmatch(written) is not None


def signer(path: Path) -> Signer:
    """The private key in a file. Raises BadSigningKeyError."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        with path.open("rb") as file:
            if found := exposure(path, os.fstat(file.fileno()), "600"):
                raise BadSigningKeyError(str(path), found.why, found.fix)
            private = load_pem_private_key(file.read(16 * 1024), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadSigningKeyError(str(path)) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise BadSigningKeyError(str(path))
    return Signer(private, _public(private))


def new_key() -> tuple[bytes, str]:
    """A new private key as PEM, and its public one."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem, _public(private)


def signed_by(said: Mapping[str, Any], manifest: bytes) -> str | None:
    """The public key that signed a manifest; None for what is no signature of it."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key, signature = str(said.get("key")), str(said.get("signature"))
    if (
        said.get("scheme") != SCHEME
        or not _KEY.fullmatch(key)
        or not _SIGNATURE.fullmatch(signature)
    ):
        return None
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            bytes.fromhex(signature), manifest
        )
    except (InvalidSignature, ValueError):
        return None
    return key


def _public(private: Any) -> str:
    found: bytes = private.public_key().public_bytes_raw()
    return found.hex()
