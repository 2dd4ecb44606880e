"""In a language made up for tests every sentence is marked: what is said unmarked, nobody could translate.

Commands are found by walking the tree, and called with what an academy of this test has. Refuses to know any
real language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.cli import language, shell
from academy_cli.cli.reference import Documented, commands
from academy_cli.cli.root import ENTRIES
from academy_cli.kit.saying import say
from tests.cli.conftest import Run
from tests.cli.test_dry_run import WORDS, Words, ready, words
from tests.cli.test_plain import EVERY, called

pytestmark = pytest.mark.slow

__all__ = ["ready", "words"]
OPEN, SHUT = "⟦⟧"
OWN = re.compile(r"“[^“”]*”|`[^`]*`|academy [a-z-]+.*|https?:\S+|\S*[/@=]\S*")
"""What is somebody's own, or has to be typed."""
SENTENCE = re.compile(r"(?:\b[a-z’']{2,}[,:;]? ){2,}[a-z’']{2,}")


class Marked:
    """A language in which every sentence is itself between marks."""

    def gettext(self, message: str, /) -> str:
        return f"{OPEN}{message}{SHUT}" if message.strip("{} .,:;()·→–-") else message

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        return self.gettext(one if count == 1 else many)


def unmarked(said: str) -> Iterator[str]:
    """Lines that still read like a sentence without all that was marked."""
    depth, left = 0, []
    for letter in said:
        depth += (letter == OPEN) - (letter == SHUT)
        left.append("\n" if letter == "\n" else "" if depth or letter == SHUT else letter)
    for line in "".join(left).splitlines():
        if SENTENCE.search(OWN.sub(" ", line)):
            yield line


OF_OTHERS = {
    "academy mail preview": "letters have languages of their own",
    "academy config show": "settings and their values",
    "academy course schema": "a schema, for editors",
    "academy completion": "a program, for shells",
}
"""Commands whose answer is not said to whoever asks."""


@pytest.fixture(autouse=True)
def _spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    marked = Marked()
    monkeypatch.setattr(language, "tongue", lambda _: marked)
    monkeypatch.setattr(shell, "tongue", lambda _: marked)


@pytest.mark.parametrize("one", commands(), ids=lambda one: one.path)
def test_help_can_be_translated(academy: Run, one: Documented) -> None:
    ran = academy(*one.words, "--help")

    assert [*unmarked(ran.out)] == []
    assert OPEN in ran.out


@pytest.mark.parametrize("words", [[], *([one.name] for one in ENTRIES if one.is_noun)])
def test_help_of_what_has_commands_can_be_translated(academy: Run, words: list[str]) -> None:
    ran = academy(*words, "--help")

    assert [*unmarked(ran.out)] == []
    assert OPEN in ran.out


@pytest.mark.parametrize("one", commands(), ids=lambda one: one.path)
def test_what_typer_adds_to_help_can_be_translated(academy: Run, one: Documented) -> None:
    ran = academy(*one.words, "--help")

    added = re.findall(r"(?:\[|; )(default:|env var:|required\])", ran.out)
    kinds_of_values = re.findall(r"<(?:int|str|float|path)\b[^>]*>", ran.out)

    assert (added, kinds_of_values) == ([], [])


@pytest.mark.parametrize("one", EVERY, ids=[one.path for one in EVERY])
def test_what_looks_can_be_translated(ready: Path, academy: Run, one: Documented) -> None:
    ran = academy(*called(one), "--format", "table")

    said = "" if one.path in OF_OTHERS else ran.out

    assert [*unmarked(said), *unmarked(ran.err)] == []


@pytest.mark.parametrize("command", WORDS)
def test_what_changes_can_be_translated(
    ready: Path, words: Words, academy: Run, command: str
) -> None:
    ran = academy(*command.split()[1:], *words(command), "--dry-run", "--format", "table")

    assert [*unmarked(ran.out), *unmarked(ran.err)] == []


def test_a_sentence_without_a_mark_is_found() -> None:
    """The control."""
    assert [*unmarked("error: there is no such thing")]
    assert not [*unmarked(f"{OPEN}there is {OPEN}no{SHUT} such thing{SHUT}: “it is what it is”")]
    assert say("a") == "a"
