"""A referee knows nothing of the players: the stand-in imports no other part of academy."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from tests.house.source import PACKAGE, Module, imports, modules, parse

HOME = f"{PACKAGE}.payments.standin"
LAZILY = "stripe"
"""Named in a text that is imported when it is needed, for it takes a third of a second."""


def strangers(found: Iterable[Module]) -> Iterator[str]:
    for module in found:
        for name in set(imports(module)):
            first = name.partition(".")[0]
            if not f"{name}.".startswith(f"{HOME}.") and first not in sys.stdlib_module_names:
                yield f"{module.name} imports {name}"


def test_the_stand_in_imports_the_standard_library_alone() -> None:
    own = [one for one in modules() if f"{one.name}.".startswith(f"{HOME}.")]

    assert len(own) > 30
    assert list(strangers(own)) == []


def test_the_rule_catches_a_part_of_academy() -> None:
    text = f"import json\nfrom {PACKAGE}.kit import money\nfrom {HOME} import wire"

    assert list(strangers([parse(text, "sample")])) == [f"sample imports {PACKAGE}.kit"]
