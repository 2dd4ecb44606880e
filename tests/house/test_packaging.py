"""Whatever lies beside the code is installed with it: a wheel that lacks a file fails where it is used."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.house.source import PACKAGE

ROOT = Path(__file__).parents[2]


def patterns() -> Mapping[str, Sequence[str]]:
    """What pyproject.toml lets packages bring along."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: Mapping[str, Sequence[str]] = said["tool"]["setuptools"]["package-data"]
    return found


def left_behind(said: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Files in the package that no pattern names."""
    brought = {
        path
        for package, some in said.items()
        for pattern in some
        for path in (ROOT / package.replace(".", "/")).glob(pattern)
    }
    for path in sorted((ROOT / PACKAGE).rglob("*")):
        is_data = path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
        if is_data and path not in brought:
            yield str(path.relative_to(ROOT))


def test_every_file_is_installed() -> None:
    assert list(left_behind(patterns())) == []


def test_a_pattern_that_is_missing_is_seen() -> None:
    said = {name: some for name, some in patterns().items() if "typesetting" not in name}

    assert any(name.endswith(".ttf") for name in left_behind(said))
