"""The requests by which S3 takes a large object in parts.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html. Knows addresses, retries and answers;
refuses to know files. obstore can send an object in parts, but not go on with one that was begun.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say
from academy_cli.storage.errors import AlreadyStoredError, StoreUnavailableError
from academy_cli.storage.stores import faults
from academy_cli.storage.stores.signature import Signer, encoded

if TYPE_CHECKING:
    from datetime import datetime

    import httpx

TRIES = 3
PAUSES_S = (0.2, 1.0)
_WRITTEN_BYTES = 1 << 17
_TAKEN = frozenset({409, 412})


class Begun(NamedTuple):
    """An upload that was begun and not ended."""

    key: str
    number: str
    began: datetime


class Part(NamedTuple):
    """A part that is there: its entity tag, as a rule the MD5 of its bytes, and its size."""

    tag: str
    size: int


class NoUploadError(Exception):
    """An upload that was ended or given up meanwhile."""


class Parts:
    """Uploads in parts, in one bucket."""

    def __init__(
        self, client: httpx.Client, signer: Signer, bucket: str, *, prefix: str, shown: str
    ) -> None:
        """``bucket`` is its address, ``shown`` what people know it by; ``prefix`` stands before keys."""
        self._client, self._signer = client, signer
        self._bucket, self._prefix, self.shown = bucket, prefix, shown

    def begun(self, key: str = "") -> Iterator[Begun]:
        """Uploads that were begun under a key, or under any; the newest ones last."""
        asked = {"uploads": "", "prefix": self._prefix + key}
        while True:
            root = self._xml("GET", key, "", asked)
            for one in root.iter("Upload"):
                found = _text(one, "Key").removeprefix(self._prefix)
                if not key or found == key:
                    yield Begun(found, _text(one, "UploadId"), _moment(_text(one, "Initiated")))
            if _text(root, "IsTruncated") != "true":
                return
            asked["key-marker"] = _text(root, "NextKeyMarker")
            asked["upload-id-marker"] = _text(root, "NextUploadIdMarker")

    def begin(self, key: str) -> str:
        """Begin an upload; its number."""
        return _text(self._xml("POST", key, self._prefix + key, {"uploads": ""}), "UploadId")

    def there(self, key: str, number: str) -> Mapping[int, Part]:
        """The parts of an upload that are there. Raises NoUploadError."""
        found: dict[int, Part] = {}
        asked = {"uploadId": number}
        while True:
            root = self._xml("GET", key, self._prefix + key, asked)
            for one in root.iter("Part"):
                part = Part(_text(one, "ETag").strip('"'), int(_text(one, "Size")))
                found[int(_text(one, "PartNumber"))] = part
            if _text(root, "IsTruncated") != "true":
                return found
            asked["part-number-marker"] = _text(root, "NextPartNumberMarker")

    def put(self, key: str, number: str, place: int, content: bytes) -> str:
        """Send a part; its entity tag. The server refuses bytes that are not what was signed."""
        asked = {"partNumber": str(place), "uploadId": number}
        answer = self._answer("PUT", key, self._prefix + key, asked, body=content)
        tag: str = answer.headers.get("etag", "")
        return tag.strip('"')

    def complete(self, key: str, number: str, tags: Mapping[int, str]) -> None:
        """Make the parts one object. Raises AlreadyStoredError where the key is taken, and NoUploadError."""
        root = ET.Element("CompleteMultipartUpload")
        for place, tag in sorted(tags.items()):
            part = ET.SubElement(root, "Part")
            ET.SubElement(part, "PartNumber").text = str(place)
            ET.SubElement(part, "ETag").text = f'"{tag}"'
        only_new = {"if-none-match": "*"}
        asked = {"uploadId": number}
        answer = self._answer(
            "POST", key, self._prefix + key, asked, body=ET.tostring(root), headers=only_new
        )
        if _plain(answer.content).tag == "Error":  # its status was sent before it was known
            raise StoreUnavailableError(self.shown, say("it could not put the parts together"))

    def abort(self, key: str, number: str) -> None:
        """Give an upload up; its parts are taken away."""
        try:
            self._answer("DELETE", key, self._prefix + key, {"uploadId": number})
        except NoUploadError:
            return

    def _xml(self, method: str, key: str, path: str, asked: Mapping[str, str]) -> ET.Element:
        return _plain(self._answer(method, key, path, asked).content)

    def _answer(
        self,
        method: str,
        key: str,
        path: str,
        asked: Mapping[str, str],
        *,
        body: bytes = b"",
        headers: Mapping[str, str] = {},
    ) -> httpx.Response:
        query = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in asked.items())
        url = f"{self._bucket}/{encoded(path, is_path=True)}?{query}"
        if not path:
            url = f"{self._bucket}?{query}"
        answer = self._tried(method, url, headers, body)
        if answer.is_success:
            return answer
        if answer.status_code in _TAKEN:
            raise AlreadyStoredError(self.shown, key)
        if answer.status_code == 404:
            if "NoSuchUpload" in answer.text:
                raise NoUploadError
            raise faults.absent(self.shown, key, answer.text)
        if answer.status_code in (401, 403):
            raise faults.denied(self.shown, answer.status_code)
        raise faults.by_status(self.shown, answer.status_code)

    def _tried(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> httpx.Response:
        """An answer, asked for again a few times where that may help; signed anew each time."""
        import httpx

        for pause in (*PAUSES_S, None):
            signed = self._signer.signed(method, url, headers, body, utc_now())
            signed["content-length"] = str(len(body))
            try:
                answer = self._client.request(method, url, headers=signed, content=_sent(body))
            except httpx.TransportError as error:
                if pause is None:
                    raise StoreUnavailableError(self.shown, _why(error)) from error
            else:
                if pause is None or not faults.is_passing(answer.status_code):
                    return answer
            time.sleep(pause)
        raise AssertionError  # the last pause is None


def _sent(body: bytes) -> Iterator[bytes]:
    """A body in small pieces: what is left of one is copied each time that some of it was taken."""
    for start in range(0, len(body), _WRITTEN_BYTES):
        yield body[start : start + _WRITTEN_BYTES]


def _why(error: Exception) -> str:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return say("it does not answer in time")
    return say("the connection was refused or broke off")


def _plain(content: bytes) -> ET.Element:
    """An answer's XML without its namespace, which not every server writes."""
    root = ET.fromstring(content)
    for one in root.iter():
        one.tag = one.tag.rpartition("}")[2]
    return root


def _text(root: ET.Element, name: str) -> str:
    return root.findtext(name) or ""


def _moment(text: str) -> datetime:
    from datetime import datetime

    return datetime.fromisoformat(text)
