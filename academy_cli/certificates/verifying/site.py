"""The site of an issuer that is trusted: what it has now, each address asked once.

An issuer's keys are believed from there only as far as the asker's own file vouches for them: a key that it
names, and that nobody had stolen by then, has signed the newer one. Knows addresses; refuses to ask others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from academy_cli.certificates.credential.reading import NotOursError
from academy_cli.certificates.keys import trust
from academy_cli.certificates.keys.trust import IssuerFile
from academy_cli.certificates.verifying.bringing import CERTIFICATES, LARGEST_TRUST
from academy_cli.certificates.verifying.checks import Edition
from academy_cli.certificates.verifying.fetching import fetched
from academy_cli.formats.strictjson import LARGEST_BYTES

KEYS = "issuer.json"


@dataclass(frozen=True)
class Site:
    """What was asked so far, and what came of it."""

    asked: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)

    def newest(self, given: IssuerFile) -> tuple[IssuerFile, Edition]:
        """The keys that an issuer has now; those of the given file where its site has none to believe."""
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

    def status_list(self, address: str, *issuers: IssuerFile) -> Mapping[str, Any] | None:
        """A list by its address; None for one that is at the site of none of these editions."""
        is_theirs = any(address.startswith(_base(one)) for one in issuers if one.url)
        return self._ask(address) if is_theirs else None

    def _ask(self, address: str, largest: int = LARGEST_BYTES) -> Mapping[str, Any] | None:
        if address not in self.asked:
            self.asked[address] = fetched(address, largest=largest)
        return self.asked[address]


def address_of(issuer: IssuerFile) -> str:
    """Where an issuer publishes its keys; empty for one without a site."""
    return f"{_base(issuer)}{KEYS}" if issuer.url else ""


def _base(issuer: IssuerFile) -> str:
    return f"{issuer.url.rstrip('/')}/"
