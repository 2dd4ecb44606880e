"""What authors write: new lessons, versions, copies, parts and wholes, each by two numbers of its own.

Knows which lesson a file truly is after each edit; refuses to know what the compiler takes it for.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.authoring.classroom import Classroom, Page, folder_of, fresh, sentence

TOPICS = (
    *("bread", "water", "salt", "ovens", "yeast", "flour", "crust", "rye", "oats", "honey"),
    *("butter", "milk", "steam", "knives", "scales", "README"),
)
FIRST_OF_EDITS = 1_000_000
"""The number of the first sentence that is written into a lesson later."""


def named(folder: str, number: int, topic: str) -> str:
    """A path for a lesson about a topic."""
    name = "README.md" if topic == "README" else f"{1 + number % 9:02}-{topic}.md"
    return f"{folder}/{name}" if folder else name


def any_topic(number: int) -> str:
    """A topic by number."""
    return TOPICS[number % len(TOPICS)]


def topic_of(path: str) -> str:
    """The topic that a lesson's name gives."""
    return path.rpartition("/")[2].removesuffix(".md").rpartition("-")[2]


def add(course: Classroom, a: int, b: int) -> Classroom:
    """Write a new lesson."""
    topic = any_topic(b)
    return course.adding(named(course.pick_folder(a), b // 3, topic), fresh(course.born + 1, topic))


def edit(course: Classroom, a: int, b: int) -> Classroom:
    """Write up to 30 percent of a lesson anew."""
    path, chance = course.pick(a), Random(b)
    lines = [*course.pages[path].lines]
    some = chance.sample(range(len(lines)), 1 + b % max(1, len(lines) * 3 // 10))
    for number, line in enumerate(some, FIRST_OF_EDITS + course.wrote):
        lines[line] = sentence(number)
    page = replace(course.pages[path], lines=tuple(lines))
    return replace(course.having(path, page), wrote=course.wrote + len(some))


def rewrite(course: Classroom, a: int, _: int) -> Classroom:
    """Write all of a lesson anew; it is the same lesson."""
    path = course.pick(a)
    page = course.pages[path]
    wrote = course.wrote + len(page.lines)
    numbers = range(FIRST_OF_EDITS + course.wrote, FIRST_OF_EDITS + wrote)
    page = replace(page, lines=tuple(map(sentence, numbers)))
    return replace(course.having(path, page), wrote=wrote)


def copy(course: Classroom, a: int, b: int) -> Classroom:
    """Copy a lesson; some forget to take the id out."""
    page, topic = course.pages[course.pick(a)], any_topic(b)
    id_ = page.id if b % 5 == 0 else None
    made = replace(page, serial=course.born + 1, kin=page.family, id=id_)
    return course.adding(named(course.pick_folder(b // 7), b // 3, topic), made)


def split(course: Classroom, a: int, b: int) -> Classroom:
    """Cut a lesson in two; the second part is new."""
    path, topic = course.pick(a), any_topic(b)
    page, new = course.pages[path], named(folder_of(path), b // 3, topic)
    at = len(page.lines) * (25 + b % 51) // 100
    if new in course.pages or at in (0, len(page.lines)):
        return course
    part = Page(course.born + 1, topic.capitalize(), page.lines[at:], kin=page.family)
    return course.having(path, replace(page, lines=page.lines[:at])).adding(new, part)


def merge(course: Classroom, a: int, b: int) -> Classroom:
    """Put one lesson's text at the end of another's, and delete the one."""
    target, source = course.pick(a), course.pick(b)
    if target == source:
        return course
    page, other = course.pages[target], course.pages[source]
    both = replace(page, lines=page.lines + other.lines, kin=page.kin | other.family)
    return course.losing(source).having(target, both).listing(source, None)


def replaced(course: Classroom, a: int, _: int) -> Classroom:
    """Delete a lesson and write another under its name."""
    path = course.pick(a)
    page = fresh(course.born + 1, topic_of(path))
    return replace(course.losing(path).having(path, page), born=course.born + 1)


def relocate(course: Classroom, a: int, b: int) -> Classroom:
    """Move a lesson to another folder, under another name."""
    old, new = course.pick(a), named(course.pick_folder(b), b // 3, any_topic(b // 5))
    return course if new in course.pages else course.carrying(old, new)


def rework(course: Classroom, a: int, b: int) -> Classroom:
    """Edit a lesson and put it elsewhere under another name, all at once."""
    return relocate(edit(course, a, b), a, b // 2)


def fork(course: Classroom, a: int, b: int) -> Classroom:
    """Copy a lesson, and go on with the old one elsewhere."""
    path = course.pick(a)
    copied = copy(course, a, b)
    return rework(copied, sorted(copied.pages).index(path), b // 11)
