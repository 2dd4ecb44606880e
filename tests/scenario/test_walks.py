"""Whatever people do in whatever order: access equals grants, the books balance, mail leaves once."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from academy_cli.__main__ import main
from tests.payments.standin.provider import KEY, Standin
from tests.reliability.chance import SHARE
from tests.scenario.lake import SLUG, files
from tests.scenario.walking import PEOPLE, Desk

SETTINGS = """\
database: {url: "sqlite:///academy.db"}
site: {name: Lakeside Academy, url: "https://learn.example.org"}
mail: {transport: folder, folder: post, sender: academy@example.org}
storage: {folder: stored}
certificates: {keys: keys}
backup: {to: backups}
"""
WALKS, STEPS = 3, 12
"""Every day; under torture many more, and longer ones."""


@pytest.fixture
def desk(tmp_path: Path, stripe_standin: Standin, monkeypatch: pytest.MonkeyPatch) -> type[Desk]:
    """An academy that sells a course, from which each walk starts."""
    home = tmp_path / "start"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setenv("ACADEMY_STRIPE_API_KEY", KEY)
    monkeypatch.setenv("ACADEMY_STRIPE_API_BASE", stripe_standin.url)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    (home / "academy.yaml").write_text(SETTINGS, encoding="utf-8")
    for name, data in files().items():
        (home / "lake" / name).parent.mkdir(parents=True, exist_ok=True)
        (home / "lake" / name).write_bytes(data)
    begun = [
        ["init"],
        ["certificate", "key", "init", "--yes"],
        ["course", "sync", "lake", "--yes"],
        ["price", "set", SLUG, "49 EUR"],
        *(["user", "create", who, "--name", who[:2]] for who in PEOPLE),
    ]
    for words in begun:
        said = io.StringIO()
        with redirect_stdout(io.StringIO()), redirect_stderr(said):
            assert main(words) == 0, said.getvalue()

    class Here(Desk):
        pass

    Here.home, Here.standin = home, stripe_standin
    return Here


def test_whatever_is_done_what_was_promised_holds(desk: type[Desk]) -> None:
    run_state_machine_as_test(desk, settings=_settings())


@pytest.mark.torture
def test_whatever_is_done_for_long(desk: type[Desk]) -> None:
    run_state_machine_as_test(desk, settings=_settings(max(1, int(400 * SHARE)), 40))


def _settings(walks: int = WALKS, steps: int = STEPS) -> settings:
    return settings(
        max_examples=walks,
        stateful_step_count=steps,
        derandomize=not SHARE,
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=[*HealthCheck],
        phases=[Phase.generate],  # a walk says what it did; making it shorter takes minutes
    )
