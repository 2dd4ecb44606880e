"""The proof that a credential is in a batch, as ``certificate anchor proof`` writes it.

Knows its shape and where it leads; refuses to know what a root is worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from academy_cli.certificates.credential import merkle
from academy_cli.certificates.credential.merkle import Step
from academy_cli.certificates.verifying.checks import Check, Outcome
from academy_cli.kit.saying import say

DEEPEST = 40
_DIGEST = 64
"""Hexadecimal digits of a SHA-256."""


class BadBatchProofError(ValueError):
    """What is no proof of a batch; says why."""


@dataclass(frozen=True, slots=True)
class BatchProof:
    """A way from a credential's digest to the root of its batch, and where that is said to stand."""

    target: str
    root: str
    steps: Sequence[Step]
    anchors: Sequence[str]

    def leads_from(self, leaf: bytes) -> bool:
        """Whether it is of a certificate, and arrives."""
        arrived = merkle.arrived(leaf, self.steps).hex()
        return (self.target, self.root) == (leaf.hex(), arrived)


def read(found: Mapping[str, Any]) -> BatchProof:
    """What a file says, of whichever certificate it is. Raises BadBatchProofError."""
    try:
        path = found["path"]
        if not isinstance(path, list) or len(path) > DEEPEST:
            raise BadBatchProofError(say("its path is none, or too long"))
        anchors = found.get("anchors")
        return BatchProof(
            _digest(found["targetHash"]).hex(),
            _digest(found["merkleRoot"]).hex(),
            tuple(map(_step, path)),
            tuple(map(str, anchors)) if isinstance(anchors, list) else (),
        )
    except KeyError as error:
        raise BadBatchProofError(say("it says no {}", error.args[0])) from error


def check(proof: BatchProof, found: Mapping[str, Any]) -> Check:
    """Whether a proof leads from a credential to the root that it names."""
    if not proof.leads_from(merkle.leaf(found)):
        return Check(
            "batch", Outcome.FAILED, say("The proof of its batch is of another certificate.")
        )
    root, where = proof.root, ", ".join(proof.anchors)
    if not where:
        return Check(
            "batch", Outcome.PASSED, say("It is in the batch with the root {}, not anchored.", root)
        )
    words = say(
        "It is in the batch with the root {}; whether that stands at {} is to be seen there.",
        root,
        where,
    )
    return Check("batch", Outcome.PASSED, words)


def _step(one: object) -> Step:
    if not isinstance(one, dict) or len(one) != 1:
        raise BadBatchProofError(say("a step of its path is none"))
    [(side, other)] = one.items()
    if side not in {"left", "right"}:
        raise BadBatchProofError(say("a step of its path has no side"))
    return Step(_digest(other), side == "left")


def _digest(said: object) -> bytes:
    if not isinstance(said, str) or len(said) != _DIGEST:
        raise BadBatchProofError(say("a digest in it is none"))
    try:
        return bytes.fromhex(said)
    except ValueError as error:
        raise BadBatchProofError(say("a digest in it is none")) from error
