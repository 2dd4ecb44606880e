"""Merkle trees of batches that were closed, and the proof of each certificate in one.

Works in the caller's transaction. A proof has the shape of Blockcerts' MerkleProof2019 before it is packed.
Source: w3c-ccg.github.io/Merkle-Proof-Signature-2019.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.certificates.credential import merkle
from academy_cli.certificates.publishing import store


def proofs(connection: Connection) -> Mapping[str, Mapping[str, Any]]:
    """The proof of each certificate that is in a batch, by the digest of what was signed."""
    found: dict[str, Mapping[str, Any]] = {}
    for batch in store.batches(connection):
        found |= proofs_in(batch, store.leaves(connection, batch.id))
    return found


def proofs_in(batch: Row[Any], leaves: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """The proofs of one batch."""
    paths = merkle.paths([bytes.fromhex(one) for one in leaves])
    return {
        leaf: {
            "merkleRoot": batch.root,
            "targetHash": leaf,
            "path": [{"left" if is_left else "right": other.hex()} for other, is_left in path],
            "anchors": [batch.anchor] if batch.anchor else [],
        }
        for leaf, path in zip(leaves, paths, strict=True)
    }
