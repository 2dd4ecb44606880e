"""Where an address really leads, so that nobody is asked who is not on the public web.

A course's text says whom academy asks, and it runs in CI, beside servers that answer only inside. So each
name is looked up once, its addresses are judged, and one of those is connected to. Knows names and networks;
refuses to speak HTTP.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from academy_cli.kit.saying import say


class NoSuchHostError(Exception):
    """A name that is no host's."""


class LookupFailedError(Exception):
    """A name that cannot be looked up now."""


class ForbiddenError(Exception):
    """An address that must not be asked; says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart, with the number that is connected to."""

    parts: SplitResult
    host: str
    port: int
    number: str

    @property
    def url(self) -> str:
        """The address with the number in place of the name."""
        host = f"[{self.number}]" if ":" in self.number else self.number
        return self.parts._replace(netloc=f"{host}:{self.port}", fragment="").geturl()

    @property
    def named(self) -> str:
        """The host as a request names it."""
        usual = 443 if self.parts.scheme == "https" else 80
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == usual else f"{host}:{self.port}"


def target_of(address: str, allowed: Collection[str] = ()) -> Target:
    """Where an address leads; ``allowed`` hosts may be on a private network.

    Raises ForbiddenError, NoSuchHostError and LookupFailedError.
    """
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise ForbiddenError(say("it is no web address")) from error
    if parts.scheme not in ("http", "https") or not host:
        raise ForbiddenError(say("it is no web address"))
    if parts.username is not None or parts.password is not None:
        raise ForbiddenError(say("it holds a user's name or password"))
    port = port or (443 if parts.scheme == "https" else 80)
    numbers = _numbers(host, port)
    if host not in allowed and not all(map(_is_public, numbers)):
        raise ForbiddenError(say("it is on a private network"))
    return Target(parts, host, port, numbers[0])


def _numbers(host: str, port: int) -> Sequence[str]:
    try:
        name = host if host.isascii() else host.encode("idna").decode()
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise NoSuchHostError(host) from error
    except socket.gaierror as error:
        if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", -5)):
            raise NoSuchHostError(host) from error
        raise LookupFailedError(host) from error
    return [str(one[4][0]) for one in found]


def _is_public(number: str) -> bool:
    """Whether a number is anybody's; an IPv4 one within an IPv6 one is judged as itself."""
    found = ipaddress.ip_address(number.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    one = inner or found
    return one.is_global and not one.is_multicast
