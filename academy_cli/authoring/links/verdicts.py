"""What became of asking for an address, and the finding that makes of it.

Values and their words; refuses to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from academy_cli.authoring.codes import problem
from academy_cli.authoring.links.outward import Outward
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say


class Fate(Enum):
    """What an address is found to be."""

    FINE = "fine"
    DEAD = "dead"
    MOVED = "moved"
    UNREACHABLE = "unreachable"
    INSECURE = "insecure"
    SKIPPED = "skipped"

    @property
    def is_good(self) -> bool:
        """Whether it leads somewhere, so that it need not be asked again soon."""
        return self in {Fate.FINE, Fate.MOVED, Fate.INSECURE}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: why in words, and the address that holds from now on where it has another."""

    fate: Fate
    why: str = ""
    now: str = ""


TOO_LONG = Verdict(Fate.UNREACHABLE, say("it takes too long"))
UNASKED = Verdict(Fate.UNREACHABLE, say("its host took too long for others, so it was not asked"))
"""What is no answer, and is not remembered as one."""


def problems(links: Iterable[Outward], verdicts: Mapping[str, Verdict]) -> Iterator[Problem]:
    """The findings of some links, by what was found of their addresses."""
    for link in links:
        verdict = verdicts.get(link.address)
        now = with_place(verdict.now, link.target) if verdict else ""
        message = _message(link.target, verdict, now) if verdict else ""
        if not verdict or not message:
            continue
        hint = say("Write `{}`.", now) if now else ""
        place = (link.file, link.line, link.column)
        code = f"link.{verdict.fate.value}"
        yield problem(code, *place, value=link.target, message=message, hint=hint)


def _message(target: str, verdict: Verdict, now: str) -> str:
    """What is wrong with a link; empty where nothing is."""
    match verdict.fate:
        case Fate.DEAD:
            return say("“{}” is gone: {}", target, verdict.why)
        case Fate.MOVED:
            return say("“{}” has moved for good to {}", target, now)
        case Fate.UNREACHABLE:
            return say("“{}” does not answer as it should: {}", target, verdict.why)
        case Fate.INSECURE:
            return say("“{}” is the same over https", target)
    return ""


def with_place(address: str, target: str) -> str:
    """An address with the name of the place on the page that a link had."""
    _, mark, place = target.partition("#")
    return address if not address or "#" in address else f"{address}{mark}{place}"
