"""Proofs: the key that signed is found, and whatever was changed afterwards is seen."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from academy_cli.certificates.credential import didkey, proofs
from academy_cli.certificates.credential.dataset import UnknownStatementError
from academy_cli.certificates.credential.proofs import BadProofError
from tests.certificates.credential.samples import FACTS, KEY, PUBLIC, sealed, signed
from tests.certificates.credential.test_document import changed, places

CREDENTIAL = signed()


def test_the_key_that_signed_is_found() -> None:
    assert proofs.signer(CREDENTIAL) == PUBLIC


def test_the_same_words_have_the_same_proof() -> None:
    assert signed() == CREDENTIAL


def stated(path: tuple[Any, ...]) -> bool:
    """Whether a place is part of what is signed by its own name: the contexts are not."""
    return path[0] not in ("proof", "@context")


@pytest.mark.parametrize(
    "path", [*filter(stated, places(CREDENTIAL))], ids=lambda path: ".".join(map(str, path))
)
def test_whatever_is_changed_is_seen(path: tuple[Any, ...]) -> None:
    for value in ("other", "urn:x:other", False, True, 7, ...):
        other = changed(CREDENTIAL, path, value)
        if other != CREDENTIAL:
            with pytest.raises((BadProofError, UnknownStatementError)):
                proofs.signer(other)


def flipped(text: str, place: int) -> str:
    other = "2" if text[place] != "2" else "3"
    return text[:place] + other + text[place + 1 :]


def test_whatever_is_changed_in_the_proof_is_seen() -> None:
    proof = CREDENTIAL["proof"]
    bad = [
        *({**proof, "proofValue": flipped(proof["proofValue"], at)} for at in range(1, 80, 7)),
        {**proof, "proofValue": ""},
        {**proof, "proofValue": "z" + "1" * 64},
        {**proof, "created": "2026-11-28T11:00:00Z"},
        {**proof, "cryptosuite": "eddsa-jcs-2022"},
        {**proof, "cryptosuite": "none"},
        {**proof, "proofPurpose": "authentication"},
        {**proof, "type": "Ed25519Signature2020"},
        {**proof, "verificationMethod": didkey.method(b"\1" * 32)},
        {**proof, "verificationMethod": "https://x.example/key"},
        {**proof, "domain": "x"},
        {**proof, "created": 7},
        {},
        None,
        [proof],
        [proof, proof],
    ]

    for one in bad:
        with pytest.raises(BadProofError):
            proofs.signer({**CREDENTIAL, "proof": one})


def test_another_key_is_another_signer() -> None:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    plain = {name: value for name, value in CREDENTIAL.items() if name != "proof"}

    forged = proofs.signed(plain, key, didkey.method(public), "2026-11-27T11:00:00Z")

    assert proofs.signer(forged) == public != PUBLIC


def test_what_cannot_be_stated_is_not_signed() -> None:
    with pytest.raises(UnknownStatementError):
        sealed({"id": "urn:x", "mood": "good"})


def test_signing_needs_no_more_than_the_key() -> None:
    assert KEY.public_key().public_bytes_raw() == PUBLIC
    assert FACTS.issuer.id == didkey.did(PUBLIC)
