"""What an academy knows of its own certificates, for whoever checks one beside its database.

Reads what would be published at this moment, which takes public keys alone; refuses to write it.
"""

from __future__ import annotations

from functools import partial

from academy_cli.access.actor import Actor
from academy_cli.certificates.credential.facts import Issuer
from academy_cli.certificates.errors import UnknownCertificateError
from academy_cli.certificates.office import Office
from academy_cli.certificates.publishing.edition import issuer_file, stated_lists
from academy_cli.certificates.service import Certificates
from academy_cli.certificates.verifying.errors import NoAcademyError
from academy_cli.certificates.verifying.evidence import Own
from academy_cli.db.service import Database
from academy_cli.db.transaction import read


def own(database: Database, actor: Actor, office: Office) -> Own:
    """It, as of now. Raises NoAcademyError where there is no academy."""
    engine = database.existing()
    if engine is None:
        raise NoAcademyError
    now, terms = office.clock(), office.terms
    with read(engine) as connection:
        issuer = issuer_file(connection, terms, now)
        newest = issuer.keys[-1].id if issuer.keys else ""
        by = Issuer(newest, issuer.name, issuer.url)
        lists = tuple(stated_lists(connection, by, now))
    known = Certificates(database, actor, office)
    return Own(issuer, lists, known.credential, partial(_successor, known))


def _successor(known: Certificates, code: str) -> str | None:
    try:
        return known.show(code).replaced_by
    except UnknownCertificateError:
        return None
