"""docs/architecture.md: what it names is there, and nothing is missing from it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from academy_cli.authoring.markdown import anchors
from tests.docs import architecture
from tests.docs.architecture import PACKAGE, PAGE, ROOT

TEXT = PAGE.read_text(encoding="utf-8")
BY_HAND = TEXT.partition("## Every module")[0]
LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]*))?\)")
NAME = re.compile(r"`([a-z_]+(?:/[a-z_]+)*(?:\.py)?)`")


def test_its_list_of_modules_is_fresh() -> None:
    assert architecture.written(TEXT) == TEXT, "run: python -m tests.docs.architecture"


def test_its_links_lead_somewhere() -> None:
    here = anchors(TEXT)
    for path, anchor in LINK.findall(TEXT):
        assert (PAGE.parent / path).exists() if path else anchor in here, (path, anchor)


def test_every_file_it_names_is_there() -> None:
    for name in NAME.findall(BY_HAND):
        if name.endswith(".py"):
            assert any((folder / name).exists() for folder in _folders()), name


def test_every_stage_it_names_is_a_module() -> None:
    table = BY_HAND.partition("| stage | module |")[2].partition("\n\n")[0]
    modules = {name for row in table.splitlines()[2:] for name in NAME.findall(row.split("|")[2])}

    assert len(modules) > 10
    assert [name for name in modules if not (PACKAGE / "authoring" / f"{name}.py").exists()] == []


def test_every_package_is_in_its_tree() -> None:
    for path in PACKAGE.iterdir():
        if path.is_dir() and (path / "__init__.py").exists():
            assert f"\n  {path.name}/ " in TEXT, path.name


def test_its_layers_are_the_ones_that_are_proved() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = told["tool"]["importlinter"]["contracts"][0]["layers"]
    drawn = BY_HAND.partition("## Who may import whom")[2].partition("```text\n")[2]

    lines = drawn.partition("```")[0].splitlines()
    assert [re.split(r" {2,}", line)[0] for line in lines] == layers


def _folders() -> list[Path]:
    return [ROOT, PACKAGE, *(path for path in PACKAGE.rglob("*") if path.is_dir())]
