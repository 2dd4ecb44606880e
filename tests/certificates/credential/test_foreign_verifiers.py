"""Credentials and status lists, checked by programs of others that know nothing of academy."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any

import pytest
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError
from openvc import OpenvcError, VerificationPolicy, verify_credential

from academy_cli.certificates.credential import statuslist
from academy_cli.certificates.credential.contexts import PINNED, pinned
from academy_cli.certificates.credential.statuslist import StatusList
from tests.certificates.credential.samples import AT, FACTS, ISSUER, sealed, signed
from tests.certificates.credential.test_document import changed

NAMES = (
    "François Müller",
    "Żółć Gęślą",
    "Γιώργος Παπαδόπουλος",
    "Наталья Щербакова",
    "محمد الأمين",
    "דוד לוי",
    "王小明",
    "山田 太郎",
    "김민준",
    "สมชาย ใจดี",
    "प्रिया शर्मा",
    "O’Brien “The \\ Coder” Jr.",
)
CONTEXTS = {url: json.loads(pinned(url)) for url in PINNED}


def published(revoked: Collection[int]) -> Callable[[str], dict[str, Any]]:
    """What is at the addresses of both lists, itself checked by openvc."""
    about = {FACTS.listed.revoked: revoked, FACTS.listed.suspended: ()}
    purposes = dict(zip(about, statuslist.PURPOSES, strict=True))

    def at(url: str) -> dict[str, Any]:
        stated = StatusList(url, purposes[url], statuslist.encoded(about[url]), ISSUER, AT)
        document = sealed(statuslist.written(stated))
        verify_credential(document, policy=VerificationPolicy(now=AT), extra_contexts=CONTEXTS)
        return document

    return at


def openvc(credential: dict[str, Any], *revoked: int, now: datetime = AT) -> None:
    """Let openvc check a credential and both of its lists."""
    verify_credential(
        credential,
        policy=VerificationPolicy(now=now, require_status_issuer_binding=True),
        resolve_status_list=published(revoked),
        extra_contexts=CONTEXTS,
    )


@pytest.mark.parametrize("name", NAMES)
def test_others_find_it_valid(name: str) -> None:
    credential = signed(recipient=name)

    assert OB3LdpVerifier().verify(json.dumps(credential)).name == FACTS.taught.title
    openvc(credential)


def test_others_see_a_changed_name() -> None:
    place = ("credentialSubject", "identifier", 0, "identityHash")
    forged = changed(signed(), place, "Mallory")

    with pytest.raises(OB3VerificationError, match="signature"):
        OB3LdpVerifier().verify(json.dumps(forged))
    with pytest.raises(OpenvcError):
        openvc(forged)


def test_others_see_that_it_is_revoked_and_that_it_has_ended() -> None:
    openvc(signed(), FACTS.listed.index + 1)

    with pytest.raises(OpenvcError):
        openvc(signed(), FACTS.listed.index)
    with pytest.raises(OpenvcError):
        openvc(signed(), now=datetime(2030, 1, 1, tzinfo=UTC))
