"""The names of what is in an archive, and of archives.

Knows which there are; refuses every other.
"""

from __future__ import annotations

import re
from typing import NamedTuple

HEADER, MANIFEST, SIGNATURE, ASSET_INDEX = (
    "header.json",
    "manifest.json",
    "manifest.sig",
    "assets/index.copy.zst",
)
MANY = 10**6
_PART = re.compile(r"data/([a-z_][a-z0-9_]{0,62})/([0-9]{6})\.copy\.zst")
_KEY = re.compile(r"keys/([A-Za-z0-9_-]{1,100})\.pem")
_BLOB = re.compile(r"assets/blobs/([0-9a-f]{2})/([0-9a-f]{64})")


class Part(NamedTuple):
    """Some rows of a table: the n-th part, from 1."""

    table: str
    number: int

    def __str__(self) -> str:
        return f"data/{self.table}/{self.number:06}.copy.zst"


class BlobName(NamedTuple):
    """A file of a course, by the digest of its bytes."""

    sha256: str

    def __str__(self) -> str:
        return f"assets/blobs/{self.sha256[:2]}/{self.sha256}"


class KeyName(NamedTuple):
    """A private key of certificates, by its name."""

    name: str

    def __str__(self) -> str:
        return f"keys/{self.name}.pem"


def read(name: str) -> Part | BlobName | KeyName | str | None:
    """What a name in an archive says; None for one that no archive has."""
    if name in (HEADER, MANIFEST, SIGNATURE, ASSET_INDEX):
        return name
    if found := _PART.fullmatch(name):
        return Part(found[1], int(found[2]))
    if found := _KEY.fullmatch(name):
        return KeyName(found[1])
    found = _BLOB.fullmatch(name)
    return BlobName(found[2]) if found and found[2].startswith(found[1]) else None
