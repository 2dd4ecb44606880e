"""What somebody goes by who checks certificates: keys, lists, a time, and whom they may ask.

Reads files once, whatever many certificates there are. Asks none but the site of the issuer that is trusted;
what a stranger's file names is never asked otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential.compact import Compact
from academy_cli.certificates.credential.facts import Facts
from academy_cli.certificates.credential.reading import NotOursError
from academy_cli.certificates.keys import trust
from academy_cli.certificates.keys.trust import IssuerFile
from academy_cli.certificates.verifying.checks import Outcome, Trusted, Verdict, Verification
from academy_cli.certificates.verifying.errors import BadTrustError, NoEvidenceError
from academy_cli.certificates.verifying.examining import examined
from academy_cli.certificates.verifying.given import Given, content, given
from academy_cli.certificates.verifying.views import CheckView, Examination
from academy_cli.errors import AcademyError
from academy_cli.formats.strictjson import BadJsonError, parsed

LARGEST_TRUST = 64 * 1024 * 1024
"""Bytes of a file of keys: of a stolen one it names whatever it had signed."""
BESIDE, CERTIFICATES = "status", "certificates"
FRESH = timedelta(days=1)
"""Lists of today are not asked for again."""
Ask = Callable[[str], Mapping[str, Any] | None]


class Own(NamedTuple):
    """What an academy knows of itself: keys, lists, and of a code the credential and the successor."""

    issuer: IssuerFile
    lists: Sequence[Mapping[str, Any]]
    credential: Callable[[str], str]
    successor: Callable[[str], str | None]


@dataclass(frozen=True)
class Evidence:
    """What is at hand, and whether the issuer's site may be asked."""

    trust: Path | None = None
    status: tuple[Path, ...] = ()
    at: datetime | None = None
    proof: Path | None = None
    may_ask: bool = True
    own: Own | None = None
    asked: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)

    def with_own(self, own: Own) -> Evidence:
        """The same, trusting this academy itself."""
        return replace(self, own=own)

    def examine(self, word: str) -> Examination:
        """Check what a word stands for.

        Raises NothingGivenError, UnreadableGivenError, BadTrustError, NoEvidenceError, and for a code of this
        academy's UnknownCertificateError and what else keeps it from being read.
        """
        what = given(word)
        if what.code is not None:
            what = self._found(what.code)
        found = self._examined(what)
        if what.scanned is not None:
            return self._paper(what, what.scanned, found)
        return self._seen(what.name, found)

    def _seen(self, name: str, found: Verification) -> Examination:
        """What was found, and which one took the place of one that was revoked."""
        seen = view(name, found)
        if found.verdict is not Verdict.REVOKED or found.facts is None:
            return seen
        return seen._replace(replaced_by=self._successor(codes.shown(found.facts.code)))

    def _successor(self, code: str) -> str | None:
        """The code that the issuer names: this academy, the folder of its keys, or its site.

        It is a hint, for what the issuer's pages say is not signed; that the old one does not hold is.
        """
        if self.own is not None:
            return self.own.successor(code)
        return _named(self._beside(code)) or _named(self._published(code))

    def _beside(self, code: str) -> Mapping[str, Any] | None:
        """What was published of a code with the issuer's keys."""
        path = (self.trust or Path()).parent / CERTIFICATES / code / "status.json"
        return _parsed(path, "status") if self.trust is not None and path.is_file() else None

    def _published(self, code: str) -> Mapping[str, Any] | None:
        issuer = self._trusted.issuer
        if not self.may_ask or issuer is None or not issuer.url:
            return None
        return self._ask(f"{issuer.url}/{CERTIFICATES}/{code}/status.json")

    def _examined(self, what: Given) -> Verification:
        found = examined(what, self._trusted, self._proof)
        if found.facts is not None and self._lacks_lists(found, found.facts):
            lists = [*self._trusted.lists, *self._asked_lists(found.facts)]
            trusted = replace(self._trusted, lists=lists)
            found = examined(what, trusted, self._proof)
        return found

    def _paper(self, what: Given, said: Compact, found: Verification) -> Examination:
        """What a code on paper says, and what became of it, where its credential can be had."""
        seen = view(what.name, found)._replace(
            name=said.recipient, title=said.title, code=codes.shown(said.code)
        )
        if found.verdict is not Verdict.VALID:
            return seen
        try:
            whole = self._examined(self._found(said.code))
        except AcademyError:
            return seen
        if whole.facts is None or not said.agrees(whole.facts):
            return seen
        return self._seen(what.name, whole)

    def _found(self, code: str) -> Given:
        """The credential of a code: this academy's, or from the trusted issuer's site."""
        name = codes.shown(code)
        if self.own is not None:
            return Given(name, self.own.credential(code).encode())
        issuer = self._trusted.issuer
        if issuer is None or not issuer.url:
            raise NoEvidenceError(name)
        address = f"{issuer.url}/{CERTIFICATES}/{name}/credential.json"
        if not self.may_ask:
            raise NoEvidenceError(name, "without a network nobody can be asked about it")
        document = self._ask(address)
        if document is None:
            raise NoEvidenceError(name, f"{address} did not answer")
        return Given(name, json.dumps(document).encode())

    @cached_property
    def _trusted(self) -> Trusted:
        at = self.at or datetime.now(UTC)
        if self.own is not None:
            return Trusted(at, self.own.issuer, self.own.lists)
        issuer = _issuer(self.trust) if self.trust is not None else None
        lists = [_parsed(path, "status list") for path in self.status]
        if self.trust is not None:
            lists += [_parsed(path, "status list") for path in _beside(self.trust)]
        return Trusted(at, issuer, tuple(lists))

    @cached_property
    def _proof(self) -> Mapping[str, Any] | None:
        return None if self.proof is None else _parsed(self.proof, "proof of a batch")

    def _lacks_lists(self, found: Verification, facts: Facts) -> bool:
        """Whether the issuer's site could say more: its lists are not at hand, or not of today."""
        issuer = self._trusted.issuer
        if not self.may_ask or issuer is None or not issuer.url or self.own is not None:
            return False
        is_theirs = any(
            one.name == "issuer" and one.outcome is Outcome.PASSED for one in found.checks
        )
        named = {facts.listed.revoked, facts.listed.suspended}
        day = (self._trusted.at - FRESH).strftime("%Y-%m-%dT%H:%M:%SZ")
        fresh = {
            one.get("id") for one in self._trusted.lists if str(one.get("validFrom", "")) >= day
        }
        return is_theirs and not named <= fresh

    def _asked_lists(self, facts: Facts) -> Sequence[Mapping[str, Any]]:
        issuer = self._trusted.issuer
        assert issuer is not None
        site = f"{issuer.url.rstrip('/')}/"
        named = [
            one for one in (facts.listed.revoked, facts.listed.suspended) if one.startswith(site)
        ]
        return [found for found in map(self._ask, named) if found is not None]

    def _ask(self, address: str) -> Mapping[str, Any] | None:
        if address not in self.asked:
            from academy_cli.certificates.verifying.fetching import fetched

            self.asked[address] = fetched(address)
        return self.asked[address]


