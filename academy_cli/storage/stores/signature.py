"""Signatures of requests to S3: AWS Signature Version 4.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html. Knows bytes and keys; refuses
to send anything. obstore signs its own requests, but has no way to go on with an upload.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote, urlsplit

_ALGORITHM = "AWS4-HMAC-SHA256"


class Keys(NamedTuple):
    """What lets somebody into S3."""

    access_key: str
    secret_key: str
    session_token: str = ""


class Signer(NamedTuple):
    """Whoever asks, in a region."""

    keys: Keys
    region: str

    def signed(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, at: datetime
    ) -> dict[str, str]:
        """The headers of a request with its signature; ``url`` is encoded as it will be sent."""
        parts = urlsplit(url)
        digest = sha256(body).hexdigest()
        told = {name.lower(): value.strip() for name, value in headers.items()}
        told |= {"host": parts.netloc, "x-amz-content-sha256": digest}
        told |= {"x-amz-date": f"{at:%Y%m%dT%H%M%SZ}"}
        if self.keys.session_token:
            told["x-amz-security-token"] = self.keys.session_token
        names = ";".join(sorted(told))
        lines = "".join(f"{name}:{told[name]}\n" for name in sorted(told))
        asked = "\n".join((method, parts.path or "/", _sorted(parts.query), lines, names, digest))
        scope = f"{at:%Y%m%d}/{self.region}/s3/aws4_request"
        text = "\n".join(
            (_ALGORITHM, told["x-amz-date"], scope, sha256(asked.encode()).hexdigest())
        )
        signature = hmac.digest(self._key(at), text.encode(), "sha256").hex()
        who = f"Credential={self.keys.access_key}/{scope}"
        told["authorization"] = f"{_ALGORITHM} {who}, SignedHeaders={names}, Signature={signature}"
        return told

    def _key(self, at: datetime) -> bytes:
        """The day's key for this region."""
        key = f"AWS4{self.keys.secret_key}".encode()
        for word in (f"{at:%Y%m%d}", self.region, "s3", "aws4_request"):
            key = hmac.digest(key, word.encode(), "sha256")
        return key


def encoded(text: str, *, is_path: bool = False) -> str:
    """A text as S3 wants it in a path or a query: everything but letters, digits and four signs."""
    return quote(text, safe="/-_.~" if is_path else "-_.~")


def _sorted(query: str) -> str:
    """A query's parameters in the order of their names, each with its sign of equality."""
    pairs = (part.partition("=") for part in query.split("&") if part)
    return "&".join(f"{name}={value}" for name, _, value in sorted(pairs))
