"""The services that write to people: the outbox, and how what is in it leaves.

Knows which transport the settings name; refuses to do their work.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from academy_cli.app.books import BookServices
from academy_cli.app.certificates import CertificateServices

if TYPE_CHECKING:
    from academy_cli.campaigns.service import Campaigns
    from academy_cli.mail.alarm import Alarm
    from academy_cli.mail.composing import Composition
    from academy_cli.mail.gateway import Transport
    from academy_cli.mail.judging import Terms
    from academy_cli.mail.leaving import Leaving
    from academy_cli.mail.operators import Operators
    from academy_cli.mail.postoffice import Equipment, PostOffice
    from academy_cli.mail.previews import Previews
    from academy_cli.mail.suppressions import Suppressions
    from academy_cli.mail.templates.shelf import Shelf
    from academy_cli.mail.transports.smtp_server import SmtpServer
    from academy_cli.progress.releases import Releases


class MailServices(BookServices, CertificateServices):
    """What there is to do with mail."""

    @cached_property
    def post_office(self) -> PostOffice:
        """Look after the outbox, and send what is in it."""
        from academy_cli.mail.postoffice import Equipment, PostOffice

        by_mail = Equipment(self._transport(), self.composition, self._terms)
        return PostOffice(self.database, self.actor, by_mail, *self._by_webhook())

    @cached_property
    def operators(self) -> Operators:
        """Tell whoever runs the academy of what went wrong."""
        from academy_cli.mail.operators import Operators

        return Operators(self.database, self.actor)

    @cached_property
    def alarm(self) -> Alarm:
        """Tell whoever runs the academy at once, also where there is no database."""
        from academy_cli.mail.alarm import Alarm
        from academy_cli.mail.postoffice import Equipment

        by_mail = Equipment(self._transport(), self.composition, self._terms)
        return Alarm(self.actor, by_mail, self._by_webhook())

    @cached_property
    def previews(self) -> Previews:
        """See mail before anybody gets it."""
        from academy_cli.mail.previews import Previews

        return Previews(self.actor, self.composition, self._shelf)

    @cached_property
    def releases(self) -> Releases:
        """Tell learners of what has opened by the clock."""
        from academy_cli.progress.releases import Releases

        return Releases(self.database, self.actor)

    @cached_property
    def suppressions(self) -> Suppressions:
        """Addresses that are not written to."""
        from academy_cli.mail.suppressions import Suppressions

        return Suppressions(self.database, self.actor)

    @cached_property
    def campaigns(self) -> Campaigns:
        """Write to many learners of a course at once."""
        from academy_cli.campaigns.service import Campaigns

        return Campaigns(self.database, self.actor, self.composition, self.settings.mail.per_minute)

    @property
    def composition(self) -> Composition:
        """What makes letters out of messages."""
        from academy_cli.mail.composing import Composition, Identity

        said = self.settings.mail
        site = self.settings.site
        who = Identity(
            site.name, site.url, said.sender, said.reply_to, said.language,
            said.unsubscribe_url, self._unsubscribe_key if said.unsubscribe_url else "",
        )  # fmt: skip
        files = {"invoice": self.invoice_file, "certificate": self.certificate_file}
        return Composition(self._shelf, who, files)

    @property
    def _shelf(self) -> Shelf:
        from academy_cli.mail.templates.shelf import Shelf

        return Shelf(self.settings.mail.templates)

    @cached_property
    def leaving(self) -> Leaving:
        """The way out of campaigns, for whoever has a mark."""
        from academy_cli.mail.leaving import Leaving

        return Leaving(self.database, self._unsubscribe_key, source=self.acting.source)

    @property
    def _unsubscribe_key(self) -> str:
        """The first key of access tokens, the same on all machines of an academy that names one."""
        from academy_cli.accounts.signin.keyfile import key_in
        from academy_cli.config.places import data_folder

        said = self.settings.accounts.jwt_key.split()
        return said[0] if said else key_in(data_folder())

    @property
    def _terms(self) -> Terms:
        from academy_cli.mail.judging import Terms
        from academy_cli.mail.queue import EVERYTHING, Choice, lease_for
        from academy_cli.mail.templates.catalog import NOTICE

        said = self.settings.mail
        choice = Choice(without=(NOTICE,)) if said.webhook_url else EVERYTHING
        domain = said.sender.rpartition("@")[2]
        lease, off = lease_for(said.timeout_s), self.settings.muted
        return Terms(domain, lease, off, said.per_minute, choice)

    def _by_webhook(self) -> Sequence[Equipment]:
        """How operators are told, where there is a webhook."""
        said = self.settings.mail
        if not said.webhook_url:
            return ()
        from academy_cli.mail.postoffice import Equipment
        from academy_cli.mail.queue import Choice
        from academy_cli.mail.templates.catalog import NOTICE
        from academy_cli.mail.transports.webhook import Webhook, WebhookTransport

        transport = WebhookTransport(Webhook(said.webhook_url, said.timeout_s))
        terms = self._terms._replace(choice=Choice(only=(NOTICE,)))
        return (Equipment(transport, self.composition, terms),)

    def _transport(self) -> Transport:
        said = self.settings.mail
        if said.transport == "smtp":
            return self._smtp()
        if said.transport == "sendgrid":
            from academy_cli.mail.transports.sendgrid import SendGridAccount, SendGridTransport

            account = SendGridAccount(said.sendgrid_key, said.sendgrid_url, said.timeout_s)
            return SendGridTransport(account)
        if said.transport == "console":
            from academy_cli.mail.transports.console import ConsoleTransport

            return ConsoleTransport(sys.stderr)
        from academy_cli.mail.transports.folder import FolderTransport

        return FolderTransport(said.folder)

    def _smtp(self) -> Transport:
        from academy_cli.mail.transports.smtp import SmtpTransport

        return SmtpTransport(self._smtp_server)

    @property
    def _smtp_server(self) -> SmtpServer:
        from academy_cli.mail.transports.smtp_server import Security, SmtpServer

        said = self.settings.mail
        return SmtpServer(
            said.smtp_host,
            said.smtp_port,
            Security(said.smtp_security),
            said.smtp_user,
            said.smtp_password,
            said.timeout_s,
            said.smtp_authorities or None,
        )
