"""The settings of storage: a folder of this machine, or a bucket and how to get into it.

Knows their defaults and reasons; refuses to know who reads them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from academy_cli.config.field import off, setting
from academy_cli.config.places import DATA_FOLDER, data_folder
from academy_cli.kit.saying import say

_ADDRESS = re.compile(r"(?:s3|gs|az)://[A-Za-z0-9][^\s@?#]*")
_ENDPOINT = re.compile(r"https?://[^\s/@?#]+/?")


def _flaw_of_address(text: str) -> str | None:
    is_good = not text or _ADDRESS.fullmatch(text)
    return None if is_good else say("a bucket like s3://BUCKET/PREFIX (a folder is storage.folder)")


def _flaw_of_endpoint(text: str) -> str | None:
    return (
        None
        if not text or _ENDPOINT.fullmatch(text)
        else say("an address like https://s3.example.org")
    )


@dataclass(frozen=True, slots=True)
class StorageSettings:
    """Where courses' images, downloads and uploads are kept."""

    folder: Path = setting(  # noqa: RUF009 - it makes a dataclass field
        lambda: data_folder() / "storage",
        "Files are stored once, by their sha256; back this folder up with the database.",
        shown=f"{DATA_FOLDER}/storage",
    )
    url: str = setting(
        "",
        "A bucket instead of the folder: s3://BUCKET/PREFIX, gs://BUCKET/PREFIX or az://CONTAINER/PREFIX.",
        shown="<the folder>",
        flaw=_flaw_of_address,
    )
    endpoint: str = setting(
        "",
        "The server of a bucket that is not Amazon's, Google's or Microsoft's.",
        shown="<the provider's>",
        flaw=_flaw_of_endpoint,
    )
    region: str = setting("", "The region of an S3 bucket.", shown="<us-east-1, or AWS_REGION>")
    access_key: str = setting(
        "",
        "The name of the key: an access key of S3, an account of Azure; without one, the environment's.",
        shown="<none>",
        is_secret=True,
    )
    secret_key: str = setting(
        "",
        "The key itself; for Google, the service account's JSON.",
        shown="<none>",
        is_secret=True,
    )
    allow_http: bool = off("An endpoint of another machine may be without TLS.")

    @property
    def options(self) -> Mapping[str, str]:
        """What opening the bucket takes besides its address."""
        said = {
            "endpoint": self.endpoint,
            "region": self.region,
            "access_key": self.access_key,
            "secret_key": self.secret_key,
            "allow_http": "yes" if self.allow_http else "",
        }
        return {name: value for name, value in said.items() if value}
