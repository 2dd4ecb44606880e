"""Batches: each certificate is in one, its proof leads to the root, and nothing is said that was not done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from academy_cli.certificates.anchoring.errors import (
    AnchoredError,
    NothingToAnchorError,
    NotInBatchError,
    UnknownBatchError,
)
from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential import merkle
from academy_cli.certificates.credential.merkle import Step
from tests.certificates.bureau import Bureau
from tests.school import School


def root_of(proof: Any) -> str:
    """Where a proof leads."""
    steps = [
        Step(bytes.fromhex(value), side == "left")
        for one in proof["path"]
        for side, value in one.items()
    ]
    return merkle.arrived(bytes.fromhex(proof["targetHash"]), steps).hex()


@pytest.fixture
def five(school: School, bureau: Bureau) -> list[str]:
    """The codes of five certificates."""
    for number in range(5):
        school.learner(f"l{number}")
        bureau.complete(f"l{number}@x.org")
    bureau.certificates.sign_waiting()
    return [codes.shown(row.code) for row in bureau.rows()]


def test_every_proof_leads_to_the_root(bureau: Bureau, five: list[str]) -> None:
    batch = bureau.anchors.export()

    for code in five:
        proof = bureau.anchors.proof(code)
        leaf = merkle.leaf(json.loads(bureau.certificates.credential(code))).hex()
        assert proof["targetHash"] == leaf
        assert root_of(proof) == proof["merkleRoot"] == batch.root
    assert batch.certificates == 5


def test_a_proof_of_another_leads_elsewhere(bureau: Bureau, five: list[str]) -> None:
    batch = bureau.anchors.export()
    proof = dict(bureau.anchors.proof(five[0]))
    proof["targetHash"] = bureau.anchors.proof(five[3])["targetHash"]

    assert root_of(proof) != batch.root


def test_what_is_in_a_batch_is_in_no_other(school: School, bureau: Bureau, five: list[str]) -> None:
    first = bureau.anchors.export()
    with pytest.raises(NothingToAnchorError):
        bureau.anchors.export()
    bureau.complete()
    bureau.certificates.sign_waiting()

    second = bureau.anchors.export()

    assert (first.certificates, second.certificates) == (5, 1)
    assert second.root == bureau.rows()[-1].leaf


def test_a_dry_run_closes_nothing(bureau: Bureau, five: list[str]) -> None:
    planned = bureau.anchors.export(dry_run=True)

    assert bureau.anchors.list() == ()
    assert bureau.anchors.export().root == planned.root


def test_nothing_is_anchored_until_somebody_says_where(
    bureau: Bureau, five: list[str], tmp_path: Path
) -> None:
    batch = bureau.anchors.export()
    assert batch.anchor is None
    assert bureau.anchors.proof(five[0])["anchors"] == []
    proof = tmp_path / "root.ots"
    proof.write_bytes(b"\x00OpenTimestamps")

    found = bureau.anchors.take_in(batch.batch, "bitcoin block 873,000", proof)

    assert (found.anchor, found.proof) == ("bitcoin block 873,000", "root.ots")
    assert bureau.anchors.proof(five[0])["anchors"] == ["bitcoin block 873,000"]
    with pytest.raises(AnchoredError):
        bureau.anchors.take_in(batch.batch, "elsewhere")


def test_what_is_not_there_is_said(bureau: Bureau, held: str) -> None:
    with pytest.raises(NotInBatchError):
        bureau.anchors.proof(held)
    with pytest.raises(UnknownBatchError):
        bureau.anchors.take_in(7, "nowhere")
