"""Fields that nobody can answer: refused before anything is done, whatever the command would have done.

Knows deeds that would succeed; refuses to know where fields are looked up.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.selling import rows

KEPT = ("orders", "payments", "refunds", "coupons", "audit_log", "outbox")
BOOKS = " union all ".join(f"select count(*) from {table}" for table in KEPT)
MISSPELT = "error: There is no field “bogus” for --fields.\n"
DEEDS = (
    "refund create O-2026-000001 --amount 1 --yes",
    "payment record tom@x.org python --method cash",
    "order checkout tom@x.org python",
    "coupon create SPRING --percent 10",
    "refund bulk plan --course python --out plan.csv --reason Ill",
)


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_is_done_where_a_field_is_misspelt(paid: Run, home: Path, deed: str) -> None:
    before = rows(home, BOOKS)

    ran = paid(*deed.split(), "--fields", "bogus")

    assert (ran.code, ran.out, ran.err.startswith(MISSPELT)) == (2, "", True)
    assert rows(home, BOOKS) == before
    assert not (home / "plan.csv").exists()


@pytest.mark.parametrize("deed", DEEDS)
def test_the_same_is_done_without_it(paid: Run, home: Path, deed: str) -> None:
    before = rows(home, BOOKS)

    ran = paid(*deed.split())

    assert ran.code == 0, ran.err
    assert rows(home, BOOKS) != before or (home / "plan.csv").exists()


def test_fields_before_the_noun_are_looked_at_too(paid: Run, home: Path) -> None:
    ran = paid("--fields", "bogus", "refund", "create", "O-2026-000001", "--yes")

    assert (ran.code, ran.out, ran.err.startswith(MISSPELT)) == (2, "", True)
    assert rows(home, "select count(*) from refunds") == [(0,)]


def test_a_misspelt_order_of_a_list_is_refused_before_it_is_shortened(paid: Run) -> None:
    assert paid("mail", "suppress", "add", "sam@x.org").code == 0

    ran = paid("mail", "suppress", "remove", "sam@x.org", "--yes", "--sort", "bogus")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: There is no field “bogus” for --sort.\n")
    assert paid("mail", "suppress", "list", "--fields", "recipient").out == "sam@x.org\n"


def test_a_dry_run_answers_with_fields_of_its_own(paid: Run) -> None:
    ran = paid(*DEEDS[0].split(), "--dry-run", "--fields", "left")

    assert (ran.code, ran.out) == (0, "49.00 EUR\n")


def test_what_only_looks_has_fields_of_its_own(paid: Run) -> None:
    ran = paid("user", "role", "--matrix", "--fields", "permission")

    assert ran.code == 0
    assert "refund.create\n" in ran.out
