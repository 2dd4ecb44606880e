"""One account's mode, test or live: its objects, its clock, its keys and how it behaves.

Knows where everything is; refuses to know the rules of any object.
"""

from __future__ import annotations

import random
import string
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from academy_cli.payments.standin.clock import Clock
from academy_cli.payments.standin.idempotency import IdempotencyKeys
from academy_cli.payments.standin.refusals import missing
from academy_cli.payments.standin.tables import Table
from academy_cli.payments.standin.wire import Json

API_VERSION = "2026-10-28.endive"
"""The version whose objects these are: https://docs.stripe.com/api/versioning."""
ADDRESS = "https://stand-in.invalid"
"""Where pages for customers would be; nobody answers there (RFC 2606)."""
_LETTERS = string.ascii_letters + string.digits


class RefundMode(StrEnum):
    """How refunds go from now on, beside what test cards ask for (https://docs.stripe.com/refunds)."""

    SUCCEED = "succeed"
    """``succeeded`` at once, as with most cards."""
    PENDING = "pending"
    """``pending`` until it is settled."""
    INSUFFICIENT_FUNDS = "insufficient_funds"
    """``pending`` because the balance is too low."""
    REQUIRES_ACTION = "requires_action"
    """``requires_action`` until the customer says where the money shall go."""
    FAIL = "fail"
    """``failed`` at once."""


@dataclass(frozen=True)
class Waiting:
    """An event that an endpoint has not taken yet: how often it was sent, and when it may be again."""

    event: str
    attempts: int = 0
    not_before: int = 0


class Endpoint:
    """Where events are sent to, and those it has still to get."""

    def __init__(self, url: str, secret: str, types: tuple[str, ...]) -> None:
        self.url = url
        self.secret = secret
        self.types = types
        self.waiting: list[Waiting] = []


@dataclass(frozen=True)
class Terms:
    """What Stripe takes: parts of ten thousand and a fixed amount of each payment, and for a dispute.

    https://stripe.com/pricing; amounts are in the payment's own currency, which Stripe would convert.
    """

    parts: int = 290
    fixed: int = 30
    dispute: int = 1500

    def fee(self, amount: int) -> int:
        """The fee for a payment, rounded half up as
        https://support.stripe.com/questions/what-rules-do-you-use-for-rounding-stripe-fees says.
        """
        return (amount * self.parts + 5000) // 10_000 + self.fixed


class World:
    """Everything one mode of the account has. Whoever touches it holds its lock."""

    def __init__(
        self, *, livemode: bool, seed: int | None = None, start: int | None = None
    ) -> None:
        self.livemode = livemode
        self.lock = threading.RLock()
        self.clock = Clock(start)
        self.keys = IdempotencyKeys()
        self.refund_mode = RefundMode.SUCCEED
        self.terms = Terms()
        self.request: Json = {"id": None, "idempotency_key": None}
        self.snapshots: dict[str, str] = {}
        self.paid_out: dict[str, str] = {}
        self.endpoints: list[Endpoint] = []
        self.methods: dict[str, str] = {}
        self.lines: dict[str, list[Json]] = {}
        self.wishes: dict[str, Json] = {}
        self._chance = random.Random(seed)
        self._tables: dict[str, Table] = defaultdict(Table)
        self._numbers: dict[str, int] = defaultdict(int)

    def now(self) -> int:
        """The world's time."""
        return self.clock.now()

    def name(self, prefix: str, length: int = 24) -> str:
        """An id nobody else has."""
        return f"{prefix}_{''.join(self._chance.choices(_LETTERS, k=length))}"

    def number(self, series: str) -> int:
        """1, 2, 3 … within a series."""
        self._numbers[series] += 1
        return self._numbers[series]

    def table(self, kind: str) -> Table:
        """The objects of one kind, by the name they have in ``object``."""
        return self._tables[kind]

    def add(self, made: Json, created: int | None = None) -> Json:
        """Keep a new object."""
        self.table(made["object"]).add(made, made["created"] if created is None else created)
        return made

    def find(self, kind: str, name: str, param: str | None = None) -> Json:
        """An object; raises RefusedError if there is none, about a parameter if one is named."""
        found = self.table(kind).get(name)
        if found is None:
            raise missing(kind, name, param)
        return found

    def anything(self, name: str) -> Json | None:
        """An object of whatever kind, by its id."""
        return next((found for table in self._tables.values() if (found := table.get(name))), None)

    def everything(self) -> Iterator[tuple[str, Table]]:
        """All kinds, in the order of their names."""
        yield from sorted(self._tables.items())
