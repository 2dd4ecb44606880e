"""A school that issues certificates: keys in a folder, a plain page, and the services of it all."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Row

from academy_cli.access.actor import Actor, operator
from academy_cli.accounts.people import People
from academy_cli.certificates.anchoring.service import Anchors
from academy_cli.certificates.changes import CertificateChanges
from academy_cli.certificates.credential.facts import Facts
from academy_cli.certificates.issuing.signing import Page, Terms
from academy_cli.certificates.keys.ring import Ring
from academy_cli.certificates.keys.service import CertificateKeys
from academy_cli.certificates.office import Office
from academy_cli.certificates.paper.errors import UnknownPaperError
from academy_cli.certificates.publishing.service import Publishing
from academy_cli.certificates.service import Certificates
from academy_cli.errors import AcademyError, Kind
from academy_cli.models import Certificate
from tests.school import School

SITE = "https://lakeside.example"
OFFERED = "certificate: true\n"


class NoRoomError(AcademyError):
    """A name that the plain page has no room for."""

    def __init__(self) -> None:
        super().__init__(Kind.INVALID, "page.no-room", "The name has no room.", "Shorten it.")


class PlainPage(NamedTuple):
    """A page that has room for names of forty characters."""

    name: str
    sha256: str = "c" * 64
    packed: bytes = b"plain"

    def refuses(self, recipient: str, language: str) -> AcademyError | None:
        return NoRoomError() if len(recipient) > 40 else None

    def drawn(self, facts: Facts, scanned: str, credential: str) -> bytes:
        if len(facts.recipient) > 40:
            raise NoRoomError
        return f"{scanned}\n{credential}\nstartxref\n1\n%%EOF\n".encode()


def page(name: str) -> Page:
    """The one template there is, which is the usual one."""
    if name not in ("", "classic"):
        raise UnknownPaperError(name, None, "classic")
    return PlainPage("classic")


class Bureau:
    """Everything that issues certificates, for an operator or somebody else."""

    def __init__(
        self, school: School, keys: Path, actor: Actor | None = None, *, site: str = SITE
    ) -> None:
        self.school, self.ring = school, Ring(keys)
        database, clock, who = (
            school.academy.database,
            school.academy.clock,
            actor or operator("test"),
        )
        self.office = Office(self.ring, Terms("Lakeside Academy", site, page), clock)
        self.keys = CertificateKeys(database, who, self.ring, clock=clock)
        self.certificates = Certificates(database, who, self.office)
        self.changes = CertificateChanges(database, who, self.office)
        self.publishing = Publishing(database, who, self.office)
        self.anchors = Anchors(database, who, self.office)

    def rows(self) -> list[Row[Any]]:
        """Every certificate."""
        return self.school.rows(Certificate)

    def erase(self, email: str = "ann@x.org", *, revokes: bool = False) -> str:
        """Erase somebody; returns the address that is left of them."""
        people = People(self.school.academy.database, operator("test"))
        return people.erase(email, revokes_certificates=revokes).email

    def complete(self, email: str = "ann@x.org", slug: str = "python") -> None:
        """Let somebody do all there is to do."""
        for lesson in ("a", "b", "c"):
            self.school.progress.complete(email, slug, lesson)
