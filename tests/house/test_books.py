"""Whatever changes the books begins with their lock: by ``Till.writing``, not by a transaction of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.house.source import PACKAGE, Module, modules, parse

BOOKS = (f"{PACKAGE}.payments.", f"{PACKAGE}.books.")
WRITING = "academy_cli.db.transaction"
ALLOWED = {
    "academy_cli.payments.till": "the one place where the lock is taken",
    "academy_cli.payments.sync.webhook": "keeps an event as it came",
    "academy_cli.payments.sync.polling": "keeps events as they came, and how far they were read",
    "academy_cli.books.fetching": "keeps what Stripe has, beside the books",
    "academy_cli.books.reconciling": "notes when Stripe was asked",
}


def without_lock(found: Iterable[Module]) -> Iterator[str]:
    """Modules of the books that open a writing transaction of their own."""
    for module in found:
        if module.name.startswith(BOOKS) and any(map(_imports_write, ast.walk(module.tree))):
            yield module.name


def _imports_write(node: ast.AST) -> bool:
    is_from = isinstance(node, ast.ImportFrom) and node.module == WRITING
    return is_from and any(one.name == "write" for one in node.names)


def test_the_books_are_changed_under_their_lock() -> None:
    assert sorted(set(without_lock(modules())) - set(ALLOWED)) == []


def test_nothing_is_allowed_that_nobody_does() -> None:
    assert sorted(set(ALLOWED) - set(without_lock(modules()))) == []


def test_a_transaction_without_the_lock_is_found() -> None:
    bad = parse(f"from {WRITING} import read, write\n", "academy_cli.payments.bad")
    assert list(without_lock([bad])) == ["academy_cli.payments.bad"]
