"""``academy mail campaign``: one message to many learners of a course.

Knows the words of the command, and shows before anything is written; refuses to choose who gets it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli import sending
from academy_cli.cli.answer import Columns
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say, say_so_many

if TYPE_CHECKING:
    from academy_cli.campaigns.service import Wish
    from academy_cli.campaigns.views import CampaignPlan

app = noun("Write to many learners.")

Verb = Annotated[
    Literal["start", "list", "show", "pause", "resume", "cancel"],
    typer.Argument(metavar="[start|list|show|pause|resume|cancel]", help="What to do."),
]
Reference = Annotated[
    str | None, typer.Argument(metavar="[CAMPAIGN]", help="M-2026-000003, of one that was begun.")
]
Course = Annotated[
    str | None, typer.Option("--course", metavar="SLUG", help="Whose learners are written to.")
]
State = Annotated[
    Literal["in-progress", "active", "waiting", "expired", "completed", "any"],
    typer.Option("--state", help="Only those in this state."),
]
Below = Annotated[
    str | None, typer.Option("--below", metavar="PERCENT", help="Only who has done less.")
]
Above = Annotated[
    str | None, typer.Option("--above", metavar="PERCENT", help="Only who has done more.")
]
Template = Annotated[
    str, typer.Option("--template", metavar="NAME", help="In which words; campaign is blank.")
]
Subject = Annotated[
    str | None, typer.Option("--subject", metavar="TEXT", help="What the blank one is about.")
]
Message = Annotated[
    Path | None,
    typer.Option("--message", metavar="FILE", help="What it says; - is standard input."),
]
Queue = Annotated[
    bool, typer.Option("--queue", help="Write it down only; academy mail send sends it.")
]

LISTED = Columns(
    ("reference", "course", "template", "state", "messages", "created_at"),
    (
        *("reference", "course", "template", "state", "wanted", "messages", "created_at"),
        *("actor", "paused_because"),
    ),
)

PLANNED = ("course", "template", "recipients", "unwanted", "already", "minutes")
APART = {ord(mark): None for mark in "\u2068\u2069"}
"""What keeps names apart from the direction around them, which a terminal would spell out."""


@command(
    app,
    "campaign",
    listing=True,
    changing=True,
    examples=(
        "academy mail campaign --course python --state in-progress --below 50% --template campaign-nudge",
        "academy mail campaign --course python --subject News --message news.md --dry-run",
        "academy mail campaign resume M-2026-000003",
    ),
)
def campaign(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    verb: Verb = "start",
    reference: Reference = None,
    *,
    course: Course = None,
    state: State = "in-progress",
    below: Below = None,
    above: Above = None,
    template: Template = "campaign",
    subject: Subject = None,
    message: Message = None,
    queue: Queue = False,
) -> None:
    """Write to many learners of a course: who gets it, what it says and how long it takes is shown first.

    Nobody gets it twice. It is sent at mail.per_minute; where nothing arrives any more it pauses by itself.
    """
    if verb == "list":
        page = shell.terminal.wish.page
        found = shell.academy.campaigns.find(page.reach)
        shell.terminal.show_list(found, LISTED, empty="There was no campaign yet.")
        return
    if verb != "start":
        _change(shell, verb, reference or shell.terminal.ask("CAMPAIGN", "Which campaign?"))
        return
    from academy_cli.campaigns.service import Wish

    slug = course or shell.terminal.ask("--course", "Whose learners?")
    known = {"in-progress": "active", "any": None}
    if template == "campaign":
        subject = subject or shell.terminal.ask("--subject", "What is it about?")
        message = message or Path(shell.terminal.ask("--message", "In which file is the message?"))
    bounds, words = (_percent(below), _percent(above)), _words(subject, message)
    _start(shell, Wish(slug, template, known.get(state, state), *bounds, words), is_queued=queue)


def _start(shell: Shell, wish: Wish, *, is_queued: bool) -> None:
    plan = shell.academy.campaigns.plan(wish)
    _show(shell, plan)
    if shell.is_dry_run:
        shell.terminal.show_one(plan, *PLANNED)
        shell.terminal.note("Nothing was written: it was a dry run.")
        return
    shell.terminal.confirm(
        say_so_many(
            "Write to {:,} learner of “{}”?",
            "Write to {:,} learners of “{}”?",
            plan.recipients,
            plan.course,
        )
    )
    begun = shell.academy.campaigns.start(wish)
    may_send = shell.academy.post_office.may_send
    if is_queued or not may_send:
        shell.terminal.show_one(begun)
        if may_send:
            shell.terminal.note("Written down; send it: academy mail send")
        else:
            shell.terminal.note("Written down; it leaves with the next mail")
        return
    shell.terminal.note(say("Begun: {}", begun.reference))
    report = sending.send_due(shell)
    shell.terminal.show_one(shell.academy.campaigns.show(begun.reference))
    sending.require_nobody(report)


def _show(shell: Shell, plan: CampaignPlan) -> None:
    told = say(
        "{} of “{}”, in about {}; {:,} want no such mail, {:,} were in one with the same words.",
        amount(plan.recipients, "learner"),
        plan.course,
        amount(plan.minutes, "minute"),
        plan.unwanted,
        plan.already,
    )
    shell.terminal.note_lines([(told,)])
    for sample in plan.samples[:1]:
        shell.terminal.note(
            say(
                "To: {}\nSubject: {}\n\n{}",
                *(one.translate(APART) for one in (sample.recipient, sample.subject, sample.text)),
            )
        )


def _change(shell: Shell, verb: str, reference: str) -> None:
    service = shell.academy.campaigns
    if verb == "cancel" and not shell.is_dry_run:
        shell.terminal.confirm(say("Cancel “{}”? What has not left does not.", reference))
    if verb == "show" or shell.is_dry_run:
        shell.terminal.show_one(service.show(reference))
        return
    doing = {"pause": service.pause, "resume": service.resume, "cancel": service.cancel}
    shell.terminal.show_one(doing[verb](reference))


def _percent(written: str | None) -> int | None:
    from academy_cli.cli.misuse import MisuseError

    if written is None:
        return None
    text = written.strip().removesuffix("%").strip()
    if not text.isascii() or not text.isdigit() or int(text) > 101:
        raise MisuseError(
            "value.invalid", say("“{}” is no percentage.", written), say("Write it like 50 or 50%.")
        )
    return int(text)


def _words(subject: str | None, message: Path | None) -> dict[str, str]:
    from academy_cli.cli.reading import text_of

    found = {"subject": subject} if subject else {}
    if message is not None:
        found["message"] = text_of(message)
    return found
