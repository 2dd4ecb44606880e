"""The language of the terminal: what the environment says, as gettext reads it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from academy_cli.cli.language import tongue
from academy_cli.kit.saying import ENGLISH

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
