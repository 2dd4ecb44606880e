"""The code printed on a certificate: read back as it was written, by its key alone, and by no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.certificates.credential import code
from academy_cli.certificates.credential.compact import BadCodeError, read, written
from academy_cli.certificates.credential.didkey import name_of
from academy_cli.certificates.credential.facts import clean
from tests.certificates.credential.samples import FACTS, KEY, PUBLIC, SITE, TAUGHT

NAME = name_of(PUBLIC)
DENSE = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
"""What QR codes hold with 5.5 bits a character."""
LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=80).map(clean).filter(bool)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - its bounds have no zone
SCANNED = written(FACTS, KEY, NAME, SITE)


@given(LINES, LINES, MOMENTS, st.none() | MOMENTS, st.integers(0, code.COUNT - 1))
def test_what_is_printed_says_what_the_credential_says(
    name: str, title: str, at: datetime, until: datetime | None, number: int
) -> None:
    facts = replace(
        FACTS,
        recipient=name,
        taught=replace(TAUGHT, title=title),
        issued_at=at.replace(microsecond=0),
        valid_until=until and until.replace(microsecond=0),
        code=code.completed(number),
    )

    for site in ("", SITE):
        found = read(written(facts, KEY, NAME, site))

        assert found.agrees(facts)
        assert found.is_signed_by(PUBLIC)
        assert found.key_name == NAME


def test_it_is_dense_and_an_address() -> None:
    assert SCANNED.startswith("HTTPS://LAKESIDE.EXAMPLE/Q/")
    assert set(SCANNED) <= DENSE
    assert len(SCANNED) < 260


def test_however_it_was_scanned_it_is_read() -> None:
    assert read(SCANNED) == read(SCANNED.lower()) == read(f" {SCANNED}\n")


@pytest.mark.parametrize("place", range(27, len(SCANNED)))
def test_one_wrong_letter_is_seen(place: int) -> None:
    other = "B" if SCANNED[place] != "B" else "C"
    scanned = SCANNED[:place] + other + SCANNED[place + 1 :]

    try:
        found = read(scanned)
    except BadCodeError:
        return
    assert not found.is_signed_by(PUBLIC) or found == read(SCANNED)


def test_another_key_has_not_signed_it() -> None:
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()

    assert not read(SCANNED).is_signed_by(other)


def test_other_facts_do_not_agree() -> None:
    found = read(SCANNED)

    for other in (
        replace(FACTS, recipient="Mallory"),
        replace(FACTS, code=code.completed(1)),
        replace(FACTS, valid_until=None),
        replace(FACTS, taught=replace(TAUGHT, title="Python for somebody")),
    ):
        assert not found.agrees(other)


@pytest.mark.parametrize(
    "scanned",
    ["", "ACADEMY:", "https://x.example/", "ACADEMY:A", "A" * 5000, "é", SCANNED[:60], "1" * 200],
)
def test_what_is_no_code_of_ours_is_said(scanned: str) -> None:
    with pytest.raises(BadCodeError):
        read(scanned)


@given(st.text(max_size=300))
def test_any_text_is_a_code_or_refused(scanned: str) -> None:
    try:
        found = read(scanned)
    except BadCodeError:
        return
    assert not found.is_signed_by(PUBLIC)
