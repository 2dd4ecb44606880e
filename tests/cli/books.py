"""Invoices for tests of the command line, as payments issue them.

Knows the academy in a home; refuses to know payments.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select

from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import read
from academy_cli.models import User
from tests.invoicing.sales import credit, credited, invoiced, sale, taken_back


def bought(home: Path, email: str, number: int = 1, **values: Any) -> None:
    """Let somebody have bought something."""
    engine = open_engine(f"sqlite:///{home / 'academy.db'}")
    with read(engine) as connection:
        user_id = connection.scalar(select(User.id).where(User.email == email))
    invoiced(engine, sale(number, user_id=user_id, **values))
    engine.dispose()


def refunded(home: Path, amount: int, number: int = 1, of: int = 1) -> None:
    """Let some of it have been refunded; amounts in cents."""
    engine = open_engine(f"sqlite:///{home / 'academy.db'}")
    credited(engine, credit(amount, number, of))
    engine.dispose()


def bounced(home: Path, number: int = 1) -> None:
    """Let a refund have failed after all."""
    engine = open_engine(f"sqlite:///{home / 'academy.db'}")
    taken_back(engine, number)
    engine.dispose()
