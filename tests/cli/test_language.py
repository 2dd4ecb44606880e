"""The language of the terminal: what the environment says, as gettext reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from academy_cli.cli.language import tongue
from academy_cli.kit.saying import ENGLISH
from tests.cli.conftest import Run

FRENCH = "erreur\N{NO-BREAK SPACE}:"


@pytest.mark.parametrize(
    "environ",
    [
        {"LANG": "fr"},
        {"LANG": "fr_FR.UTF-8"},
        {"LANG": "fr_CA@euro"},
        {"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"},
        {"LANG": "de_DE", "LC_MESSAGES": "en", "LC_ALL": "fr_BE"},
        {"LANG": "en_US.UTF-8", "LANGUAGE": "fr"},
        {"LANG": "de_DE.UTF-8", "LANGUAGE": "xx:fr:en"},
    ],
)
def test_french_is_spoken_where_it_is_wanted(environ: Mapping[str, str]) -> None:
    assert tongue(environ).gettext("error:") == FRENCH


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"LANG": "C"},
        {"LANG": "POSIX"},
        {"LANG": "C.UTF-8", "LANGUAGE": "fr"},
        {"LANG": "en_GB.UTF-8"},
        {"LANG": "fr_FR.UTF-8", "LC_ALL": "C"},
        {"LANG": "fr_FR.UTF-8", "LANGUAGE": "en:fr"},
        {"LANG": "tlh_QS"},
        {"LANG": "../../etc"},
        {"LANG": ""},
    ],
)
def test_else_english_is(environ: Mapping[str, str]) -> None:
    assert tongue(environ) is ENGLISH


@pytest.mark.parametrize(
    "words", [("course", "import"), ("completion",), ("course",), ("stats", "courses"), ()]
)
def test_help_is_french_to_its_last_bracket(
    academy: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")

    ran = academy(*words, "--help")

    assert "Options\N{NO-BREAK SPACE}:\n" in ran.out or "Sortie\N{NO-BREAK SPACE}:\n" in ran.out
    assert not re.search(r"[a-z]:\n|required|default: |env var: ", ran.out)


def test_what_click_adds_to_help_stays_english_in_english(academy: Run) -> None:
    """The control."""
    assert re.search(r"\[required\]", academy("completion", "--help").out)
    assert re.search(r"Options:\n", academy("stats", "courses", "--help").out)
