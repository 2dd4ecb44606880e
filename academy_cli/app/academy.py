"""One academy, with every service there is.

Knows which parts it is put together from; refuses to know how they are made.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from academy_cli.app.catalog import CatalogServices
from academy_cli.app.courses import CourseServices
from academy_cli.app.foundation import Acting
from academy_cli.app.health import HealthServices
from academy_cli.app.people import PeopleServices
from academy_cli.backups.progress import Stages, unseen

if TYPE_CHECKING:
    from academy_cli.accounts.people import People
    from academy_cli.audit.log import AuditLog
    from academy_cli.bulk.service import Batches
    from academy_cli.config.settings import Settings


class Academy(CourseServices, CatalogServices, PeopleServices, HealthServices):
    """One academy: what its settings say, and the services that work on it for somebody who acts."""

    @cached_property
    def audit(self) -> AuditLog:
        """Who did what to what."""
        from academy_cli.audit.log import AuditLog

        return AuditLog(self.database, self.actor)

    @cached_property
    def people(self) -> People:
        """Look after people's accounts; who is forgotten has nothing left to pay on."""
        from academy_cli.accounts.people import People

        return People(self.database, self.actor, close=self._closed)

    def _closed(self, order: str) -> str | None:
        """Let nobody pay an order any more; why it can be paid still, if it can."""
        from academy_cli.payments.orders import pages

        return pages.ended(self.till, order)

    @cached_property
    def batches(self) -> Batches:
        """What was done in bulk."""
        from datetime import timedelta

        from academy_cli.bulk.service import Batches

        keeps = timedelta(days=self.settings.bulk.refused_days)
        return Batches(self.database, self.actor, keeps=keeps)


def open_academy(
    settings: Settings,
    notice: Callable[[str], None] = lambda _: None,
    acting: Acting = Acting("nobody"),
    stages: Stages = unseen,
) -> Academy:
    """The academy that some settings describe; nothing is opened yet."""
    return Academy(settings, notice, acting, stages)
