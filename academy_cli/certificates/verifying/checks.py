"""What is checked of a credential, one after the other, each with its own words.

Pure: works on what was read already, and on what the asker trusts. A credential is valid only when no check
failed and its issuer is trusted. Knows checks; refuses files and networks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, TypeAlias

from academy_cli.certificates.credential import didkey, document, merkle, proofs, statuslist
from academy_cli.certificates.credential.dataset import UnknownStatementError
from academy_cli.certificates.credential.facts import Facts
from academy_cli.certificates.credential.proofs import BadProofError
from academy_cli.certificates.credential.reading import NotOursError
from academy_cli.certificates.credential.statuslist import BadListError, StatusList
from academy_cli.certificates.keys.trust import IssuerFile
from academy_cli.kit.saying import say

SKEW = timedelta(minutes=5)
"""How far the issuer's clock may be ahead of ours."""
STALE = timedelta(days=31)
"""A list that is older says little about today."""


_RANK = {"revocation": 1, "suspension": 2, "dates": 3}


class Outcome(Enum):
    """What came of a check."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It could not be made: what it takes is not at hand."""


class Verdict(Enum):
    """What all of it comes to."""

    VALID = "valid"
    INVALID = "invalid"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    UNTRUSTED = "untrusted"
    """Whole, and whose it is cannot be said."""
    UNCERTAIN = "uncertain"
    """Whole and the issuer's, and whether it was taken back since cannot be said."""


_VERDICTS = {
    "revocation": Verdict.REVOKED,
    "suspension": Verdict.SUSPENDED,
    "dates": Verdict.EXPIRED,
}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, what came of it, and a sentence; it is strange if it was about an unknown key."""

    name: str
    outcome: Outcome
    words: str
    is_strange: bool = False


class Edition(Enum):
    """Which file of an issuer's keys it is."""

    GIVEN = "given"
    """The asker's; whether there is a newer one is not known."""
    NEWEST = "newest"
    """The one that the issuer has now, vouched for by a key of the asker's."""
    CURRENT = "current"
    """The asker's, which is the one that the issuer has now."""
    PARTED = "parted"
    """The asker's; no key of it has signed the one that stands at the issuer's site now."""
    OWN = "own"
    """What an academy knows itself."""


@dataclass(frozen=True, slots=True)
class Trusted:
    """What the asker goes by: an issuer's keys, status lists that were found, and the time.

    ``stated`` are lists that the asker knows without a signature: those of their own academy. ``unanswered``
    are the addresses of lists that were asked for and did not come.
    """

    at: datetime
    issuer: IssuerFile | None = None
    lists: Sequence[Mapping[str, Any]] = ()
    edition: Edition = Edition.GIVEN
    stated: Sequence[StatusList] = ()
    unanswered: frozenset[str] = frozenset()

    def list_of(self, stated: StatusList) -> str:
        """Which list is gone by, in words: to the minute where it may not be the newest."""
        if stated.id in self.unanswered:
            return say("the list of {:%Y-%m-%d %H:%M} UTC; the site did not answer", stated.at)
        return say("the list of {:%Y-%m-%d}", stated.at)

    def silence(self, address: str) -> str:
        """That a list was asked for and did not come, as the end of a sentence; else nothing."""
        return say(", and the site did not answer") if address in self.unanswered else ""

    def keys_of(self) -> str:
        """Which file of keys is gone by, in words."""
        if self.issuer is None or self.edition is Edition.OWN:
            return say("this academy")
        if self.edition is Edition.NEWEST:
            return say("the issuer.json of {:%Y-%m-%d} from its site", self.issuer.at)
        return say("this issuer.json of {:%Y-%m-%d}", self.issuer.at)


