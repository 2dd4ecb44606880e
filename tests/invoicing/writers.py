"""Many processes that issue invoices at the same moment, some of which change their mind.

Run as ``python -m tests.invoicing.writers URL HOW WRITERS``. Knows two ways to draw a number: ``inside`` the
transaction of the document, as academy does, and ``outside`` of it, as a sequence is.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Engine, insert, update

from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import write
from academy_cli.errors import AcademyError
from academy_cli.invoicing.issuing import issue_credit_note, issue_invoice
from academy_cli.models import Invoice, InvoiceSeries
from tests import compiled
from tests.invoicing.sales import AT, ISSUER, credit, sale

EACH = 2
"""What one writer issues."""


def inside(engine: Engine, number: int) -> None:
    """Issue two invoices and a credit note; every third time, all is rolled back."""
    with write(engine) as connection:
        issue_invoice(connection, sale(number), ISSUER, AT)
        issue_invoice(connection, sale(number % EACH), ISSUER, AT)  # which others issue as well
        issue_credit_note(connection, credit(100, number, number), ISSUER, AT)
        if number % 3 == 0:
            raise LookupError


def outside(engine: Engine, number: int) -> None:
    """The same with one invoice, whose number is drawn by itself and committed at once."""
    drawing = update(InvoiceSeries).values(last=InvoiceSeries.last + 1)
    with write(engine) as connection:
        drawn = connection.execute(drawing.returning(InvoiceSeries.last)).scalar_one()
    with write(engine) as connection:
        connection.execute(insert(Invoice).values(_row(drawn)))
        if number % 3 == 0:
            raise LookupError


def work(url: str, writer: int, act: Callable[[Engine, int], None]) -> None:
    """Act for each number of a writer, and again for as long as the database is busy."""
    engine, todo = open_engine(url), [writer * EACH + turn for turn in range(EACH)]
    while todo:
        try:
            act(engine, todo[0])
        except LookupError:
            pass
        except AcademyError as error:
            if error.code != "database.busy":
                raise
            continue
        todo.pop(0)
    engine.dispose()


def _row(number: int) -> dict[str, object]:
    told = {"kind": "invoice", "series": "INV", "year": 2026, "number": number, "issued_at": AT}
    told |= {"reference": f"INV-{number}", "about": f"x:{number}", "order_reference": "O"}
    told |= {"currency": "chf", "net": 1, "tax": 0, "gross": 1, "language": "en", "body": "{}"}
    return {**told, "content_sha256": "", "previous_sha256": ""}


def begun(url: str) -> None:
    """Begin the series that ``outside`` draws numbers from."""
    engine = open_engine(url)
    first = {"series": "INV", "year": 2026, "last": 0, "head_sha256": ""}
    with write(engine) as connection:
        connection.execute(insert(InvoiceSeries).values(first))
    engine.dispose()


def warm_up(url: str, act: Callable[[Engine, int], None]) -> None:
    """Compile here, and once, what every writer says; of number 0 all is rolled back."""
    compiled.share()
    engine = open_engine(url)
    with suppress(LookupError):
        act(engine, 0)
    engine.dispose()


def main(url: str, how: str, writers: str) -> None:
    """Let all writers begin at once, and tell how many of them failed."""
    if how == "outside":
        begun(url)
    act, children = (outside if how == "outside" else inside), []
    warm_up(url, act)
    start = time.monotonic() + 0.5
    for writer in range(int(writers)):
        child = os.fork()
        if not child:
            time.sleep(max(0, start - time.monotonic()))
            try:
                work(url, writer, act)
            except Exception as error:
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
                os._exit(1)
            os._exit(0)
        children.append(child)
    failed = sum(os.waitpid(child, 0)[1] != 0 for child in children)
    sys.stdout.write(f"failed: {failed}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
