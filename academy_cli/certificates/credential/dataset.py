"""The statements that a document makes, in the canonical form that is hashed and signed (RDFC-1.0).

Every node of our documents has a name of its own, so the canonical form is their statements, sorted: no part
of that algorithm that takes long or can be attacked is needed. Knows the terms that our documents use, as
the published contexts define them (tests compare with a JSON-LD processor); refuses all others, so nothing
can stand in a document without being signed.
Source: w3.org/TR/rdf-canon, sections 4 and 5.2; w3.org/TR/json-ld11-api, section 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from academy_cli.kit.saying import say

VC = "https://www.w3.org/2018/credentials#"
OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
STATUS = "https://www.w3.org/ns/credentials/status#"
SECURITY = "https://w3id.org/security#"
SCHEMA = "https://schema.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_S = "https://www.w3.org/2001/XMLSchema#"
"""As Open Badges' context has it; it differs from XML Schema's own name by a letter."""
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

TYPES = {
    "VerifiableCredential": VC + "VerifiableCredential",
    "OpenBadgeCredential": OB + "OpenBadgeCredential",
    "Profile": OB + "Profile",
    "AchievementSubject": OB + "AchievementSubject",
    "Achievement": OB + "Achievement",
    "IdentityObject": OB + "IdentityObject",
    "Result": OB + "Result",
    "ResultDescription": OB + "ResultDescription",
    "BitstringStatusListCredential": STATUS + "BitstringStatusListCredential",
    "BitstringStatusListEntry": STATUS + "BitstringStatusListEntry",
    "BitstringStatusList": STATUS + "BitstringStatusList",
    "DataIntegrityProof": SECURITY + "DataIntegrityProof",
}
LINK = "@id"
"""The kind of a term whose text is a name of something, not words."""
TERMS: Mapping[str, tuple[str, str]] = {
    "name": (SCHEMA + "name", ""),
    "description": (SCHEMA + "description", ""),
    "url": (SCHEMA + "url", XSD_S + "anyURI"),
    "inLanguage": (SCHEMA + "inLanguage", ""),
    "value": (SCHEMA + "value", ""),
    "issuer": (VC + "issuer", LINK),
    "validFrom": (VC + "validFrom", XSD + "dateTime"),
    "validUntil": (VC + "validUntil", XSD + "dateTime"),
    "credentialSubject": (VC + "credentialSubject", LINK),
    "credentialStatus": (VC + "credentialStatus", LINK),
    "relatedResource": (VC + "relatedResource", LINK),
    "digestSRI": (VC + "digestSRI", VC + "sriString"),
    "achievement": (OB + "achievement", LINK),
    "achievementType": (OB + "achievementType", ""),
    "activityEndDate": (OB + "activityEndDate", XSD_S + "date"),
    "criteria": (OB + "Criteria", LINK),
    "humanCode": (OB + "humanCode", ""),
    "version": (OB + "version", ""),
    "narrative": (OB + "narrative", ""),
    "identifier": (OB + "identifier", LINK),
    "identityType": (OB + "identityType", ""),
    "identityHash": (OB + "identityHash", ""),
    "hashed": (OB + "hashed", XSD_S + "boolean"),
    "salt": (OB + "salt", ""),
    "licenseNumber": (OB + "licenseNumber", ""),
    "result": (OB + "result", LINK),
    "resultDescription": (OB + "resultDescription", XSD_S + "anyURI"),
    "resultType": (OB + "resultType", ""),
    "statusPurpose": (STATUS + "statusPurpose", ""),
    "statusListIndex": (STATUS + "statusListIndex", ""),
    "statusListCredential": (STATUS + "statusListCredential", LINK),
    "encodedList": (STATUS + "encodedList", SECURITY + "multibase"),
    "cryptosuite": (SECURITY + "cryptosuite", SECURITY + "cryptosuiteString"),
    "created": ("http://purl.org/dc/terms/created", XSD + "dateTime"),
    "verificationMethod": (SECURITY + "verificationMethod", LINK),
}
_PURPOSE = ("proofPurpose", "assertionMethod")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')


class UnknownStatementError(ValueError):
    """A document says what no document of ours says; ``member`` is where."""

    def __init__(self, member: str, why: str) -> None:
        super().__init__(say("“{}” {}", member, why))
        self.member = member


def canonical(document: Mapping[str, Any]) -> str:
    """A document's statements as canonical N-Quads; one that has no ``id`` is ``_:c14n0``.

    ``@context`` is left out: whoever calls knows which it is. Raises UnknownStatementError.
    """
    subject = f"<{_iri('id', document['id'])}>" if "id" in document else "_:c14n0"
    return "".join(sorted(set(_statements(subject, document))))


def _statements(subject: str, node: Mapping[str, Any]) -> Iterator[str]:
    for member, value in node.items():
        if member in ("@context", "id"):
            continue
        if member not in TERMS and member not in ("type", _PURPOSE[0]):
            raise UnknownStatementError(member, say("is no member of a credential of ours"))
        for one in value if isinstance(value, list) else [value]:
            yield from _statement(subject, member, one)


def _statement(subject: str, member: str, value: object) -> Iterator[str]:
    if member == "type":
        yield f"{subject} <{TYPE}> <{_type(value)}> .\n"
    elif (member, value) == _PURPOSE:
        yield f"{subject} <{SECURITY}proofPurpose> <{SECURITY}assertionMethod> .\n"
    elif member == _PURPOSE[0]:
        raise UnknownStatementError(member, say("is not {}", _PURPOSE[1]))
    elif isinstance(value, dict):
        inner = f"<{_iri(f'{member}.id', value.get('id'))}>"
        yield f"{subject} <{TERMS[member][0]}> {inner} .\n"
        yield from _statements(inner, value)
    else:
        yield f"{subject} <{TERMS[member][0]}> {_term(member, value)} .\n"


def _type(value: object) -> str:
    if not isinstance(value, str) or value not in TYPES:
        raise UnknownStatementError("type", say("is none of ours"))
    return TYPES[value]


def _term(member: str, value: object) -> str:
    kind = TERMS[member][1]
    if kind == LINK:
        return f"<{_iri(member, value)}>"
    if isinstance(value, bool) and kind == XSD_S + "boolean":
        return f'"{str(value).lower()}"^^<{kind}>'
    if not isinstance(value, str):
        raise UnknownStatementError(member, say("is no text"))
    written = f'"{_ESCAPED.sub(_escape, value)}"'
    return f"{written}^^<{kind}>" if kind else written


def _iri(member: str, value: object) -> str:
    if not isinstance(value, str) or not _IRI.fullmatch(value):
        raise UnknownStatementError(member, say("is no absolute address"))
    return value


def _escape(found: re.Match[str]) -> str:
    letter = found[0]
    return _ESCAPES.get(letter) or f"\\u{ord(letter):04X}"
