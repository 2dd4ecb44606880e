"""Merkle trees: every leaf arrives at the root, and nothing else does."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from academy_cli.certificates.credential import merkle
from tests.certificates.credential.samples import FACTS, signed

LEAVES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70, unique=True)


@given(LEAVES)
def test_every_leaf_arrives_at_the_root(leaves: list[bytes]) -> None:
    root, paths = merkle.root(leaves), merkle.paths(leaves)

    assert [merkle.arrived(*one) for one in zip(leaves, paths, strict=True)] == [root] * len(leaves)
    assert max(map(len, paths)) <= (len(leaves) - 1).bit_length()


@given(LEAVES, st.binary(min_size=32, max_size=32))
def test_no_other_leaf_does(leaves: list[bytes], other: bytes) -> None:
    root = merkle.root(leaves)

    for path in merkle.paths(leaves):
        assert other in leaves or merkle.arrived(other, path) != root


def test_three_leaves_by_hand() -> None:
    a, b, c = (hashlib.sha256(one).digest() for one in (b"a", b"b", b"c"))
    pair = hashlib.sha256(a + b).digest()

    assert merkle.root([a, b, c]) == hashlib.sha256(pair + c).digest()
    assert merkle.paths([a, b, c])[2] == [merkle.Step(pair, is_left=True)]


def test_a_leaf_is_what_is_signed_and_not_the_proof() -> None:
    assert merkle.leaf(signed()) == merkle.leaf({**signed(), "proof": None})
    assert merkle.leaf(signed()) != merkle.leaf(signed(recipient="Ann Lee"))
    assert FACTS.recipient != "Ann Lee"
