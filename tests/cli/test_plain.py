"""Plain mode, for screen readers: what a command says has no boxes, bars, colour or wide tables.

Commands are found by walking the tree, and called with what an academy of this test has; also a refusal has
to be plain. Refuses to know what any of them says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from academy_cli.cli.reference import Documented, commands
from academy_cli.kit.table import GAP, display_width
from tests.cli.screen import Screen
from tests.cli.test_dry_run import ELSEWHERE, WORDS, Words, ready, words

pytestmark = pytest.mark.slow

__all__ = ["ready", "words"]
WIDTH = 80
DRAWN = re.compile("[\x1b\u2500-\u259f\u2800-\u28ff]")
"""Escape codes, and what boxes, bars and spinners are drawn of."""
NAMED = {
    "COURSE": "python", "EMAIL": "ann@example.org", "ORDER": "O-2026-000002",
    "PAYMENT": "P-2026-000001", "REFUND": "R-2026-000001", "INVOICE": "INV-2026-000001",
    "REFERENCE": "B-2026-000001", "MESSAGE": "1", "CODE": "SUMMER", "LESSON": "welcome",
    "PLACE": "python", "FOLDER": "python", "KEY": "smtp_host", "TOPIC": "course",
    "bash|zsh|fish": "bash", "BACKUP": "latest", "TEMPLATE": "enrolled",
}  # fmt: skip
"""What reading commands are called with, by what they call the place."""
ENDLESS = {"academy course preview", "academy demo"}
"""Which go on until somebody ends them, or take half a minute."""
EVERY = [one for one in commands() if one.path not in ENDLESS | {*WORDS, *ELSEWHERE}]


def flaws(said: str) -> Iterator[str]:
    """What a screen reader stumbles over."""
    for line in said.splitlines():
        if found := DRAWN.search(line):
            yield f"{found[0]!r} in {line!r}"
        begins = display_width(line) - display_width(line.split(" ")[-1])
        if begins > WIDTH and GAP in line.strip():
            yield f"a table of {display_width(line)} columns: {line!r}"


def called(one: Documented) -> Sequence[str]:
    """A reading command with something for each of its places."""
    places = [row.written.strip("[]{}.") for row in one.arguments]
    return [*one.words, *(NAMED[place] for place in places if place in NAMED)]


@pytest.mark.parametrize("one", EVERY, ids=[one.path for one in EVERY])
def test_what_looks_is_plain(ready: Path, screen: Callable[..., Screen], one: Documented) -> None:
    seen = screen(*called(one), "--plain", CI="true")

    assert seen.text.strip()
    assert [*flaws(seen.drawn.replace("\r\n", "\n"))] == []


@pytest.mark.parametrize("command", WORDS)
def test_what_changes_is_plain(
    ready: Path, words: Words, screen: Callable[..., Screen], command: str
) -> None:
    seen = screen(*command.split()[1:], *words(command), "--dry-run", "--plain", CI="true")

    assert seen.text.strip()
    assert [*flaws(seen.drawn.replace("\r\n", "\n"))] == []


@pytest.mark.parametrize(
    "line", ["\x1b[31mred\x1b[0m", "┌──┐", "⠋ working", "█▌", f"name{'  wide' * 20}"]
)
def test_what_is_not_plain_would_be_found(line: str) -> None:
    assert [*flaws(line)]


@pytest.mark.parametrize("line", [f"name  {'/a/long/path' * 10}", "a sentence " * 20])
def test_what_a_terminal_breaks_without_loss_is_no_flaw(line: str) -> None:
    assert not [*flaws(line)]
