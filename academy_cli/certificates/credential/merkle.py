"""Merkle trees: one number for a batch of credentials, and a short proof for each that it is in it.

Whoever writes the number where it stays, such as a chain or a newspaper, dates the whole batch. A leaf is the
SHA-256 of a credential's canonical statements; a node that of both below it; a lone node goes up as it is.
Knows hashes alone. Source: w3.org/TR/vc-data-integrity has none; this is Blockcerts' MerkleProof2019.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from academy_cli.certificates.credential.dataset import canonical


class Step(NamedTuple):
    """The other hash of a pair, and whether it is the left one."""

    other: bytes
    is_left: bool


def leaf(document: Mapping[str, Any]) -> bytes:
    """The hash of a credential, its proof left aside. Raises UnknownStatementError."""
    rest = {name: value for name, value in document.items() if name != "proof"}
    return hashlib.sha256(canonical(rest).encode()).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The number of a batch that is not empty."""
    return _levels(leaves)[-1][0]


def paths(leaves: Sequence[bytes]) -> Sequence[Sequence[Step]]:
    """The way of each leaf to the root, from the bottom."""
    levels = _levels(leaves)
    return [_path(levels, place) for place in range(len(leaves))]


def arrived(start: bytes, path: Sequence[Step]) -> bytes:
    """Where a way leads: to the root of its batch if the leaf is in it."""
    found = start
    for other, is_left in path:
        found = _joined(other, found) if is_left else _joined(found, other)
    return found


def _levels(leaves: Sequence[bytes]) -> Sequence[Sequence[bytes]]:
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = [_joined(*below[at : at + 2]) for at in range(0, len(below) - 1, 2)]
        levels.append([*pairs, *below[2 * len(pairs) :]])
    return levels


def _path(levels: Sequence[Sequence[bytes]], place: int) -> Sequence[Step]:
    path = []
    for level in levels[:-1]:
        other = place ^ 1
        if other < len(level):
            path.append(Step(level[other], is_left=other < place))
        place //= 2
    return path


def _joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(left + right).digest()
