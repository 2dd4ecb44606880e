"""Whose certificate would wait to be signed, seen before it is issued: no page can have their name.

Knows names and pages; refuses rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol

from academy_cli.certificates.credential.facts import clean
from academy_cli.errors import AcademyError
from academy_cli.kit.saying import say

NAMELESS = say("they have no name that a certificate can state")


class Paper(Protocol):
    """A template, as a plan needs it."""

    def refuses(self, recipient: str, language: str) -> AcademyError | None:
        """Why somebody cannot be named on a page of it; None if they can."""


class Named(NamedTuple):
    """Somebody by their address, the name that a certificate will state, and the page that it will be on."""

    email: str
    name: str
    language: str
    template: str


class Unnamed(NamedTuple):
    """Somebody by their address, and why no page can have their name."""

    email: str
    why: str


def unnamed(some: Iterable[Named], page: Callable[[str], Paper]) -> Iterator[Unnamed]:
    """Those whose certificate will wait to be signed."""
    opened = lru_cache(page)
    for one in some:
        if not clean(one.name):
            yield Unnamed(one.email, NAMELESS)
            continue
        try:
            why = opened(one.template).refuses(one.name, one.language)
        except AcademyError as error:
            why = error
        if why is not None:
            yield Unnamed(one.email, why.message)
