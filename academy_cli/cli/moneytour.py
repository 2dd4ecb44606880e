"""What ``academy demo --payments`` shows: a course is sold, refunded, disputed, and every cent is explained.

Knows the story and how each command has to end; refuses to run anything.
"""

from __future__ import annotations

from shlex import quote

from academy_cli.cli.tour import COURSE, Enter, Happen, Run, Scene, step

ANN = "ann@example.org"


def story(folder: str, year: int) -> tuple[Scene, ...]:
    """The tour through the money of an academy made in ``folder``; references are of ``year``."""
    return (
        begin(folder),
        sold(f"O-{year}-000001"),
        lost(f"O-{year}-000001", f"R-{year}-000001"),
        elsewhere(f"O-{year}-000001", f"P-{year}-000001"),
        disputed(f"O-{year}-000001", f"P-{year}-000001"),
        BOOKS,
        ended(f"O-{year}-000001"),
    )


def begin(folder: str) -> Scene:
    """An academy that has something to sell."""
    return Scene(
        "Something to sell",
        (
            step(
                "An academy with a course. Its key is a test key, and its Stripe is a stand-in that this demo"
                " started: no money is real, and nothing leaves this machine.",
                Run(f"academy init {quote(folder)}"),
                Enter(folder),
                Run(f"academy course new {COURSE} --template self-paced --yes"),
                Run(f"academy course sync {COURSE} --yes"),
                Run(f"academy course publish {COURSE}"),
            ),
            step(
                "A price is never changed: another one follows it, now or on a day to come.",
                Run(f"academy price set {COURSE} 49.00 --currency eur"),
                Run("academy coupon create SPRING --percent 20 --most 100"),
            ),
        ),
    )


def sold(order: str) -> Scene:
    """Somebody buys it."""
    return Scene(
        "Ann buys it",
        (
            step(
                "She gets a link by mail. The price of this moment holds for her.",
                Run(f'academy user create {ANN} --name "Ann Lee"'),
                Run(f"academy order checkout {ANN} {COURSE} --coupon SPRING"),
            ),
            step(
                "She pays; the academy reads what happened at Stripe, and lets her in.",
                Happen("pay", "Ann pays with her card on Stripe's page."),
                Run("academy payment sync"),
                Run(f"academy order show {order}"),
                Run("academy enrollment list"),
            ),
            step("Her invoice has a number without gaps.", Run("academy invoice list")),
        ),
    )


def lost(order: str, refund: str) -> Scene:
    """A refund whose answer nobody hears."""
    return Scene(
        "A refund happens once, whatever breaks",
        (
            step(
                "Support gives a part back, and Stripe does it; but the connection breaks before the answer,"
                " and stays broken.",
                Happen("break", "Stripe answers nothing any more."),
                Run(f'academy refund create {order} --amount 10.00 --reason "One lesson" --yes', 7),
            ),
            step(
                "Nobody has to guess, and nobody pays twice: what was written down is looked up.",
                Happen("mend", "Stripe answers again."),
                Run("academy refund recover"),
                Run(f"academy refund show {refund}"),
            ),
            step(
                "Asking for the same once more is refused, unless that is what you mean.",
                Run(f"academy refund create {order} --amount 10.00 --yes", 5),
            ),
        ),
    )


def elsewhere(order: str, payment: str) -> Scene:
    """What others do is taken over."""
    return Scene(
        "What others do in Stripe's dashboard",
        (
            step(
                "Somebody gives 5 euro back there. Comparing finds it, reading takes it over.",
                Happen("dashboard", "A colleague refunds 5.00 EUR in the dashboard."),
                Run("academy payment reconcile", 9),
                Run("academy payment sync"),
                Run("academy refund list"),
                Run(f"academy payment show {payment}"),
            ),
            step(
                "More than is left cannot go back.",
                Run(f"academy refund create {order} --amount 30.00 --yes", 6),
            ),
        ),
    )


def disputed(order: str, payment: str) -> Scene:
    """A bank takes the money back, and loses."""
    return Scene(
        "Her bank disputes it",
        (
            step(
                "Until the bank has decided, access waits, and nothing is refunded on top.",
                Happen("dispute", "Ann's bank takes the payment back."),
                Run("academy payment sync"),
                Run(f"academy payment show {payment}"),
                Run(f"academy refund create {order} --amount 1.00 --yes", 6),
            ),
            step(
                "The academy wins: the money is back, and so is Ann.",
                Happen("win", "The bank decides for the academy."),
                Run("academy payment sync"),
                Run("academy enrollment list"),
            ),
        ),
    )


BOOKS = Scene(
    "Every cent is explained",
    (
        step(
            "Stripe, our books, access and documents are compared; invoices prove themselves.",
            Run("academy payment reconcile"),
            Run("academy invoice verify"),
        ),
    ),
)


def ended(order: str) -> Scene:
    """All the rest goes back."""
    return Scene(
        "And all the rest of it",
        (
            step(
                "A full refund ends the access that the order gave; what she learnt is kept.",
                Run(f'academy refund create {order} --reason "Changed her mind" --yes'),
                Run("academy enrollment list"),
                Run("academy invoice list"),
                Run("academy mail list"),
            ),
        ),
    )
