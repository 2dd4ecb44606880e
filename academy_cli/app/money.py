"""The services that work with money: prices, coupons, orders, payments, refunds.

Knows which provider the settings name, and what they say of it; refuses to do their work.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from academy_cli.app.foundation import Foundation

if TYPE_CHECKING:
    from academy_cli.analytics.report.service import Reports
    from academy_cli.analytics.service import Stats
    from academy_cli.books.service import Books
    from academy_cli.payments.gateway import Gateway
    from academy_cli.payments.orders.service import Orders
    from academy_cli.payments.paper import Paper
    from academy_cli.payments.refunds.bulk.service import BulkRefunds
    from academy_cli.payments.refunds.service import Refunds
    from academy_cli.payments.service import Payments
    from academy_cli.payments.subscriptions.service import Subscriptions
    from academy_cli.payments.sync.listening import Webhooks
    from academy_cli.payments.till import Terms, Till
    from academy_cli.pricing.coupons import Coupons
    from academy_cli.pricing.service import Prices


class MoneyServices(Foundation):
    """What there is to do with money."""

    @cached_property
    def prices(self) -> Prices:
        """What courses cost."""
        from academy_cli.pricing.service import Prices

        return Prices(self.database, self.actor)

    @cached_property
    def coupons(self) -> Coupons:
        """Coupons that take something off."""
        from academy_cli.pricing.coupons import Coupons

        return Coupons(self.database, self.actor)

    @cached_property
    def orders(self) -> Orders:
        """What people buy."""
        from academy_cli.payments.orders.service import Orders

        return Orders(self.till)

    @cached_property
    def payments(self) -> Payments:
        """What came in."""
        from academy_cli.payments.service import Payments

        return Payments(self.till)

    @cached_property
    def refunds(self) -> Refunds:
        """What goes back."""
        from academy_cli.payments.refunds.service import Refunds

        return Refunds(self.till)

    @cached_property
    def webhooks(self) -> Webhooks:
        """What happens at Stripe, as it happens."""
        from academy_cli.payments.sync.listening import Webhooks

        return Webhooks(self.till, self.settings.stripe.webhook_secret.split())

    @cached_property
    def books(self) -> Books:
        """The books against Stripe."""
        from academy_cli.books.service import Books

        return Books(self.till)

    @cached_property
    def stats(self) -> Stats:
        """The academy in figures."""
        from academy_cli.analytics.service import Stats

        return Stats(self.database, self.actor, self.settings.stats.time_zone)

    @cached_property
    def reports(self) -> Reports:
        """Figures for others."""
        from academy_cli.analytics.report.service import Reports

        said = self.settings
        return Reports(self.stats, self.actor, said.site.name, said.stats.least)

    @cached_property
    def bulk_refunds(self) -> BulkRefunds:
        """What goes back to many at once."""
        from academy_cli.bulk.reading import Limits
        from academy_cli.payments.refunds.bulk.service import BulkRefunds

        said = self.settings.bulk
        return BulkRefunds(self.till, Limits(said.rows, said.field_kb * 1024))

    @cached_property
    def subscriptions(self) -> Subscriptions:
        """What people pay for again and again."""
        from academy_cli.payments.subscriptions.service import Subscriptions

        return Subscriptions(self.till)

    @cached_property
    def till(self) -> Till:
        """What all of them stand on."""
        from academy_cli.payments.till import Till

        return Till(self.database, self.actor, self._gateway, self._money_terms)

    def _gateway(self) -> Gateway:
        """Stripe, by the key of the settings. Raises NoKeyError and BaseNeedsTestKeyError."""
        from academy_cli.payments.errors import BaseNeedsTestKeyError, NoKeyError
        from academy_cli.payments.stripe.account import StripeAccount
        from academy_cli.payments.stripe.client import StripeClient

        said = self.settings.stripe
        if not said.api_key:
            raise NoKeyError
        client = StripeClient(said.api_key, said.api_base, timeout_s=said.timeout_s)
        if said.api_base and client.is_live:
            raise BaseNeedsTestKeyError(said.api_base)
        return StripeAccount(client)

    @property
    def _money_terms(self) -> Terms:
        from academy_cli.config.payments import limits
        from academy_cli.payments.till import LEASE, Terms

        said, site = self.settings.payments, self.settings.site.url
        return Terms(
            approve_above=tuple(limits(said.approve_above)),
            lease=LEASE + timedelta(seconds=3 * self.settings.stripe.timeout_s),
            suspends_disputed=said.suspend_disputed,
            per_second=self.settings.stripe.per_second,
            grace=timedelta(days=said.past_due_days),
            link_hours=said.link_hours,
            success_url=said.success_url or site,
            cancel_url=said.cancel_url or site,
            language=self.settings.mail.language,
            paper=self._paper,
        )

    @property
    def _paper(self) -> Paper:
        """How documents are issued, as the settings say."""
        from functools import partial

        from academy_cli.invoicing.issuer import issuer_of, language_for, mention_for
        from academy_cli.payments.paper import Paper, taxed

        said = self.settings.invoices
        return Paper(
            issuer_of(said, self.settings.site.name),
            partial(taxed, said),
            partial(language_for, said),
            partial(mention_for, said),
        )