@dataclass(frozen=True, slots=True)
class Verification:
    """All that was found; ``facts`` are there as soon as it is a credential of academy's at all.

    ``code`` is the code that can be read where there are none.
    """

    verdict: Verdict
    checks: Sequence[Check]
    facts: Facts | None = None
    code: str = ""

    @property
    def is_open_paper(self) -> bool:
        """Whether it is words that a known key signed, and no more can be said without their credential."""
        is_signed = Outcome.PASSED in {
            one.outcome for one in self.checks if one.name == "signature"
        }
        is_open = self.verdict in {Verdict.UNTRUSTED, Verdict.UNCERTAIN}
        return is_open and is_signed and self.facts is None


More: TypeAlias = Callable[[Facts, bytes], Iterable[Check]]
"""Checks of what a credential came in, given what it states and the key that has signed it."""


def verified(
    found: Mapping[str, Any], trusted: Trusted, more: More = lambda _, __: ()
) -> Verification:
    """Check a credential. Never raises for what stands in it."""
    try:
        facts = document.read(found)
    except NotOursError as error:
        words = say("It is no credential of academy's: {}.", error)
        return ended([Check("form", Outcome.FAILED, words)])
    checks = [
        Check(
            "form", Outcome.PASSED, say("It is an Open Badges 3.0 credential as academy writes it.")
        )
    ]
    try:
        public = proofs.signer(found)
    except (BadProofError, UnknownStatementError) as error:
        bad = say("Somebody changed it, or it was never signed: {}.", error)
        return ended([*checks, Check("signature", Outcome.FAILED, bad)], facts)
    whole = say("Not a letter was changed since it was signed.")
    checks += [Check("signature", Outcome.PASSED, whole), _issuer(found, facts, public, trusted)]
    checks += [_dates(facts, trusted.at), *_status(facts, trusted), *more(facts, public)]
    return ended(checks, facts)


def ended(checks: Sequence[Check], facts: Facts | None = None) -> Verification:
    """What some checks come to: forged is said before what was taken back, and that before what is over.

    It is valid only if its issuer is trusted and has not taken it back, by lists that are not too old.
    """
    outcomes = {one.name: one.outcome for one in checks}
    failed = [name for name, outcome in outcomes.items() if outcome is Outcome.FAILED]
    failed.sort(key=lambda name: _RANK.get(name, 0))
    if failed:
        return Verification(_VERDICTS.get(failed[0], Verdict.INVALID), checks, facts)
    if outcomes.get("issuer") is not Outcome.PASSED:
        return Verification(Verdict.UNTRUSTED, checks, facts)
    holds = all(outcomes.get(one) is Outcome.PASSED for one in statuslist.PURPOSES)
    return Verification(Verdict.VALID if holds else Verdict.UNCERTAIN, checks, facts)


def _issuer(found: Mapping[str, Any], facts: Facts, public: bytes, trusted: Trusted) -> Check:
    """Whose key it is: a key alone says only that somebody has it, and one that is new is no forgery."""
    called = say("“{}”", facts.issuer.name)
    if facts.issuer.id != didkey.did(public):
        return Check(
            "issuer", Outcome.FAILED, say("It names {}, and another key has signed it.", called)
        )
    if trusted.issuer is None:
        words = say("It says {}; nothing at hand says that this key is theirs.", called)
        return Check("issuer", Outcome.UNKNOWN, words)
    key = trusted.issuer.key(public)
    if key is None:
        words = say("It says {}, and its key is none that {} names.", called, trusted.keys_of())
        return Check("issuer", Outcome.UNKNOWN, words)
    if key.compromised and merkle.leaf(found).hex() not in key.genuine:
        words = say(
            "Its key was stolen on {:%Y-%m-%d}, and this is none of what it had signed.",
            key.compromised,
        )
        return Check("issuer", Outcome.FAILED, words)
    if key.retired and facts.issued_at > key.retired:
        words = say("Its key was given up on {:%Y-%m-%d}, before it was issued.", key.retired)
        return Check("issuer", Outcome.FAILED, words)
    words = say("The key is {}'s{}.", trusted.issuer.name, newer(trusted))
    return Check("issuer", Outcome.PASSED, words)


