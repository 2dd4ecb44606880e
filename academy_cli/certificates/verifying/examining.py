"""Checking what somebody brings, by what they trust: needs neither database, nor settings, nor a network.

Knows which checks each kind takes; never raises for what stands in a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential import didkey, seal
from academy_cli.certificates.credential.compact import Compact
from academy_cli.certificates.credential.facts import Facts
from academy_cli.certificates.credential.seal import BadPageError
from academy_cli.certificates.keys.trust import PublicKey
from academy_cli.certificates.paper import text
from academy_cli.certificates.paper.text import UnreadablePageError
from academy_cli.certificates.sharing.baking import BadPngError, unbaked
from academy_cli.certificates.signatures import checking, update
from academy_cli.certificates.signatures.objects import BadUpdateError
from academy_cli.certificates.verifying import batch, container
from academy_cli.certificates.verifying.batch import BatchProof
from academy_cli.certificates.verifying.checks import (
    Check,
    Outcome,
    Trusted,
    Verification,
    ended,
    newer,
    verified,
)
from academy_cli.certificates.verifying.container import BadPdfError
from academy_cli.certificates.verifying.given import Given
from academy_cli.formats.strictjson import BadJsonError, parsed
from academy_cli.kit.saying import say, say_quoted

_CODE = re.compile(rb"(?<![0-9A-Z])[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}(?![0-9A-Z])")


def examined(given: Given, trusted: Trusted, proof: BatchProof | None = None) -> Verification:
    """Every check of what was brought; ``proof`` is that of its batch. A bare code cannot be checked here."""
    if given.scanned is not None:
        return _paper(given.scanned, trusted, proof)
    content = given.content or b""
    try:
        found = parsed(_credential(given, content))
    except (BadPdfError, BadPngError, BadJsonError) as error:
        words = say("“{}” is no certificate of academy's: {}.", given.name, error)
        return replace(ended([Check("file", Outcome.FAILED, words)]), code=_code_in(content))

    def more(facts: Facts, public: bytes) -> Iterator[Check]:
        if given.is_pdf:
            yield from _page(content, facts, public, trusted.at)
        if given.is_png:
            words = say("What the picture shows is not proved: name, course and code above are.")
            yield Check("picture", Outcome.UNKNOWN, words)
        if proof is not None:
            yield batch.check(proof, found)

    came = verified(found, trusted, more)
    return came if came.facts else replace(came, code=_code_in(content))


def _code_in(content: bytes) -> str:
    """The one code that stands in a file which is no certificate; empty where none can be read."""
    found = {one.decode() for one in _CODE.findall(content)}
    known = {code for code in map(codes.read, found) if code is not None}
    return codes.shown(known.pop()) if len(known) == 1 else ""


def _credential(given: Given, content: bytes) -> bytes:
    """What is checked of a file. Raises BadPdfError and BadPngError."""
    if given.is_pdf:
        return container.attached(content)
    return unbaked(content) if given.is_png else content


def _page(content: bytes, facts: Facts, public: bytes, at: datetime) -> Iterator[Check]:
    """Whether the page is the one that was drawn for this credential, and says the same.

    It is read only if nobody changed it, or appended more than a signature to it: a stranger's page never
    gets as far as a reader of PDFs.
    """
    page, appended = update.parted(content)
    try:
        seal.require_signed(seal.parted(page), public)
        found = update.read(page, appended) if appended else None
    except (BadPageError, BadUpdateError) as error:
        words = say("The page is not the one that was drawn for this credential: {}.", error)
        yield Check("page", Outcome.FAILED, words)
        return
    yield Check("page", Outcome.PASSED, say("The page is as it was drawn, to the byte."))
    yield _words(content, facts)
    if found is not None:
        came = checking.checked(*found, at)
        outcome = Outcome.UNKNOWN if came.is_whole else Outcome.FAILED
        yield Check("pdf-signature", outcome, came.words)


def _words(content: bytes, facts: Facts) -> Check:
    """Whether what stands on the page is what its credential says."""
    try:
        page = text.page_text(content)
    except UnreadablePageError as error:
        return Check("text", Outcome.FAILED, say("The page cannot be read: {}.", error))
    wanted = (facts.recipient, facts.taught.title, codes.shown(facts.code))
    if absent := text.missing(wanted, page):
        said = say_quoted(absent)
        return Check("text", Outcome.FAILED, say("The page does not say {}.", said))
    return Check("text", Outcome.PASSED, say("The page names the same person, course and code."))


def _paper(scanned: Compact, trusted: Trusted, proof: BatchProof | None) -> Verification:
    """What the code on paper says for itself, which is nothing of what was taken back since."""
    said = say(
        "It says: {}, “{}”, issued {}, code {}.",
        scanned.recipient,
        scanned.title,
        scanned.issued_on,
        codes.shown(scanned.code),
    )
    checks = [Check("form", Outcome.PASSED, said), *_signed(scanned, trusted)]
    if any(one.name == "signature" and one.outcome is Outcome.PASSED for one in checks):
        checks.append(_in_time(scanned, trusted))
    words = say(
        "Whether it was revoked does not stand on paper: look at its page, or check its file."
    )
    checks.append(Check("revocation", Outcome.UNKNOWN, words))
    words = say(
        "Whether it was suspended does not stand on paper: look at its page, or check its file."
    )
    checks.append(Check("suspension", Outcome.UNKNOWN, words))
    if proof is not None:
        words = say("What a batch holds is the credential, which is not on paper: check its file.")
        checks.append(Check("batch", Outcome.UNKNOWN, words))
    return replace(ended(checks), code=codes.shown(scanned.code))


def _signed(scanned: Compact, trusted: Trusted) -> Iterator[Check]:
    """Whether a key of the issuer's has signed it, and what that key is worth."""
    if trusted.issuer is None:
        words = say(
            "It takes the issuer's keys to check it (its key is {}): --trust.", scanned.key_name
        )
        yield Check("issuer", Outcome.UNKNOWN, words)
        return
    named = [key for key in trusted.issuer.keys if didkey.name_of(key.public) == scanned.key_name]
    if not named:
        words = say("Its key {} is none that {} names.", scanned.key_name, trusted.keys_of())
        yield Check("issuer", Outcome.UNKNOWN, words)
        return
    key = next((one for one in named if scanned.is_signed_by(one.public)), None)
    if key is None:
        words = say("Somebody changed it, or it was never signed.")
        yield Check("signature", Outcome.FAILED, words)
        return
    yield Check("signature", Outcome.PASSED, say("Not a letter was changed since it was signed."))
    yield _theirs(scanned, key, trusted, trusted.issuer.name)


