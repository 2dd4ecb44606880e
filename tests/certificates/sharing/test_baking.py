"""A credential within a picture: put in, taken out, and never out of a picture that was changed."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from academy_cli.certificates.sharing.baking import (
    KEYWORD,
    MOST_CHUNKS,
    SIGNATURE,
    BadPngError,
    baked,
    unbaked,
)
from tests.certificates.pictures import png

PICTURE = png(3, 2, bytes(range(24)))
CREDENTIAL = '{"name":"François 王"}'


@given(st.text(min_size=1, max_size=2000).filter(lambda text: text.encode("utf-8", "ignore")))
def test_what_was_put_in_comes_out(text: str) -> None:
    whole = text.encode("utf-8", "ignore").decode()

    assert unbaked(baked(PICTURE, whole)) == whole.encode()


def test_it_stays_the_same_picture() -> None:
    before, after = (
        Image.open(io.BytesIO(PICTURE)),
        Image.open(io.BytesIO(baked(PICTURE, CREDENTIAL))),
    )

    assert after.size == (3, 2)
    assert after.tobytes() == before.tobytes()
    assert after.text["openbadgecredential"] == CREDENTIAL  # type: ignore[attr-defined]


def test_two_credentials_are_none() -> None:
    with pytest.raises(BadPngError, match="several"):
        unbaked(baked(baked(PICTURE, CREDENTIAL), CREDENTIAL))


def chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


@pytest.mark.parametrize(
    ("picture", "why"),
    [
        (b"GIF89a", "no PNG"),
        (SIGNATURE, "cut"),
        (PICTURE, "no credential"),
        (PICTURE + b"x", "behind its end"),
        (SIGNATURE + chunk(b"iTXt", KEYWORD + b"\0\1\0\0\0x") + chunk(b"IEND", b""), "packed"),
        (SIGNATURE + chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0") + chunk(b"IEND", b""), "empty"),
        (SIGNATURE + chunk(b"tEXt", b"") * (MOST_CHUNKS + 1), "too many"),
        (SIGNATURE + struct.pack(">I", 2**31) + b"iTXt" + bytes(8), "damaged"),
    ],
)
def test_what_holds_none_says_why(picture: bytes, why: str) -> None:
    with pytest.raises(BadPngError, match=why):
        unbaked(picture)


@given(st.integers(0, len(baked(PICTURE, CREDENTIAL)) - 1), st.integers(1, 255))
def test_a_changed_byte_is_seen(at: int, other: int) -> None:
    whole = baked(PICTURE, CREDENTIAL)
    changed = whole[:at] + bytes([whole[at] ^ other]) + whole[at + 1 :]

    with pytest.raises(BadPngError):
        unbaked(changed)
