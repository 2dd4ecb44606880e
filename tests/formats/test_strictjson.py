"""JSON from strangers: each kind of harm is refused in words, and nothing takes long."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.formats.strictjson import LARGEST_BYTES, BadJsonError, parsed
from tests.certificates.credential.samples import signed

CREDENTIAL = json.dumps(signed(), ensure_ascii=False).encode()


def test_a_credential_is_read_also_with_a_byte_order_mark() -> None:
    assert parsed(CREDENTIAL) == parsed(b"\xef\xbb\xbf" + CREDENTIAL) == signed()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b"[]", "no JSON object"),
        (b'"text"', "no JSON object"),
        (b"{", "no JSON"),
        (b'{"a": NaN}', "no whole number"),
        (b'{"a": -Infinity}', "no whole number"),
        (b'{"a": 1.5}', "no whole number"),
        (b'{"a": 1e999}', "no whole number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "too long"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"b": {"a": 1, "a": 2}}', "twice"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b'{"a": "\\ud800"}', "half a character"),
        (b'{"\\ud800": 1}', "half a character"),
        (b'{"a": ' * 13 + b"1" + b"}" * 13, "nested"),
        (b"[" * 100_000, "nested"),
        (b'{"a": "' + b"x" * LARGEST_BYTES + b'"}', "bytes"),
    ],
)
def test_harm_is_refused_in_words(content: bytes, why: str) -> None:
    with pytest.raises(BadJsonError, match=why):
        parsed(content)


@given(st.binary(max_size=300))
def test_any_bytes_are_an_object_or_refused(content: bytes) -> None:
    try:
        found = parsed(content)
    except BadJsonError:
        return
    assert isinstance(found, dict)
