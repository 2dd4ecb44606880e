"""The contexts that credentials name, as they were published: what each term means.

Academy signs by its own table (``dataset``) and asks nobody; they come along for whoever checks with a
JSON-LD processor and no network, and for the tests that compare the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

PINNED: Mapping[str, str] = {
    "https://www.w3.org/ns/credentials/v2": (
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": (
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"
    ),
}
"""The SHA-256 of each, in hexadecimal; the first is also in its standard (vc-data-model-2.0, B.1)."""
_FILES = dict(zip(PINNED, ("credentials-v2.json", "ob-v3p0-context-3.0.3.json"), strict=True))


def pinned(url: str) -> str:
    """A context as it was published. Raises KeyError for any other address."""
    return resources.files(__package__).joinpath(_FILES[url]).read_text("utf-8")
