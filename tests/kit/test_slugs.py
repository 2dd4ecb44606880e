"""Slugs: what any title becomes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.kit.slugs import is_slug, slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Intro to Rust", "intro-to-rust"),
        ("  Größe & Maß 2 ", "grosse-mass-2"),
        ("Don’t panic!", "dont-panic"),
        ("Éléments, naïve Ångström", "elements-naive-angstrom"),
        ("İstanbul ŁÓDŹ Æon", "istanbul-lodz-aeon"),
        ("C++ & C#", "c-c"),
        ("ﬁne ½", "fine-1-2"),
        ("日本 2", "2"),
        ("Введение", ""),
        ("", ""),
    ],
)
def test_a_title_becomes_a_slug(title: str, slug: str) -> None:
    assert slugify(title) == slug


@given(st.text())
def test_every_slug_is_one_and_stays_the_same(title: str) -> None:
    slug = slugify(title)

    assert slug == "" or is_slug(slug)
    assert slugify(slug) == slug


@pytest.mark.parametrize("word", ["", "-a", "a-", "a--b", "A", "a_b", "ä", "a b", "a\n"])
def test_other_words_are_no_slugs(word: str) -> None:
    assert not is_slug(word)
