"""Status lists: the bits that are set and no others, and lists that are none."""

from __future__ import annotations

import base64
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.certificates.credential.statuslist import (
    BITS,
    BadListError,
    StatusList,
    encoded,
    is_set,
    read,
    written,
)
from tests.certificates.credential.samples import AT, ISSUER

PLACES = st.sets(st.integers(0, BITS - 1), max_size=40)
STATED = StatusList("https://x.example/list", "revocation", encoded([7]), ISSUER, AT)


@given(PLACES, PLACES)
def test_a_place_is_set_if_it_was(some: set[int], asked: set[int]) -> None:
    bits = encoded(some)

    assert {place for place in some | asked if is_set(bits, place)} == some


def test_the_first_place_is_the_highest_bit_of_the_first_byte() -> None:
    packed = base64.urlsafe_b64decode(encoded([0, 9])[1:] + "==")

    assert gzip.decompress(packed)[:2] == b"\x80\x40"


def packed(content: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(content, 1)).decode().rstrip("=")


@pytest.mark.parametrize(
    ("bits", "place"),
    [
        ("", 0),
        ("z123", 0),
        ("u!!!", 0),
        ("uAAAA", 0),
        (packed(b""), 0),
        (packed(b"\0" * 100), 0),
        (packed(b"\0" * (BITS // 8 + 1)), 0),
        (packed(b"\0" * 100_000_000), 0),
        (encoded([])[:-4], 0),
        (encoded([]), BITS),
        (encoded([]), -1),
    ],
    ids=range(11),
)
def test_what_is_no_list_is_refused(bits: str, place: int) -> None:
    with pytest.raises(BadListError):
        is_set(bits, place)


def test_a_published_list_is_read_again() -> None:
    assert read(written(STATED)) == STATED


@pytest.mark.parametrize(
    "extra", [{"validUntil": "2020"}, {"id": 7}, {"issuer": "did:x"}, {"credentialSubject": []}]
)
def test_a_list_says_no_more_than_is_read(extra: dict[str, object]) -> None:
    with pytest.raises(BadListError):
        read({**written(STATED), **extra})
