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
ALLOWED = {
    "payments.till: names a float": "seconds to sleep",
    "payments.stripe.client: names a float": "seconds to wait for an answer",
    "payments.standin.control: names a float": "seconds that a fault takes",
    "payments.standin.control: writes a float": "seconds that a fault takes",
    "payments.standin.faults: names a float": "seconds that a fault takes",
    "payments.standin.faults: writes a float": "seconds that a fault takes",
    "payments.standin.server: writes a float": "seconds between two looks",
    "payments.standin.checking: names a float": "a type that Stripe's parameters may have",
    "payments.standin.parameters: names a float": "a type that Stripe's parameters may have",
    "payments.standin.resources.coupons: names a float": "percent_off, as Stripe has it",
    "payments.standin.resources.coupons: rounds: kit.money.portion": "a fraction, and no code of academy's",
}
"""What is no amount of money, by module and finding, each with what it is."""
ON_PAPER = "invoicing.pdf"
"""Where things stand on a page is counted in points; amounts come there as text."""


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


def _without_line(finding: str) -> str:
    where, _, rest = finding.removeprefix(f"{PACKAGE}.").partition(":")
    return f"{where}:{rest.partition(':')[2]}"


def _is_about_money(name: str) -> bool:
    is_on_paper = f"{name}.".startswith(f"{PACKAGE}.{ON_PAPER}.")
    return not is_on_paper and any(
        f"{name}.".startswith(f"{PACKAGE}.{part}.") for part in ABOUT_MONEY
    )


def test_no_float_comes_near_money() -> None:
    found = set(map(_without_line, inexact(modules())))

    assert sorted(found - set(ALLOWED)) == []
    assert sorted(set(ALLOWED) - found) == []


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
