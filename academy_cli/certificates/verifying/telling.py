"""What was found, as people read it: the sentence that decides, and what to do where nothing is decided.

Pure: knows checks and verdicts; refuses to ask anybody.
"""

from __future__ import annotations

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential.statuslist import PURPOSES
from academy_cli.certificates.keys.trust import IssuerFile
from academy_cli.certificates.verifying.checks import (
    Edition,
    Outcome,
    Trusted,
    Verdict,
    Verification,
)
from academy_cli.certificates.verifying.site import address_of
from academy_cli.certificates.verifying.views import CheckView, Examination
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say

_DECIDES = {
    Verdict.REVOKED: (Outcome.FAILED, ("revocation",)),
    Verdict.SUSPENDED: (Outcome.FAILED, ("suspension",)),
    Verdict.EXPIRED: (Outcome.FAILED, ("dates",)),
    Verdict.INVALID: (Outcome.FAILED, ()),
    Verdict.UNTRUSTED: (Outcome.UNKNOWN, ("issuer",)),
    Verdict.UNCERTAIN: (Outcome.UNKNOWN, PURPOSES),
    Verdict.VALID: (Outcome.PASSED, ("issuer",)),
}
"""Of each verdict: what came of the check that decides, and which check that is, if it is a certain one."""


def view(name: str, found: Verification, trusted: Trusted, *, asks: bool) -> Examination:
    """What was found by what somebody went by; ``asks`` is whether a network may be asked."""
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
        tuple(one.check for one in checks if one.outcome == "unknown" and one.check in PURPOSES),
        advice=advice(found, trusted, asks=asks),
    )


def unexamined(name: str, error: AcademyError) -> Examination:
    """The row of what could not be checked: it is not there, or cannot be read."""
    verdict = "missing" if error.kind is Kind.MISSING else "unreadable"
    check = CheckView("file", Outcome.FAILED.value, error.message)
    return Examination(
        name, verdict, error.message, "", "", "", "", None, None, (check,), advice=error.hint or ""
    )


def _why(found: Verification) -> str:
    """The sentence that decides."""
    outcome, names = _DECIDES[found.verdict]
    fitting = [one for one in found.checks if one.outcome is outcome]
    named = [one for one in fitting if one.name in names] or fitting
    return named[0].words if named else ""


def advice(found: Verification, trusted: Trusted, *, asks: bool) -> str:
    """What to do next where nothing is decided; empty where it is."""
    if found.is_open_paper:
        return say("Check its PDF or JSON, or look at its page.")
    if found.verdict is Verdict.UNTRUSTED:
        return _where_keys_are(trusted)
    if found.verdict is Verdict.UNCERTAIN:
        return _where_lists_are(found, trusted, asks=asks)
    return _where_the_original_is(found) if found.verdict is Verdict.INVALID else ""


_NO_ORIGINAL = frozenset({"file", "form", "page"})
"""Checks that fail as well for what is genuine and was saved by another program, printed or photographed."""


def _where_the_original_is(found: Verification) -> str:
    """What to do with what may be no forgery, only a copy; nothing where words of it were changed."""
    failed = {one.name for one in found.checks if one.outcome is Outcome.FAILED}
    code = codes.shown(found.facts.code) if found.facts else found.code
    check = f"academy certificate verify {code or 'CODE'}"
    if failed & _NO_ORIGINAL:
        if code:
            return say(
                "If it was saved again, printed or scanned: ask for the original file, or check its"
                " code: {}",
                check,
            )
        return say(
            "If it was saved again, printed or scanned: ask for the original file, or check the code"
            " that stands on it: {}",
            check,
        )
    if found.facts is None and "signature" in failed:
        return say("If it was misread: scan it again, or check its code: {}", check)
    return ""


def _where_keys_are(trusted: Trusted) -> str:
    if trusted.issuer is None:
        return say("Get issuer.json from the issuer's own site, then: --trust issuer.json")
    name = trusted.issuer.name
    if trusted.edition in {Edition.NEWEST, Edition.CURRENT}:
        return say("If it shall be of {}, ask them: their newest keys have not signed it.", name)
    if trusted.edition is Edition.OWN:
        return say("Get issuer.json from the site of whose it is, then: --trust issuer.json")
    return _newer_keys(trusted, trusted.issuer)


def _newer_keys(trusted: Trusted, issuer: IssuerFile) -> str:
    """Where an issuer's newer keys can be had, and why they were not just taken."""
    if trusted.edition is Edition.PARTED:
        parted = say(
            "Its site has another issuer.json that no key of yours has signed, as after a loss "
            "or a theft. Ask {}, and get issuer.json again",
            issuer.name,
        )
        return say("{}: {}", parted, address_of(issuer)) if issuer.url else parted
    if not issuer.url:
        return say(
            "This issuer.json is of {:%Y-%m-%d}; get the newer one from its issuer", issuer.at
        )
    address = address_of(issuer)
    return say("This issuer.json is of {:%Y-%m-%d}; get the newer one: {}", issuer.at, address)


def _where_lists_are(found: Verification, trusted: Trusted, *, asks: bool) -> str:
    is_old = trusted.edition in {Edition.GIVEN, Edition.PARTED}
    if trusted.issuer is not None and is_old and any(one.is_strange for one in found.checks):
        return _newer_keys(trusted, trusted.issuer)
    if trusted.issuer is None or not trusted.issuer.url:
        return say("Ask its issuer for the newest lists, then: --status FILE")
    if asks and _are_old(found, trusted):
        return say("Its site has no newer lists: ask its issuer to publish them, then try again.")
    if asks:
        return say("Try again later, or bring its newest lists along: --status FILE")
    return say(
        "Bring its newest lists along (--status FILE), or ask its site for them: without --offline"
    )


def _are_old(found: Verification, trusted: Trusted) -> bool:
    """Whether every list is at hand that it takes, as the site has it now."""
    known = {one.get("id") for one in trusted.lists} - trusted.unanswered
    return found.facts is not None and known >= {
        found.facts.listed.revoked,
        found.facts.listed.suspended,
    }
