"""What a file's name says: order, identity, title, and whether it counts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring import names
from academy_cli.authoring.globs import compile_patterns
from tests.authoring.chance import often
from tests.pace import paces

IN_ORDER = [
    "README.md",
    "00-start.md",
    "1-intro.md",
    "2-loops.md",
    "3-files.md",
    "3a-more-files.md",
    "3b",
    "010-end.md",
    "10-end.md",
    "11",
    "Appendix 2.md",
    "appendix 10.md",
    "Zusatz.md",
]
LETTERS = st.text("0123456789aA-_. ²٣é", min_size=1, max_size=12)


@pytest.mark.parametrize("disorder", [sorted(IN_ORDER), IN_ORDER[::-1]])
def test_names_are_in_natural_order(disorder: list[str]) -> None:
    assert sorted(disorder, key=names.natural_key) == IN_ORDER


@often(300, torture=20_000)
@given(st.lists(LETTERS, max_size=6))
def test_any_names_have_an_order(words: list[str]) -> None:
    disorder = words[::-1]

    assert sorted(words, key=names.natural_key) == sorted(disorder, key=names.natural_key)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("01-basics/02-Loops.md", "basics/loops"),
        ("1_basics/3a. loops.mdx", "basics/loops"),
        ("basics/README.md", "basics"),
        ("basics/01-index.md", "basics/index"),
        ("index.md", "index"),
        ("2024.md", "2024"),
        ("01-.md", "01-"),
        ("Été/E\u0301té.md", "été/été"),
        ("notes/v1.2-changes.md", "notes/v1.2-changes"),
    ],
)
def test_a_path_without_its_numbers_is_an_identity(path: str, key: str) -> None:
    assert names.path_key(path) == key


@pytest.mark.parametrize(
    ("path", "folder", "name"),
    [
        ("1-a/02-Loops.md", "1-a", "loops"),
        ("1-a/README.md", "1-a", ""),
        ("1-a/2-b/README.md", "1-a", "b"),
        ("1-a/x.md", "9-z", "x"),
        ("1-a/x.md", "", None),
        ("x.md", "", "x"),
    ],
)
def test_a_path_has_a_name_in_its_module(path: str, folder: str, name: str | None) -> None:
    assert names.name_within(path, folder) == name


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("03-for_loops.md", "For loops"),
        ("3b", "3b"),
        ("README.md", "README"),
        ("10 - HTML & CSS.mdx", "HTML & CSS"),
        ("--.md", "--.md"),
    ],
)
def test_a_name_becomes_a_title(name: str, title: str) -> None:
    assert names.readable(name) == title


@pytest.mark.parametrize(
    "name",
    [
        *("notes.txt", "_draft.md", ".hidden.md", "LICENSE.md", "licence.mdx", "CONTRIBUTING.md"),
        *("CODE_OF_CONDUCT.md", "code-of-conduct.md", "conduct.md", "changelog.md", "COPYING.md"),
    ],
)
def test_paperwork_private_and_other_files_are_no_lessons(name: str) -> None:
    assert not names.is_lesson(name)


@pytest.mark.parametrize("name", ["a.md", "A.MD", "b.mdx", "licenses.md", "my-license.md", "é.md"])
def test_markdown_files_are_lessons(name: str) -> None:
    assert names.is_lesson(name)


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("*.bak.md", ["x.bak.md", "a/x.bak.bak.md"], ["bak.md", "x.bak.md.md"]),
        ("drafts", ["drafts", "drafts/a.md", "a/drafts/b.md"], ["drafts.md", "mydrafts/a.md"]),
        ("drafts/", ["drafts/a.md", "a/drafts/b.md"], ["drafts2"]),
        ("/drafts", ["drafts/a.md"], ["a/drafts/b.md"]),
        ("a/*.md", ["a/b.md"], ["a/b/c.md", "x/a/b.md"]),
        ("a/**", ["a/b.md", "a/b/c.md"], ["b/a/c.md"]),
        ("?**/?", ["ab/c"], ["ab", "abc", "x/ab/c"]),
        ("**/old/**", ["old/a.md", "a/old/b/c.md"], ["older/a.md"]),
        ("lesson-?.md", ["lesson-1.md", "x/lesson-a.md"], ["lesson-10.md", "lesson-.md"]),
        ("a*b*c.md", ["abc.md", "a-b-b-c.md"], ["acb.md", "ab/c.md"]),
        ("v1.2+(x)", ["v1.2+(x)/a.md"], ["v1x2+(x)/a.md"]),
    ],
)
def test_patterns_ignore_what_they_say(pattern: str, matching: list[str], other: list[str]) -> None:
    found = compile_patterns([pattern])

    assert found is not None
    assert [path for path in matching if not found.match(path)] == []
    assert [path for path in other if found.match(path)] == []


def naive(pattern: str, path: str, before: str = "/") -> bool:
    """Whether a pattern matches all of a path, tried in every way; ``before`` is what it follows."""
    is_whole = before == "/" and re.match(r"\*\*(/|$)", pattern)
    if is_whole and pattern.startswith("**/"):
        below = path.partition("/")[2]
        return naive(pattern[3:], path) or ("/" in path and naive(pattern, below))
    if is_whole:
        return True
    if pattern.startswith("*"):
        end = len(path.partition("/")[0])
        rest = pattern.lstrip("*")
        return any(naive(rest, path[begin:], "*") for begin in range(end + 1))
    if not pattern:
        return not path or path.startswith("/")
    fits = path[:1] not in ("", "/") if pattern[0] == "?" else path[:1] == pattern[0]
    return fits and naive(pattern[1:], path[1:], pattern[0])


@often(400, torture=100_000)
@given(
    st.text("ab/*?", min_size=1, max_size=9).filter(lambda text: text.strip("/")),
    st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=4).map("/".join),
)
def test_a_pattern_matches_what_trying_everything_matches(pattern: str, path: str) -> None:
    anywhere = "**/" if "/" not in pattern.rstrip("/") else ""
    found = compile_patterns([pattern])

    assert found is not None
    assert (found.match(path) is not None) == naive(anywhere + pattern.strip("/"), path)


@pytest.mark.parametrize(
    "pattern", ["a*" * 30 + "z", "**/" * 30 + "z", "**/a/" * 12 + "z", "a**" * 12 + "z", "*" * 60]
)
def test_no_pattern_takes_longer_than_its_path(pattern: str) -> None:
    found = compile_patterns([pattern])
    assert found is not None
    paths = ("a" * 200, "a/" * 100, "/".join(["a" * 30] * 30))

    assert paces(lambda: [found.match(path) for path in paths]) < 10
