"""The repository: nothing of anybody's machine in it, and pages that are what the code says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.config.starter import text
from tests.house.source import ROOT, modules, tracked_files

LARGEST_BYTES = 500_000
HUGE = {
    "academy_cli/locale/fr/LC_MESSAGES/academy.mo": "4,466 sentences in French, for programs",
    "academy_cli/locale/fr/LC_MESSAGES/academy.po": "the same, for people",
    "academy_cli/typesetting/fonts/droid-sans-fallback.ttf": "43,000 letters of China, Japan, Korea",
    "academy_cli/typesetting/fonts/noto-serif-sc.ttf": "the 9,331 most common of them, for deeds",
}
"""Larger files, each with the reason why it is one."""
SEPARATOR = "/"
PRIVATE = re.compile(
    r"(?<![\w.~-])"
    + SEPARATOR
    + r"(?:work|root|tmp|home/[a-z]+|Users/[A-Za-z]+)"
    + SEPARATOR
    + r"\w"
)
"""Paths of one machine; examples use ``/srv``, ``/path/to`` or relative ones."""
BINARY = {".png", ".jpg", ".gif", ".pdf", ".ico", ".ttf", ".woff2"}


def private_paths(written: str) -> Iterator[str]:
    for match in PRIVATE.finditer(written):
        yield written[match.start() : match.end() + 20].partition("\n")[0]


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit}"
        for path in tracked_files()
        if path.suffix not in BINARY
        for hit in private_paths(path.read_text(encoding="utf-8", errors="replace"))
    ]

    assert found == []


def test_no_file_is_huge() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in tracked_files()
        if path.stat().st_size > LARGEST_BYTES
    }

    assert found == set(HUGE)


def test_the_example_shows_every_setting() -> None:
    written = (ROOT / "config.example.yaml").read_text(encoding="utf-8")

    assert written == text({}), "run: make docs"


def test_every_dependency_has_a_sentence() -> None:
    written = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(written)["project"]
    lines = written.splitlines()

    for wanted in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        number = next(n for n, line in enumerate(lines) if f'"{wanted}"' in line)
        assert "# " in lines[number] or lines[number - 1].strip().startswith("#"), wanted


def test_every_authoring_module_is_pure_or_known_to_touch_the_world() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = contracts["tool"]["importlinter"]["contracts"]
    pure = next(one["source_modules"] for one in listed if one["id"] == "pure-authoring")
    prefix = "academy_cli.authoring."
    touching = {
        *(
            "adopt",
            "apply",
            "carryout",
            "catalog",
            "changed",
            "compile",
            "consequences",
            "discovery",
            "export",
            "git",
            "learners",
            "lookup",
            "rows",
            "scaffold",
            "shelf",
            "service",
        ),
        *(
            "alltexts",
            "origin",
            "prepared",
            "prices",
            "publishing",
            "quizrows",
            "snapshot",
            "source",
            "store",
            "symlinks",
            "textrows",
        ),
        *(f"translations{name}" for name in ("", ".looking", ".past", ".rows")),
        *("links", "links.asking", "links.guard", "links.memory", "links.rounds"),
        *("pipelines", "pipelines.files"),
        *("repair", "repair.carryout", "repair.ids", "repair.writing"),
        *("history", "newfolder", "stored", "templates", "uploads", "work"),
        *(f"{part}.{name}" for part in ("stored", "uploads") for name in ("service", "store")),
        *(
            f"repositories{name}"
            for name in ("", ".cache", ".command", ".exporting", ".places", ".remote", ".service")
        ),
        *(f"kept{name}" for name in ("", ".beside", ".compiling", ".file", ".worker")),
        "preview",
        *(
            f"preview.{name}"
            for name in ("building", "checker", "previewing", "sending", "server", "workshop")
        ),
        *(f"history.{name}" for name in ("export", "garbage", "past", "service", "store")),
    }

    found = {one.name.removeprefix(prefix) for one in modules() if one.name.startswith(prefix)}

    assert {name.removeprefix(prefix) for name in pure} == found - touching


@pytest.mark.parametrize(
    ("written", "is_private"),
    [
        (f"see {SEPARATOR}work{SEPARATOR}main", True),
        (f"'{SEPARATOR}root{SEPARATOR}.ssh'", False),
        (f"'{SEPARATOR}root{SEPARATOR}notes'", True),
        (f"{SEPARATOR}home{SEPARATOR}ann{SEPARATOR}x", True),
        ("sqlite:////srv/academy.db", False),
        ("file:/path/to/secret", False),
        ("docs/work/main", False),
    ],
)
def test_the_rule_knows_a_private_path(written: str, is_private: bool) -> None:  # noqa: FBT001
    assert bool(list(private_paths(written))) is is_private


def test_the_rule_reads_more_than_python() -> None:
    assert Path("Makefile") in {path.relative_to(ROOT) for path in tracked_files()}
