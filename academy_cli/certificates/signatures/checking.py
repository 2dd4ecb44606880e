"""Checking the signature behind a page: whose it is, that it covers every byte, and that it only signs.

Three looks, each of which refuses for itself: the update is to the letter what academy would append, its
signature fits, and pyHanko finds nothing else changed by it. Never raises for what stands in a file. Knows
signatures; refuses to know credentials.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from academy_cli.certificates.signatures import cades, differences
from academy_cli.certificates.signatures.cades import BadContainerError
from academy_cli.certificates.signatures.errors import MissingSignExtraError
from academy_cli.certificates.signatures.extra import INSTALL
from academy_cli.certificates.signatures.update import Signing, Update
from academy_cli.kit.saying import say, say_joined

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

SKEW = timedelta(minutes=5)
"""How far the signer's clock may be ahead of ours."""
_LONGEST_NAME = 120


class Finding(NamedTuple):
    """Whether it is good as far as that can be seen here, which is not whose it is; and a sentence."""

    is_whole: bool
    words: str


def checked(signing: Signing, signed: Update, at: datetime) -> Finding:
    """Check a signature whose update has the right shape, as of a moment."""
    try:
        certificate = cades.read(signing.container, signed.digest, signing.bound)
        flaw = differences.changed(signed.whole)
    except MissingSignExtraError:
        words = say("It has a PDF signature, and checking that takes an extra: {}.", INSTALL)
        return _failed(words)
    except BadContainerError as error:
        return _failed(say("Its PDF signature is no good: {}.", error))
    if flaw:
        return _failed(say("Its PDF signature changes the page: {}.", flaw))
    return _in_time(certificate, signing.at, at)


def _in_time(certificate: Certificate, made: datetime, at: datetime) -> Finding:
    """Whose it is, and whether it held on the day that the signature names."""
    name = _name(certificate)
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if made - at > SKEW:
        words = say("Its PDF signature is of {:%Y-%m-%d}, which is still to come.", made)
        return _failed(words)
    if not begins <= made <= ends:
        words = say(
            "Its PDF signature is of {:%Y-%m-%d}, and the certificate of {} holds from "
            "{:%Y-%m-%d} to {:%Y-%m-%d}.",
            made,
            name,
            begins,
            ends,
        )
        return _failed(words)
    words = say(
        "Signed on {:%Y-%m-%d}, as it says, with the certificate of {}. {}",
        made,
        name,
        _trust(certificate),
    )
    if ends < at:
        words = say_joined(" ", (words, say("It has ended since, on {:%Y-%m-%d}.", ends)))
    return Finding(is_whole=True, words=words)


def _failed(words: str) -> Finding:
    return Finding(is_whole=False, words=words)


def _trust(certificate: Certificate) -> str:
    """Who says that it is theirs: nobody at hand knows authorities, readers of PDFs do."""
    if certificate.issuer == certificate.subject:
        return say("It vouches for itself, so whether it is theirs is unknown.")
    issuer = _shown(certificate.issuer.rfc4514_string())
    return say(
        "“{}” is said to vouch for it; whether that is so is unknown here, and readers check it.",
        issuer,
    )


def _name(certificate: Certificate) -> str:
    return say("“{}”", _shown(certificate.subject.rfc4514_string()))


def _shown(name: str) -> str:
    """A stranger's name as it may stand in a sentence."""
    clean = "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
    return clean if len(clean) <= _LONGEST_NAME else f"{clean[:_LONGEST_NAME]}…"
