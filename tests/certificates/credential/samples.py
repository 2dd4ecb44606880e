"""Credentials for tests: one that is valid, of which a test changes what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from academy_cli.certificates.credential import code, didkey, document, proofs
from academy_cli.certificates.credential.facts import Drawn, Facts, Issuer, Listed, Taught

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
SITE = "https://lakeside.example"
AT = datetime(2026, 11, 27, 11, tzinfo=UTC)
ISSUER = Issuer(didkey.did(PUBLIC), "Lakeside Academy", SITE)
TAUGHT = Taught(
    id=f"{SITE}/courses/python",
    slug="python",
    title="Python for everybody",
    summary="From the first line to a program of one's own.",
    criteria="All 12 lessons that are required.",
    language="en",
    revision="b" * 64,
    hours=24,
)
FACTS = Facts(
    id=UUID("1d4c9a2e-6f0b-4e0a-9c58-2f4a3c1b7d10"),
    code=code.completed(2**74 + 12345),
    recipient="François Müller",
    email_hash=f"sha256${'a' * 64}",
    email_salt="5ecf2a",
    completed_on=date(2026, 11, 26),
    issued_at=AT,
    valid_until=datetime(2029, 11, 27, 11, tzinfo=UTC),
    taught=TAUGHT,
    drawn=Drawn("classic", "c" * 64),
    listed=Listed(f"{SITE}/credentials/revoked", f"{SITE}/credentials/suspended", 4711),
    issuer=ISSUER,
)


def signed(**changed: Any) -> dict[str, Any]:
    """A credential with its proof, with other facts than the sample's where they are given."""
    return sealed(document.written(replace(FACTS, **changed)))


def sealed(plain: dict[str, Any]) -> dict[str, Any]:
    """Any document, signed with the sample's key."""
    return proofs.signed(plain, KEY, didkey.method(PUBLIC), "2026-11-27T11:00:00Z")
