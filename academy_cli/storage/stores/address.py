"""The address of a store as people write it, and what is set besides.

Knows schemes and options; refuses secrets in an address, where they would be seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from academy_cli.errors import AcademyError
from academy_cli.kit.paths import expanded
from academy_cli.kit.saying import say
from academy_cli.storage.errors import BadStoreAddressError
from academy_cli.storage.stores.keys import require_key

BUCKETS = ("s3", "gs", "az")
IN_ADDRESS = frozenset({"endpoint", "region", "allow_http"})
"""What may stand in an address, behind a question mark."""
SECRET = frozenset({"access_key", "secret_key", "session_token"})
OPTIONS = IN_ADDRESS | SECRET
YES = "yes"
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,220}[A-Za-z0-9]")
_NO_BUCKET = say("its bucket has no possible name: S3 takes 3 to 63 of a-z, 0-9, hyphens and dots")
_NEARBY = re.compile(r"localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|::1")


class Address(NamedTuple):
    """Where a store is: a folder, memory, or a bucket with a prefix."""

    scheme: str
    """``file``, ``memory``, ``s3``, ``gs`` or ``az``."""
    folder: Path = Path()
    bucket: str = ""
    prefix: str = ""
    options: Mapping[str, str] = {}

    @property
    def shown(self) -> str:
        """The address for people."""
        if self.scheme == "file":
            return str(self.folder)
        endpoint = self.options.get("endpoint", "")
        prefix = f"/{self.prefix}" if self.prefix else ""
        return f"{self.scheme}://{self.bucket}{prefix}" + (f"?endpoint={endpoint}" * bool(endpoint))


def parsed(text: str, options: Mapping[str, str]) -> Address:
    """Read an address; what stands in it wins over ``options``, whose secrets then go nowhere else.

    Raises BadStoreAddressError.
    """
    scheme, is_url, rest = text.partition("://")
    if not text or "\0" in text:
        raise BadStoreAddressError(
            text, say("it is empty") if not text else say("it has a NUL character")
        )
    if not is_url:
        return Address("file", expanded(Path(text)).absolute())
    if scheme.lower() == "file":
        return Address("file", _folder(text, rest))
    if scheme.lower() == "memory":
        return Address("memory", bucket=rest.strip("/"))
    return _bucket(text, options)


def _folder(text: str, rest: str) -> Path:
    if not rest.startswith("/"):
        raise BadStoreAddressError(text, say("a file address has three slashes before its path"))
    return Path(unquote(rest))


def _bucket(text: str, options: Mapping[str, str]) -> Address:
    scheme, _, rest = text.partition("://")
    if "@" in rest.partition("/")[0]:
        shown = f"{scheme}://***@{rest.rpartition('@')[2]}"
        raise BadStoreAddressError(shown, say("keys belong into storage.access_key and secret_key"))
    parts = urlsplit(text)
    if parts.scheme not in BUCKETS:
        raise BadStoreAddressError(
            text.partition("?")[0], say("“{}” is none of s3, gs and az", scheme)
        )
    if not _BUCKET.fullmatch(parts.netloc):
        raise BadStoreAddressError(text.partition("?")[0], _NO_BUCKET)
    address = Address(parts.scheme, bucket=parts.netloc, prefix=_prefix(text, parts.path))
    return address._replace(options=_options(address, parts.query, options))


def _prefix(text: str, path: str) -> str:
    prefix = unquote(path).strip("/")
    try:
        return require_key(prefix) if prefix else ""
    except AcademyError as error:
        raise BadStoreAddressError(text.partition("?")[0], say("its prefix is no key")) from error


def _options(address: Address, query: str, options: Mapping[str, str]) -> Mapping[str, str]:
    own = dict(parse_qsl(query, keep_blank_values=True))
    unknown = sorted((own.keys() - IN_ADDRESS) | (options.keys() - OPTIONS))
    if unknown:
        raise BadStoreAddressError(address.shown, say("“{}” cannot be set there", unknown[0]))
    given = {name: value for name, value in options.items() if value}
    if own.get("endpoint", given.get("endpoint")) != given.get("endpoint"):
        given = {name: value for name, value in given.items() if name not in SECRET}
    found = given | own
    _require_safe(address, found)
    return found


def _require_safe(address: Address, options: Mapping[str, str]) -> None:
    """Insist on TLS, but for this machine or where somebody said otherwise."""
    endpoint = options.get("endpoint", "")
    if not endpoint:
        return
    parts = urlsplit(endpoint)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise BadStoreAddressError(address.shown, say("its endpoint is no https address"))
    is_near = _NEARBY.fullmatch(parts.hostname) is not None
    if parts.scheme == "http" and not is_near and options.get("allow_http") != YES:
        why = say(
            "http sends everything in the clear; say storage.allow_http: yes where that is meant"
        )
        raise BadStoreAddressError(address.shown, why)
