"""The mail that comes with academy: complete in both languages, and filled by what events bring."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.accounts.signin import notices, onetime
from academy_cli.mail import occasions
from academy_cli.mail.templates.catalog import EVENTS, Form, samples
from academy_cli.mail.templates.rendering import rendered
from academy_cli.mail.templates.shelf import SHIPPED, Shelf
from academy_cli.payments import telling

LANGUAGES = ("en", "fr")
BOTH = [(name, language) for name in EVENTS for language in LANGUAGES]


def variables(name: str, language: str) -> set[str]:
    return {slot.name for slot in Shelf().find(name, language).slots}


def test_each_language_has_every_mail_and_no_other() -> None:
    for language in LANGUAGES:
        assert {path.stem for path in (SHIPPED / language).iterdir()} == set(EVENTS)
    assert {path.name for path in SHIPPED.iterdir()} == set(LANGUAGES)


def test_what_is_shipped_passes_the_check_that_overrides_have_to_pass() -> None:
    assert Shelf(SHIPPED).check() == ()


@pytest.mark.parametrize("name", EVENTS)
def test_both_languages_say_the_same_things(name: str) -> None:
    assert variables(name, "en") == variables(name, "fr")


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_it_has_what_the_mail_is_for(name: str, language: str) -> None:
    needed = {one.name for one in EVENTS[name].variables.values() if one.is_needed}

    assert needed <= variables(name, language) <= set(EVENTS[name].variables)


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_it_shows_every_sample_and_no_brace(name: str, language: str) -> None:
    made = rendered(Shelf().find(name, language), samples(name))

    assert made.language == language
    for slot in Shelf().find(name, language).slots:
        sample, form = EVENTS[name].variables[slot.name][2:4]
        if form in (Form.TEXT, Form.LINK, Form.CODE):
            assert str(sample) in made.text + made.subject
    assert not set("{}") & set(made.subject + made.text)


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_it_can_do_without_whatever_may_be_empty(name: str, language: str) -> None:
    known = EVENTS[name].variables
    values = {one: said for one, said in samples(name).items() if not known[one].may_be_empty}

    made = rendered(Shelf().find(name, language), values)

    needed = [one for one in values if known[one].form is Form.LINK]
    assert made.html.count("<a ") == len(needed)
    assert " ," not in made.text


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_french_spaces_do_not_break(name: str, language: str) -> None:
    text = (SHIPPED / language / f"{name}.md").read_text(encoding="utf-8")

    assert language != "fr" or not any(f" {mark}" in text for mark in ":;!?»")


def test_every_template_that_is_named_is_there() -> None:
    named = {one.value for one in onetime.Purpose} | {onetime.NEW_ADDRESS}
    named |= {notices.REGISTERED_AGAIN, notices.NEW_PASSWORD}
    named |= {notices.ADDRESS_WANTED, notices.ADDRESS_CHANGED}
    named |= {occasions.ENROLLED, occasions.COMPLETED}
    named |= {telling.LINK, telling.RECEIPT, telling.REFUND}

    assert named <= set(EVENTS)


def test_the_files_are_named_for_the_wheel() -> None:
    import tomllib

    root = Path(__file__).parents[3]
    told = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = told["tool"]["setuptools"]["package-data"]["academy_cli.mail.templates"]
    package = root / "academy_cli" / "mail" / "templates"

    assert {path for one in patterns for path in package.glob(one)} == set(SHIPPED.rglob("*.md"))
