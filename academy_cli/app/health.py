"""The services that look at the whole: where the academy stands, and whether its machine is as it should be.

Knows which parts they look at, as the settings say; refuses to judge any.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from academy_cli.app.backups import BackupServices
from academy_cli.app.mail import MailServices
from academy_cli.app.money import MoneyServices

if TYPE_CHECKING:
    from academy_cli.errors import AcademyError
    from academy_cli.health.checking.service import Doctor
    from academy_cli.health.standing.service import Standing
    from academy_cli.payments.stripe.looking import Look


class HealthServices(MailServices, MoneyServices, BackupServices):
    """What there is to know of the whole."""

    @cached_property
    def standing(self) -> Standing:
        """Where the academy stands, in one screen."""
        from academy_cli.backups.freshness import limit_of
        from academy_cli.health.standing.service import Standing, Terms

        said = self.settings
        terms = Terms(
            bool(said.stripe.api_key),
            said.certificates.remind_days,
            limit_of(said.backup.max_age),
            said.worker.state,
            said.database.fingerprint,
        )
        return Standing(self.database, self.actor, self.backups, terms)

    @cached_property
    def doctor(self) -> Doctor:
        """Whether the machine, the settings and the services are as they should be."""
        from academy_cli.health.checking.doors import Doors
        from academy_cli.health.checking.service import Doctor

        doors = Doors(
            lambda: self.assets, self.backups, self._mail_looked_at, self._stripe_looked_at,
            self._signing_trouble,
        )  # fmt: skip
        return Doctor(self.database, self.actor, self.settings, doors)

    def _stripe_looked_at(self, limit_s: float) -> Look:
        """What the key may do; no answer is waited for longer than all may take."""
        from academy_cli.payments.stripe.client import StripeClient
        from academy_cli.payments.stripe.looking import look

        said = self.settings.stripe
        client = StripeClient(said.api_key, said.api_base, timeout_s=min(said.timeout_s, limit_s))
        return look(client, is_restricted=said.api_key.startswith("rk_"))

    def _mail_looked_at(self, limit_s: float) -> str:
        """Whether whoever takes mail lets us in. Raises DownError."""
        from academy_cli.mail.transports import looking
        from academy_cli.mail.transports.sendgrid import SendGridAccount

        said = self.settings.mail
        longest = min(said.timeout_s, limit_s)
        if said.transport == "smtp":
            return looking.smtp(replace(self._smtp_server, timeout_s=longest))
        return looking.sendgrid(SendGridAccount(said.sendgrid_key, said.sendgrid_url, longest))

    def _signing_trouble(self) -> AcademyError | None:
        """Why no certificate can be signed on this machine; None where it can."""
        from academy_cli.db.transaction import read
        from academy_cli.errors import AcademyError

        engine = self.database.existing()
        if engine is None:
            return None
        try:
            with read(engine) as connection:
                self.key_ring.signing(connection)
        except AcademyError as error:
            return error
        return None
