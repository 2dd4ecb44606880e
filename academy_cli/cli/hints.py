"""Commands that hints name, in the same place as the command at hand.

Knows which options decide where a command works; refuses to know what a hint is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

_COMMAND = re.compile(
    r"\bacademy (?:(?P<alone>status|doctor)|(?P<noun>[a-z]+) (?P<verb>[a-z]+(?:-[a-z]+)*))(?![a-z.…])"
)
_ANYWHERE = ("--config", "--database", "--as")
_KEPT = "--to"
"""Where backups are, of commands about these; of others it is something else."""
_ABOUT_KEPT = frozenset({"create", "list", "show", "verify", "restore", "prune", "status", "set"})


_FOR_OTHERS = frozenset({"approve"})
"""What somebody else has to do than whoever asked for it."""


class Carried(NamedTuple):
    """Options that were given, and without which a command would work elsewhere."""

    options: Sequence[tuple[str, str]] = ()

    @classmethod
    def of(cls, noun: str, given: Mapping[str, object]) -> Carried:
        """Those of a command of a noun, of all that it was given, by their flags."""
        wanted = (_KEPT, *_ANYWHERE) if noun == "backup" else _ANYWHERE
        return cls([(one, str(given[one])) for one in wanted if given.get(one)])

    @classmethod
    def read(cls, words: Sequence[str]) -> Carried:
        """Those of the bare words of a command, which may be wrong in any other way."""
        known = {*_ANYWHERE, _KEPT}
        joined = (word.partition("=")[::2] for word in words if word.startswith("--"))
        parted = ((one, value) for one, value in pairwise(words) if one in known)
        given = dict([*((one, value) for one, value in joined if one in known and value), *parted])
        return cls.of("backup" if "backup" in words else "", given)

    def into(self, text: str) -> str:
        """A text whose commands work where this one did. Passwords are masked."""
        if not self.options or "academy " not in text:
            return text
        return "".join(self._pieces(text))

    def _pieces(self, text: str) -> Iterator[str]:
        from academy_cli.cli.root import ENTRIES

        end, nouns = 0, {entry.name for entry in ENTRIES if entry.is_noun}
        for found in _COMMAND.finditer(text):
            yield text[end : found.end()]
            end = found.end()
            if found["alone"] or found["noun"] in nouns:  # else it is a sentence about an academy
                rest = text[end:].partition("academy ")[0]
                noun, verb = found["noun"] or found["alone"], found["verb"] or ""
                yield from (f" {one}" for one in self._wanted(noun, verb, rest))
        yield text[end:]

    def _wanted(self, noun: str, verb: str, rest: str) -> Iterator[str]:
        """The options that a command takes, and that a hint does not say itself."""
        from shlex import quote

        from academy_cli.config.secrets import quoted

        for option, value in self.options:
            is_taken = option != _KEPT or (noun == "backup" and verb in _ABOUT_KEPT)
            is_taken = is_taken and not (option == "--as" and verb in _FOR_OTHERS)
            if is_taken and option not in rest.split():
                yield f"{option} {quote(quoted(value))}"
