"""What an academy has to do by itself, as commands: which, how often, and what each is for.

Values alone; knows the commands of academy; refuses to know who starts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest
from academy_cli.worker.errors import UnknownJobError

Words = Sequence[str]
"""A command of academy, without its first word."""


class Job(NamedTuple):
    """Something to be done by itself."""

    name: str
    what: str
    steps: Sequence[Words]
    """In turn, each only if the one before it ended well."""
    every: timedelta | None = None
    """How long from one beginning to the next; None for a command that goes on until it is ended."""
    alarms_after: int = 3
    """So many failures in a row are told to operators."""
    absent: str = ""
    """Why it has nothing to do here, such as a setting that is missing."""


MAIL, PAYMENTS, WEBHOOK, REFUNDS = "mail", "payments", "webhook", "refunds"
SEARCH, BACKUPS = "search", "backups"
NAMES = (MAIL, PAYMENTS, WEBHOOK, REFUNDS, SEARCH, BACKUPS)
_REFUNDS_EVERY = timedelta(minutes=10)
_SEARCH_EVERY = timedelta(minutes=2)
"""What it costs is a start: where no course changed, a search reads a row of each."""
_NO_KEY = say("stripe.api_key is not set")
_NO_SECRET = say("stripe.webhook_secret is not set")


class Surroundings(NamedTuple):
    """What the settings say that jobs depend on."""

    has_stripe: bool
    has_webhook: bool
    backup_every: timedelta
    backup_steps: Sequence[Words]


def jobs_of(names: Sequence[str], around: Surroundings) -> Sequence[Job]:
    """The jobs of these names, in the usual order, each once. Raises UnknownJobError."""
    for name in names:
        if name not in NAMES:
            raise UnknownJobError(name, nearest(name, NAMES), NAMES)
    return [job for job in _all(around) if job.name in names]


def _all(around: Surroundings) -> Sequence[Job]:
    return [
        Job(
            MAIL,
            say(
                "Sends mail, tells of modules that opened, signs certificates, ends overdue attempts."
            ),
            [("mail", "send", "--follow")],
        ),
        *_of_stripe(around),
        Job(
            SEARCH,
            say("Reads courses that changed, so that nobody who searches waits for it."),
            [("course", "search", "--limit", "1")],
            every=_SEARCH_EVERY,
        ),
        Job(
            BACKUPS,
            say("Makes a backup, verifies it, and drops old ones."),
            [("backup", *words) for words in around.backup_steps],
            every=around.backup_every,
            alarms_after=1,
        ),
    ]


def _of_stripe(around: Surroundings) -> Sequence[Job]:
    no_stripe = "" if around.has_stripe else _NO_KEY
    return [
        Job(
            PAYMENTS,
            say("Reads what happened at Stripe."),
            [("payment", "sync", "--follow")],
            absent=no_stripe,
        ),
        Job(
            WEBHOOK,
            say("Hears what happens at Stripe, behind a web server."),
            [("payment", "webhook")],
            absent=no_stripe or ("" if around.has_webhook else _NO_SECRET),
        ),
        Job(
            REFUNDS,
            say("Finds out what became of refunds that nobody knows of."),
            [("refund", "recover", "--yes")],
            every=_REFUNDS_EVERY,
            absent=no_stripe,
        ),
    ]
