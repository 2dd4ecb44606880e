"""Courses that were found, and where.

Knows how they read on a terminal; refuses to know how they were found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from academy_cli.cli.format import Format
from academy_cli.cli.terminal import Ink, Line, Terminal
from academy_cli.kit.amount import amount
from academy_cli.kit.money import written
from academy_cli.kit.record import record
from academy_cli.kit.saying import say, say_joined

if TYPE_CHECKING:
    from academy_cli.catalog.views import Correction, CourseHit, Found, Place
    from academy_cli.cli.answer import Columns


@contextmanager
def reading(terminal: Terminal) -> Iterator[Callable[[int], None]]:
    """Tell of documents that are read, once there are any."""
    count = 0

    def progress(more: int) -> None:
        nonlocal count
        if not count:
            terminal.note("Courses changed since anybody searched: they are read first.")
        count += more

    yield progress
    if count:
        terminal.note(say("{} read.", amount(count, "text")))


def show_found(terminal: Terminal, found: Found, columns: Columns) -> None:
    """Write the courses that were found; on a terminal each with where."""
    for one in found.corrections:
        terminal.note(_corrected(one))
    if found.courses and found.courses[0].missing:
        missing = say_joined(", ", (say("“{}”", one) for one in found.courses[0].missing))
        terminal.note(say("No course says all of it: these do not say {}.", missing))
    rows = [{**record(one), **_first(one)} for one in found.courses]
    empty = (
        say("No course says “{}”, or none like that.", found.query)
        if found.query
        else say("There are no courses like that.")
    )
    if terminal.format is not Format.TABLE or terminal.wish.fields or not found.courses:
        terminal.show_list(rows, columns, empty=empty)
        return
    by_slug = {one.course: one for one in found.courses}
    for row in terminal.wish.records(rows, columns):
        terminal.print_lines(_lines(by_slug[str(row["course"])]))


def _corrected(one: Correction) -> str:
    if one.is_beginning:
        return say("Nothing says “{}”: these are words that begin so.", one.word)
    return say("Nothing says “{}”: searched for “{}”.", one.word, one.meant)


def _first(one: CourseHit) -> dict[str, str]:
    """The best place as cells of a row."""
    if not one.places:
        return {"place": "", "text": ""}
    return {"place": one.places[0].key, "text": one.places[0].text}


def _lines(one: CourseHit) -> Iterator[Line]:
    yield (Ink(one.title, "bold"), Ink(f"  {one.course}", "dim"))
    yield ("  ", say_joined(" · ", _facts(one)))
    if one.summary and not any(place.kind == "course" and place.text for place in one.places):
        yield ("  ", one.summary)
    for place in one.places:
        yield from _place(place)
    more = one.found_in - len(one.places)
    if more > 0:
        yield (Ink(say("    and in {}", amount(more, "other place")), "dim"),)


def _facts(one: CourseHit) -> Iterator[str]:
    if one.is_featured:
        yield say("featured")
    if one.status != "published":
        yield one.status
    if one.level:
        yield one.level
    yield ", ".join(map(written, one.prices)) or say("free")
    if one.rating is not None:
        yield say("{} of 5 stars ({})", one.rating, amount(one.reviews, "review"))
    if one.instructors:
        yield say("by {}", ", ".join(one.instructors))


def _place(place: Place) -> Iterator[Line]:
    if place.kind == "course":
        if place.text:
            yield ("    ", place.text)
        return
    said = say("{}: {}", place.title, place.text) if place.text else place.title
    yield ("    ", said, Ink(f"  {place.key}", "dim"))
