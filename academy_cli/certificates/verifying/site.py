"""The site of an issuer that is trusted: what it has now, each address asked once.

An issuer's keys are believed from there only as far as the asker's own file vouches for them: a key that it
names, and that nobody had stolen by then, has signed the newer one. Knows addresses; refuses to ask others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from academy_cli.certificates.credential.reading import NotOursError
from academy_cli.certificates.keys import trust
from academy_cli.certificates.keys.trust import IssuerFile
from academy_cli.certificates.verifying.bringing import CERTIFICATES, LARGEST_TRUST
from academy_cli.certificates.verifying.checks import Edition
from academy_cli.certificates.verifying.fetching import LIMIT_S, fetched
from academy_cli.formats.strictjson import LARGEST_BYTES

KEYS = "issuer.json"


@dataclass(frozen=True)
class Site:
    """What was asked so far, and what came of it; who took too long to answer once is not asked again."""

    limit_s: float = LIMIT_S
    asked: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)
    editions: dict[str, tuple[IssuerFile, Edition]] = field(default_factory=dict)
    lists: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)

    def has_told_keys(self, given: IssuerFile) -> bool:
        """Whether an issuer was asked for its keys already, whatever came of it."""
        return given.url in self.editions

    def newest(self, given: IssuerFile) -> tuple[IssuerFile, Edition]:
        """The keys that an issuer has now; those of the given file where its site has none to believe."""
        if given.url not in self.editions:
            self.editions[given.url] = self._newest(given)
        return self.editions[given.url]

    def _newest(self, given: IssuerFile) -> tuple[IssuerFile, Edition]:
        found = self._ask(f"{_base(given)}{KEYS}", LARGEST_TRUST)
        try:
            later = None if found is None else trust.read(found)
        except NotOursError:
            later = None
        if found is None or later is None or later.at < given.at:
            return given, Edition.GIVEN
        if not trust.follows(found, given):
            return given, Edition.PARTED
        return later, Edition.CURRENT if later == given else Edition.NEWEST

    def document(self, issuer: IssuerFile, code: str, name: str) -> Mapping[str, Any] | None:
        """What an issuer has published of a code."""
        return self._ask(f"{_base(issuer)}{CERTIFICATES}/{code}/{name}")

    def ask_list(self, address: str, *issuers: IssuerFile) -> bool:
        """Ask for a list by its address; False for one that was, or is at none of these editions' sites."""
        is_theirs = any(address.startswith(_base(one)) for one in issuers if one.url)
        if not is_theirs or address in self.lists:
            return False
        found = self._ask(address)
        self.lists[address] = found if found and found.get("id") == address else None
        return True

    def _ask(self, address: str, largest: int = LARGEST_BYTES) -> Mapping[str, Any] | None:
        if address in self.asked:
            return self.asked[address]
        host, came = urlsplit(address).netloc, None
        if host not in self.late:
            came, is_late = fetched(address, largest=largest, limit_s=self.limit_s)
            self.late.update({host} if is_late else ())
        self.asked[address] = came
        return came


def address_of(issuer: IssuerFile) -> str:
    """Where an issuer publishes its keys; empty for one without a site."""
    return f"{_base(issuer)}{KEYS}" if issuer.url else ""


def _base(issuer: IssuerFile) -> str:
    return f"{issuer.url.rstrip('/')}/"
