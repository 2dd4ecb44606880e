"""What an academy knows of its own certificates, for whoever checks one beside its database.

Reads what would be published at this moment; refuses to write it. No private key is needed: lists are signed
with a key that exists for one check, which the issuer's keys at hand name as theirs.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

from academy_cli.access.actor import Actor
from academy_cli.certificates.errors import UnknownCertificateError
from academy_cli.certificates.keys.ring import SigningKey
from academy_cli.certificates.keys.trust import PublicKey
from academy_cli.certificates.office import Office
from academy_cli.certificates.publishing.edition import issuer_file, status_lists
from academy_cli.certificates.service import Certificates
from academy_cli.certificates.verifying.errors import NoEvidenceError
from academy_cli.certificates.verifying.evidence import Own
from academy_cli.db.service import Database
from academy_cli.db.transaction import read


def own(database: Database, actor: Actor, office: Office) -> Own:
    """It, as of now. Raises NoEvidenceError."""
    engine = database.existing()
    if engine is None:
        raise NoEvidenceError("it", "there is no academy here")
    now, terms = office.clock(), office.terms
    with read(engine) as connection:
        key = _passing()
        issuer = issuer_file(connection, terms, now)
        ours = PublicKey(key.did, now.replace(microsecond=0))
        issuer = replace(issuer, keys=(*issuer.keys, ours))
        lists = [json.loads(one.content) for one in status_lists(connection, key, terms, now)]
    known = Certificates(database, actor, office)
    return Own(issuer, lists, known.credential, partial(_successor, known))


def _passing() -> SigningKey:
    """A key that nothing but these lists is signed with, and nobody ever sees."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return SigningKey.of(Ed25519PrivateKey.generate())


def _successor(known: Certificates, code: str) -> str | None:
    try:
        return known.show(code).replaced_by
    except UnknownCertificateError:
        return None
