"""The page about backups says what the program does."""

from __future__ import annotations

import re

import pytest

from academy_cli.backups.schedule.rhythm import read as read_rhythm
from academy_cli.cli import backupalarm, backupschedule
from academy_cli.cli.lazy import Noun
from academy_cli.config.settings import table
from academy_cli.kit.keeprules import Rules, read
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "backups.md").read_text(encoding="utf-8")
DEFAULTS = {one.name: one.shown for one in table()}


def test_defaults_are_those_of_the_settings() -> None:
    assert f"keep: {DEFAULTS['backup.keep']} " in PAGE
    assert f"keep_least: {DEFAULTS['backup.keep_least']}\n" in PAGE
    assert f"`backup.max_age` ({DEFAULTS['backup.max_age']})" in PAGE


def test_every_rule_is_there_and_can_be_read() -> None:
    named = set(re.findall(r"`([a-z]+=[0-9a-z]+)`", PAGE)) - {"last=0"}

    assert {one.partition("=")[0] for one in named} == set(Rules._fields)
    assert all(read(one) for one in named)
    with pytest.raises(ValueError, match="keeps nothing"):
        read("last=0")


@pytest.mark.parametrize("noun", [backupschedule.app, backupalarm.app])
def test_every_option_it_shows_is_one(noun: Noun) -> None:
    for verb, make in noun.makers.items():
        known = {option for one in make().params for option in one.opts + one.secondary_opts}
        shown = re.findall(rf"academy backup {verb}([^\n`#]*)", PAGE)
        assert shown
        assert {word for line in shown for word in re.findall(r"--[a-z-]+", line)} <= known


def test_every_rhythm_it_names_is_one() -> None:
    (line,) = re.findall(r"\*\*When:\*\*([^\n]*)", PAGE)

    words = [word for word in re.findall(r"(?:every |`)([a-z0-9]+)`", line) if word != "zone"]
    assert len(words) == 8
    assert all(read_rhythm(word, "03:30") for word in words)


def test_every_code_it_names_is_in_the_table_of_codes() -> None:
    scripting = (ROOT / "docs" / "scripting.md").read_text(encoding="utf-8")
    settings = {one.name for one in table()}

    for code in set(re.findall(r"`(backup\.[a-z_-]+)`", PAGE)) - settings:
        assert f"| `{code}` |" in scripting
