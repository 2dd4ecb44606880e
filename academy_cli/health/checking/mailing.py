"""Mail: whether it leaves at all, from an address that others believe, and whether its server lets us in.

Knows what each way of sending needs; refuses to send anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ipaddress import ip_address

from academy_cli.config.mail import MailSettings
from academy_cli.health.checking.views import Finding, Pen
from academy_cli.kit.saying import say
from academy_cli.mail.gateway import NotSentError

PEN = Pen("mail")
OUTSIDE = ("smtp", "sendgrid")


def manner(said: MailSettings) -> Iterator[Finding]:
    """What the settings say of it."""
    if said.transport not in OUTSIDE:
        where = (
            say("the folder “{}”", said.folder)
            if said.transport == "folder"
            else say("the console")
        )
        yield PEN.warning(
            say("no mail leaves: it is written to {}", where),
            say("Set mail.transport to smtp or sendgrid once learners are to get it: docs/mail.md"),
            "academy config show",
        )
        return
    domain = said.sender.rpartition("@")[2]
    if "." not in domain or _is_address(domain):
        yield PEN.failing(
            say("mail is from “{}”, whom no other server believes", said.sender),
            say("Set mail.sender to an address of your own domain"),
            "academy config show",
        )
    else:
        yield PEN.ok(say("mail is from {}, by {}", said.sender, said.transport))


def server(ask: Callable[[], str]) -> Iterator[Finding]:
    """Whether the server is there, who it says it is, and lets us in; no letter is begun."""
    try:
        said = ask()
    except NotSentError as error:
        yield PEN.failing(
            say("the mail server cannot be used: {}", error),
            say("Correct the settings of mail"),
            "academy config show",
        )
        return
    yield PEN.ok(said)


def _is_address(domain: str) -> bool:
    try:
        ip_address(domain.strip("[]"))
    except ValueError:
        return False
    return True
