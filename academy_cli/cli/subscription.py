"""``academy subscription``: plans that people pay for again and again, and who has them.

Knows the words of each command and which view answers it; refuses to know how access follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli import choose
from academy_cli.cli.answer import Columns
from academy_cli.cli.moneywords import DRY, DRY_AT_STRIPE, RequestKey, request_key
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.payments.subscriptions.views import PlanView

app = noun("Let people subscribe to courses, and see who does.")

Reference = Annotated[
    str | None,
    typer.Argument(metavar="SUBSCRIPTION", help="The subscription, such as S-2026-000123."),
]
What = Annotated[
    Literal["list", "set", "remove"],
    typer.Argument(metavar="list|set|remove", help="What to do."),
]
Name = Annotated[
    str | None, typer.Argument(metavar="[PLAN]", help="The plan, such as all-courses.")
]
Email = Annotated[str | None, typer.Argument(metavar="EMAIL", help="Who is to subscribe.")]
Plan = Annotated[str | None, typer.Argument(metavar="PLAN", help="To which plan.")]
Price = Annotated[
    str | None,
    typer.Option("--price", metavar="PRICE", help="Stripe's price, which recurs: price_1Abc."),
]
Courses = Annotated[
    list[str] | None,
    typer.Option("--course", metavar="COURSE", help="A course that it opens; repeatable."),
]
Title = Annotated[
    str | None, typer.Option("--title", metavar="TEXT", help="What people read of it.")
]
OfUser = Annotated[
    str | None, typer.Option("--user", metavar="EMAIL", help="Only those of this person.")
]
OfPlan = Annotated[
    str | None, typer.Option("--plan", metavar="PLAN", help="Only those to this plan.")
]
InState = Annotated[
    str | None, typer.Option("--state", metavar="STATE", help="As Stripe calls it: past_due.")
]
Another = Annotated[bool, typer.Option("--another", help="Also where they have the plan already.")]
NoMail = Annotated[bool, typer.Option("--no-mail", help="Only show the link; mail nothing.")]

PLANS = Columns(
    ("plan", "title", "price", "courses", "subscriptions"),
    ("plan", "title", "price", "courses", "subscriptions"),
)
SUMMARY = Columns(
    ("reference", "email", "plan", "state", "period_ends_at", "access_ends_at"),
    (
        "reference", "email", "plan", "state", "period_ends_at", "ends_with_period",
        "access_ends_at", "created_at", "ended_at",
    ),
)  # fmt: skip
SHOWN = (
    "reference", "state", "email", "name", "plan", "courses", "period_ends_at",
    "ends_with_period", "access_ends_at", "orders", "provider_id", "created_at", "ended_at",
)  # fmt: skip


@command(
    app,
    "plan",
    listing=True,
    changing=True,
    examples=(
        "academy subscription plan list",
        "academy subscription plan set all-courses --price price_1Abc --course python-basics --course data",
        'academy subscription plan set all-courses --title "All our courses"',
        "academy subscription plan remove all-courses --yes",
    ),
)
def plan(
    shell: Shell,
    what: What,
    name: Name = None,
    *,
    price: Price = None,
    course: Courses = None,
    title: Title = None,
) -> None:
    """See plans, make or change one, or remove one that nobody ever had.

    A plan is a price of Stripe's that recurs and the courses that it opens. With --course again they are
    others from then on: who has the plan is in new ones when Stripe next says something of the subscription.
    Stripe is asked for the price; without a key that is not checked, and said.
    """
    from academy_cli.payments.subscriptions.service import PlanWish

    service = shell.academy.subscriptions
    if what == "list":
        shell.terminal.show_list(service.plans(), PLANS, empty="There are no plans.")
        return
    named = name or shell.terminal.ask("PLAN", "Which plan?")
    if what == "set":
        wish = PlanWish(named, price, tuple(course) if course else None, title)
        made = service.set_plan(wish, dry_run=True)
        if not shell.is_dry_run:
            made = service.set_plan(wish)
    else:
        made = service.remove_plan(named, dry_run=True)
        if not shell.is_dry_run:
            shell.terminal.confirm(say("Remove the plan “{}”?", named))
            made = service.remove_plan(named)
    _tell(shell, what, made)


def _tell(shell: Shell, what: str, made: PlanView) -> None:
    """Write what became of a plan, or would."""
    shell.terminal.show_one(made, *PLANS.shown)
    if made.unchecked:
        why = say("Nobody asked Stripe whether it has {}: {}.", made.price, made.unchecked)
        shell.terminal.warn(why)
    if shell.is_dry_run:
        opens = say("open {} for the price {}", ", ".join(made.courses), made.price)
        would = say("be removed") if what == "remove" else opens
        shell.terminal.note(say("The plan “{}” would {}.", made.plan, would))
        shell.terminal.note(DRY)


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy subscription list",
        "academy subscription list --plan all-courses --state past_due",
        "academy subscription list --user ann@example.org --format json",
    ),
)
def list_subscriptions(
    shell: Shell, *, user: OfUser = None, of: OfPlan = None, state: InState = None
) -> None:
    """List subscriptions, the newest first, and until when each gives access."""
    from academy_cli.payments.subscriptions.service import Wanted

    page = shell.terminal.wish.page
    wanted = Wanted(user, of, state, page.reach)
    found = shell.academy.subscriptions.list(wanted)
    shell.terminal.show_list(found, SUMMARY, empty="There are no subscriptions, or none like that.")


@command(
    app,
    "show",
    examples=(
        "academy subscription show S-2026-000123",
        "academy subscription show S-2026-000123 --format json",
    ),
)
def show(shell: Shell, subscription: Reference = None) -> None:
    """Show a subscription, what was paid for it, and until when it gives access."""
    named = subscription or shell.terminal.ask("SUBSCRIPTION", "Which subscription?")
    shell.terminal.show_one(shell.academy.subscriptions.show(named), *SHOWN)


@command(
    app,
    "checkout",
    changing=True,
    examples=(
        "academy subscription checkout ann@example.org all-courses",
        "academy subscription checkout ann@example.org all-courses --dry-run",
    ),
)
def checkout(
    shell: Shell,
    email: Email = None,
    to: Plan = None,
    *,
    another: Another = False,
    key: RequestKey = None,
    no_mail: NoMail = False,
) -> None:
    """Let somebody subscribe to a plan: makes a Stripe page and mails its link to them.

    They are in its courses as soon as the first payment is read: academy payment sync.
    """
    service = shell.academy.subscriptions
    who = choose.person(shell, email)
    named = to or shell.terminal.ask("PLAN", "Which plan?")
    made = service.preview(who, named, is_another=another)
    if shell.is_dry_run:
        about = made.email, made.plan, ", ".join(made.courses)
        shell.terminal.note(
            say(
                "A link on which “{}” subscribes to “{}” ({}) would be shown; how much it is, its price "
                "at Stripe says.",
                *about,
            )
            if no_mail
            else say(
                "A link on which “{}” subscribes to “{}” ({}) would be mailed; how much it is, its "
                "price at Stripe says.",
                *about,
            )
        )
        shell.terminal.note(DRY_AT_STRIPE)
        shell.terminal.show_one(made, "email", "plan", "courses")
        return
    made = service.checkout(who, named, request_key(key), is_another=another, tells=not no_mail)
    shell.terminal.show_one(made, "email", "plan", "courses", "total", "link", "expires_at")
    if not no_mail:
        shell.terminal.note(say("The link is on its way to “{}”: academy mail send", made.email))
