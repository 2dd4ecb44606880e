"""A credential as Open Badges 3.0 writes it, which is one of the Verifiable Credentials 2.0.

Writing and reading are each other's inverse: what is read is what would be written, to the letter, or it is
refused. So nothing can stand in a document that its reader does not see, whatever its signature covers.
Every node has a name of its own, by which its statements sort without more (``dataset``).
Source: imsglobal.org/spec/ob/v3p0, sections 4.1 and B; w3.org/TR/vc-data-model-2.0, section 4.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from academy_cli.certificates.credential.facts import Drawn, Facts, Listed, Taught
from academy_cli.certificates.credential.reading import (
    CONTEXT,
    Found,
    NotOursError,
    moment,
    read_moment,
    require_same,
    written_issuer,
)
from academy_cli.kit.saying import said_by

_NAMES = {"hours": "Hours of study", "score": "Score"}
_KINDS = {"hours": "ext:StudyHours", "score": "Result"}
_TEMPLATE = "urn:academy:template:"


def written(facts: Facts) -> dict[str, Any]:
    """The document, still without a proof."""
    me = facts.id.urn
    until = {"validUntil": moment(facts.valid_until)} if facts.valid_until else {}
    return {
        "@context": [*CONTEXT],
        "id": me,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.taught.title,
        "issuer": written_issuer(facts.issuer),
        "validFrom": moment(facts.issued_at),
        **until,
        "credentialSubject": _subject(facts, me),
        "credentialStatus": [
            _status(me, "revocation", facts.listed.revoked, facts.listed.index),
            _status(me, "suspension", facts.listed.suspended, facts.listed.index),
        ],
        "relatedResource": {
            "id": f"{_TEMPLATE}{facts.drawn.name}",
            "digestSRI": _sri(facts.drawn.digest),
        },
    }


def _subject(facts: Facts, me: str) -> dict[str, Any]:
    results = [
        {
            "id": f"{me}#{part}",
            "type": ["Result"],
            "resultDescription": f"{facts.taught.id}#{part}",
            "value": value,
        }
        for part, value in _results(facts).items()
    ]
    return {
        "id": f"{me}#subject",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "id": f"{me}#name",
                "type": "IdentityObject",
                "identityType": "name",
                "identityHash": facts.recipient,
                "hashed": False,
            },
            {
                "id": f"{me}#email",
                "type": "IdentityObject",
                "identityType": "emailAddress",
                "identityHash": facts.email_hash,
                "salt": facts.email_salt,
                "hashed": True,
            },
        ],
        "licenseNumber": facts.code,
        "activityEndDate": facts.completed_on.isoformat(),
        "achievement": _achievement(facts),
        **({"result": results} if results else {}),
    }


def _achievement(facts: Facts) -> dict[str, Any]:
    taught = facts.taught
    results = [
        {
            "id": f"{taught.id}#{part}",
            "type": ["ResultDescription"],
            "name": _NAMES[part],
            "resultType": _KINDS[part],
        }
        for part in _results(facts)
    ]
    return {
        "id": taught.id,
        "type": ["Achievement"],
        "achievementType": "Course",
        "humanCode": taught.slug,
        "name": taught.title,
        "description": taught.summary,
        "criteria": {
            "id": f"{taught.id}#criteria",
            "narrative": taught.criteria,
        },
        "inLanguage": taught.language,
        "version": taught.revision,
        **({"resultDescription": results} if results else {}),
    }


def _results(facts: Facts) -> Mapping[str, str]:
    found = {"hours": str(facts.taught.hours or ""), "score": facts.score}
    return {part: value for part, value in found.items() if value}


def _status(me: str, purpose: str, of: str, index: int) -> dict[str, Any]:
    return {
        "id": f"{me}#{purpose}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": of,
    }


def read(document: Mapping[str, Any]) -> Facts:
    """What a document states, its proof left aside. Raises NotOursError."""
    found = Found({name: value for name, value in document.items() if name != "proof"})
    try:
        facts = _facts(found)
        require_same(written(facts), found.document)
    except ValueError as error:
        raise NotOursError(said_by(error)) from error
    return facts


def _facts(found: Found) -> Facts:
    taught = ("credentialSubject", "achievement")
    until = found.document.get("validUntil")
    results = found.results(most=len(_NAMES))
    return Facts(
        id=UUID(found.text("id").removeprefix("urn:uuid:")),
        code=found.text("credentialSubject", "licenseNumber"),
        recipient=found.text("credentialSubject", "identifier", 0, "identityHash"),
        email_hash=found.text("credentialSubject", "identifier", 1, "identityHash"),
        email_salt=found.text("credentialSubject", "identifier", 1, "salt"),
        completed_on=date.fromisoformat(found.text("credentialSubject", "activityEndDate")),
        issued_at=read_moment(found.text("validFrom")),
        valid_until=None if until is None else read_moment(found.text("validUntil")),
        taught=Taught(
            id=found.text(*taught, "id"),
            slug=found.text(*taught, "humanCode"),
            title=found.text("name"),
            summary=found.text(*taught, "description"),
            criteria=found.text(*taught, "criteria", "narrative"),
            language=found.text(*taught, "inLanguage"),
            revision=found.text(*taught, "version"),
            hours=int(results["hours"]) if "hours" in results else None,
        ),
        drawn=Drawn(
            found.text("relatedResource", "id").removeprefix(_TEMPLATE),
            _read_sri(found.text("relatedResource", "digestSRI")),
        ),
        listed=Listed(
            found.text("credentialStatus", 0, "statusListCredential"),
            found.text("credentialStatus", 1, "statusListCredential"),
            int(found.text("credentialStatus", 0, "statusListIndex")),
        ),
        issuer=found.issuer(),
        score=results.get("score", ""),
    )


def _sri(digest: str) -> str:
    """A digest by Subresource Integrity (w3.org/TR/SRI, section 3.5)."""
    return f"sha256-{base64.b64encode(bytes.fromhex(digest)).decode('ascii')}"


def _read_sri(text: str) -> str:
    return base64.b64decode(text.removeprefix("sha256-"), validate=True).hex()
