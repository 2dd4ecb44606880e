"""What is said of a new lesson that may be one of several missing ones, and the line that settles it.

Knows words; refuses to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from academy_cli.authoring.codes import problem
from academy_cli.authoring.document import Node, path_of
from academy_cli.authoring.renames import Candidates
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say, say_joined

_SHOWN = 3


def unclear(wanted: Sequence[Node], candidates: Mapping[int, Candidates]) -> Iterator[Problem]:
    """A finding for each new lesson that may be one of several, or that several may be."""
    for index, those in candidates.items():
        path = wanted[index].path
        old = path_of(those[0][0])
        yield problem(
            "id.unclear",
            path,
            value=path,
            message=say("“{}” may be {}", path, _named(those)),
            hint=(
                say(
                    "Say so in course.yaml: `moved: [{{from: {}, to: {}}}]`, or without `to:` for each "
                    "that is gone for good.",
                    old,
                    path,
                )
            ),
        )


def either(candidates: Candidates) -> str:
    """``it may be “a.md” (84 % the same) or “b.md” (82 % the same)``."""
    return say("it may be {}", _named(candidates))


def _named(candidates: Candidates) -> str:
    shown = [
        say("“{}” ({} % the same)", path_of(node), percent(share)) for node, share in candidates
    ]
    first = say_joined(" or ", shown[:_SHOWN])
    return say("{} or {} more", first, len(shown) - _SHOWN) if len(shown) > _SHOWN else first


def percent(share: float) -> int:
    """A share of 0 to 1 in whole percent; 100 is only said of what is the same."""
    return int(share * 100)
