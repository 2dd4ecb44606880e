"""Canonical statements, compared with what a JSON-LD processor makes of the published contexts."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from academy_cli.certificates.credential import document, statuslist
from academy_cli.certificates.credential.contexts import PINNED, pinned
from academy_cli.certificates.credential.dataset import UnknownStatementError, canonical
from academy_cli.certificates.credential.facts import clean
from academy_cli.certificates.credential.statuslist import StatusList
from tests.certificates.credential.samples import AT, FACTS, ISSUER, TAUGHT, signed

LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(clean).filter(bool)


def processed(plain: dict[str, Any]) -> str:
    """A document's statements as the JSON-LD processor has them."""

    def loaded(url: str, _options: object) -> dict[str, object]:
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": json.loads(pinned(url)),
        }

    options = {"algorithm": "URDNA2015", "format": "application/n-quads"}
    return str(jsonld.normalize(plain, {**options, "documentLoader": loaded}))


@given(LINES, LINES, LINES, st.dates(date(2000, 1, 1)), st.uuids())
def test_a_credential_states_what_a_processor_reads(
    name: str, title: str, text: str, day: date, number: UUID
) -> None:
    taught = replace(TAUGHT, title=title, summary=text, criteria=f"{text}\n\n{name}")
    facts = replace(FACTS, recipient=name, taught=taught, completed_on=day, id=number)
    plain = document.written(facts)

    assert canonical(plain) == processed(plain)


def test_what_may_be_missing_may_be_missing() -> None:
    bare = replace(
        FACTS,
        valid_until=None,
        taught=replace(TAUGHT, hours=None, summary="", criteria=""),
        issuer=replace(ISSUER, url=""),
    )
    full = replace(FACTS, score="93 %")

    for facts in (bare, full):
        plain = document.written(facts)
        assert canonical(plain) == processed(plain)


def test_a_status_list_and_a_proof_state_what_a_processor_reads() -> None:
    bits = statuslist.encoded([4711])
    plain = statuslist.written(StatusList("https://x.example/list", "revocation", bits, ISSUER, AT))
    proof = {name: value for name, value in signed()["proof"].items() if name != "proofValue"}

    assert canonical(plain) == processed(plain)
    assert canonical(proof) == processed({"@context": [*document.CONTEXT], **proof})


@pytest.mark.parametrize(
    "extra",
    [
        {"unheard": "of"},
        {"https://schema.org/name": "Mallory"},
        {"name": 7},
        {"name": {"@value": "Mallory"}},
        {"type": "Mallory"},
        {"type": {"id": "urn:x"}},
        {"issuer": "relative"},
        {"issuer": {"name": "without a name of its own"}},
        {"issuer": "did:key:z6Mk bad"},
        {"@included": []},
        {"@graph": [{"id": "urn:x"}]},
        {"name": [["Mallory"]]},
    ],
)
def test_what_no_credential_of_ours_says_is_refused(extra: dict[str, Any]) -> None:
    with pytest.raises(UnknownStatementError):
        canonical({**document.written(FACTS), **extra})


def test_the_contexts_are_those_that_were_published() -> None:
    for url, digest in PINNED.items():
        assert hashlib.sha256(pinned(url).encode()).hexdigest() == digest
    assert [*PINNED] == [*document.CONTEXT]
