"""Asking a course's links to the web, as settings say, and what is known of them from before.

Knows settings and the cache's place; refuses to ask by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from academy_cli import __version__
from academy_cli.authoring.examine import graded
from academy_cli.authoring.links.asking import Manners
from academy_cli.authoring.links.memory import Memory
from academy_cli.authoring.links.outward import outward
from academy_cli.authoring.links.rounds import asked
from academy_cli.authoring.links.verdicts import problems
from academy_cli.config.places import cache_folder
from academy_cli.formats.problems import ordered

if TYPE_CHECKING:
    from academy_cli.authoring.compile import Compilation
    from academy_cli.authoring.tree import Limits
    from academy_cli.config.links import LinksSettings
    from academy_cli.config.settings import SiteSettings


def manners(links: LinksSettings, site: SiteSettings) -> Manners:
    """How links are asked by some settings; whoever looks after a site reads which academy asked."""
    who = f"; +{site.url}" if site.url else ""
    return Manners(
        agent=f"academy/{__version__} (checks links of courses{who})",
        timeout_s=links.timeout_s,
        pause_s=links.pause_ms / 1000,
        allowed=tuple(links.allow.split()),
        ignored=tuple(links.ignore.split()),
    )


def with_links(
    compiled: Compilation,
    links: LinksSettings,
    site: SiteSettings,
    *,
    limits: Limits,
    strict: bool = False,
    refresh: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Compilation:
    """A checked course with what is found of its links to the web, as its author grades it."""
    found = list(outward(compiled.reading.draft, compiled.tree, limits))
    addresses = dict.fromkeys(one.address for one in found)
    memory = Memory(cache_folder() / "links.json", time.time())
    known = {} if refresh else dict(memory.known(addresses))
    new = asked((a for a in addresses if a not in known), manners(links, site), told=progress)
    memory.keep(new)
    told = (graded(one, compiled.reading) for one in problems(found, {**known, **new}))
    return replace(compiled, problems=ordered((*compiled.problems, *told), strict=strict))
