"""One piece of work with money in a process of its own.

``python -m benchmarks.moneywork WHAT DATABASE [STRIPE]`` prints the seconds it took, what it said, and the
most memory that the process held, in MB. Knows the work and the floor of each; refuses to know what is asked
for.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from itertools import islice

from academy_cli.access.actor import operator
from academy_cli.books.service import Books
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.payments.gateway import Window
from academy_cli.payments.stripe.account import StripeAccount
from academy_cli.payments.stripe.client import StripeClient
from academy_cli.payments.sync import applying, store
from academy_cli.payments.sync.polling import sync
from academy_cli.payments.till import Till

KEY = "sk_test_bench"
JOINS = (
    (
        "select count(*) from stripe_objects s left join payments p on p.charge_id = s.id"
        " left join orders o on o.reference = s.academy_reference where s.kind = 'charge' and p.id is null"
    ),
    "select count(*) from payments p left join stripe_objects s on s.id = p.charge_id where s.id is null",
    (
        "select count(*) from stripe_objects s left join refunds r on r.provider_id = s.id"
        " where s.kind = 'refund' and r.id is null"
    ),
    "select count(*) from refunds r left join stripe_objects s on s.id = r.provider_id where s.id is null",
    (
        "select count(*) from payments p left join (select payment_id, sum(amount) as back from refunds"
        " group by payment_id) r on r.payment_id = p.id where p.reserved_own <> coalesce(r.back, 0)"
    ),
    (
        "select count(*) from stripe_objects t join stripe_objects s on s.id = t.parent_id left join ledger l"
        " on l.source = (case when t.type = 'charge' then 'payment:' else 'refund:' end) || s.id"
        " where t.kind = 'balance_transaction' and l.id is null"
    ),
    (
        "select count(*) from ledger l left join stripe_objects t on t.kind = 'balance_transaction'"
        " and t.parent_id = substr(l.source, length(l.kind) + 2) where t.id is null"
    ),
    (
        "select count(*) from orders o join order_lines n on n.order_id = o.id left join (select g.reference,"
        " e.course_id from grants g join enrollments e on e.id = g.enrollment_id where g.kind = 'order') a"
        " on a.reference = o.reference and a.course_id = n.course_id where a.reference is null"
    ),
    (
        "select count(*) from payments p left join invoices i on i.id = p.invoice_id"
        " where i.id is null or i.gross <> p.amount"
    ),
    (
        "select count(*) from refunds r left join invoices i on i.id = r.credit_note_id"
        " where i.id is null or i.gross <> r.amount"
    ),
)
"""The least that has to be asked to compare these tables, bare."""


def till(url: str, stripe: str) -> Till:
    """A till at a database."""
    return Till(Database(url), operator("bench"), lambda: StripeAccount(StripeClient(KEY, stripe)))


def synced(url: str, stripe: str) -> object:
    """What a sync does."""
    done = sync(till(url, stripe))
    return [done.events, done.applied, len(done.failed), len(done.unfulfilled)]


def pages(url: str, stripe: str) -> object:
    """The floor of a sync: the same lists, and the same rows of events."""
    gateway = StripeAccount(StripeClient(KEY, stripe))
    events, at = iter(gateway.events(Window(), applying.TYPES)), till(url, stripe).clock()
    engine = Database(url).engine
    kept = 0
    while some := list(islice(events, 500)):
        with write(engine) as connection:
            kept += store.keep(connection, some, "poll", at)
    seen = [sum(1 for _ in one(Window())) for one in (gateway.charges, gateway.refunds)]
    return [kept, *seen]


def reconciled(url: str, _stripe: str) -> object:
    """What reconciling with what is stored does."""
    books = Books(till(url, ""))
    done = books.reconcile(is_stored=True)
    return [done.left, done.notices]


def joined(url: str, _stripe: str) -> object:
    """The floor of reconciling: the same tables joined."""
    with read(Database(url).engine) as connection:
        return [connection.exec_driver_sql(one).scalar() for one in JOINS]


WORK: Mapping[str, Callable[[str, str], object]] = {
    "sync": synced,
    "pages": pages,
    "reconcile": reconciled,
    "joins": joined,
}


def main() -> None:
    """Do it."""
    what, url, *stripe = sys.argv[1:]
    gc.set_threshold(1_000_000, 50, 50)  # as every command has it
    Database(url).engine.connect().close()
    begun = time.perf_counter()
    said = WORK[what](url, stripe[0] if stripe else "")
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps([seconds, said, memory]))


if __name__ == "__main__":
    main()
