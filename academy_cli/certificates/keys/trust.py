"""An issuer's keys as they are published: which sign, which have signed, and which were stolen.

A certificate proves that a key has signed it; this file says whose key that is. Each edition is signed by all
keys that are at hand, so whoever trusts an old edition can trust a new one. Of a stolen key only what it had
signed before holds: its thief can write any date, so that is listed, not dated.
Knows the file; refuses to know where it was found.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from academy_cli.certificates.credential import didkey
from academy_cli.certificates.credential.facts import clean
from academy_cli.certificates.credential.reading import NotOursError, moment, read_moment
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

TYPE = "AcademyIssuer"
VERSION = 1


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key: ``id`` is its did:key; ``genuine`` are, of a stolen one, the SHA-256 of what it did sign."""

    id: str
    created: datetime
    retired: datetime | None = None
    compromised: datetime | None = None
    genuine: frozenset[str] = field(default=frozenset())

    @property
    def public(self) -> bytes:
        """The key itself. Raises ValueError."""
        key = self.id.removeprefix("did:key:")
        return didkey.key_of(f"{self.id}#{key}")


@dataclass(frozen=True, slots=True)
class IssuerFile:
    """An issuer: its name, its site if there is one, and its keys; ``at`` is when this was written."""

    name: str
    url: str
    at: datetime
    keys: tuple[PublicKey, ...]

    def key(self, public: bytes) -> PublicKey | None:
        """What is said of a key; None for one that is somebody else's."""
        named = didkey.did(public)
        return next((one for one in self.keys if one.id == named), None)


def written(issuer: IssuerFile, signing: Sequence[Ed25519PrivateKey]) -> str:
    """The file's text, with a signature of each key over everything else."""
    plain = _plain(issuer)
    signed = _signed(plain)
    signatures = {
        didkey.multikey(key.public_key().public_bytes_raw()): didkey.base58(key.sign(signed))
        for key in signing
    }
    whole = {**plain, "signatures": signatures}
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _plain(issuer: IssuerFile) -> dict[str, Any]:
    return {
        "type": TYPE,
        "version": VERSION,
        "name": issuer.name,
        "url": issuer.url,
        "at": moment(issuer.at),
        "keys": [
            {
                "id": key.id,
                "created": moment(key.created),
                "retired": moment(key.retired) if key.retired else None,
                "compromised": moment(key.compromised) if key.compromised else None,
                "genuine": sorted(key.genuine),
            }
            for key in issuer.keys
        ],
    }


def _signed(plain: Mapping[str, Any]) -> bytes:
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def read(found: Mapping[str, Any]) -> IssuerFile:
    """An issuer as its file says it, whoever signed that. Raises NotOursError."""
    plain = {name: value for name, value in found.items() if name != "signatures"}
    try:
        issuer = _read(plain)
        is_same = _signed(_plain(issuer)) == _signed(plain)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise NotOursError(
            say("something that such a file says is missing, or no such value")
        ) from error
    if not is_same:
        raise NotOursError(say("it says more than such a file does"))
    return issuer


def _read(plain: Mapping[str, Any]) -> IssuerFile:
    if (plain["type"], plain["version"]) != (TYPE, VERSION):
        raise NotOursError(say("it is of another kind or version"))
    keys = tuple(
        PublicKey(
            one["id"],
            read_moment(one["created"]),
            read_moment(one["retired"]) if one["retired"] else None,
            read_moment(one["compromised"]) if one["compromised"] else None,
            frozenset(one["genuine"]),
        )
        for one in plain["keys"]
    )
    texts = [plain["name"], plain["url"], *(name for key in keys for name in key.genuine)]
    if not all(isinstance(text, str) and text == clean(text) for text in texts):
        raise NotOursError(say("a text in it is none"))
    for key in keys:
        assert key.public
    return IssuerFile(plain["name"], plain["url"], read_moment(plain["at"]), keys)


def follows(new: Mapping[str, Any], old: IssuerFile) -> bool:
    """Whether a file can be trusted as an old one is: a key of that one, not stolen since, has signed it."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    later = read(new)
    signed = _signed(_plain(later))
    signatures = new.get("signatures")
    for key in old.keys:
        now = later.key(key.public)
        if now is None or now.compromised or key.compromised or not isinstance(signatures, dict):
            continue
        try:
            signature = didkey.from_base58(str(signatures[didkey.multikey(key.public)]))
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, signed)
        except (KeyError, ValueError, InvalidSignature):
            continue
        return later.at >= old.at
    return False
