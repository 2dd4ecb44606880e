"""What our documents have in common, and how a document that may hold anything is read.

Knows places in a document; refuses whatever is not exactly as academy writes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from academy_cli.certificates.credential.facts import Issuer
from academy_cli.kit.saying import say

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class NotOursError(ValueError):
    """A document that is none as academy writes them; says what about it is not."""


class Found:
    """A document that may hold anything, asked for texts by their place."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def text(self, *place: str | int) -> str:
        """The text at a place. Raises NotOursError."""
        found = self._at(place)
        if not isinstance(found, str):
            raise NotOursError(say("“{}” is missing, or no text", ".".join(map(str, place))))
        return found

    def has(self, *place: str | int) -> bool:
        """Whether there is anything."""
        return self._at(place) is not None

    def issuer(self) -> Issuer:
        """Who issued it. Raises NotOursError."""
        site = self.text("issuer", "url") if self.has("issuer", "url") else ""
        return Issuer(self.text("issuer", "id"), self.text("issuer", "name"), site)

    def results(self, *, most: int) -> Mapping[str, str]:
        """The results by what they are of. Raises NotOursError."""
        place = ("credentialSubject", "result")
        some = self._at(place)
        many = min(len(some), most) if isinstance(some, list) else 0
        names = [self.text(*place, number, "id").rpartition("#")[2] for number in range(many)]
        return {name: self.text(*place, number, "value") for number, name in enumerate(names)}

    def _at(self, place: tuple[str | int, ...]) -> object:
        found: Any = self.document
        for step in place:
            if isinstance(step, int):
                found = found[step] if isinstance(found, list) and len(found) > step else None
            else:
                found = found.get(step) if isinstance(found, dict) else None
        return found


def require_same(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
    """Insist that a document is what we would write. Raises NotOursError, which names a member."""
    if _spelled(ours) == _spelled(theirs):
        return
    members = {*ours, *theirs}
    other = [one for one in members if _spelled(ours.get(one)) != _spelled(theirs.get(one))]
    raise NotOursError(say("“{}” is not as academy writes it", min(other)))


def _spelled(part: object) -> str:
    """One spelling of a part of a document: neither 1 nor 1.0 is true."""
    return json.dumps(part, sort_keys=True, ensure_ascii=False)


def written_issuer(issuer: Issuer) -> dict[str, Any]:
    """Who issues, as documents say it."""
    site = {"url": issuer.url} if issuer.url else {}
    return {"id": issuer.id, "type": ["Profile"], "name": issuer.name, **site}


def moment(at: datetime) -> str:
    """A moment in UTC and whole seconds, as XML Schema's dateTime."""
    return at.strftime(_MOMENT)


def read_moment(text: str) -> datetime:
    """The moment that ``moment`` wrote. Raises ValueError."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except OverflowError as error:  # the first or the last day that there is, in another zone
        raise ValueError(text) from error
