"""What a family makes of a source: modules and lessons in their order, before they have files.

Knows values only; refuses to know where they will stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Lesson:
    """A lesson, or with ``quiz`` and no ``body`` a quiz of its own.

    Relative links in ``body`` start at the file ``base``, else at ``source``; ``path`` is where it has to
    stand, else the order says. ``also`` are other files that stand for it when something links to them.
    """

    title: str
    source: str
    body: str = ""
    id: str = ""
    line: int = 1
    base: str = ""
    path: str = ""
    slug: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    quiz: Mapping[str, Any] | None = None
    also: tuple[str, ...] = ()
    is_quiz: bool = False


@dataclass(frozen=True)
class Module:
    """A module and what is in it, in order."""

    title: str
    source: str
    children: tuple[Lesson | Module, ...]
    id: str = ""
    line: int = 1
    slug: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    what: str = "module"


@dataclass(frozen=True)
class Translation:
    """What a lesson says in another language.

    ``of`` is its original's file in the source, ``at`` that in the course, where several are made of one.
    ``is_current`` says whether it was made from that as it is now; None where the source does not say.
    ``lacks`` says how much of it is in the original's language.
    """

    language: str
    of: str
    lesson: Lesson
    is_current: bool | None = None
    at: str = ""
    lacks: str = ""


@dataclass(frozen=True)
class Heading:
    """What a module is called in another language, or the course itself where ``module`` is None.

    ``source`` is the file that says so.
    """

    language: str
    module: Module | None
    title: str
    source: str
    line: int = 1
    is_current: bool | None = None


Item: TypeAlias = Lesson | Module


@dataclass(frozen=True)
class Outline:
    """A course: what goes into course.yaml, and its contents.

    ``order`` says where the order comes from; empty where the source states none. ``private`` are further
    files by path, which learners do not see; ``guessed`` gives the reason for each key that was guessed, and
    ``lacks`` the reason why there is nothing.
    """

    title: str
    children: tuple[Item, ...]
    order: str = ""
    name: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, str] = field(default_factory=dict)
    guessed: Mapping[str, str] = field(default_factory=dict)
    lacks: str = ""
    translations: tuple[Translation, ...] = ()
    headings: tuple[Heading, ...] = ()


def modules(children: tuple[Item, ...]) -> Iterator[Module]:
    """Every module, each before those in it."""
    for child in children:
        if isinstance(child, Module):
            yield child
            yield from modules(child.children)


def lessons(children: tuple[Item, ...]) -> Iterator[Lesson]:
    """Every lesson, in order."""
    for child in children:
        if isinstance(child, Lesson):
            yield child
        else:
            yield from lessons(child.children)
