"""The settings of courses in git repositories: where they are kept, who is let in, and how long to wait.

Knows their defaults and reasons; refuses to know who asks the repositories.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from academy_cli.config.field import Bounds, setting
from academy_cli.config.places import CACHE_FOLDER, cache_folder
from academy_cli.kit.saying import say

USER = "x-access-token"
"""The name beside a token that has none: GitHub's; most hosts take any."""


def _flaw_of_tokens(text: str) -> str | None:
    for word in text.split():
        host, _, said = word.partition("=")
        if not host or not said or "/" in host or said[-1] == ":":
            return say("HOST=TOKEN or HOST=USER:TOKEN, several parted by spaces")
    return None


@dataclass(frozen=True, slots=True)
class RepositoriesSettings:
    """How courses are fetched from git repositories."""

    cache: Path = setting(  # noqa: RUF009 - it makes a dataclass field
        lambda: cache_folder() / "repositories",
        "What was fetched is kept here; the folder may be removed at any time.",
        shown=f"{CACHE_FOLDER}/repositories",
    )
    tokens: str = setting(
        "",
        "Lets academy into private repositories: HOST=TOKEN or HOST=USER:TOKEN, with spaces between.",
        shown="<none>",
        is_secret=True,
        flaw=_flaw_of_tokens,
    )
    silent_s: int = setting(
        60,
        "Seconds without a word from a server before a fetch is given up.",
        bounds=Bounds(1, 3600),
    )
    fetch_mb: int = setting(
        4096,
        "A host that sends more for one commit is cut off.",
        bounds=Bounds(1, 1024 * 1024),
    )
    keep_days: int = setting(
        30, "Days that a commit is kept that nobody uses.", bounds=Bounds(1, 3650)
    )

    @property
    def by_host(self) -> Mapping[str, tuple[str, str]]:
        """Who asks and the token, by host in lower case; %-escapes are read as in addresses."""
        from urllib.parse import unquote  # few have a token

        found = {}
        for word in self.tokens.split():
            host, _, said = word.partition("=")
            user, colon, secret = said.partition(":")
            found[host.lower()] = (
                (unquote(user), unquote(secret)) if colon else (USER, unquote(said))
            )
        return found
