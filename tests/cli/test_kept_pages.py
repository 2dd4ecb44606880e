"""``course check`` keeps the pages of a large course in the user's cache folder, and says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.authoring.kept import compiling
from tests.cli.conftest import Run
from tests.make import folder


def test_a_check_says_the_same_with_and_without_what_was_kept(
    academy: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "LEAST", 0)
    folder(home / "course", {"01-basics/01-intro.md": "# A\n\n![](x.png) [b](c.md)\n"})

    plain = academy("course", "check", "course", "--refresh", "--format", "json")
    assert not list(home.rglob("pages/*.json"))
    first = academy("course", "check", "course", "--format", "json")
    assert len(list(home.rglob("pages/*.json"))) == 1
    second = academy("course", "check", "course", "--format", "json")

    assert plain.out == first.out == second.out
    assert "image.alt-missing" in plain.out
