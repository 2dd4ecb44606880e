"""What authors do to a large course between two syncs: they rename, edit and move, and mend single lines.

Knows how to change files by chance, the same ones every time, and who is who afterwards; refuses to measure.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

RENAMED, MOVED = 500, 5
"""How many lessons get another name, and how many modules another place."""
EDITED = 0.1
"""The share of a renamed lesson's lines that are written anew."""
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Places(NamedTuple):
    """The new path of every lesson and module that stood elsewhere, by the old one."""

    lessons: Mapping[str, str]
    modules: Mapping[str, str]


class Author:
    """Somebody who changes the files of a course, in the same places every time."""

    def __init__(self, course: Path, seed: int = 1) -> None:
        self.course = course
        self.chance = random.Random(seed)

    def rename_and_move(self) -> Places:
        """Rename lessons of the whole course by names that say nothing, edit them, and move modules."""
        lessons = self._lessons()
        renamed = dict(self._renamed(self.chance.sample(lessons, RENAMED)))
        moved = dict(self._moved(sorted({_above(path) for path in lessons})))
        now = {path: _within(moved, renamed.get(path, path)) for path in lessons}
        return Places({old: new for old, new in now.items() if new != old}, moved)

    def lines_of_lessons(self) -> Iterator[Path]:
        """Write one line of one lesson anew, and of another one the next time, until all had their turn."""
        lessons = self._lessons()
        for path in self.chance.sample(lessons, len(lessons)):
            lesson = self.course / path
            self._edit(lesson, 0)
            yield lesson

    def _lessons(self) -> Sequence[str]:
        """The path of every lesson that is in a module of a module."""
        return sorted(p.relative_to(self.course).as_posix() for p in self.course.glob("*/*/*/*.md"))

    def _renamed(self, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
        for number, path in enumerate(paths, 1):
            lesson = self.course / path
            self._edit(lesson, EDITED)
            new = f"{_above(path)}/renamed-{number}.md"
            lesson.rename(self.course / new)
            yield path, new

    def _moved(self, modules: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Move modules, their names kept, to other modules of the same language."""
        for path in self.chance.sample(modules, MOVED):
            language, _, name = path.split("/")
            there = sorted({n.split("/")[1] for n in modules if n.startswith(f"{language}/")})
            free = [n for n in there if not (self.course / language / n / name).exists()]
            new = f"{language}/{self.chance.choice(free)}/{name}"
            (self.course / path).rename(self.course / new)
            yield path, new

    def _edit(self, lesson: Path, share: float) -> None:
        """Write a share of the lines below the front matter anew, but one at least."""
        lines = lesson.read_bytes().decode().split("\n")
        begin = lines.index("---", 1) + 1 if lines[0] == "---" else 0
        filled = [number for number in range(begin, len(lines)) if lines[number].strip()]
        for number in self.chance.sample(filled, max(1, round(share * len(filled)))):
            lines[number] = self._rewritten(lines[number])
        lesson.write_bytes("\n".join(lines).encode())

    def _rewritten(self, line: str) -> str:
        """A line of which one sentence says something else; a short line is one sentence."""
        sentences = _SENTENCE.split(line)
        words = ("".join(self.chance.choices(_LETTERS, k=7)) for _ in range(6))
        sentences[self.chance.randrange(len(sentences))] = " ".join(words) + "."
        return " ".join(sentences)


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def _within(moved: Mapping[str, str], path: str) -> str:
    """Where a path is after the module around it moved."""
    above, slash, name = path.rpartition("/")
    return moved.get(above, above) + slash + name
