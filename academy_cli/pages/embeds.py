"""Videos of other places: shown as a card that loads nothing until somebody follows it.

Knows which addresses are those of videos, by the hosts that settings allow; refuses to load anything itself.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_WATCHED = {
    "youtube.com": "www.youtube-nocookie.com",
    "www.youtube.com": "www.youtube-nocookie.com",
    "m.youtube.com": "www.youtube-nocookie.com",
    "youtu.be": "www.youtube-nocookie.com",
    "vimeo.com": "player.vimeo.com",
}
"""Where videos are watched, and from where the same ones are embedded."""


class Embed(NamedTuple):
    """Something of another place: its address, and the host that people are told."""

    address: str
    host: str


def embed_of(address: str, hosts: frozenset[str]) -> Embed | None:
    """What an address embeds; None where its host is not allowed, or it is none."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").lower()
        if parts.scheme not in ("http", "https", "") or parts.port not in (None, 443, 80):
            return None
    except ValueError:
        return None
    if not host or parts.username is not None:
        return None
    if host in _WATCHED:
        return _watched(host, parts.path, parts.query, hosts)
    if host not in hosts:
        return None
    query = f"?{parts.query}" if parts.query else ""
    return Embed(f"https://{host}{parts.path}{query}", host)


def _watched(host: str, path: str, query: str, hosts: frozenset[str]) -> Embed | None:
    """The embeddable form of the address of a page that shows a video."""
    target = _WATCHED[host]
    named = parse_qs(query).get("v", [""])[0] if path == "/watch" else path.rpartition("/")[2]
    if target not in hosts or not _ID.fullmatch(named):
        return None
    place = "video" if target == "player.vimeo.com" else "embed"
    return Embed(f"https://{target}/{place}/{named}", target)
