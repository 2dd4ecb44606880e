"""Spelling: the nearest right word."""

from __future__ import annotations

import pytest

from academy_cli.kit.spelling import nearest


@pytest.mark.parametrize(
    ("word", "near"),
    [("titel", "title"), ("TITLE", "title"), ("instructor", "instructors"), ("xyz", None)],
)
def test_the_nearest_word_is_suggested_if_any_is_near(word: str, near: str | None) -> None:
    assert nearest(word, ["title", "summary", "instructors"]) == near
