"""Names of keys, by the examples of the specifications."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.certificates.credential import didkey

PUBLIC = bytes.fromhex("2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6")
"""Of did:key's specification, section 5.1 (Ed25519)."""
SECP256K1 = "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"


@given(st.binary(max_size=80))
def test_base_58_gives_bytes_back(content: bytes) -> None:
    assert didkey.from_base58(didkey.base58(content)) == content


def test_a_key_is_named_as_the_specification_names_it() -> None:
    name = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"

    assert didkey.multikey(PUBLIC) == name
    assert didkey.did(PUBLIC) == f"did:key:{name}"
    assert didkey.key_of(f"did:key:{name}#{name}") == PUBLIC


@pytest.mark.parametrize(
    "written",
    [
        "did:web:lakeside.example#key",
        f"did:key:{SECP256K1}#{SECP256K1}",
        "did:key:z6Mk#z6Mk",
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#other",
        f"did:key:z{'1' * 5000}#z{'1' * 5000}",
        "",
    ],
)
def test_other_keys_and_spellings_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="it is no|substring not found"):
        didkey.key_of(written)
