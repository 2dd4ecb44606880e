"""YAML as authors write it, by mistake and by malice: places, plain words, and an end in time."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.formats.yamltext import YamlLimits, dump, parse, plain_value
from tests.authoring.chance import often
from tests.pace import paces


def value(text: str) -> Any:
    """The plain value of a mapping's only key."""
    mapping = parse(text, "f").mapping
    assert mapping is not None
    return plain_value(mapping)["a"]


def problem(text: str) -> tuple[str, int, int, str, str]:
    (found,) = parse(text, "f").problems
    return found.code, found.line, found.column, found.value, found.hint


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a: On", "On"),
        ("a: no", "no"),
        ("a: NO", "NO"),
        ("a: yes", "yes"),
        ("a: 2024-01-31", "2024-01-31"),
        ("a: 12:30:45", "12:30:45"),
        ("a: 0o17", "0o17"),
        ("a: 1_000", "1_000"),
        ("a: .inf", ".inf"),
        ("a: 1e999", "1e999"),
        ("a: '1'", "1"),
        ('a: "true"', "true"),
        ("a: !!str 1", "1"),
        ("a: true", True),
        ("a: null", None),
        ("a:", None),
        ("a: 007", 7),
        ("a: -1.5", -1.5),
        ("a: [1, {b: c}]", [1, {"b": "c"}]),
        ("a: &x 1\nb: *x", 1),
    ],
)
def test_values_are_what_they_look_like(text: str, meant: Any) -> None:
    assert value(text) == meant


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "\n\n"])
def test_an_empty_text_is_an_empty_mapping(text: str) -> None:
    parsed = parse(text, "f")

    assert parsed.problems == ()
    assert parsed.mapping is not None
    assert parsed.mapping.value == []


@pytest.mark.parametrize(
    ("text", "line", "column", "shown", "hint"),
    [
        (
            "a: b: c\n",
            1,
            5,
            "a: b: c",
            "Put the value in quotes: it holds a colon followed by a space.",
        ),
        ("x: y\na: 'b\n", 2, 4, "a: 'b", "Close the quote that opens here."),
        ("a:\n\tb: 1\n", 2, 1, "b: 1", "Indent with spaces instead of a tab."),
        ("a: @b\n", 1, 4, "a: @b", "Put the value in quotes."),
        (
            "a: *important*\n",
            1,
            4,
            "a: *important*",
            "Put the value in quotes: `*` begins an alias.",
        ),
        ("é: ü\n\nb: ü\x07\n", 3, 5, "b: ü\x07", ""),
        ("a: [b\nc: d\n", 2, 2, "c: d", ""),
        ("a: 1\n--- \nb: 2\n", 2, 1, "---", ""),
        ("a: x\u2028b: y: z\n", 2, 5, "b: y: z", ""),
    ],
)
def test_a_mistake_is_found_where_it_is(
    text: str, line: int, column: int, shown: str, hint: str
) -> None:
    found = problem(text)

    assert found[:4] == ("yaml.syntax", line, column, shown)
    assert found[4] == hint or not hint


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "~\n", "[a]\n"])
def test_what_is_no_mapping_is_found(text: str) -> None:
    found = problem(text)

    assert found[0] == "yaml.not-a-mapping"
    assert "Node" not in found[3]


def test_places_count_from_the_line_a_text_begins_on() -> None:
    (found,) = parse("a: b: c\n", "f", first_line=12).problems

    assert found.place == "f:12:5"


# -- malice --------------------------------------------------------------------------------------

DEEP = {
    "brackets": "a: " + "[" * 200_000,
    "closed brackets": "a: " + "[" * 400 + "]" * 400,
    "braces": "{a: " * 5_000,
    "dashes": "- " * 50_000,
    "questions": "? " * 5_000,
    "indented": "".join(" " * depth + "a:\n" for depth in range(60)),
    "indented lists": "".join(" " * depth + "-\n" for depth in range(60)),
    "both": "".join(" " * depth + "a:\n" + " " * depth + "-\n" for depth in range(30)),
    "pairs": "a: " + '["b":' * 5_000,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_nesting_is_refused_before_it_hurts(text: str) -> None:
    assert problem(text)[0] == "yaml.too-deep"


@pytest.mark.parametrize("depth", range(1, 25))
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{b: ", "}")])
def test_the_limit_of_nesting_is_exact(depth: int, opening: str, closing: str) -> None:
    parsed = parse("a: " + opening * depth + closing * depth, "f", limits=YamlLimits(depth=20))

    assert (parsed.mapping is not None) == (depth < 20)


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text", [bomb(9), "a: &a [*a]", "a: &a {b: *a}", "a: &a 1\nb: [" + "*a, " * 101 + "]"]
)
def test_an_alias_bomb_does_not_go_off(text: str) -> None:
    assert problem(text)[0] == "yaml.alias-bomb"


def test_a_few_aliases_are_welcome() -> None:
    assert value("a: &tags [x, y]\nb: *tags\nc: *tags\n") == ["x", "y"]


@pytest.mark.parametrize(
    "text", ["a: " + "x" * 500_000, "a: [" + "1, " * 60_000 + "]", "a: '" * 9999]
)
def test_much_text_ends_in_time(text: str) -> None:
    assert paces(lambda: parse(text, "f")) < 50


@often(500, torture=50_000)
@given(st.text(st.sampled_from("ab:-? []{}&*#!|>'\"%@`,\n\t\\é\x07\u2028"), max_size=60))
def test_any_text_gives_a_mapping_or_says_why_not(text: str) -> None:
    parsed = parse(text, "f")

    assert (parsed.mapping is None) == bool(parsed.problems)
    for found in parsed.problems:
        assert found.line >= 1
        assert found.column >= 1


_plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "text", ["08", "-09", "1e3", "+.5", "5.", "0o7", "1_000", "1:30", "yes", "~"]
)
def test_a_text_that_looks_like_something_else_stays_a_text(text: str) -> None:
    assert value(dump({"a": text})) == text
    assert value(dump({"a": text}, blocks=True)) == text


@often(200, torture=20_000)
@given(_plain | st.text("0123456789eE+-._:", max_size=6))
def test_what_is_dumped_is_read_back(plain: Any) -> None:
    parsed = parse(dump({"a": plain}), "f", limits=YamlLimits(depth=99))

    assert parsed.mapping is not None
    assert json.dumps(plain_value(parsed.mapping)["a"]) == json.dumps(plain)
