"""Any sequence of refunds, kills, faults and what others do leaves books that are right."""

from __future__ import annotations

import random
from itertools import count
from typing import Any

import pytest

from academy_cli.models import Payment, Refund
from academy_cli.payments.standin.control import Control
from tests.payments.books import differences
from tests.payments.mortal import Mortals
from tests.payments.standin.provider import Standin
from tests.payments.till import PAID, Booth, paid_order, rows
from tests.reliability.chance import SHARE, say, seeded

pytestmark = pytest.mark.slow

SEQUENCES = 6
BOOKS = 10
"""Of the long run: each sync reads the last ten minutes again, so one book for all takes hours."""
FAULTS = (
    *("drop_before", "drop_after", "half", "429", "503"),
    *("500_done", "500_nothing", "garbage", "conflict"),
)
ASKED = "POST /v1/refunds|GET /v1/refunds"
MODES = (
    "succeed",
    "succeed",
    "succeed",
    "pending",
    "insufficient_funds",
    "requires_action",
    "fail",
)
TOMORROW_S = 25 * 60 * 60
NUMBERS = count(1000)


class Sequence:
    """What happens to one payment, by chance."""

    def __init__(
        self, booth: Booth, control: Control, at_work: Mortals, chance: random.Random
    ) -> None:
        self.booth, self.control, self.at_work, self.chance = booth, control, at_work, chance
        self.reference, self.intent = paid_order(booth, next(NUMBERS))
        self.kill = chance.uniform(0, 0.3)
        self.asked = 0

    def run(self) -> None:
        """Let some refunds be asked for, and much else happen meanwhile."""
        for _ in range(self.chance.randint(1, 4)):
            self.control.refund_mode(self.chance.choice(MODES))
            if self.chance.random() < 0.5:
                self.control.fault(
                    ASKED, self.chance.choice(FAULTS), times=self.chance.randint(1, 3)
                )
            self._ask()
            for happens in self.chance.sample((self._settle, self._dashboard, self._work), 2):
                happens()
        self.finish()

    def _ask(self) -> None:
        self.asked += 1
        told: dict[str, Any] = {"about": self.reference, "key": f"{self.reference}-{self.asked}"}
        told["amount"] = self.chance.choice((500, 1000, 2500, PAID))
        self.at_work.one("create", **told, dies_at=self._death())
        if self.chance.random() < 0.4:
            self.at_work.one("create", **told, dies_at=self._death())

    def _work(self) -> None:
        self.at_work.one(self.chance.choice(("recover", "sync")), dies_at=self._death())

    def _settle(self) -> None:
        """A refund that was pending arrives or not; one that arrived may fail late."""
        for one in reversed(self._there("refund")):
            if one["status"] == "pending":
                self.control.settle(one["id"], self.chance.choice(("succeeded", "failed")))
            elif one["status"] == "succeeded" and self.chance.random() < 0.2:
                self.control.settle(one["id"], "failed")

    def _dashboard(self) -> None:
        if self.chance.random() < 0.3:
            for one in self._there("charge"):
                if one["amount"] - one["amount_refunded"] >= 300:
                    self.control.dashboard_refund(self.intent, 300)

    def _there(self, kind: str) -> list[dict[str, Any]]:
        """What belongs to the payment at Stripe, looked at from behind: faults are for academy alone."""
        return [one for one in self.control.dump()[kind] if one["payment_intent"] == self.intent]

    def _death(self) -> int:
        return self.chance.randrange(1, 120) if self.chance.random() < self.kill else 0

    def finish(self) -> None:
        """Let everything be well again, and whoever goes on go on; what stays open gets a day."""
        self.control.clear()
        self.control.refund_mode("succeed")
        for later_s in (0, 0, TOMORROW_S):
            assert self.at_work.one("recover", later_s=later_s).code == 0
            assert self.at_work.one("sync").code == 0


def run(booth: Booth, control: Control, at_work: Mortals, many: int, chance: random.Random) -> None:
    """Run some sequences, and require books that are right after each."""
    unknown = 0
    for number in range(many):
        seed = chance.randrange(10**9)
        one = Sequence(booth, control, at_work, random.Random(seed))
        one.run()
        found = list(differences(booth, one.intent))
        assert found == [], (number, seed, found)
        [payment] = rows(booth, Payment, intent_id=one.intent)
        mine = rows(booth, Refund, payment_id=payment["id"])
        unknown += sum(row["state"] == "unknown" for row in mine)
    say(f"{many} sequences, {at_work.count} processes, {at_work.killed} killed, {unknown} unknown")
    assert at_work.killed > 0


def test_whatever_happens_the_books_are_right(
    booth: Booth, stripe_standin: Standin, at_work: Mortals
) -> None:
    run(booth, stripe_standin.control, at_work, SEQUENCES, random.Random(21))


@pytest.mark.torture
@pytest.mark.parametrize("books", range(BOOKS))
def test_whatever_happens_long_enough_the_books_are_right(
    booth: Booth, stripe_standin: Standin, at_work: Mortals, books: int
) -> None:
    chance = random.Random(seeded().randrange(10**9) + books)
    run(booth, stripe_standin.control, at_work, max(1, int(1000 * SHARE / BOOKS)), chance)
