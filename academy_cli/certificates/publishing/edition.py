"""What is published now: the issuer's keys, its status lists, and a page for each certificate.

Works in the caller's transaction; gives files and refuses to write them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.certificates import listing
from academy_cli.certificates.anchoring import tree
from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential import proofs, statuslist
from academy_cli.certificates.credential.facts import Issuer, clean
from academy_cli.certificates.credential.reading import moment
from academy_cli.certificates.credential.statuslist import StatusList
from academy_cli.certificates.issuing.places import addresses
from academy_cli.certificates.issuing.signing import Terms
from academy_cli.certificates.keys import store as key_store
from academy_cli.certificates.keys import trust
from academy_cli.certificates.keys.ring import Ring, SigningKey
from academy_cli.certificates.keys.trust import IssuerFile, PublicKey
from academy_cli.certificates.publishing import store
from academy_cli.certificates.publishing.lost import LOST
from academy_cli.certificates.publishing.page import Shown, page
from academy_cli.certificates.stated import Stated
from academy_cli.errors import AcademyError


class Published(NamedTuple):
    """A file: its path in the published folder, and what is in it."""

    path: str
    content: bytes


class Withdrawn(NamedTuple):
    """A file that must not be there any more: its path in the published folder."""

    path: str


def issuer_file(connection: Connection, terms: Terms, at: datetime) -> IssuerFile:
    """The academy's keys as they are published."""
    rows = key_store.keys(connection)
    keys = tuple(_public(connection, row) for row in reversed(rows))
    return IssuerFile(clean(terms.academy), terms.site, at.replace(microsecond=0), keys)


def _public(connection: Connection, row: Row[Any]) -> PublicKey:
    since = row.compromised_at
    genuine = key_store.leaves(connection, row.name, since) if since else ()
    return PublicKey(
        row.did,
        row.created_at.replace(microsecond=0),
        _whole(row.retired_at),
        _whole(since),
        frozenset(genuine),
    )


def _whole(at: datetime | None) -> datetime | None:
    return at.replace(microsecond=0) if at else None


def issuer_text(connection: Connection, ring: Ring, terms: Terms, at: datetime) -> str:
    """The file of the academy's keys, signed by all of them that are at hand and were not stolen."""
    issuer = issuer_file(connection, terms, at)
    signing = []
    for row in key_store.keys(connection):
        if row.compromised_at is None:
            try:
                signing.append(ring.opened(row.name).private)
            except AcademyError:
                continue
    return trust.written(issuer, signing)


def edition(
    connection: Connection, ring: Ring, key: SigningKey, terms: Terms, at: datetime
) -> Iterator[Published | Withdrawn]:
    """Every file there is, one after the other, and what was there of those who were erased since."""
    yield _file("issuer.json", issuer_text(connection, ring, terms, at))
    yield from status_lists(connection, key, terms, at)
    yield _file("404.html", LOST)
    proofs_of = tree.proofs(connection)
    for row in store.signed(connection):
        folder = f"certificates/{codes.shown(row.code)}"
        yield _file(f"{folder}/index.html", page(_shown(row, terms, at)))
        yield _file(f"{folder}/status.json", _json(_status(row, proofs_of, at)))
        signed = f"{folder}/credential.json"
        if row.credential is None:
            yield Withdrawn(signed)
        else:
            yield _file(signed, f"{row.credential}\n")


def status_lists(
    connection: Connection, key: SigningKey, terms: Terms, at: datetime
) -> Iterator[Published]:
    """The signed lists of what was revoked and suspended."""
    issuer = Issuer(key.did, clean(terms.academy), terms.site)
    for stated in stated_lists(connection, issuer, at):
        plain = statuslist.written(stated)
        whole = proofs.signed(plain, key.private, key.method, moment(stated.at))
        name = stated.id.replace(":", "/").rpartition("/")[2]
        yield _file(f"status/{name}", _json(whole))


def stated_lists(connection: Connection, issuer: Issuer, at: datetime) -> Iterator[StatusList]:
    """The same lists before anybody signs them."""
    now = at.replace(microsecond=0)
    for row in store.lists(connection):
        places = store.set_places(connection, row.number)
        named = addresses(row.address, row.number)
        for purpose, address, some in zip(statuslist.PURPOSES, named, places, strict=True):
            yield StatusList(address, purpose, statuslist.encoded(some), issuer, now)


def _shown(row: Row[Any], terms: Terms, at: datetime) -> Shown:
    says = Stated.read(row.stated)
    return Shown(
        codes.shown(row.code),
        listing.state_of(row, at),
        at.astimezone(UTC).date(),
        row.recipient or "",
        says.title,
        says.language,
        terms.academy,
        row.completed_at.astimezone(UTC).date(),
        row.issued_at.astimezone(UTC).date(),
        row.valid_until.astimezone(UTC).date() if row.valid_until else None,
        says.hours,
        codes.shown(row.next_code) if row.next_code else None,
    )


def _status(
    row: Row[Any], proofs_of: Mapping[str, Mapping[str, Any]], at: datetime
) -> Mapping[str, Any]:
    return {
        "code": codes.shown(row.code),
        "state": listing.state_of(row, at),
        "as_of": at.astimezone(UTC).date().isoformat(),
        "replaced_by": codes.shown(row.next_code) if row.next_code else None,
        "merkle": proofs_of.get(row.leaf),
    }


def _file(path: str, text: str) -> Published:
    return Published(path, text.encode())


def _json(found: Mapping[str, Any] | Sequence[Any]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
