"""Where money is there are no floats: none is named, written, made by dividing, or rounded."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

import pytest

from tests.house.source import PACKAGE, Module, modules, parse

ABOUT_MONEY = (
    "kit.money",
    "kit.moneytext",
    "kit.pricelist",
    "pricing",
    "invoicing",
    "payments",
    "books",
    "cli.amounts",
)
"""Modules and packages, also those to come; whatever begins with one of these names is held to it."""


def inexact(found: Iterable[Module]) -> Iterator[str]:
    """Places in modules about money where a number could lose its exactness."""
    for module in found:
        if _is_about_money(module.name):
            for node in ast.walk(module.tree):
                if why := _why(node):
                    yield f"{module.name}:{getattr(node, 'lineno', 0)}: {why}"


def _why(node: ast.AST) -> str:
    match node:
        case ast.Name("float" | "complex"):
            return "names a float"
        case ast.Constant(float() | complex()):
            return "writes a float"
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
            return "divides: // or allocate"
        case ast.Call(func=ast.Name("round")):
            return "rounds: kit.money.portion"
        case ast.ImportFrom("operator", names) if any("div" in one.name for one in names):
            return "divides: // or allocate"
        case _:
            return ""


def _is_about_money(name: str) -> bool:
    return any(f"{name}.".startswith(f"{PACKAGE}.{part}.") for part in ABOUT_MONEY)


def test_no_float_comes_near_money() -> None:
    assert list(inexact(modules())) == []


def test_there_are_modules_about_money_to_look_at() -> None:
    about = {module.name for module in modules() if _is_about_money(module.name)}

    assert {f"{PACKAGE}.kit.money", f"{PACKAGE}.kit.moneytext"} <= about
    assert f"{PACKAGE}.pricing.discounts" in about


@pytest.mark.parametrize(
    ("text", "name", "caught"),
    [
        ("half = price / 2", "pricing.discounts", True),
        ("price /= 2", "kit.money", True),
        ("rate = 0.25", "payments.refunding", True),
        ("rate: float", "invoicing.taxes", True),
        ("def f(x):\n    return round(x)", "books.closing", True),
        ("from operator import truediv", "pricing.quoting", True),
        ("half = price // 2", "pricing.discounts", False),
        ("rate = 2500", "kit.money", False),
        ("half = length / 2", "progress.roster", False),
        ("half = length / 2", "pricingtable", False),
    ],
)
def test_the_rule_catches_what_it_is_for(text: str, name: str, caught: bool) -> None:  # noqa: FBT001
    assert bool(list(inexact([parse(text, f"{PACKAGE}.{name}")]))) is caught
