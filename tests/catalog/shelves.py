"""A catalogue to test against: courses in a database, and whoever searches them.

Knows no index: courses are synced, people are rows, and answers come from the services.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from academy_cli.access.actor import Actor, operator
from academy_cli.catalog.search import Search
from academy_cli.catalog.views import Found, Wanted
from tests.school import School

PYTHON = """\
title: Python for beginners
summary: Programming from nothing
level: beginner
category: Programming
tags: [python, scripting]
language: en
"""
CUISINE = """\
title: La cuisine française
summary: Les bases, de la soupe au dessert
level: beginner
category: Cuisine
tags: [soupe]
language: fr
"""
NETWORKS = """\
title: Computer networks
summary: How packets find their way
level: advanced
category: Programming
tags: [tcp, python]
language: en
"""
COURSES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "python": (
        PYTHON,
        {
            "a.md": "# Variables\n\nA name for a value. Programs assign values to names.\n",
            "b.md": "# Decorators\n\nA **function** that wraps another function, as `functools.wraps`.\n",
        },
    ),
    "cuisine": (
        CUISINE,
        {
            "a.md": "# Les écoles de cuisine\n\nDes recettes qui s'apprennent en été.\n",
            "b.md": "# La mayonnaise\n\nDes œufs, de l'huile, et un peu de patience.\n",
        },
    ),
    "networks": (
        NETWORKS,
        {
            "a.md": "# Routing\n\nPackets travel by routers. In C++ and C#, seldom in Python.\n",
            "b.md": "# 机器学习入门\n\n这是一门关于机器学习的课程。\n",
        },
    ),
}
"""Courses in several languages, by slug: course.yaml and lessons."""


class Shelves:
    """A school whose courses somebody searches."""

    def __init__(self, url: str, home: Path) -> None:
        self.school = School(url, home)
        self.database = self.school.academy.database
        self.wait_s = 20.0

    def close(self) -> None:
        """Close the database."""
        self.school.academy.close()

    def fill(self, *slugs: str) -> None:
        """Sync courses; all of them where none is named."""
        for slug in slugs or COURSES:
            said, lessons = COURSES[slug]
            self.put(slug, said, lessons)

    def put(
        self, slug: str, said: str, lessons: Mapping[str, str], *, status: str = "published"
    ) -> None:
        """Sync one course that says something, in place of what it said."""
        folder = self.school.home / "courses" / slug
        for name, text in {
            "course.yaml": f"id: {slug}\nstatus: {status}\n{said}",
            **lessons,
        }.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        self.school.academy.sync(folder)

    def as_(self, actor: Actor) -> Search:
        """The catalogue as somebody sees it."""
        return Search(self.database, actor, wait_s=self.wait_s, clock=self.school.academy.clock)

    def search(self, words: str = "", **wanted: object) -> Found:
        """What the operator finds."""
        return self.as_(operator("test")).search(words, Wanted(**wanted))  # type: ignore[arg-type]  # by name

    def found(self, words: str = "", **wanted: object) -> list[str]:
        """The slugs of what the operator finds, the best first."""
        return slugs(self.search(words, **wanted))

    def lessons(self, words: str) -> list[str]:
        """The keys of the best places where the operator finds something."""
        return [place.key for hit in self.search(words).courses for place in hit.places]


def slugs(found: Found) -> list[str]:
    """The courses that were found, by slug."""
    return [one.course for one in found.courses]
