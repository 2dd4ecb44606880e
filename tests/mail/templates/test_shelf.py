"""Where templates are found, and what is said of a folder of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.mail.templates.catalog import EVENTS
from academy_cli.mail.templates.errors import TemplateError, UnknownTemplateError
from academy_cli.mail.templates.rendering import rendered
from academy_cli.mail.templates.shelf import LARGEST_BYTES, Shelf
from tests.mail.templates.examples import ARABIC, keep, written

VALUES = {"academy": "Lakeside", "name": "Ann"}


def found(folder: Path) -> list[tuple[str, int, str]]:
    return [(Path(one.path).name, one.line, one.code) for one in Shelf(folder).check()]


@pytest.mark.parametrize(
    ("wanted", "got"),
    [("fr-CA", "fr"), ("fr", "fr"), ("FR-ca", "fr"), ("de", "en"), ("en-GB", "en"), (None, "en"),
     ("???", "en")],
)  # fmt: skip
def test_a_language_widens_until_there_is_a_template(wanted: str | None, got: str) -> None:
    assert Shelf().find("reset", wanted).language == got


def test_the_folder_comes_before_what_is_shipped_language_by_language(tmp_path: Path) -> None:
    keep(tmp_path, "en/enrolled.md", written("Mine"))
    keep(tmp_path, "fr-CA/enrolled.md", written("Le mien", language="fr-CA"))
    shelf = Shelf(tmp_path)

    assert rendered(shelf.find("enrolled", "en-US"), VALUES).text.startswith("Mine")
    assert shelf.find("enrolled", "fr-CA").language == "fr-CA"
    assert str(tmp_path) not in shelf.find("enrolled", "fr-BE").path
    assert str(tmp_path) not in shelf.find("completed", "en").path


def test_an_arabic_override_is_found_and_sound(tmp_path: Path) -> None:
    keep(tmp_path, "ar/invitation.md", ARABIC)
    shelf = Shelf(tmp_path)

    assert shelf.check() == ()
    assert 'dir="rtl"' in rendered(shelf.find("invitation", "ar-DZ"), VALUES).html


def test_campaigns_may_have_templates_of_their_own(tmp_path: Path) -> None:
    keep(tmp_path, "en/campaign-spring.md", written("Spring in {{ title }}! {{ unsubscribe? }}"))
    shelf = Shelf(tmp_path)

    assert shelf.check() == ()
    assert "campaign-spring" in shelf.names()
    assert rendered(
        shelf.find("campaign-spring", "fr"),
        VALUES | {"title": "Python", "unsubscribe": "https://x.org/u"},
    )
    with pytest.raises(UnknownTemplateError):
        shelf.find("campaign-autumn")


@pytest.mark.parametrize("name", ["invitatoin", "../en/reset", "", "campaign-", "campaign-../x"])
def test_a_name_that_no_template_has_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownTemplateError):
        Shelf(tmp_path).find(name, "en")


def test_without_a_folder_there_are_the_events_and_nothing_to_find_fault_with() -> None:
    assert Shelf().names() == tuple(sorted(EVENTS))
    assert Shelf().check() == ()


@pytest.mark.parametrize(
    ("path", "text", "line", "code"),
    [
        ("en/reset.md", written("Hi\n\n{{ lnk }} {{ link? }}"), 7, "mail.template-unknown-variable"),
        ("en/rest.md", written("Hi"), 0, "mail.template-unknown"),
        ("en/reset.md", "Hi", 1, "mail.template-header"),
        ("en/reset.md", written("Hi"), 0, "mail.template-incomplete"),
        ("en/reset.md", written("{{ link? }} <b>"), 5, "mail.template-markup"),
        ("fr/reset.md", written("{{ link? }}"), 1, "mail.template-header"),
        ("reset.md", written("{{ link? }}"), 1, "mail.template-header"),
        ("en/reset.md", written("Hi\n\n[Go]({{ link }})"), 7, "mail.template-no-value"),
        ("en/reset.md", written("{{ link? }}\n\nDear {{ name }}"), 7, "mail.template-no-value"),
        ("en/reset.md", written("[a]({{ link? }})\n\n[Go]({{ code }})"), 7, "mail.template-address"),
        ("en/reset.md", written("x" * LARGEST_BYTES), 0, "mail.template-unreadable"),
    ],
)  # fmt: skip
def test_a_folder_is_checked_file_by_file(
    path: str, text: str, line: int, code: str, tmp_path: Path
) -> None:
    keep(tmp_path, path, text)

    assert found(tmp_path) == [(Path(path).name, line, code)]


def test_what_is_no_text_is_found_and_refused(tmp_path: Path) -> None:
    keep(tmp_path, "en/reset.md", "").write_bytes(b"\xff\xfe")

    assert found(tmp_path) == [("reset.md", 0, "mail.template-unreadable")]
    with pytest.raises(TemplateError):
        Shelf(tmp_path).find("reset")


def test_a_folder_that_is_not_there_overrides_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "nowhere")

    assert shelf.check() == ()
    assert shelf.find("reset").language == "en"


def test_a_file_in_place_of_the_folder_is_a_finding(tmp_path: Path) -> None:
    assert found(keep(tmp_path, "templates", "")) == [("templates", 0, "mail.template-unreadable")]


def test_one_broken_file_does_not_hide_another(tmp_path: Path) -> None:
    keep(tmp_path, "en/reset.md", "Hi")
    keep(tmp_path, "en/verification.md", "Hi")

    assert len(found(tmp_path)) == 2


def test_a_file_is_read_once(tmp_path: Path) -> None:
    path, shelf = keep(tmp_path, "en/enrolled.md", written("Mine")), Shelf(tmp_path)
    first = shelf.find("enrolled", "en")
    path.unlink()

    assert shelf.find("enrolled", "en") is first
