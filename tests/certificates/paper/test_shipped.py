"""The templates that come along: sound, complete, and the same to the letter as when they were made."""

from __future__ import annotations

import pytest

from academy_cli.certificates.paper import folders, packing, templates
from academy_cli.certificates.paper.drawing import drawn
from academy_cli.certificates.paper.samples import SAMPLES
from academy_cli.certificates.paper.template import Scannable, Signatories, Words
from academy_cli.certificates.paper.wording import FACTS, places
from tests.certificates.paper.goldens import GOLDENS, SHOWN
from tests.certificates.paper.pictures import fingerprint

SHIPPED = templates.shipped()


@pytest.mark.parametrize("name", SHIPPED)
def test_there_is_nothing_to_find_in_it(name: str) -> None:
    assert folders.read(templates.folder_of(name)).problems == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_it_has_everything_that_a_certificate_can_say(name: str) -> None:
    one = templates.named(name)
    things = [element.thing for element in one.elements]
    said = {
        fact
        for thing in things
        if isinstance(thing, Words)
        for text in thing.by_language.values()
        for fact in places(text)
    }

    assert set(FACTS) - said <= {"course.summary", "issued"}
    assert {"en", "fr", "de", "es", "ar"} <= set(one.languages)
    assert any(isinstance(thing, Signatories) for thing in things)
    assert any(isinstance(thing, Scannable) for thing in things)


@pytest.mark.parametrize("sample", SHOWN)
@pytest.mark.parametrize("name", SHIPPED)
def test_its_pages_are_what_they_were(name: str, sample: str) -> None:
    page = drawn(templates.named(name), SAMPLES[sample])

    assert fingerprint(page) == GOLDENS[name][sample]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_page_is_small_enough_for_ten_thousand_of_them(name: str) -> None:
    assert max(len(drawn(templates.named(name), sheet)) for sheet in SAMPLES.values()) <= 45_000


def test_a_fingerprint_tells_pages_apart() -> None:
    pages = {fingerprint(drawn(templates.named("modern"), sheet)) for sheet in SAMPLES.values()}

    assert len(pages) == len(SAMPLES)


def test_templates_are_told_apart_by_digest() -> None:
    assert len({packing.digest(templates.packed_shipped(name)) for name in SHIPPED}) == len(SHIPPED)
