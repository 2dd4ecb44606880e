"""The command blocks of README.md and of every page below docs: what is typed, and what is said about it.

Knows fences, and the comments before them that only the source shows:

``<!-- run: NAME -->`` its output is true, and written again by ``make docs`` (tests/docs/readme.py);
``<!-- not run: REASON -->`` nothing here can run it; ``not run (START): REASON`` says so of
lines that start so, and of one line where START ends with a dollar;
``<!-- ends: CODE -->`` the exit code of its commands, where it is not 0; ``ends (START): CODE`` of some;
``<!-- first: NAME -->`` what happens before it (tests/docs/stages).

Refuses to run anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
LANGUAGES = ("console", "sh")
"""How a block of commands is written."""
_FENCE = re.compile(
    r"(?P<marks>(?:^ *<!--[^\n]*-->\n)*)^(?P<indent> *)(?P<fence>`{3,})(?P<language>\w*)[^\n`]*\n"
    r"(?P<text>.*?)^ *(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_MARK = re.compile(r"<!-- (run|not run|ends|first)(?: \(([^)]+)\))?: (.+?) -->")
_REMARK = re.compile(r"(?:^|\s+)# .*$")
_WHOLE_PAGE = re.compile(r"^<!-- no block of this page is run: (.+) -->$", re.MULTILINE)


@dataclass(frozen=True)
class Mark:
    """What a comment says of a block, or of its lines that start so."""

    word: str
    start: str
    said: str

    def is_about(self, line: str) -> bool:
        """Whether a line begins so; or is so, where a dollar ends it."""
        return f"{line}$".startswith(self.start)


@dataclass(frozen=True)
class Block:
    """Some commands, as one reads them."""

    page: str
    line: int
    language: str
    text: str
    marks: tuple[Mark, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """What is typed, line by line, without remarks; a line that goes on stays one."""
        whole = self.text.replace("\\\n", " ").splitlines()
        if self.language == "console":
            whole = [line[2:] for line in whole if line.startswith("$ ")]
        return tuple(typed for line in whole if (typed := _REMARK.sub("", line).strip()))

    @property
    def says(self) -> bool:
        """Whether it shows what its commands answer."""
        lines = self.text.replace("\\\n", " ").splitlines()
        return self.language == "console" and not all(line.startswith("$ ") for line in lines)

    @property
    def example(self) -> str:
        """The example whose output it shows, if any."""
        return next((one.said for one in self.marks if one.word == "run"), "")

    @property
    def where(self) -> str:
        """The place in its page."""
        return f"{self.page}:{self.line}"

    @property
    def first(self) -> str:
        """What happens in the world before it."""
        return next((one.said for one in self.marks if one.word == "first"), "")

    def said(self, word: str, line: str) -> str:
        """What a mark says of a line of it, or nothing."""
        found = [one for one in self.marks if one.word == word and one.is_about(line)]
        return max(found, key=lambda one: len(one.start)).said if found else ""

    def is_run(self, line: str) -> bool:
        """Whether a line of it is run."""
        return not self.said("not run", line)


def pages() -> tuple[str, ...]:
    """Every page a person reads, from the top of the repository."""
    found = (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    return tuple(sorted(str(page.relative_to(ROOT)) for page in found))


@cache
def read(page: str) -> str:
    """A page."""
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str) -> tuple[Block, ...]:
    """The command blocks of a page, in order."""
    return tuple(_blocks(page, read(page)))


def is_mark(comment: str) -> bool:
    """Whether a comment before a block is one of those that are read."""
    return _MARK.fullmatch(comment.strip()) is not None


def fences(text: str) -> Iterator[tuple[str, str]]:
    """Every fenced block of a page: its language and its text."""
    for found in _FENCE.finditer(text):
        yield found["language"], found["text"]


def _blocks(page: str, text: str) -> Iterator[Block]:
    whole = [Mark("not run", "", reason) for reason in _WHOLE_PAGE.findall(text)]
    for found in _FENCE.finditer(text):
        if found["language"] in LANGUAGES:
            marks = [Mark(*each) for each in _MARK.findall(found["marks"])]
            line = text[: found.start("indent")].count("\n") + 1
            inside = re.sub(rf"^{found['indent']}", "", found["text"], flags=re.MULTILINE)
            yield Block(page, line, found["language"], inside, (*whole, *marks))
