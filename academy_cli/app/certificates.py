"""The services that issue certificates, look after their keys, and publish what anybody may check.

Knows where keys and templates are, as the settings say; refuses to do their work.
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from academy_cli.access.matrix import Permission, Reach
from academy_cli.app.foundation import Foundation
from academy_cli.config.certificates import lacking
from academy_cli.kit.saying import say, say_joined, say_so_many

if TYPE_CHECKING:
    from academy_cli.certificates.anchoring.service import Anchors
    from academy_cli.certificates.changes import CertificateChanges
    from academy_cli.certificates.expiring import Expiring
    from academy_cli.certificates.issuing.importing import CertificateImports
    from academy_cli.certificates.keys.ring import Ring
    from academy_cli.certificates.keys.service import CertificateKeys
    from academy_cli.certificates.office import Office
    from academy_cli.certificates.pages import CertificatePages
    from academy_cli.certificates.publishing.service import Publishing
    from academy_cli.certificates.service import Certificates
    from academy_cli.certificates.sharing.service import Sharing
    from academy_cli.certificates.signatures.pen import PenCase
    from academy_cli.certificates.verifying.evidence import Own
    from academy_cli.mail.letter import Attachment


class CertificateServices(Foundation):
    """What there is to do with certificates."""

    @cached_property
    def certificates(self) -> Certificates:
        """Find, show and issue them."""
        from academy_cli.certificates.service import Certificates

        return Certificates(self.database, self.actor, self.office)

    @cached_property
    def certificate_changes(self) -> CertificateChanges:
        """Correct, renew, revoke and suspend them."""
        from academy_cli.certificates.changes import CertificateChanges

        return CertificateChanges(self.database, self.actor, self.office)

    @cached_property
    def certificate_pages(self) -> CertificatePages:
        """Their pages, drawn whenever they are wanted."""
        from academy_cli.certificates.pages import CertificatePages

        return CertificatePages(self.database, self.actor, self.key_ring, self.pens)

    @property
    def pens(self) -> PenCase:
        """What pages are signed with for readers of PDFs."""
        from academy_cli.certificates.signatures.pen import PenCase

        said = self.settings.certificates
        path = Path(said.signing_certificate) if said.signing_certificate else None
        return PenCase(path, said.signing_passphrase)

    @cached_property
    def certificate_keys(self) -> CertificateKeys:
        """The keys that sign them."""
        from academy_cli.certificates.keys.service import CertificateKeys

        return CertificateKeys(self.database, self.actor, self.key_ring)

    @cached_property
    def publishing(self) -> Publishing:
        """What anybody may see of them."""
        from academy_cli.certificates.publishing.service import Publishing

        return Publishing(self.database, self.actor, self.office)

    @cached_property
    def anchors(self) -> Anchors:
        """Batches of them, and where their roots were written down."""
        from academy_cli.certificates.anchoring.service import Anchors

        return Anchors(self.database, self.actor, self.office)

    @cached_property
    def expiring(self) -> Expiring:
        """Those that end soon, and whom to tell."""
        from academy_cli.certificates.expiring import Expiring

        return Expiring(self.database, self.actor, self.office)

    @cached_property
    def sharing(self) -> Sharing:
        """Certificates shown elsewhere."""
        from academy_cli.certificates.sharing.service import Sharing

        return Sharing(self.database, self.actor, self.office)

    @property
    def own_evidence(self) -> Own:
        """What this academy knows of itself, for whoever checks a certificate of its own."""
        from academy_cli.certificates.own import own

        return own(self.database, self.actor, self.office)

    def certificate_imports(self, course: str = "", *, again: bool = False) -> CertificateImports:
        """Issue them out of files; ``course`` is what all rows are about, ``again`` as it says."""
        from academy_cli.bulk.reading import Limits
        from academy_cli.certificates.issuing.importing import CertificateImports

        said = self.settings.bulk
        limits = Limits(said.rows, said.field_kb * 1024)
        parts = (self.database, self.actor, limits)
        return CertificateImports(*parts, course=course, again=again, page=self.library.page)

    def sign_what_was_earned(
        self, *, tells_of_waiting: bool = True, since: datetime | None = None
    ) -> None:
        """Sign what courses earned that were completed meanwhile, and say what waits and why.

        With ``since``, that is said of what was issued since: others' certificates are no news.
        """
        engine = self.database.existing()
        if engine is None:
            return
        done = self.office.sign(engine, self.actor, since=since)
        if self.actor.reach(Permission.CERTIFICATE_ISSUE) is not Reach.ALL:
            return
        if done.signed:
            self.notice(
                say_so_many("{:,} certificate signed.", "{:,} certificates signed.", done.signed)
            )
        if done.is_first and (why := self.unnamed):
            self.notice(why)
        if done.waiting and tells_of_waiting:
            why = done.why or next((one.why for one in done.troubles), "")
            fix = done.fix or say("See: academy certificate issue --waiting")
            waiting = say_so_many(
                "{:,} certificate not signed yet.",
                "{:,} certificates not signed yet.",
                done.waiting,
            )
            self.notice(say_joined(" ", (waiting, why, fix)))

    @property
    def unnamed(self) -> str:
        """What certificates would lack for ever, as the settings are; empty if nothing."""
        return lacking(self.settings.site.name, self.settings.site.url)

    @cached_property
    def office(self) -> Office:
        """What certificates are issued with."""
        from academy_cli.certificates.issuing.signing import Terms
        from academy_cli.certificates.office import Office
        from academy_cli.kit.clock import utc_now

        site = self.settings.site
        terms = Terms(site.name, site.url.rstrip("/"), self.library.page)
        return Office(self.key_ring, terms, utc_now)

    @property
    def key_ring(self) -> Ring:
        """Where private keys are."""
        from academy_cli.certificates.keys.ring import Ring

        said = self.settings.certificates
        return Ring(said.keys, said.key_passphrase)

    def certificate_file(self, code: str) -> Attachment:
        """A certificate as a letter carries it, whoever sends it. Raises UnknownCertificateError."""
        from academy_cli.access.actor import operator
        from academy_cli.certificates.pages import CertificatePages
        from academy_cli.mail.letter import Attachment

        file = CertificatePages(self.database, operator("mail"), self.key_ring).pdf(code)
        return Attachment(file.name, file.media_type, file.content)
