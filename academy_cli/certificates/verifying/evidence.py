"""What somebody goes by who checks certificates: keys, lists, a time, and whom they may ask.

Reads files once, whatever many certificates there are. Asks none but the site of the issuer that is trusted;
what a stranger's file names is never asked otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential.compact import Compact
from academy_cli.certificates.credential.statuslist import StatusList
from academy_cli.certificates.errors import UnknownCertificateError
from academy_cli.certificates.keys.trust import IssuerFile
from academy_cli.certificates.verifying import bringing
from academy_cli.certificates.verifying.batch import BatchProof
from academy_cli.certificates.verifying.checks import (
    Edition,
    Outcome,
    Trusted,
    Verdict,
    Verification,
)
from academy_cli.certificates.verifying.errors import (
    NoEvidenceError,
    NothingGivenError,
    UnreadableGivenError,
    UnreadableScanError,
)
from academy_cli.certificates.verifying.examining import examined
from academy_cli.certificates.verifying.given import Given, given
from academy_cli.certificates.verifying.site import Site
from academy_cli.certificates.verifying.telling import unexamined, view
from academy_cli.certificates.verifying.views import Examination
from academy_cli.errors import AcademyError
from academy_cli.kit.saying import say

_LONGEST = 200
"""Letters of what could not be checked that its row shows."""


class Found(NamedTuple):
    """What was found, and by what it was."""

    came: Verification
    trusted: Trusted

    def view(self, name: str, *, asks: bool) -> Examination:
        """It, for people; ``asks`` is whether a network may be asked."""
        return view(name, self.came, self.trusted, asks=asks)


class Own(NamedTuple):
    """What an academy knows of itself: keys, lists, and of a code the credential and the successor."""

    issuer: IssuerFile
    lists: Sequence[StatusList]
    credential: Callable[[str], str]
    successor: Callable[[str], str | None]


_OF_ONE = (
    *(UnreadableGivenError, UnreadableScanError),
    *(NothingGivenError, NoEvidenceError, UnknownCertificateError),
)
"""What is wrong with one of several, and with none of the others."""


@dataclass(frozen=True)
class Evidence:
    """What is at hand, and whether the issuer's site may be asked."""

    trust: Path | None = None
    status: tuple[Path, ...] = ()
    at: datetime | None = None
    proof: Path | None = None
    may_ask: bool = True
    own: Own | None = None
    site: Site = field(default_factory=Site)

    def with_own(self, own: Own) -> Evidence:
        """The same, trusting this academy itself."""
        return replace(self, own=own)

    def examine(self, word: str, called: str = "") -> Examination:
        """Check what a word stands for; a file may be ``called`` otherwise than by its name alone.

        Raises NothingGivenError, UnreadableGivenError, UnreadableScanError, NoEvidenceError, what ``row``
        does, and for a code of this academy's UnknownCertificateError and what else keeps it from being read.
        """
        what = given(word)
        if called and what.content is not None:
            what = what._replace(name=called)
        if what.code is not None:
            what = self._found(what.code)
        found = self._examined(what)
        if what.scanned is not None:
            return self._paper(what, what.scanned, found)
        return self._seen(what.name, found)

    def row(self, word: str, called: str = "") -> Examination:
        """Check one of several: what cannot be checked is said in its row, and hides no other's verdict.

        Raises what is wrong with what the asker goes by: NoSuchFileError and BadTrustError.
        """
        try:
            return self.examine(word, called)
        except _OF_ONE as error:
            return unexamined(called[:_LONGEST] or word[:_LONGEST], error)

    def _seen(self, name: str, found: Found) -> Examination:
        """What was found, and which one took the place of one that was revoked."""
        seen, facts = found.view(name, asks=self.may_ask), found.came.facts
        if found.came.verdict is not Verdict.REVOKED or facts is None:
            return seen
        return seen._replace(replaced_by=self._successor(codes.shown(facts.code)))

    def _successor(self, code: str) -> str | None:
        """The code that the issuer names: this academy, the folder of its keys, or its site.

        It is a hint, for what the issuer's pages say is not signed; that the old one does not hold is.
        """
        if self.own is not None:
            return self.own.successor(code)
        beside = bringing.status_beside(self.trust, code) if self.trust is not None else None
        return _named(beside) or _named(self._published(code))

    def _published(self, code: str) -> Mapping[str, Any] | None:
        issuer = self._trusted.issuer
        if not self._may_ask_site or issuer is None:
            return None
        return self.site.document(issuer, code, "status.json")

    def _examined(self, what: Given) -> Found:
        """What is found by what is at hand, and by what the issuer has now: newer keys first, then lists.

        Both are asked for whatever is at hand, which may be of this morning, and a theft of noon.
        """
        trusted = self._known
        found = examined(what, trusted, self._proof)
        for ask in (self._asked_keys, self._asked_lists):
            if self._may_ask_site and ask(found):
                trusted = self._known
                found = examined(what, trusted, self._proof)
        return Found(found, trusted)

    def _paper(self, what: Given, said: Compact, found: Found) -> Examination:
        """What a code on paper says, and what became of it, where its credential can be had."""
        seen = found.view(what.name, asks=self.may_ask)._replace(
            name=said.recipient, title=said.title, code=codes.shown(said.code)
        )
        if not found.came.is_open_paper:
            return seen
        try:
            whole = self._examined(self._found(said.code))
        except AcademyError:
            return seen
        if whole.came.facts is None or not said.agrees(whole.came.facts):
            return seen
        return self._seen(what.name, whole)

    def _found(self, code: str) -> Given:
        """The credential of a code: this academy's, or from the trusted issuer's site."""
        name = codes.shown(code)
        if self.own is not None:
            return Given(name, self.own.credential(code).encode())
        issuer = self._trusted.issuer
        if issuer is None:
            raise NoEvidenceError(name)
        if not issuer.url:
            why = say("{} has no site that could be asked", issuer.name)
            raise NoEvidenceError(name, why, say("Check the PDF or the JSON itself"))
        if not self.may_ask:
            why = say("nobody may be asked about it")
            hint = say("Check the PDF or the JSON itself, or ask its issuer: without --offline")
            raise NoEvidenceError(name, why, hint)
        document = self.site.document(issuer, name, "credential.json")
        if document is None:
            why = say("{} has no answer for it", issuer.url)
            hint = say("Check the PDF or the JSON itself, or try again later")
            raise NoEvidenceError(name, why, hint)
        return Given(name, json.dumps(document).encode())

    @cached_property
    def _trusted(self) -> Trusted:
        at = self.at or datetime.now(UTC)
        brought = [bringing.status_list(path) for path in self.status]
        if self.own is not None:
            return Trusted(at, self.own.issuer, (), Edition.OWN, self.own.lists)
        issuer = bringing.issuer(self.trust) if self.trust is not None else None
        beside = bringing.lists_beside(self.trust) if self.trust is not None else ()
        lists = (*brought, *map(bringing.status_list, beside))
        return Trusted(at, issuer, lists)

    @cached_property
    def _proof(self) -> BatchProof | None:
        return None if self.proof is None else bringing.proof(self.proof)

    @property
    def _known(self) -> Trusted:
        """The same with all that the issuer's site has told so far; of two lists the later one counts."""
        issuer, told = self._trusted.issuer, self.site.lists
        if issuer is None or not self.site.has_told_keys(issuer):
            return self._trusted
        newest, edition = self.site.newest(issuer)
        return replace(
            self._trusted,
            issuer=newest,
            edition=edition,
            lists=(*filter(None, told.values()), *self._trusted.lists),
            unanswered=frozenset(address for address, found in told.items() if found is None),
        )

    @property
    def _may_ask_site(self) -> bool:
        issuer = self._trusted.issuer
        return self.may_ask and self.own is None and issuer is not None and bool(issuer.url)

    def _asked_keys(self, found: Verification) -> bool:
        """Ask for newer keys, once, where it is a credential at all; whether they were asked for just now."""
        issuer = self._trusted.issuer
        is_one = any(one.name == "issuer" for one in found.checks)
        if issuer is None or not is_one or self.site.has_told_keys(issuer):
            return False
        self.site.newest(issuer)
        return True

    def _asked_lists(self, found: Verification) -> bool:
        """Ask for the lists of what is the issuer's, each once; whether any was asked for just now."""
        is_theirs = any(
            one.name == "issuer" and one.outcome is Outcome.PASSED for one in found.checks
        )
        if found.facts is None or not is_theirs:
            return False
        issuers = [one for one in (self._trusted.issuer, self._known.issuer) if one is not None]
        named = (found.facts.listed.revoked, found.facts.listed.suspended)
        asked = [self.site.ask_list(address, *issuers) for address in named]
        return any(asked)


def _named(status: Mapping[str, Any] | None) -> str | None:
    """The code that a status names as the successor, if it is one."""
    named = str((status or {}).get("replaced_by") or "")
    stored = codes.read(named)
    return codes.shown(stored) if stored else None
