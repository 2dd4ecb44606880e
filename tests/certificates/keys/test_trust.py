"""Published keys: what a new edition has to be signed by, and what a file may say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from academy_cli.certificates.credential import didkey
from academy_cli.certificates.credential.reading import NotOursError
from academy_cli.certificates.keys.trust import IssuerFile, PublicKey, follows, read, written
from tests.certificates.credential.samples import AT, KEY, PUBLIC

LATER = datetime(2027, 6, 1, tzinfo=UTC)
OTHER = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
OLD = PublicKey(didkey.did(PUBLIC), AT)
NEW = PublicKey(didkey.did(OTHER.public_key().public_bytes_raw()), LATER)
FIRST = IssuerFile("Lakeside Academy", "https://lakeside.example", AT, (OLD,))
SECOND = replace(FIRST, at=LATER, keys=(replace(OLD, retired=LATER), NEW))


def file(issuer: IssuerFile, *signing: Ed25519PrivateKey) -> dict[str, Any]:
    """The file of an issuer, as it is read."""
    found: dict[str, Any] = json.loads(written(issuer, signing))
    return found


def test_what_is_written_is_read_again() -> None:
    stolen = replace(OLD, compromised=LATER, genuine=frozenset({"a" * 64, "b" * 64}))

    for issuer in (FIRST, SECOND, replace(FIRST, keys=(stolen,), url="")):
        assert read(file(issuer, KEY)) == issuer


def test_a_new_edition_is_trusted_if_an_old_key_signed_it() -> None:
    assert follows(file(SECOND, KEY, OTHER), FIRST)
    assert follows(file(SECOND, KEY), FIRST)
    assert not follows(file(SECOND, OTHER), FIRST)
    assert not follows(file(SECOND), FIRST)


def test_a_stolen_key_vouches_for_nothing() -> None:
    stolen = replace(SECOND, keys=(replace(OLD, compromised=LATER), NEW))

    assert not follows(file(stolen, KEY), FIRST)
    assert not follows(file(SECOND, KEY), replace(FIRST, keys=(replace(OLD, compromised=AT),)))


def test_an_older_edition_does_not_follow_a_newer_one() -> None:
    assert not follows(file(FIRST, KEY), SECOND)


def test_a_changed_edition_follows_nothing() -> None:
    found = file(SECOND, KEY)

    assert not follows({**found, "name": "Lakeside Academie"}, FIRST)
    assert not follows({**found, "signatures": []}, FIRST)
    assert not follows({**found, "signatures": {didkey.multikey(PUBLIC): "z1"}}, FIRST)


@pytest.mark.parametrize(
    "extra",
    [
        {"type": "Issuer"},
        {"version": 2},
        {"keys": None},
        {"keys": ["did:key:z6Mk"]},
        {"keys": [{"id": "did:web:x"}]},
        {"at": "yesterday"},
        {"name": 7},
        {"more": 1},
    ],
)
def test_what_is_no_file_of_keys_is_refused(extra: dict[str, Any]) -> None:
    with pytest.raises(NotOursError):
        read({**file(FIRST, KEY), **extra})