def view(name: str, found: Verification) -> Examination:
    """What was found, for people."""
    facts = found.facts
    checks = tuple(CheckView(one.name, one.outcome.value, one.words) for one in found.checks)
    return Examination(
        name,
        found.verdict.value,
        _why(found),
        facts.recipient if facts else "",
        facts.taught.title if facts else "",
        codes.shown(facts.code) if facts else "",
        facts.issuer.name if facts else "",
        facts.issued_at if facts else None,
        facts.valid_until if facts else None,
        checks,
        tuple(one.check for one in checks if one.outcome == "unknown" and one.check in OPEN),
    )


OPEN = ("revocation", "suspension")


def _named(status: Mapping[str, Any] | None) -> str | None:
    """The code that a status names as the successor, if it is one."""
    named = str((status or {}).get("replaced_by") or "")
    stored = codes.read(named)
    return codes.shown(stored) if stored else None


def _why(found: Verification) -> str:
    """The sentence that decides."""
    wanted = Outcome.PASSED if found.verdict is Verdict.VALID else Outcome.FAILED
    if found.verdict is Verdict.UNTRUSTED:
        wanted = Outcome.UNKNOWN
    names = {
        Verdict.REVOKED: "revocation",
        Verdict.SUSPENDED: "suspension",
        Verdict.EXPIRED: "dates",
    }
    only = names.get(found.verdict, "issuer" if found.verdict is Verdict.VALID else "")
    fitting = [one for one in found.checks if one.outcome is wanted]
    named = [one for one in fitting if one.name == only] or fitting
    return named[0].words if named else ""


def _issuer(path: Path) -> IssuerFile:
    found = _parsed(path, "file of an issuer's keys", LARGEST_TRUST)
    try:
        issuer = trust.read(found)
    except NotOursError as error:
        raise BadTrustError(path, str(error)) from error
    if not trust.follows(found, issuer):
        raise BadTrustError(path, "none of its keys has signed it; somebody changed it")
    return issuer


def _beside(path: Path) -> Sequence[Path]:
    """The status lists that were published with a file of keys."""
    folder = path.parent / BESIDE
    return sorted(folder.glob("*.json")) if folder.is_dir() else ()


def _parsed(path: Path, what: str, largest: int = LARGEST_TRUST) -> Mapping[str, Any]:
    try:
        return parsed(content(path), largest=largest)
    except BadJsonError as error:
        raise BadTrustError(path, str(error), what) from error
