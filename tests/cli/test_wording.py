"""How one change is said."""

from __future__ import annotations

import pytest

from academy_cli.authoring.changes import Action, Change, FieldChange, Withheld
from academy_cli.authoring.document import Kind
from academy_cli.cli.show import wording

EUR = {"amount": 4900, "currency": "eur"}


def said(kind: Kind = Kind.LESSON, **fields: tuple[object, object]) -> str:
    changed = {name: FieldChange(*parts) for name, parts in fields.items()}
    return wording.change(Change(Action.UPDATE, kind, "key", "a.md", "Title", "", changed))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"path": ("a/1-x.md", "a/2-x.md")}, "was 1-x.md"),
        ({"path": ("a/1-x.md", "b/1-x.md")}, "was a/1-x.md"),
        ({"path": ("a/x.md", "b/x.md"), "parent": ("a", "b")}, "was a/x.md"),
        ({"parent": ("a", "")}, "from module “a” to no module"),
        ({"position": (0, 3)}, "place 1 → 4"),
        ({"title": ("Hi", "Ho"), "text": ("1", "2")}, "title “Hi” → “Ho”, text"),
        ({"minutes": (None, 10)}, "minutes none → 10"),
        ({"tags": (["a", "b"], ["b", "c"])}, "tags -a +c"),
        ({"tags": (["a", "b"], ["b", "a"])}, "tags in another order"),
        ({"tags": (None, ["a"])}, "tags +a"),
        ({"prices": (None, [EUR])}, "prices +49.00 EUR"),
        ({"prices": ([EUR], None)}, "prices -49.00 EUR, free"),
        ({"prices": ([EUR], [{**EUR, "amount": 0}])}, "prices 49.00 EUR → 0.00 EUR"),
        ({"source": ("1", "2")}, "says the same in other words"),
        ({"fields.source": ("1", "2"), "text": ("1", "2")}, "made from another text, text"),
        ({"fields.source": (None, "2")}, "says what it was made from"),
        ({"fields.source": ("1", None)}, "says no longer what it was made from"),
        ({}, "lesson “Title”"),
    ],
)
def test_a_change_is_said_as_its_author_would(
    fields: dict[str, tuple[object, object]], sentence: str
) -> None:
    assert said(**fields) == sentence


def test_an_asset_of_another_digest_has_new_contents() -> None:
    assert said(Kind.ASSET, source=("1", "2")) == "new contents"


def test_a_long_value_is_cut() -> None:
    assert said(summary=("a" * 100, "b")) == f"summary “{'a' * 39}…” → “b”"


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("“a.md” has an error", "archive lesson “Title” is withheld: it has an error"),
        ("it may be there", "archive lesson “Title” is withheld: it may be there"),
    ],
)
def test_what_is_withheld_has_its_reason(reason: str, sentence: str) -> None:
    held = Withheld(Action.ARCHIVE, Kind.LESSON, "key", "a.md", "Title", reason)

    assert wording.withheld(held) == sentence


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"lesson": 1}, "1 lesson follows"),
        ({"lesson": 2}, "2 lessons follow"),
        ({"lesson": 2, "module": 1}, "1 module and 2 lessons follow"),
    ],
)
def test_followers_are_counted(counts: dict[str, int], sentence: str) -> None:
    assert wording.followers(counts) == sentence
