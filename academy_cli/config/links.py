"""How links to the rest of the web are asked: `academy course check --links`.

Knows the settings of that alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from academy_cli.config.field import Bounds, setting


@dataclass(frozen=True, slots=True)
class LinksSettings:
    """How links to the rest of the web are asked."""

    ignore: str = setting(
        "",
        "Addresses that are never asked, parted by spaces; * stands for anything.",
        shown="<none>",
    )
    allow: str = setting(
        "",
        "Hosts on a private network that may be asked all the same, parted by spaces.",
        shown="<none>",
    )
    timeout_s: int = setting(
        10, "Seconds to wait for a server that says nothing.", bounds=Bounds(1, 120)
    )
    pause_ms: int = setting(
        300, "Milliseconds between two requests to one host.", bounds=Bounds(0, 60_000)
    )
