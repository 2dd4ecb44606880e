"""docs/certificate-templates.md: complete, fresh, and true where it gives an example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from academy_cli.certificates.paper import folders
from academy_cli.certificates.paper.codes import CODES
from academy_cli.certificates.paper.schema import ELEMENTS
from tests.certificates.paper.folders import SOUND, written
from tests.docs import certificate_templates

PAGE = certificate_templates.PAGE.read_text("utf-8")
WHOLE = re.findall(r"^```yaml template.yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
PARTS = re.findall(r"^```yaml\n(  - .*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def test_its_tables_are_what_the_program_says() -> None:
    assert certificate_templates.written(PAGE) == PAGE, "run: make docs"


def test_every_kind_of_element_and_every_code_is_there() -> None:
    kinds = {f"keys:{kind}" for kind in ("template", *ELEMENTS)}

    assert set(certificate_templates.names(PAGE)) == kinds | {"facts", "fonts", "codes"}
    assert all(f"| `{code}` |" in PAGE for code in CODES if code.startswith("paper."))


@pytest.mark.parametrize("text", WHOLE)
def test_whole_examples_are_sound(text: str, tmp_path: Path) -> None:
    assert folders.read(written(tmp_path, text)).problems == ()


@pytest.mark.parametrize("part", PARTS)
def test_examples_of_elements_can_be_read(part: str, tmp_path: Path) -> None:
    problems = folders.read(written(tmp_path, SOUND + part)).problems

    assert [p for p in problems if p.code.startswith("yaml.")] == []


def test_there_are_examples_of_every_kind() -> None:
    shown = "".join(PARTS)

    assert WHOLE
    assert [
        kind for kind in ELEMENTS if f"- {kind}:" not in shown and f"{{{kind}:" not in shown
    ] == []
