"""The checks of a credential: what each finds, and that valid is said only of what is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from academy_cli.certificates.credential import didkey, document, merkle, proofs, statuslist
from academy_cli.certificates.credential.statuslist import StatusList
from academy_cli.certificates.keys.trust import IssuerFile, PublicKey
from academy_cli.certificates.verifying.checks import (
    Edition,
    Outcome,
    Trusted,
    Verdict,
    verified,
)
from tests.certificates.credential.samples import AT, FACTS, ISSUER, PUBLIC, sealed, signed
from tests.certificates.credential.test_document import STRANGE, changed, places

THIEF = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
THIEFS = THIEF.public_key().public_bytes_raw()
NOW = datetime(2027, 1, 1, tzinfo=UTC)
MINE = PublicKey(didkey.did(PUBLIC), AT)
LAKESIDE = IssuerFile("Lakeside Academy", "https://lakeside.example", AT, (MINE,))
CREDENTIAL = signed()


def listed(
    purpose: str, *places: int, at: datetime = NOW, key: Ed25519PrivateKey | None = None
) -> dict[str, Any]:
    """One of the lists that the sample names, signed by its issuer or another key."""
    address = {"revocation": FACTS.listed.revoked, "suspension": FACTS.listed.suspended}[purpose]
    plain = statuslist.written(StatusList(address, purpose, statuslist.encoded(places), ISSUER, at))
    if key is None:
        return sealed(plain)
    method = didkey.method(key.public_key().public_bytes_raw())
    return proofs.signed(plain, key, method, "2027-01-01T00:00:00Z")


GOOD = (listed("revocation"), listed("suspension"))
TRUSTED = Trusted(NOW, LAKESIDE, GOOD)


def outcome(found: dict[str, Any], trusted: Trusted, check: str) -> Outcome:
    """What came of one check."""
    return {one.name: one.outcome for one in verified(found, trusted).checks}[check]


def test_a_good_one_is_valid_and_every_check_says_why() -> None:
    found = verified(CREDENTIAL, TRUSTED)

    assert found.verdict is Verdict.VALID
    assert found.facts == FACTS
    assert [(one.name, one.outcome.value, one.words) for one in found.checks] == [
        ("form", "passed", "It is an Open Badges 3.0 credential as academy writes it."),
        ("signature", "passed", "Not a letter was changed since it was signed."),
        ("issuer", "passed", "The key is Lakeside Academy's."),
        ("dates", "passed", "It holds since 2026-11-27, until 2029-11-27."),
        ("revocation", "passed", "It was not revoked, says the list of 2027-01-01."),
        ("suspension", "passed", "It was not suspended, says the list of 2027-01-01."),
    ]


def test_without_anybody_to_trust_it_is_not_valid() -> None:
    assert verified(CREDENTIAL, Trusted(NOW, None, GOOD)).verdict is Verdict.UNTRUSTED


def test_an_unknown_key_is_trusted_no_more_than_a_strangers_and_no_forgery_by_itself() -> None:
    others = replace(LAKESIDE, keys=(PublicKey(didkey.did(THIEFS), AT),))

    for edition in Edition:
        found = verified(CREDENTIAL, Trusted(NOW, others, GOOD, edition))
        assert found.verdict is Verdict.UNTRUSTED


@pytest.mark.parametrize(
    ("issuer", "verdict"),
    [(ISSUER, Verdict.INVALID), (replace(ISSUER, id=didkey.did(THIEFS)), Verdict.UNTRUSTED)],
)
def test_a_forgery_is_not_valid(issuer: Any, verdict: Verdict) -> None:
    plain = document.written(replace(FACTS, issuer=issuer))
    forged = proofs.signed(plain, THIEF, didkey.method(THIEFS), "2026-11-27T11:00:00Z")

    assert verified(forged, TRUSTED).verdict is verdict


@pytest.mark.parametrize("path", places(CREDENTIAL), ids=lambda path: ".".join(map(str, path)))
def test_nothing_that_was_changed_is_valid(path: tuple[Any, ...]) -> None:
    for value in STRANGE:
        other = changed(CREDENTIAL, path, value)
        if other != CREDENTIAL:
            assert verified(other, TRUSTED).verdict is Verdict.INVALID


def test_it_ends_and_does_not_begin_before_it_was_issued() -> None:
    assert FACTS.valid_until
    last = FACTS.valid_until - timedelta(seconds=1)

    lists = (listed("revocation", at=last), listed("suspension", at=last))

    assert verified(CREDENTIAL, Trusted(last, LAKESIDE, lists)).verdict is Verdict.VALID
    assert verified(CREDENTIAL, Trusted(FACTS.valid_until, LAKESIDE)).verdict is Verdict.EXPIRED
    assert (
        verified(CREDENTIAL, Trusted(AT - timedelta(days=1), LAKESIDE)).verdict is Verdict.INVALID
    )


def test_the_first_and_the_last_day_that_there_are_can_be_asked_for() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

    assert verified(CREDENTIAL, replace(TRUSTED, at=first)).verdict is Verdict.INVALID
    assert verified(CREDENTIAL, replace(TRUSTED, at=last)).verdict is Verdict.EXPIRED
    for written in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        found = verified({**CREDENTIAL, "validFrom": written}, TRUSTED)
        assert found.verdict is Verdict.INVALID


def test_what_was_taken_back_is_said() -> None:
    place = FACTS.listed.index
    revoked = Trusted(NOW, LAKESIDE, (listed("revocation", place), GOOD[1]))
    suspended = Trusted(NOW, LAKESIDE, (GOOD[0], listed("suspension", place)))

    assert verified(CREDENTIAL, revoked).verdict is Verdict.REVOKED
    assert verified(CREDENTIAL, suspended).verdict is Verdict.SUSPENDED


def test_the_newest_list_counts() -> None:
    old = listed("revocation", FACTS.listed.index, at=AT)

    for lists in ((old, *GOOD), (*GOOD, old)):
        assert verified(CREDENTIAL, Trusted(NOW, LAKESIDE, lists)).verdict is Verdict.VALID


def test_nobody_calls_one_valid_without_lists_that_say_something() -> None:
    bad = {**GOOD[0], "proof": {}}
    for lists in (
        (),
        (GOOD[1],),
        (bad, GOOD[1]),
        (listed("revocation", FACTS.listed.index, key=THIEF), GOOD[1]),
        (listed("revocation", at=NOW - timedelta(days=32)), GOOD[1]),
    ):
        trusted = Trusted(NOW, LAKESIDE, lists)

        assert outcome(CREDENTIAL, trusted, "revocation") is Outcome.UNKNOWN
        assert verified(CREDENTIAL, trusted).verdict is Verdict.UNCERTAIN
        assert verified(CREDENTIAL, replace(trusted, issuer=None)).verdict is Verdict.UNTRUSTED


def test_how_old_the_lists_are_is_said() -> None:
    trusted = replace(TRUSTED, at=NOW + timedelta(days=94))

    words = {one.name: one.words for one in verified(CREDENTIAL, trusted).checks}["revocation"]

    assert words == "It was not revoked on 2027-01-01, but that list is 94 days old."


def test_of_a_stolen_key_only_what_it_had_signed_holds() -> None:
    leaf = merkle.leaf(CREDENTIAL).hex()
    stolen = replace(MINE, compromised=NOW, genuine=frozenset({leaf}))
    trusted = replace(TRUSTED, issuer=replace(LAKESIDE, keys=(stolen,)), lists=())

    assert outcome(CREDENTIAL, trusted, "issuer") is Outcome.PASSED
    assert verified(CREDENTIAL, trusted).verdict is Verdict.UNCERTAIN
    assert verified(signed(recipient="Mallory"), trusted).verdict is Verdict.INVALID


def test_a_key_that_was_given_up_has_signed_nothing_since() -> None:
    for retired, verdict in ((NOW, Verdict.VALID), (AT - timedelta(days=1), Verdict.INVALID)):
        issuer = replace(LAKESIDE, keys=(replace(MINE, retired=retired),))
        assert verified(CREDENTIAL, replace(TRUSTED, issuer=issuer)).verdict is verdict
