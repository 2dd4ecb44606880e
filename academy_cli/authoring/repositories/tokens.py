"""Tokens for private repositories: how git is told one without anybody seeing it.

Knows credential helpers; refuses to know where tokens are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

_HELPER = (
    '!f() { test "$1" = get || exit 0;'
    ' printf "username=%s\\npassword=%s\\n" "$ACADEMY_GIT_USER" "$ACADEMY_GIT_TOKEN"; }; f'
)
"""A credential helper (gitcredentials(7)) that says what it finds in its environment."""

Tokens = Mapping[str, tuple[str, str]]
"""Who asks, and the token that proves it, by host in lower case; with a port that is not the usual one."""


class Told(NamedTuple):
    """What git is told: lines of configuration in their order, and its environment."""

    config: tuple[tuple[str, str], ...] = ()
    environ: Mapping[str, str] = {}


def told(url: str, tokens: Tokens) -> Told:
    """What lets git in where a token is for the address's host.

    Git asks the helper for this host alone, so a redirect to another takes nothing along; and no other
    helper is asked or told for it.
    """
    scheme, _, rest = url.partition("://")
    host = rest.partition("/")[0].lower()
    if scheme.lower() not in ("https", "http") or host not in tokens:
        return Told()
    user, secret = tokens[host]
    environ = {"ACADEMY_GIT_USER": user, "ACADEMY_GIT_TOKEN": secret}
    return Told(_lines(f"{scheme.lower()}://{host}"), environ)


def _lines(host: str) -> tuple[tuple[str, str], ...]:
    about = f"credential.{host}"
    return (
        (f"{about}.helper", ""),
        (f"{about}.helper", _HELPER),
        (f"{about}.useHttpPath", "false"),
    )
