"""Signatures of requests to S3, compared with those that Amazon's own library makes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given, settings
from hypothesis import strategies as st
from time_machine import travel

from academy_cli.storage.stores.signature import Keys, Signer, encoded

AT = datetime(2026, 11, 27, 10, 30, 15, tzinfo=UTC)
HOST = "https://s3.example.org:8443/bucket"
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20
)


def theirs(keys: Keys, method: str, url: str, body: bytes) -> str:
    request = AWSRequest(method, url, {"x-amz-content-sha256": ""}, body)
    del request.headers["x-amz-content-sha256"]
    request.context["payload_signing_enabled"] = True
    credentials = Credentials(keys.access_key, keys.secret_key, keys.session_token or None)
    with travel(AT, tick=False):
        S3SigV4Auth(credentials, "s3", "eu-west-3").add_auth(request)
    return str(request.headers["Authorization"])


def ours(keys: Keys, method: str, url: str, body: bytes) -> str:
    return Signer(keys, "eu-west-3").signed(method, url, {}, body, AT)["authorization"]


@settings(deadline=None, max_examples=60)
@given(
    path=TEXTS.filter(lambda text: text not in (".", "..") and not text.startswith("/")),
    query=st.dictionaries(TEXTS, st.text(max_size=5).filter(str.isascii), max_size=3),
    body=st.binary(max_size=50),
    token=st.sampled_from(["", "a-token"]),
)
def test_a_request_is_signed_as_amazons_own_library_signs_it(
    path: str, query: dict[str, str], body: bytes, token: str
) -> None:
    keys = Keys("AKIAEXAMPLE", "wJalrXUtnFEMI/K7MDENG", token)
    asked = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in query.items())
    url = f"{HOST}/{encoded(path, is_path=True)}?{asked}"

    assert ours(keys, "PUT", url, body) == theirs(keys, "PUT", url, body)


@pytest.mark.parametrize(
    ("keys", "method", "url", "body"),
    [
        (Keys("AKIAEXAMPLE", "another key"), "PUT", f"{HOST}/a", b""),
        (Keys("AKIAEXAMPLE", "key"), "GET", f"{HOST}/a", b""),
        (Keys("AKIAEXAMPLE", "key"), "PUT", f"{HOST}/b", b""),
        (Keys("AKIAEXAMPLE", "key"), "PUT", f"{HOST}/a?x=", b""),
        (Keys("AKIAEXAMPLE", "key"), "PUT", f"{HOST}/a", b"other bytes"),
    ],
)
def test_another_key_or_request_has_another_signature(
    keys: Keys, method: str, url: str, body: bytes
) -> None:
    mine = Keys("AKIAEXAMPLE", "key")

    assert ours(keys, method, url, body) != ours(mine, "PUT", f"{HOST}/a", b"")
