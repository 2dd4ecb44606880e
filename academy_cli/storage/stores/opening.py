"""A store by its address: a folder, memory, or a bucket of S3, GCS or Azure.

Knows which implementation each address gets, and how long any of them tries; refuses to send anything yet.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from academy_cli.kit.saying import say
from academy_cli.storage.errors import BadStoreAddressError
from academy_cli.storage.stores.address import Address, parsed
from academy_cli.storage.stores.folder import FolderStore

if TYPE_CHECKING:
    from academy_cli.storage.stores.bucket import BucketStore
    from academy_cli.storage.stores.resuming import ResumingUploads
    from academy_cli.storage.stores.signature import Keys
    from academy_cli.storage.stores.store import Store

DEFAULT_REGION = "us-east-1"
CONNECT_S, SILENCE_S = 5, 30
"""Seconds to wait for a connection, and for the next bytes on one."""
RETRIES, RETRYING_S = 3, 60
PAUSES_S = (0.1, 2.0)
"""Between two tries: the first, and the longest that comes of doubling it."""


def open_store(address: str, options: Mapping[str, str] = {}) -> Store:
    """The store at an address; nothing is asked of it yet.

    An address is a path, ``file:///…``, ``memory://``, or ``s3://``, ``gs://`` or ``az://`` with a bucket and
    maybe a prefix. ``options`` are those of ``address.OPTIONS``, with ``allow_http`` being ``yes``; where no
    keys are given, the environment's and the machine's are used, as the provider's own tools do. Raises
    BadStoreAddressError.
    """
    where = parsed(address, options)
    if where.scheme == "file":
        return FolderStore(where.folder)
    return _bucket(where)


def _bucket(where: Address) -> BucketStore:
    from academy_cli.storage.stores.bucket import BucketStore

    if where.scheme == "memory":
        from obstore.store import MemoryStore

        return BucketStore(MemoryStore(), where.shown)
    opened = {"s3": _s3, "gs": _gcs, "az": _azure}[where.scheme](where)
    multipart = _multipart(where) if where.scheme == "s3" else None
    return BucketStore(opened, where.shown, multipart)


def _s3(where: Address) -> Any:
    from obstore.store import S3Store

    keys = _keys(where)
    config: dict[str, Any] = {"region": _region(where), "endpoint": _host(where)}
    config |= {"disable_bulk_delete": True, "copy_if_not_exists": "multipart"}
    if keys is not None:
        config |= {"access_key_id": keys.access_key, "secret_access_key": keys.secret_key}
        if keys.session_token:
            config["session_token"] = keys.session_token
    return _opened(S3Store, where, where.bucket, config)


def _gcs(where: Address) -> Any:
    from obstore.store import GCSStore

    secret = where.options.get("secret_key")
    config = {"service_account_key": secret} if secret else {}
    return _opened(GCSStore, where, where.bucket, config)


def _azure(where: Address) -> Any:
    from obstore.store import AzureStore

    said = where.options
    config = {"account_name": said.get("access_key"), "account_key": said.get("secret_key")}
    config |= {"endpoint": said.get("endpoint")}
    return _opened(AzureStore, where, where.bucket, {k: v for k, v in config.items() if v})


def _opened(kind: Any, where: Address, bucket: str, config: Mapping[str, Any]) -> Any:
    from obstore.exceptions import BaseError

    is_plain = where.options.get("endpoint", "").startswith("http://")
    client = {
        "allow_http": is_plain,
        "connect_timeout": timedelta(seconds=CONNECT_S),
        "read_timeout": timedelta(seconds=SILENCE_S),
        "timeout": timedelta(hours=12),  # one object may be long in coming; silence ends it sooner
    }
    first, longest = (timedelta(seconds=pause) for pause in PAUSES_S)
    backoff = {"init_backoff": first, "max_backoff": longest}
    retry = {"max_retries": RETRIES, "retry_timeout": timedelta(seconds=RETRYING_S)}
    try:
        return kind(
            bucket,
            prefix=where.prefix or None,
            config=config,
            client_options=client,
            retry_config={**retry, "backoff": {**backoff, "base": 2}},
        )
    except (BaseError, ValueError) as error:
        raise BadStoreAddressError(
            where.shown, say("its keys or options cannot be used")
        ) from error


def _multipart(where: Address) -> ResumingUploads | None:
    """Uploads that can go on, where there are keys to sign them with; a machine's own role has none."""
    keys = _keys(where)
    if keys is None:
        return None
    from academy_cli.storage.stores.resuming import ResumingUploads
    from academy_cli.storage.stores.s3 import Parts
    from academy_cli.storage.stores.signature import Signer

    signer, bucket = Signer(keys, _region(where)), f"{_host(where)}/{where.bucket}"
    prefix = f"{where.prefix}/" if where.prefix else ""

    @contextmanager
    def connected() -> Iterator[Parts]:
        import httpx  # only large files need it

        with httpx.Client(timeout=httpx.Timeout(SILENCE_S, connect=CONNECT_S)) as client:
            yield Parts(client, signer, bucket, prefix=prefix, shown=where.shown)

    return ResumingUploads(connected)


def _host(where: Address) -> str:
    """The server; Amazon's own unless another is named, whatever the environment says."""
    named = where.options.get("endpoint", "").rstrip("/")
    return named or f"https://s3.{_region(where)}.amazonaws.com"


def _region(where: Address) -> str:
    return where.options.get("region") or os.environ.get("AWS_REGION") or DEFAULT_REGION


def _keys(where: Address) -> Keys | None:
    """The keys that are set, else those of the environment; both of a pair, or none."""
    from academy_cli.storage.stores.signature import Keys

    said = where.options
    access, secret = said.get("access_key", ""), said.get("secret_key", "")
    if access and secret:
        return Keys(access, secret, said.get("session_token", ""))
    if access or secret:
        raise BadStoreAddressError(where.shown, say("of its two keys only one is set"))
    access, secret, token = (
        os.environ.get(f"AWS_{name}", "")
        for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN")
    )
    return Keys(access, secret, token) if access and secret else None