def _theirs(scanned: Compact, key: PublicKey, trusted: Trusted, name: str) -> Check:
    """Whether the issuer signed it: of a stolen key that is not to be seen, for no list names paper."""
    if key.compromised is not None:
        words = say(
            "Its key was stolen on {:%Y-%m-%d}, and who has it can write any date: check its file.",
            key.compromised,
        )
        return Check("issuer", Outcome.UNKNOWN, words)
    if key.retired is not None and key.retired.date() < scanned.issued_on:
        words = say("Its key was given up on {:%Y-%m-%d}, before it was issued.", key.retired)
        return Check("issuer", Outcome.FAILED, words)
    return Check("issuer", Outcome.PASSED, say("{} has signed it{}.", name, newer(trusted)))


def _in_time(scanned: Compact, trusted: Trusted) -> Check:
    today = trusted.at.date()
    if scanned.issued_on > today:
        words = say("It is of {}, which is still to come on {}.", scanned.issued_on, today)
        return Check("issued", Outcome.FAILED, words)
    if scanned.valid_until is not None and scanned.valid_until < today:
        return Check("dates", Outcome.FAILED, say("It ended on {}.", scanned.valid_until))
    until = say("until {}", scanned.valid_until) if scanned.valid_until else say("without an end")
    return Check("dates", Outcome.PASSED, say("It holds since {}, {}.", scanned.issued_on, until))
