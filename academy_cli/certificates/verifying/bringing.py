"""Files that somebody brings to check certificates by: an issuer's keys, status lists, the proof of a batch.

Knows how they are read; refuses to judge what they say of a certificate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from academy_cli.certificates.credential import statuslist
from academy_cli.certificates.credential.reading import NotOursError
from academy_cli.certificates.credential.statuslist import BadListError
from academy_cli.certificates.keys import trust
from academy_cli.certificates.keys.trust import IssuerFile
from academy_cli.certificates.verifying import batch
from academy_cli.certificates.verifying.batch import BadBatchProofError, BatchProof
from academy_cli.certificates.verifying.errors import (
    KEYS,
    LIST,
    PROOF,
    BadTrustError,
    NoSuchFileError,
    UnreadableGivenError,
)
from academy_cli.certificates.verifying.given import content, is_there
from academy_cli.formats.strictjson import BadJsonError, parsed
from academy_cli.kit.saying import said_by, say

LARGEST_TRUST = 64 * 1024 * 1024
"""Bytes of a file of keys: of a stolen one it names whatever it had signed."""
STATUS, CERTIFICATES = "status", "certificates"
"""The folders that are published beside an issuer's keys."""


def issuer(path: Path) -> IssuerFile:
    """An issuer's keys, which one of them has signed. Raises NoSuchFileError and BadTrustError."""
    found = read(path, KEYS)
    try:
        said = trust.read(found)
    except NotOursError as error:
        raise BadTrustError(path, said_by(error)) from error
    if not trust.follows(found, said):
        raise BadTrustError(path, say("none of its keys has signed it; somebody changed it"))
    return said


def status_list(path: Path) -> Mapping[str, Any]:
    """A status list, whoever signed it. Raises NoSuchFileError and BadTrustError."""
    found = read(path, LIST)
    try:
        statuslist.read(found)
    except BadListError as error:
        raise BadTrustError(path, said_by(error), LIST) from error
    return found


def proof(path: Path) -> BatchProof:
    """The proof of a batch, of whichever certificate. Raises NoSuchFileError and BadTrustError."""
    try:
        return batch.read(read(path, PROOF))
    except BadBatchProofError as error:
        raise BadTrustError(path, said_by(error), PROOF) from error


def lists_beside(path: Path) -> Sequence[Path]:
    """The status lists that were published with a file of keys."""
    folder = path.parent / STATUS
    return sorted(folder.glob("*.json")) if folder.is_dir() else ()


def status_beside(path: Path, code: str) -> Mapping[str, Any] | None:
    """What was published of a code with a file of keys; None where that cannot be read."""
    try:
        return parsed(content(path.parent / CERTIFICATES / code / "status.json"))
    except (UnreadableGivenError, BadJsonError):
        return None


def read(path: Path, what: str) -> Mapping[str, Any]:
    """The object in a file, which should be ``what``. Raises NoSuchFileError and BadTrustError."""
    if not is_there(path):
        raise NoSuchFileError(path, what)
    try:
        return parsed(content(path, LARGEST_TRUST), largest=LARGEST_TRUST)
    except UnreadableGivenError as error:
        raise BadTrustError(path, error.why, what) from error
    except BadJsonError as error:
        raise BadTrustError(path, said_by(error), what) from error
