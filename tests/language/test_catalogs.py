"""The catalogues: of all that is said and of nothing else, complete, and true to what is put into them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from string import Formatter

import pytest
from babel.messages.catalog import Catalog

from academy_cli.cli import root
from tests.language import catalog
from tests.language.messages import PACKAGE, UNWORDED, messages

_NAMES = "|".join(one.name for one in root.ENTRIES)
_VERBATIM = re.compile(rf"academy (?:{_NAMES})\b(?: [a-z][a-z-]*)?|--[a-z][a-z-]+|`[^`]*`")
"""What has to be typed, or stands in a file."""


@pytest.fixture(params=catalog.LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def known(language: str) -> Catalog:
    return catalog.read(language)


def test_it_is_up_to_date(language: str, known: Catalog) -> None:
    made = catalog.updated(language, known, messages())

    assert catalog.file_of(language, "po").read_bytes() == catalog.written(made), (
        "run: python -m tests.language.catalog"
    )
    assert catalog.file_of(language, "mo").read_bytes() == catalog.compiled(made)


def test_everything_is_translated(known: Catalog) -> None:
    assert catalog.missing(known) == []


def test_what_is_missing_is_seen(language: str) -> None:
    """The control."""
    made = catalog.updated(language, Catalog(language), messages())

    assert len(catalog.missing(made)) == len(messages())


def changed(known: Catalog, kept: Callable[[str], object]) -> dict[object, str]:
    """Translations in which something is not as in English that has to be."""
    return {
        one.id: text
        for one in known
        if one.id
        for text in catalog.texts(one)
        if kept(text) != kept(one.id if isinstance(one.id, str) else one.id[-1])
    }


def test_each_has_a_place_for_each_value(known: Catalog) -> None:
    assert changed(known, places) == {}


def places(template: str) -> Counter[tuple[str, str, str]]:
    """Which value stands in a template how often, and how."""
    found = Counter[tuple[str, str, str]]()
    for _, name, spec, conversion in Formatter().parse(template):
        if name is not None:
            found[name or str(found.total()), spec or "", conversion or ""] += 1
    return found


def test_what_is_typed_stays_as_it_is(known: Catalog) -> None:
    assert changed(known, typed) == {}


def typed(text: str) -> Counter[str]:
    return Counter(_VERBATIM.findall(text))


def test_what_is_said_without_a_word_is_still_said() -> None:
    for text, place in UNWORDED.items():
        assert f'"{text}"' in (PACKAGE / place).read_text(encoding="utf-8")
