"""Where a link in mail may lead: the web, or a mailbox.

Knows what an address may consist of; refuses every other scheme, such as ``javascript:``.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from academy_cli.kit.saying import say

_WEB = re.compile(r"https?://[^\s/?#\\<>\"'`@]+(?:[/?#][^\s\\<>\"'`]*)?", re.IGNORECASE)
_MAILBOX = re.compile(r"mailto:[^\s\\<>\"'`?]+@[^\s\\<>\"'`]+", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,20}):", re.IGNORECASE)


def is_address(written: str) -> bool:
    """Whether mail may lead there."""
    is_sound = _WEB.fullmatch(written) or _MAILBOX.fullmatch(written)
    return is_sound is not None and written.isprintable()


def shown(written: str) -> str:
    """What can be said of a bad address without repeating it: it may hold a secret."""
    scheme = _SCHEME.match(written)
    return say("“{}:…”", scheme[1]) if scheme else say("What has no scheme")


def part(value: str) -> str:
    """A value within an address, where it can end no part of it."""
    return quote(value, safe="")
