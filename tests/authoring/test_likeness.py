"""How much of a text is in another one: what tells that a lesson was renamed."""

from __future__ import annotations

from academy_cli.authoring.likeness import alike
from tests.authoring.renamed import prose


def test_the_share_is_of_the_longer_text() -> None:
    (pair,) = alike({"a": prose("Bread", 10)}, {"z": prose("Bread", 10) + prose("Wine", 5)}, [])

    assert round(pair.share, 3) == 0.667


def test_long_paragraphs_are_compared_sentence_by_sentence() -> None:
    before = " ".join(f"The sentence number {number} says a thing." for number in range(20))

    (pair,) = alike({1: before}, {2: before.replace("number 3 says", "number three tells")}, [])

    assert pair.share == 0.95


def test_one_passage_in_common_is_no_evidence() -> None:
    assert alike({1: "Hello there"}, {2: "Hello there"}, []) == []


def test_many_texts_of_one_mould_do_not_meet_each_other() -> None:
    mould = prose("Every lesson", 5)
    old = {n: mould + prose(f"Topic {n}", 12) for n in range(200)}
    new = {n: mould + prose(f"Topic {n}", 12, edited=2) for n in range(200)}

    pairs = alike(old, new, [old[0], old[1]])

    assert [(pair.old, pair.new) for pair in pairs] == [(n, n) for n in range(200)]