def newer(trusted: Trusted) -> str:
    """That a newer file of keys was found and why it is believed, as the end of a sentence; else nothing."""
    if trusted.edition is not Edition.NEWEST:
        return ""
    return say(", says {}, which a key of yours has signed", trusted.keys_of())


def _dates(facts: Facts, at: datetime) -> Check:
    if facts.issued_at - at > SKEW:
        words = say(
            "It is of {:%Y-%m-%d}, which is still to come on {:%Y-%m-%d}.", facts.issued_at, at
        )
        return Check("issued", Outcome.FAILED, words)
    if facts.valid_until is not None and facts.valid_until <= at:
        return Check("dates", Outcome.FAILED, say("It ended on {:%Y-%m-%d}.", facts.valid_until))
    ends = facts.valid_until
    until = say("until {:%Y-%m-%d}", ends) if ends else say("without an end")
    words = say("It holds since {:%Y-%m-%d}, {}.", facts.issued_at, until)
    return Check("dates", Outcome.PASSED, words)


def _status(facts: Facts, trusted: Trusted) -> Iterator[Check]:
    addresses = (facts.listed.revoked, facts.listed.suspended)
    for purpose, address in zip(statuslist.PURPOSES, addresses, strict=True):
        yield _listed(purpose, address, facts, trusted)


_WORDS = {"revocation": say("revoked"), "suspension": say("suspended")}


def _listed(purpose: str, address: str, facts: Facts, trusted: Trusted) -> Check:
    """Whether the issuer has taken it back; newer lists count before older ones."""
    done = _WORDS[purpose]
    try:
        lists = list(_lists(address, trusted))
        if not lists:
            silence = trusted.silence(address)
            words = say("Whether it was {} takes the list at {}{}.", done, address, silence)
            return Check(purpose, Outcome.UNKNOWN, words)
        stated, public = max(lists, key=lambda one: one[0].at)
        if stated.purpose != purpose:
            raise BadListError(say("it is of something else"))
        is_set = statuslist.is_set(stated.bits, facts.listed.index)
    except (BadListError, BadProofError, UnknownStatementError) as error:
        return Check(
            purpose, Outcome.UNKNOWN, say("The list of what was {} is no good: {}.", done, error)
        )
    if public is not None and not _is_theirs(public, facts, trusted):
        by = say("signed with a key that {} does not vouch for", trusted.keys_of())
        words = say("The list of what was {} is {}.", done, by)
        return Check(purpose, Outcome.UNKNOWN, words, is_strange=True)
    if is_set:
        other = say(", or another took its place") if purpose == statuslist.PURPOSES[0] else ""
        words = say(
            "It was {}{}, says {}. Its page says more.", done, other, trusted.list_of(stated)
        )
        return Check(purpose, Outcome.FAILED, words)
    if trusted.at - stated.at > STALE:
        old = say("{} days old{}", (trusted.at - stated.at).days, trusted.silence(address))
        words = say("It was not {} on {:%Y-%m-%d}, but that list is {}.", done, stated.at, old)
        return Check(purpose, Outcome.UNKNOWN, words)
    return Check(
        purpose, Outcome.PASSED, say("It was not {}, says {}.", done, trusted.list_of(stated))
    )


def _lists(address: str, trusted: Trusted) -> Iterator[tuple[StatusList, bytes | None]]:
    """Each list of an address, and the key that signed it; None for what the asker knows themselves.

    Raises BadListError, BadProofError and UnknownStatementError.
    """
    for stated in trusted.stated:
        if stated.id == address:
            yield stated, None
    for one in trusted.lists:
        if one.get("id") == address:
            yield statuslist.read(one), proofs.signer(one)


def _is_theirs(public: bytes, facts: Facts, trusted: Trusted) -> bool:
    """Whether a list was signed by the issuer: with the same key, or another of theirs that nobody stole."""
    if trusted.issuer is None:
        return facts.issuer.id == didkey.did(public)
    key = trusted.issuer.key(public)
    return key is not None and key.compromised is None
