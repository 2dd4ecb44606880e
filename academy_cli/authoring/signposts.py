"""How a relative link should be written, and where a broken one was probably meant to lead.

Pure functions of paths; refuses to know what is in a file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from academy_cli.authoring import names
from academy_cli.kit.saying import say


def joined(file: str, target: str) -> str | None:
    """A link's path from the course folder; None when it leaves it."""
    parts = file.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def relative(file: str, path: str) -> str:
    """How a file should write a link to a path."""
    here, there = file.split("/")[:-1], path.split("/")
    while here and there[:-1] and here[0] == there[0]:
        here, there = here[1:], there[1:]
    return "/".join([".."] * len(here) + there)


@dataclass(frozen=True)
class Signposts:
    """Says where a link that leads nowhere may have been meant to lead, among a course's files."""

    paths: Collection[str]

    def hint(self, file: str, target: str, fragment: str) -> str:
        """A remedy that names the right link, or nothing when there is no single likely one."""
        tail = f"#{fragment}" if fragment else ""
        rooted = joined("", target)
        if rooted is not None and rooted in self.paths:
            return say(
                "Write `{}{}`: links are relative to the file.", relative(file, rooted), tail
            )
        name = target.rstrip("/").rpartition("/")[2]
        namesakes = (path for path in self._by_name.get(_likeness(name), ()) if path != file)
        found = tuple(islice(namesakes, 2))
        return (
            say("Did you mean `{}{}`?", relative(file, found[0]), tail) if len(found) == 1 else ""
        )

    @cached_property
    def _by_name(self) -> Mapping[str, Collection[str]]:
        named: dict[str, list[str]] = defaultdict(list)
        for path in self.paths:
            named[path.rpartition("/")[2]].append(path)
        found: dict[str, list[str]] = defaultdict(list)
        for name, paths in named.items():
            if likeness := _likeness(name):
                found[likeness] += paths
        return found


def _likeness(name: str) -> str:
    """What stays of a name when its file is moved or renumbered; nothing for a name that says too little."""
    folded = names.folded(name)
    if folded.endswith(names.LESSON_SUFFIXES):
        stem = folded[: folded.rindex(".")]
        return "" if stem in names.FRONT_PAGES else f"{_bare(stem)}.md"
    bare = folded if "." in folded else _bare(folded)
    return f"{bare}.md" if bare != folded else folded


def _bare(word: str) -> str:
    return names.without_number(word) if word[:1].isdigit() else word
