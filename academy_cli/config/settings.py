"""Every setting with its type, default and reason: the one table that drives all the rest.

Knows what may be set and what it is without being set; refuses to know where values come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from academy_cli.config.backup import BackupSettings
from academy_cli.config.certificates import NAMELESS, CertificatesSettings
from academy_cli.config.database import DatabaseSettings
from academy_cli.config.field import Bounds, setting
from academy_cli.config.invoices import InvoicesSettings
from academy_cli.config.links import LinksSettings
from academy_cli.config.mail import NOTICE, MailSettings, NotifySettings
from academy_cli.config.pages import PagesSettings
from academy_cli.config.payments import PaymentsSettings, StripeSettings
from academy_cli.config.repositories import RepositoriesSettings
from academy_cli.config.site import flaw_of_site
from academy_cli.config.stats import StatsSettings
from academy_cli.config.storage import StorageSettings
from academy_cli.config.table import Setting, rows
from academy_cli.config.worker import WorkerSettings


@dataclass(frozen=True, slots=True)
class LimitsSettings:
    """How large a course may be; beyond a limit is a finding, never a crash."""

    text_file_kb: int = setting(
        1024,
        "A longer Markdown or YAML file is most likely a mistake.",
        bounds=Bounds(1, 64 * 1024),
    )
    asset_mb: int = setting(
        2048,
        "A larger image or download belongs on a video or file host.",
        bounds=Bounds(1, 1024 * 1024),
    )
    files: int = setting(
        100_000,
        "More files in one course: a folder too many was included.",
        bounds=Bounds(1, 1_000_000),
    )
    depth: int = setting(32, "Deeper folders have no meaning to a learner.", bounds=Bounds(1, 100))
    yaml_depth: int = setting(
        20,
        "Deeper YAML can exhaust memory and is no one's handwriting.",
        bounds=Bounds(1, 100),
    )
    yaml_aliases: int = setting(
        100,
        "More aliases in one file can grow into an alias bomb.",
        bounds=Bounds(1, 10_000),
    )


@dataclass(frozen=True, slots=True)
class SyncSettings:
    """How courses are synced."""

    lock_wait_s: int = setting(
        10,
        "Seconds to wait for another sync of the same course before giving up.",
        bounds=Bounds(0, 24 * 60 * 60),
    )


@dataclass(frozen=True, slots=True)
class AccountsSettings:
    """How people prove who they are."""

    bcrypt_cost: int = setting(
        12,
        "Each step doubles the work of checking a password; hashes follow at the next login.",
        bounds=Bounds(4, 16),
    )
    invitation_days: int = setting(
        14, "Days until an invitation has expired.", bounds=Bounds(1, 365)
    )
    verification_days: int = setting(
        3, "Days until a link that verifies an address has expired.", bounds=Bounds(1, 30)
    )
    reset_minutes: int = setting(
        60, "Minutes until a link that sets a new password has expired.", bounds=Bounds(5, 24 * 60)
    )
    ended_days: int = setting(
        90,
        "Days that sessions and links are kept once they are over: academy user session prune.",
        bounds=Bounds(7, 3650),
    )
    jwt_key: str = setting(
        "",
        "Signs access tokens; several, parted by spaces, are all accepted and the first one signs.",
        shown="<made once, in the user data folder>",
        is_secret=True,
    )


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Where learners meet the academy."""

    name: str = setting(NAMELESS, "What learners call the academy; mail is signed with it.")
    url: str = setting(
        "",
        "Links in mail begin with it: https, or http on this machine; without one, mail holds bare codes.",
        shown="<none>",
        flaw=flaw_of_site,
    )


@dataclass(frozen=True, slots=True)
class BulkSettings:
    """How much one file of rows may hold; a row beyond a limit is refused, never a crash."""

    rows: int = setting(
        1_000_000,
        "A longer file is easier to mend in parts.",
        bounds=Bounds(1, 10_000_000),
    )
    refused_days: int = setting(
        90,
        "Days that reasons of refused rows are kept, which quote the file: academy batch prune.",
        bounds=Bounds(1, 3650),
    )
    field_kb: int = setting(
        64,
        "A longer field is most likely a quote that is not closed.",
        bounds=Bounds(1, 120),
    )


@dataclass(frozen=True, slots=True)
class ReviewsSettings:
    """What learners say of courses."""

    approve: bool = setting(
        False,  # noqa: FBT003 - the default of the setting
        "Words that learners write wait until staff have read them; stars alone never do.",
    )


@dataclass(frozen=True)
class Settings:
    """Everything that is set; ``origins`` says by what: a flag, the environment, a line, a default."""

    database: DatabaseSettings
    storage: StorageSettings
    limits: LimitsSettings
    links: LinksSettings
    sync: SyncSettings
    repositories: RepositoriesSettings
    accounts: AccountsSettings
    site: SiteSettings
    pages: PagesSettings
    bulk: BulkSettings
    mail: MailSettings
    notify: NotifySettings
    stripe: StripeSettings
    payments: PaymentsSettings
    invoices: InvoicesSettings
    certificates: CertificatesSettings
    stats: StatsSettings
    reviews: ReviewsSettings
    backup: BackupSettings
    worker: WorkerSettings
    path: Path | None
    """The settings file in use."""
    origins: Mapping[str, str]

    @property
    def muted(self) -> frozenset[str]:
        """The kinds of mail that are not written down: switched off, or with nowhere to go."""
        return self.notify.muted if self.mail.webhook_url else self.notify.muted | {NOTICE}


GROUPS: Mapping[str, type] = {
    "database": DatabaseSettings,
    "storage": StorageSettings,
    "limits": LimitsSettings,
    "links": LinksSettings,
    "sync": SyncSettings,
    "repositories": RepositoriesSettings,
    "accounts": AccountsSettings,
    "site": SiteSettings,
    "pages": PagesSettings,
    "bulk": BulkSettings,
    "mail": MailSettings,
    "notify": NotifySettings,
    "stripe": StripeSettings,
    "payments": PaymentsSettings,
    "invoices": InvoicesSettings,
    "certificates": CertificatesSettings,
    "stats": StatsSettings,
    "reviews": ReviewsSettings,
    "backup": BackupSettings,
    "worker": WorkerSettings,
}


@cache
def table() -> tuple[Setting, ...]:
    """Every setting, in the order files and pages list them."""
    return tuple(rows(GROUPS))
