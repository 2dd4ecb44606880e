"""Which words may come next on a line: nouns, verbs, options, their values, and what is in the academy.

Knows the file of all words and where on a line one is; imports next to nothing, for a person is waiting.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).with_name("words.json")
COURSES = frozenset({"COURSE", "SLUG"})
PEOPLE = frozenset({"EMAIL", "USER", "LEARNER", "WHO"})
"""What commands call the place of a course, and that of somebody's address."""


class Word(NamedTuple):
    """A word that may come next, and what it means."""

    text: str
    meaning: str = ""


class Asked(NamedTuple):
    """What is asked of the academy: which kind of thing, how it begins, and with which words before it."""

    kind: str
    begins: str
    options: Mapping[str, str]


Live = Callable[[Asked], Iterable[str]]


def table() -> Mapping[str, Any]:
    """All words there are."""
    found: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def following(words: Sequence[str], live: Live) -> Iterator[Word]:
    """What the last of some words may become; it may be empty. The words are those after ``academy``."""
    known, *before = table(), *words[:-1]
    begins = words[-1] if words else ""
    for word in _candidates(known, before, begins, live):
        if word.text.startswith(begins):
            yield word


def _candidates(
    known: Mapping[str, Any], before: list[str], begins: str, live: Live
) -> Iterator[Word]:
    commands = known["commands"]
    shared = known["shared"]
    place = _place(commands, shared, before)
    options = {**shared, **commands.get(place.command, {}).get("options", {})}
    flag, mark, part = begins.partition("=")
    if place.value_of:
        yield from _values(options[place.value_of][1], begins, place.given, live)
    elif mark and flag in options:
        values = _values(options[flag][1], part, place.given, live)
        yield from (Word(f"{flag}={one.text}", one.meaning) for one in values)
    elif begins.startswith("-"):
        yield from (Word(name, told[0]) for name, told in options.items())
    elif place.command in commands:
        yield from _argument(commands[place.command], place, begins, live)
    elif place.command:
        start = f"{place.command} "
        verbs = (name for name in commands if name.startswith(start))
        yield from (Word(name.removeprefix(start), commands[name]["help"]) for name in verbs)
    else:
        yield from (Word(name, told[0]) for name, told in known["nouns"].items())


class Place(NamedTuple):
    """Where on a line one is: in which command, before which argument, or at which option's value."""

    command: str
    arguments: int
    value_of: str
    given: Mapping[str, str]
    """The values of options so far."""


def _place(commands: Mapping[str, Any], shared: Mapping[str, Any], before: Sequence[str]) -> Place:
    command, arguments, waiting = "", 0, ""
    given: dict[str, str] = {}
    for word in before:
        options = {**shared, **commands.get(command, {}).get("options", {})}
        if waiting:
            given[waiting], waiting = word, ""
        elif word.startswith("-"):
            flag, mark, part = word.partition("=")
            if mark:
                given[flag] = part
            elif flag in options and options[flag][1]:
                waiting = flag
        elif command not in commands:
            command = f"{command} {word}".strip()
        else:
            arguments += 1
    return Place(command, arguments, waiting, given)


def _argument(command: Mapping[str, Any], place: Place, begins: str, live: Live) -> Iterator[Word]:
    arguments = command["arguments"]
    at = min(place.arguments, len(arguments) - 1) if command["more"] else place.arguments
    if 0 <= at < len(arguments):
        yield from _values(arguments[at], begins, place.given, live)


def _values(
    told: list[str] | str, begins: str, given: Mapping[str, str], live: Live
) -> Iterator[Word]:
    if isinstance(told, list):
        yield from map(Word, told)
    elif told in COURSES:
        yield from map(Word, live(Asked("course", begins, given)))
    elif told in PEOPLE:
        yield from map(Word, live(Asked("person", begins, given)))
