"""Pages of help: what a noun is for, its verbs, and an example of each; and nouns by the people who use them.

Knows the order of a page; the words are those of the commands themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from academy_cli.cli import root
from academy_cli.cli.language import here
from academy_cli.cli.lazy import Entry, load
from academy_cli.cli.reference import Documented, documented
from academy_cli.kit.saying import say

PEOPLE: Mapping[str, Sequence[str]] = {
    say("Who writes courses"): ("course", "lesson", "ci"),
    say("Who runs the academy"): (
        "status", "doctor", "init", "backup", "worker", "db", "storage", "config", "price",
        "coupon", "payment", "subscription", "invoice", "stats",
    ),
    say("Who looks after learners"): (
        "user", "enrollment", "progress", "certificate", "order", "refund", "review", "mail", "batch",
        "audit",
    ),
    say("What runs unattended"): ("ci", "worker", "status", "completion", "version"),
}  # fmt: skip
"""Nouns and commands by the four kinds of people, and programs, that use them."""


def by_people() -> Iterator[str]:
    """Who uses which nouns."""
    known = {entry.name: entry.summary for entry in root.ENTRIES}
    for who, names in PEOPLE.items():
        yield say("{}:", who)
        told = here().gettext
        yield from (f"  {name:<13} {told(known[name])}" for name in names if name in known)
        yield ""
    yield say("More of one: academy help NOUN; of a command: academy help NOUN VERB")
    yield say("How commands end: academy help exit-codes; all there are: academy --help")


def noun(name: str) -> Entry | None:
    """The noun of a name; None of what is a command, or nothing."""
    return next((one for one in root.ENTRIES if one.name == name and one.is_noun), None)


def page(entry: Entry) -> Iterator[str]:
    """The page of a noun."""
    found = verbs(entry)
    width = max(len(one.verb) for one in found)
    told = here().gettext
    yield say("academy {}: {}", entry.name, told(load(entry).help or entry.summary))
    yield ""
    yield say("Commands:")
    yield from (f"  {one.verb:<{width}}  {told(one.does)}" for one in found)
    yield ""
    yield say("Examples:")
    yield from (f"  {one.examples[0]}" for one in found)
    yield ""
    yield say("All of a command: academy help {} {}", entry.name, found[0].verb)


def verbs(entry: Entry) -> Sequence[Documented]:
    """The commands of a noun, or a command alone."""
    return tuple(documented(entry))
