"""Whatever is tried at every place only in ``make torture`` is chosen there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import ROOT

ASKS = re.compile(
    r"^from tests\.reliability\.chance import .*\bSHARE\b|\bchance\.SHARE\b", re.MULTILINE
)
"""How a file asks how long the run is."""
CHOSEN = re.compile(r"mark\.torture|@often\(")


def never_chosen(files: dict[str, str]) -> Iterator[str]:
    for name, text in files.items():
        if ASKS.search(text) and not CHOSEN.search(text):
            yield name


def test_what_is_longer_under_torture_is_chosen_by_it() -> None:
    own = Path(__file__)
    files = {
        str(path.relative_to(ROOT)): path.read_text("utf-8")
        for path in (ROOT / "tests").rglob("test_*.py")
        if path not in {own, ROOT / "tests/test_migrated.py"}
    }

    assert sum(bool(ASKS.search(text)) for text in files.values()) > 15
    assert list(never_chosen(files)) == []


def test_the_rule_catches_what_torture_passes_over() -> None:
    asks = "from tests.reliability.chance import SHARE\n\nEVERY = 1 if SHARE else 9\n"

    assert list(never_chosen({"a": asks, "b": f"{asks}pytestmark = [pytest.mark.torture]\n"})) == [
        "a"
    ]
