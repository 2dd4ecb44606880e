"""docs/mail-templates.md: fresh, complete, and true where it gives an example."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from academy_cli.authoring.markdown import anchors
from academy_cli.mail.templates.catalog import EVENTS, samples
from academy_cli.mail.templates.rendering import rendered
from academy_cli.mail.templates.shelf import Shelf
from tests.docs import mail_templates

PAGE = mail_templates.PAGE.read_text("utf-8")
EXAMPLES = re.findall(r"^```markdown (\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
CODE = re.compile(r"mail\.template-[a-z-]+")


def test_its_table_is_what_the_catalog_says() -> None:
    assert mail_templates.written(PAGE) == PAGE, "run: python -m tests.docs.mail_templates"
    assert all(f"**`{name}`**" in PAGE for name in EVENTS)


def test_its_links_lead_somewhere() -> None:
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors(PAGE)


@pytest.mark.parametrize(("path", "text"), EXAMPLES)
def test_its_examples_are_sound(path: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / path
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    shelf = Shelf(tmp_path)

    assert shelf.check() == ()
    made = rendered(shelf.find(file.stem, file.parent.name), samples(file.stem))
    assert made.language == file.parent.name


def test_it_has_an_example_in_arabic() -> None:
    assert [path.partition("/")[0] for path, _ in EXAMPLES] == ["en", "ar"]


def test_it_lists_every_code() -> None:
    folder = Path(mail_templates.__file__).parents[2] / "academy_cli" / "mail" / "templates"
    said = {
        node.value
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert {one for one in said if CODE.fullmatch(one)} == set(CODE.findall(PAGE))
