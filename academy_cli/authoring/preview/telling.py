"""What texts of a course become on a page: findings, videos, resources, links, and the languages they are in.

Knows values of both sides; refuses to know which page they are on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from academy_cli.authoring.preview.links import Links
from academy_cli.authoring.preview.looking import Looking
from academy_cli.authoring.preview.retelling import Retold
from academy_cli.authoring.preview.switching import language_of
from academy_cli.formats.problems import Problem
from academy_cli.pages.rendering import video
from academy_cli.pages.values import Finding, Language, Link, Telling


def telling(looking: Looking, index: int, told: Retold, *, for_author: bool) -> Telling:
    """In which languages a lesson, a module, or by -1 the course is told."""
    page = looking.retelling.language
    return Telling(
        language_of(told.title, page),
        language_of(told.text, page),
        language_of(told.summary, page),
        is_original=not looking.retelling.is_own and told.original is None,
        is_stale=for_author and looking.retelling.is_stale(index),
    )


def findings(problems: Sequence[Problem]) -> Sequence[Finding]:
    """What a check says, as a page shows it."""
    return [
        Finding(one.severity.value, one.code, _place(one), _sentence(one.message), one.hint)
        for one in problems
    ]


def _place(problem: Problem) -> str:
    """Where in its file something is; which file that is stands above."""
    return f"{problem.line}:{problem.column}" if problem.line else ""


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:]}{'' if message.endswith('.') else '.'}"


def own_video(values: Mapping[str, Any], links: Links, title: str) -> str:
    """A lesson's video, where it has one that is there."""
    address = str(values.get("video", ""))
    is_elsewhere = urlsplit(address).scheme in ("http", "https")
    own = None if is_elsewhere or not address else links.named(address)
    return video(address, own, links.hosts, title=title) if is_elsewhere or own else ""


def resources(values: Mapping[str, Any], links: Links, language: Language | None) -> list[Link]:
    """What a lesson gives to take along; what is not there is left out."""
    found: list[Link] = []
    for one in values.get("resources", ()):
        told = one if isinstance(one, dict) else {"file": one}
        target = str(told.get("url") or told.get("file") or "")
        if urlsplit(target).scheme in ("http", "https"):
            address: str | None = target
        else:
            address = links.named(target)
        if address is not None:
            title = str(told.get("title") or target.rpartition("/")[2])
            found.append(Link(title, address, language))
    return found
