"""Rules of what is kept, as people write them: ``last=3 within=48h daily=7 weekly=4``.

Knows their grammar; refuses to know what is kept, and every word that is no rule.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest
from academy_cli.kit.timespan import is_short

DEFAULT = "last=3 within=48h hourly=0 daily=7 weekly=4 monthly=12 yearly=2"
_WITHIN = "within"
_NUMBER = re.compile(r"[0-9]{1,5}")


class Rules(NamedTuple):
    """How many of each are kept, and everything since how long; a rule that is 0 keeps nothing."""

    last: int = 0
    within: str = ""
    """A length in short, ``48h`` or ``2m``; nothing where there is no such rule."""
    hourly: int = 0
    daily: int = 0
    weekly: int = 0
    monthly: int = 0
    yearly: int = 0

    def __str__(self) -> str:
        """The rules that keep something, as ``read`` reads them."""
        return " ".join(f"{name}={value}" for name, value in self._asdict().items() if value)


def read(written: str) -> Rules:
    """Rules parted by spaces, in any order.

    Raises ValueError, whose sentence names the word that is wrong; rules that keep nothing are none.
    """
    found: dict[str, Any] = {}
    for word in written.split():
        name, _, value = word.partition("=")
        if name not in Rules._fields:
            raise ValueError(_unknown(word, name))
        if name in found:
            raise ValueError(say("“{}” says a second time how many “{}” keeps", word, name))
        found[name] = _length(word, value) if name == _WITHIN else _count(word, value)
    if not any(found.values()):
        raise ValueError(
            say("“{}” keeps nothing", written.strip()) if found else say("it names no rule")
        )
    return Rules(**found)


def flaw(written: str) -> str | None:
    """What rules have to be instead; None where they can be read."""
    try:
        read(written)
    except ValueError as error:
        return say("rules such as last=3 daily=7 ({})", error)
    return None


def _unknown(word: str, name: str) -> str:
    close = nearest(name, Rules._fields)
    instead = (
        say("did you mean {}=?", close) if close else say("there are {}", ", ".join(Rules._fields))
    )
    return say("“{}” is no rule; {}", word, instead)


def _count(word: str, value: str) -> int:
    if not _NUMBER.fullmatch(value):
        raise ValueError(say("“{}” needs a whole number up to 99999", word))
    return int(value)


def _length(word: str, value: str) -> str:
    """A length as it is compared; one of nothing is no rule."""
    if not is_short(value):
        raise ValueError(
            say("“{}” needs a length such as 48h, 7d, 2w, 6m or 1y (m is months)", word)
        )
    number = int(value[:-1])
    return f"{number}{value[-1]}" if number else ""
