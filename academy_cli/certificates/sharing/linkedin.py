"""What LinkedIn asks about a certificate: an address that opens its form, and the fields to copy.

LinkedIn fills its form from the address as far as it wants to; the fields are for the rest.
Source: addtoprofile.linkedin.com; LinkedIn Help, “Add certifications to your profile”.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

FORM = "https://www.linkedin.com/profile/add"


class Fields(NamedTuple):
    """The fields as the form names them; what does not end has no expiration, and no site no address."""

    name: str
    organization: str
    issued: str
    expires: str
    credential_id: str
    credential_url: str
    form: str


def fields(
    title: str, academy: str, term: tuple[datetime, datetime | None], code: str, url: str
) -> Fields:
    """What to fill in; ``term`` is when it was issued and when it ends."""
    issued, until = term
    asked: Mapping[str, str | int] = {
        "startTask": "CERTIFICATION_NAME",
        "name": title,
        "organizationName": academy,
        "issueYear": issued.year,
        "issueMonth": issued.month,
        **({"expirationYear": until.year, "expirationMonth": until.month} if until else {}),
        **({"certUrl": url} if url else {}),
        "certId": code,
    }
    return Fields(
        title,
        academy,
        f"{issued:%Y-%m}",
        f"{until:%Y-%m}" if until else "",
        code,
        url,
        f"{FORM}?{urlencode(asked)}",
    )
