"""Proofs: what an issuer's key says of a document (Data Integrity, eddsa-rdfc-2022).

Knows how statements are hashed and signed; refuses to know whose key it is, and whether it is trusted.
Source: w3.org/TR/vc-di-eddsa, section 3.2; w3.org/TR/vc-data-integrity, section 4.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from academy_cli.certificates.credential import didkey
from academy_cli.certificates.credential.dataset import canonical
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SUITE = "eddsa-rdfc-2022"
SIGNATURE_BYTES = 64
_MEMBERS = {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"}


class BadProofError(ValueError):
    """A proof that does not prove anything; says why."""


def signed(
    document: Mapping[str, Any], key: Ed25519PrivateKey, method: str, at: str
) -> dict[str, Any]:
    """A document with its proof; ``method`` names the key, ``at`` is when, as in ``validFrom``."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": at,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    value = didkey.base58(key.sign(_hashed(document, proof)))
    return {**document, "proof": {**proof, "proofValue": value}}


def signer(document: Mapping[str, Any]) -> bytes:
    """The public key that has signed a document. Raises BadProofError, and UnknownStatementError."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    proof = _proof_of(document)
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    rest = {name: value for name, value in document.items() if name != "proof"}
    try:
        public = didkey.key_of(proof["verificationMethod"])
        signature = didkey.from_base58(proof["proofValue"])
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _hashed(rest, options))
    except InvalidSignature:
        raise BadProofError(say("its signature is of other words")) from None
    except ValueError as error:
        raise BadProofError(say("its signature cannot be read: {}", error)) from error
    return public


def _proof_of(document: Mapping[str, Any]) -> dict[str, str]:
    proof = document.get("proof")
    if not isinstance(proof, dict):
        raise BadProofError(say("it has no proof, or more than one"))
    if {*proof} != _MEMBERS or not all(isinstance(value, str) for value in proof.values()):
        raise BadProofError(say("its proof is not as academy writes it"))
    if (proof["type"], proof["cryptosuite"]) != ("DataIntegrityProof", SUITE):
        raise BadProofError(say("its proof is no {}", SUITE))
    return proof


def _hashed(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    return _digest(options) + _digest(document)


def _digest(of: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(canonical(of).encode()).digest()
