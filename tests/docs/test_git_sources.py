"""The page about repositories says what the program does."""

from __future__ import annotations

import re

import pytest

from academy_cli.authoring.codes import CODES
from academy_cli.authoring.repositories.address import address_of
from academy_cli.authoring.repositories.errors import BadAddressError
from academy_cli.config.settings import table
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "git-sources.md").read_text(encoding="utf-8")
DEFAULTS = {one.name: one.shown for one in table()}


def test_every_setting_it_names_is_one() -> None:
    named = re.findall(r"`((?:repositories|limits)\.\w+)`", PAGE)

    assert set(named) <= DEFAULTS.keys()
    assert {name for name in DEFAULTS if name.startswith("repositories.")} <= {
        *named,
        "repositories.tokens",
    }
    assert f"`repositories.silent_s` ({DEFAULTS['repositories.silent_s']})" in PAGE


def test_every_finding_it_names_is_one() -> None:
    assert set(re.findall(r"`(source\.[a-z-]+)`", PAGE)) <= CODES.keys()


def test_every_address_it_shows_is_one() -> None:
    shown = re.findall(r"academy course (?:check|plan|sync) +(\S+)", PAGE)

    assert len(shown) >= 5
    for word in shown:
        assert address_of(word.rstrip("`"), lambda where: f"/{where}") is not None


@pytest.mark.parametrize("word", ["http://git.example.org/a", "git://git.example.org/a", "ext::sh"])
def test_what_it_says_is_never_asked_is_not(word: str) -> None:
    assert f"`{re.split(r'(?<=::)|(?<=//)', word)[0]}" in PAGE
    with pytest.raises(BadAddressError):
        address_of(word, lambda _: None)
