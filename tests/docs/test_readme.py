"""README.md: its commands do what it says they do, and what it names is there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.authoring.markdown import anchors
from academy_cli.cli.reference import commands
from tests.docs import readme

pytestmark = pytest.mark.slow

PAGE = readme.PAGE.read_text(encoding="utf-8")
MAKEFILE = (readme.ROOT / "Makefile").read_text(encoding="utf-8")
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`(academy [^`]+)`")
LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]*))?\)")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
KNOWN = {one.words: one for one in commands()}
OF_THE_ROOT = {"--help", "--version"}


def typed() -> Iterator[list[str]]:
    """Every command line of academy on the page, run or not, as words."""
    lines = [
        line.removeprefix("$ ") for _, text in FENCED.findall(PAGE) for line in text.splitlines()
    ]
    for line in (*lines, *INLINE.findall(PAGE)):
        if line.startswith("academy "):
            yield shlex.split(re.split(r"[;|>#]", line)[0])[1:]


@pytest.mark.parametrize("page", list(readme.pages()), ids=lambda page: page.stem)
def test_what_a_page_shows_is_what_its_commands_say(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")

    now = readme.written(text, readme.prepare(tmp_path, text))

    assert readme.steady(now) == readme.steady(text), "run: python -m tests.docs.readme"


def test_every_output_it_shows_is_one_that_is_tested() -> None:
    shown = [text for language, text in FENCED.findall(PAGE) if language == "console"]

    assert len(shown) == len(list(readme.blocks(PAGE)))
    assert len(shown) > 5
    assert {language for language, _ in FENCED.findall(PAGE)} == {"console", "sh"}


def test_every_command_it_names_exists_with_its_options() -> None:
    lines = list(typed())

    assert len(lines) > 20
    for words in lines:
        named = KNOWN.get(tuple(words[:2])) or KNOWN.get(tuple(words[:1]))
        options = {word for word in words if word.startswith("--")}
        assert options <= (named.flags | OF_THE_ROOT if named else OF_THE_ROOT), words
        assert named or options, words


def test_its_first_screen_is_the_two_commands() -> None:
    first = next(text for _, text in FENCED.findall(PAGE))

    assert [line.split("  ")[0] for line in first.splitlines()] == ["make demo", "make test"]
    assert PAGE.index(first) < 600


def test_every_make_target_it_names_exists() -> None:
    assert set(re.findall(r"^make ([a-z]+)", PAGE, re.MULTILINE)) <= set(TARGET.findall(MAKEFILE))


def test_its_links_lead_somewhere() -> None:
    here = anchors(PAGE)
    for path, anchor in LINK.findall(PAGE):
        assert (readme.ROOT / path).exists() if path else anchor in here, (path, anchor)


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ("a  yes      0.017\n", "a  yes      1.2\n"),
        ("at 2026-11-22 09:46Z", "at 2027-01-01 00:00Z"),
        ("by operator:ann", "by operator:root"),
    ],
)
def test_what_differs_each_time_is_not_compared(said: str, same: str) -> None:
    assert said != same
    assert readme.steady(said) == readme.steady(same)
