"""Whose row a lesson keeps when another stood at its path for a while, and what a plan says of bytes."""

from __future__ import annotations

from academy_cli.authoring.changes import differences
from academy_cli.authoring.document import Kind, Node
from academy_cli.authoring.matching import match


def lesson(path: str, *, row: int = 0, key: str = "") -> Node:
    return Node(Kind.LESSON, key or path, path, "Title", source=path, row=row)


def test_a_lesson_that_stood_aside_comes_back_as_itself() -> None:
    aside = lesson("a.md~1", row=1)

    assert match([lesson("a.md")], [aside], []).pairs == {0: aside}


def test_a_tilde_that_is_not_the_row_is_part_of_the_name() -> None:
    other = lesson("a.md~2", row=1)

    assert match([lesson("a.md")], [other], []).pairs == {}


def test_a_lesson_fetched_from_another_folder_is_not_the_one_fetched_before() -> None:
    before = lesson("a/intro.md", row=1)

    assert match([lesson("b/intro.md")], [before], []).pairs == {}


def test_new_bytes_of_an_asset_are_in_the_plan_whatever_else_differs() -> None:
    was = Node(Kind.ASSET, "i.png", "i.png", fields='{"size":5}', source="1", row=1)
    node = Node(Kind.ASSET, "i.png", "i.png", fields='{"size":8}', source="2", row=1)

    assert differences(was, node).keys() == {"size", "source"}
