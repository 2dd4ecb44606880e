"""E-mail addresses: one form for each mailbox, however people write it.

Knows that letters' case and the two spellings of a Unicode domain name the same mailbox; refuses to ask the
network.
"""

from __future__ import annotations

import re

from academy_cli.access.errors import BadAddressError
from academy_cli.kit.saying import say

LONGEST = 254
"""Characters of an address that mail servers carry (RFC 5321, section 4.5.3.1.3, less the brackets)."""
_REASONS = (
    say("an email address must have an @-sign"),
    say("there must be something before the @-sign"),
    say("there must be something after the @-sign"),
    say("an email address cannot have two periods in a row"),
    say("an email address cannot start with a period"),
    say("an email address cannot end with a period"),
    say("an email address cannot have a period immediately before the @-sign"),
    say("an email address cannot have a period immediately after the @-sign"),
    say("an email address cannot have a hyphen immediately after the @-sign"),
    say("an email address cannot have a period and a hyphen next to each other"),
    say("an email address cannot end with a hyphen"),
    say("the email address is too long"),
    say("the email address is too long before the @-sign"),
    say("the email address is too long after the @-sign"),
    say("after the @-sign, periods cannot be separated by so many characters"),
    say("the email address contains invalid characters before the @-sign"),
    say("the email address contains invalid characters in quotes before the @-sign"),
    say("a display name and angle brackets around the email address are not permitted here"),
    say("quoting the part before the @-sign is not allowed here"),
    say("a bracketed IP address after the @-sign is not allowed here"),
    say("the part after the @-sign contains invalid characters"),
    say("the part after the @-sign is not valid. It should have a period"),
    say("the part after the @-sign is not valid. It is not within a valid top-level domain"),
    say(
        "the part after the @-sign is a special-use or reserved name that cannot be used with email"
    ),
)
"""What email-validator says, in its own words; after a colon it names letters, in brackets numbers."""
_USUAL = re.compile(
    r"(?=.{6,254}\Z)(?=[^@]{1,64}@)[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*"
    r"@(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
)
"""Almost every address there is, told in a hundredth of the time that all rules take."""


def canonical_address(written: str) -> str:
    """The one form of an address, in lower case, its domain in Unicode (RFC 5890). Raises BadAddressError.

    Mail servers may tell ``Ann@`` from ``ann@`` (RFC 5321, section 2.4); no people do.
    """
    address = written.strip().lower()
    if len(address) > 3 * LONGEST:  # the rules take ever longer for what is no address anyway
        raise BadAddressError(f"{address[:40]}…", say("it is too long"))
    if _USUAL.fullmatch(address):
        return address
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(
            address, check_deliverability=False, test_environment=True, strict=True
        )
    except EmailNotValidError as error:
        raise BadAddressError(written, _reason(str(error))) from error
    canonical = found.normalized.lower()
    if len(canonical) > LONGEST:
        raise BadAddressError(written, say("it is too long"))
    return canonical


def _reason(said: str) -> str:
    """Why it is none, as a reason; as the library puts it, where it has words that are not known here."""
    text = said[:1].lower() + said[1:].rstrip(".")
    whole, _, letters = re.sub(r" \([^()]*\)$", "", text).partition(": ")
    known = next((one for one in _REASONS if one == whole), None)
    if known is None:
        return text
    return say("{}: {}", known, letters) if letters else known
