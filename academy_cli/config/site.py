"""The address of the site: what links in mail may begin with.

Knows which addresses lead where they seem to; refuses all others, for whoever gets a mail trusts its link.
Nothing that a request says of itself, such as its Host header, is ever used instead.
"""

from __future__ import annotations

import re

from academy_cli.kit.saying import say

WANTED = say("the site's own https address, such as https://learn.example.org")
_HOST = r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_SITE = re.compile(
    rf"(?P<scheme>https?)://(?P<host>{_HOST}|\[[0-9a-f:]{{2,39}}\])"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?(?P<path>(?:/[A-Za-z0-9_~-]+(?:\.[A-Za-z0-9_~-]+)*)*)/?",
    re.IGNORECASE,
)
_PAGE = re.compile(
    rf"(?P<scheme>https?)://(?P<host>{_HOST}|\[[0-9a-f:]{{2,39}}\])(?::[1-9][0-9]{{0,4}})?(?:[/?][\x21-\x7e]*)?",
    re.IGNORECASE,
)
_NEARBY = re.compile(
    r"localhost|[a-z0-9-]+\.localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]", re.IGNORECASE
)


def flaw_of_page(text: str) -> str | None:
    """Why a text cannot be the address of a page asked in private; None where it can, or is empty."""
    found = _PAGE.fullmatch(text)
    if not text or (
        found and (found["scheme"].lower() == "https" or _NEARBY.fullmatch(found["host"]))
    ):
        return None
    return say("an address that begins with https:// (http is for localhost)")


def flaw_of_site(text: str) -> str | None:
    """Why a text cannot be the site's address; None where it can, or where there is none.

    A path is plain names: nothing in it goes up, is encoded, or ends the address early. Without TLS only
    this very machine is reached, and never with a name and password.
    """
    if not text:
        return None
    found = _SITE.fullmatch(text)
    if found is None or len(text) > 200 or int(found["port"] or 0) > 65535:
        return say("{}, without a name, query or “..”", WANTED)
    is_near = _NEARBY.fullmatch(found["host"]) is not None
    return (
        None
        if found["scheme"].lower() == "https" or is_near
        else say("{} (http is for localhost)", WANTED)
    )
