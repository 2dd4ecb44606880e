"""What pages of courses may show of other places.

Knows what a list of hosts looks like; refuses everything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from academy_cli.config.field import setting
from academy_cli.kit.saying import say

EMBED_HOSTS = "www.youtube-nocookie.com player.vimeo.com"
_HOST = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
)


def flaw_of_hosts(text: str) -> str | None:
    """Why a text is no list of hosts; None where it is one, or empty."""
    if all(_HOST.fullmatch(host) for host in text.split()):
        return None
    return say(
        "names of hosts such as player.vimeo.com, parted by spaces, without https:// and paths"
    )


@dataclass(frozen=True, slots=True)
class PagesSettings:
    """What pages of courses may show of other places."""

    embed_hosts: str = setting(
        EMBED_HOSTS,
        "Hosts whose videos lessons show once somebody asks for them, parted by spaces; others are links.",
        flaw=flaw_of_hosts,
    )

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts, each by itself."""
        return frozenset(self.embed_hosts.split())
