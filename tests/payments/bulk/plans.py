"""Plans of refunds to test with: made, edited as people edit files, and run.

Knows how a plan comes about; refuses to know what is tested.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from academy_cli.bulk.source import source
from academy_cli.kit.money import Money
from academy_cli.models import Course, Enrollment, Grant, Payment
from academy_cli.payments.refunds.bulk.selecting import Terms
from academy_cli.payments.refunds.bulk.service import BulkRefunds
from academy_cli.payments.refunds.bulk.views import BulkRefundPlan, BulkRefundRun
from academy_cli.payments.refunds.service import Refunds
from academy_cli.payments.refunds.wish import Wish
from academy_cli.payments.till import Till
from tests.payments.books import differences
from tests.payments.mortal import run_plan
from tests.payments.till import Booth, order, pay, rows

Row = dict[str, str]


def bought(booth: Booth, email: str, amounts: Mapping[str, int], currency: str = "eur") -> str:
    """A paid order; its reference."""
    reference = order(booth, email, amounts, currency)
    pay(booth, reference)
    return reference


def planned(booth: Booth, course: str, path: Path | None = None, **terms: Any) -> BulkRefundPlan:
    """What would be refunded of a course, written into a file if one is named."""
    with at(booth) as till:
        bulk = BulkRefunds(till)
        made = bulk.plan(Terms(**terms), course=course)
        return bulk.save(made, path) if path is not None else made


def of_list(booth: Booth, path: Path, text: str) -> BulkRefundPlan:
    """What would be refunded of the orders of a list."""
    path.write_text(text, encoding="utf-8")
    with source(str(path)) as found, at(booth) as till:
        return BulkRefunds(till).plan(Terms(), listed=found)


def run(booth: Booth, path: Path, *, resumes: bool = False) -> BulkRefundRun:
    """Run a plan."""
    with at(booth) as till:
        return run_plan(till, str(path), resumes=resumes)


def refund(booth: Booth, about: str, amount: Money | None = None) -> None:
    """Refund an order, or a part of it, by itself."""
    with at(booth) as till:
        Refunds(till).create(Wish(about, f"key-{about}", amount))


@contextmanager
def at(booth: Booth, *, name: str = "sue") -> Iterator[Till]:
    """A till whose connections are closed afterwards, unless they are shared."""
    till = booth.till(name=name)
    try:
        yield till
    finally:
        booth.leave(till.database)


def edit(path: Path, change: Callable[[Row], Row | None]) -> None:
    """Change rows of a plan, or take some out."""
    with path.open(encoding="utf-8", newline="") as opened:
        read = list(csv.DictReader(opened))
    rows = [changed for one in read if (changed := change(one)) is not None]
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, read[0])
        writer.writeheader()
        writer.writerows(rows)


def assert_books_are_right(booth: Booth) -> None:
    """Require books that agree with Stripe."""
    for payment in rows(booth, Payment):
        assert list(differences(booth, payment["intent_id"])) == []


def grants(booth: Booth) -> Mapping[str, bool]:
    """Whether grants hold, by their courses."""
    slugs = {one["id"]: one["slug"] for one in rows(booth, Course)}
    places = {one["id"]: slugs[one["course_id"]] for one in rows(booth, Enrollment)}
    return {places[one["enrollment_id"]]: one["revoked_at"] is None for one in rows(booth, Grant)}
