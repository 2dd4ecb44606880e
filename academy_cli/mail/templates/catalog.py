"""Every mail there is, and its variables: what each one is, whether it may be empty, a sample.

One table: previews, checks and docs/mail-templates.md follow it. Refuses to know how a mail is worded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple, TypeAlias

from academy_cli.kit.saying import say, whole
from academy_cli.mail.templates.errors import UnknownTemplateError

Value: TypeAlias = "str | tuple[str, ...]"
CAMPAIGN, NOTICE, TEST = "campaign", "notice", "test"
SITE_SAMPLE = "https://academy.example.org"
_OWN_CAMPAIGN = re.compile(r"campaign(?:-[a-z0-9]+)+")


class Form(Enum):
    """What a variable is filled with, in words."""

    TEXT = say("text of one line")
    CODE = say("text that people copy")
    LINK = say("address of a link")
    MOMENT = say("moment in ISO 8601, shown as people of the language write it")
    LIST = say("list of texts")
    PARAGRAPHS = say("text whose blank lines part paragraphs, where it stands alone in one")


class Variable(NamedTuple):
    """One variable. ``may_be_empty``: the template says what stands there then.

    ``is_needed``: without it the mail is of no use, so every template has it.
    """

    name: str
    what: str
    sample: Value
    form: Form = Form.TEXT
    may_be_empty: bool = False
    is_needed: bool = False


class Event(NamedTuple):
    """One mail: when it is sent, and its variables by name, those of every mail included.

    ``files`` are the kinds of files that may go with it; which one, its values say under the same name.
    """

    name: str
    what: str
    variables: Mapping[str, Variable]
    files: tuple[str, ...] = ()


ACADEMY = Variable("academy", "The academy's name.", "Lakeside Academy")
SITE = Variable("site", "The address of the academy's site.", SITE_SAMPLE, Form.LINK,
                may_be_empty=True)  # fmt: skip
COMMON = (ACADEMY, SITE)
"""What every mail has."""

_NAME = Variable("name", "The recipient's name; empty for whoever has not proved theirs.", "Ann Lee",
                 may_be_empty=True)  # fmt: skip
_COURSE = Variable("course", "The course's short name.", "python-basics")
_TITLE = Variable("title", "The course's title.", "Python basics")
_CODE = Variable("code", "The link's secret by itself, for who has no site to open it on.",
                 "Jk3vQ0cS2mX9aT5e", Form.CODE)  # fmt: skip
_EXPIRES = Variable("expires_at", "Until when the link works.", "2026-12-06T08:30:00Z", Form.MOMENT)


def _link(what: str, word: str) -> Variable:
    sample = f"{SITE_SAMPLE}/{word}/Jk3vQ0cS2mX9aT5e"
    return Variable(
        "link",
        say("{} Empty without a site.", whole(what)),
        sample,
        Form.LINK,
        may_be_empty=True,
        is_needed=True,
    )


_ORDER = Variable("order", "The order's reference.", "O-2026-000123")
_TITLES = Variable(
    "titles", "The titles of its courses.", ("Python basics", "Data science"), Form.LIST
)
_IN_ALREADY = Variable("courses", "The courses they are in already, by their titles.",
                       ("Python basics", "Data science"), Form.LIST, may_be_empty=True)  # fmt: skip
_UNSUBSCRIBE = Variable(
    "unsubscribe", "Where to say that one wants no more of these; empty without such a page.",
    "https://academy.example.org/unsubscribe/Jk3vQ0cS", Form.LINK, may_be_empty=True, is_needed=True,
)  # fmt: skip
_TO_PAY = Variable("total", "What is asked by it, with its currency.", "€49.00")
_LEFT = Variable("left", "After a part: what is still to be paid, with its currency.", "€30.00",
                 may_be_empty=True)  # fmt: skip
_SENT = Variable("sent", "The same, where the provider has sent it.", "€49.00", may_be_empty=True)
_BY_HAND = Variable("by_hand", "The same, where staff pay it out.", "", may_be_empty=True)
_ENDED = Variable("ended", "The titles of courses to which access ended with it.",
                  ("Python basics",), Form.LIST, may_be_empty=True)  # fmt: skip
_VERIFIED_BY = Variable(
    "number", "The code by which anybody can check it.", "K7QM-29XD-4HTR", Form.CODE
)
_VERIFIED_AT = Variable(
    "certificate_url", "Where anybody can check it; empty without such a page.",
    "https://academy.example.org/certificates/K7QM-29XD-4HTR", Form.LINK, may_be_empty=True,
)  # fmt: skip


def _event(name: str, what: str, *variables: Variable, files: tuple[str, ...] = ()) -> Event:
    return Event(name, what, {one.name: one for one in (*variables, *COMMON)}, files)


_ALL = (
    _event(
        "invitation",
        "Somebody is invited to have an account.",
        _NAME,
        _link("Where the invitation is accepted.", "invitation"),
        _CODE,
        _EXPIRES,
        _IN_ALREADY,
    ),
    _event(
        "verification",
        "Somebody registered, and has to prove their address.",
        _NAME,
        _link("Where the address is proved.", "verification"),
        _CODE,
        _EXPIRES,
    ),
    _event(
        "reset",
        "Somebody wants a new password.",
        _NAME,
        _link("Where the new password is set.", "reset"),
        _CODE,
        _EXPIRES,
    ),
    _event(
        "new-address",
        "Somebody wants another address; sent to that one.",
        _NAME,
        _link("Where the address is proved.", "verification"),
        _CODE,
        _EXPIRES,
    ),
    _event("enrolled", "Somebody is in a course.", _NAME, _COURSE, _TITLE),
    _event("completed", "Somebody has completed a course.", _NAME, _COURSE, _TITLE),
    _event(
        "payment-link",
        "Somebody is to pay for courses, on the provider's page.",
        _NAME,
        _ORDER,
        _TITLES,
        _TO_PAY,
        Variable(
            "link",
            "Where it is paid.",
            "https://checkout.stripe.com/c/pay/cs_test_a1B2",
            Form.LINK,
            is_needed=True,
        ),
        _EXPIRES,
    ),
    _event(
        "invoice-link",
        "Somebody is to pay for courses, by the provider's invoice.",
        _NAME,
        _ORDER,
        _TITLES,
        _TO_PAY,
        Variable(
            "link",
            "Where the invoice is seen and paid.",
            "https://invoice.stripe.com/i/acct_1a2B/test_c3D4",
            Form.LINK,
            is_needed=True,
        ),
        Variable("due_at", "Until when it is to be paid.", "2026-12-26T08:30:00Z", Form.MOMENT),
    ),
    _event(
        "receipt",
        "A payment came in; the invoice goes with it.",
        _NAME,
        _ORDER,
        _TITLES,
        Variable("total", "What was paid, with its currency.", "€49.00"),
        Variable("paid_at", "When it came in.", "2026-11-26T08:30:00Z", Form.MOMENT),
        _LEFT,
        files=("invoice",),
    ),
    _event(
        "refund",
        "A payment goes back, all of it or a part; the credit note goes with it.",
        _NAME,
        _ORDER,
        _TITLES,
        Variable("amount", "What goes back, with its currency.", "€49.00"),
        _SENT,
        _BY_HAND,
        _ENDED,
        files=("invoice",),
    ),
    _event(
        "certificate",
        "A certificate was issued; it goes with the mail.",
        _NAME,
        _TITLE,
        _VERIFIED_BY,
        _VERIFIED_AT,
        files=("certificate",),
    ),
    _event(
        "certificate-expiring",
        "A certificate ends soon.",
        _NAME,
        _TITLE,
        _VERIFIED_BY,
        Variable("expires_at", "When it ends.", "2026-12-26T00:00:00Z", Form.MOMENT),
        _VERIFIED_AT,
    ),
    _event("course-updated", "A course has changed.", _NAME, _COURSE, _TITLE),
    _event(
        "module-released",
        "A module of a course is open from now on.",
        _NAME,
        _COURSE,
        _TITLE,
        Variable("module", "The module's title.", "Loops and lists"),
    ),
    _event("password-changed", "Somebody's account has a new password.", _NAME),
    _event(
        "registered-again",
        "Somebody wanted an account with an address that has one; sent to its owner.",
        _NAME,
    ),
    _event(
        "address-change-wanted",
        "Somebody wants another address; sent to the one that they have.",
        _NAME,
    ),
    _event(
        "address-changed", "Somebody has another address; sent to the one that they had.", _NAME
    ),
    _event(TEST, "Somebody wants to know whether mail arrives: academy mail send --test."),
    _event(
        NOTICE,
        "Something that operators have to know; posted to mail.webhook_url, or mailed by backup alarm.",
        Variable("about", "What happened, in a few words.", "The sync of python-basics failed"),
        Variable(
            "detail",
            "What exactly, and what to do.",
            "“python-basics” has 2 errors, so nothing was applied.\n\n"
            "See them all: academy course check python-basics",
            Form.PARAGRAPHS,
        ),
    ),
    _event(
        CAMPAIGN,
        "A message from staff to a course's learners. Also every template named campaign-….",
        _NAME,
        _COURSE,
        _TITLE,
        Variable("percent", "How much of the course they have done, from 0 to 100.", "40"),
        Variable("subject", "What the message is about.", "The live session is on Friday"),
        Variable(
            "message",
            "The message; never read as Markdown.",
            "We meet on Friday at six, and take half an hour for your questions.\n\n"
            "Please bring:\n- what puzzles you about loops\n- a cup of tea",
            Form.PARAGRAPHS,
        ),
        _UNSUBSCRIBE,
    ),
)

EVENTS: Mapping[str, Event] = {one.name: one for one in _ALL}
"""Every mail, by the name of its template."""


def is_template(name: str) -> bool:
    """Whether a template can have this name: that of a mail, or ``campaign-`` and something."""
    return name in EVENTS or _OWN_CAMPAIGN.fullmatch(name) is not None


def event_of(name: str) -> Event:
    """The mail that a template is for; ``campaign-spring`` is a campaign. Raises UnknownTemplateError."""
    if not is_template(name):
        raise UnknownTemplateError(name, EVENTS)
    return EVENTS.get(name, EVENTS[CAMPAIGN])


def samples(name: str) -> dict[str, Value]:
    """A value for each variable of a mail, for previews. Raises UnknownTemplateError."""
    return {one.name: one.sample for one in event_of(name).variables.values()}
