"""What status and prune decide and show, given what there is."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from academy_cli.backups.retention_errors import BadRulesError
from academy_cli.cli.answer import Wish
from academy_cli.cli.backupstanding import decisions, show_decisions, show_freshness
from academy_cli.cli.format import Format
from academy_cli.cli.shell import Shell
from academy_cli.cli.terminal import Terminal
from academy_cli.errors import AcademyError, Kind
from tests.backups.shelf import OURS, backup

HOUR = timedelta(hours=1)


@pytest.fixture
def shell(home: Path) -> Shell:
    """A shell whose answers are JSON."""
    (home / "academy.yaml").write_text(
        "backup:\n  keep: last=1\n  keep_least: 1\n  zone: Europe/Zurich\n"
    )
    terminal = Terminal(io.StringIO(), io.StringIO(), io.StringIO(), {}, Wish(Format.JSON))
    return Shell(terminal, {})


def answer(shell: Shell) -> object:
    out = shell.terminal.out
    assert isinstance(out, io.StringIO)
    return json.loads(out.getvalue())


def ago(hours: int) -> datetime:
    return datetime.now(UTC) - HOUR * hours


def test_a_fresh_backup_is_said_to_be(shell: Shell) -> None:
    show_freshness(shell, [backup(ago(3), verified="full", id="b1")], OURS, None)

    said = answer(shell)
    assert isinstance(said, dict)
    assert (said["is_fresh"], said["verified"], said["max_age_s"]) == (True, "b1", 26 * 3600)


def test_a_stale_one_is_shown_before_it_fails(shell: Shell) -> None:
    with pytest.raises(AcademyError) as error:
        show_freshness(shell, [backup(ago(3), verified="full")], OURS, "2h")

    said = answer(shell)
    assert isinstance(said, dict)
    assert (error.value.kind, error.value.kind.exit_code) == (Kind.ATTENTION, 9)
    assert (said["is_fresh"], said["max_age_s"]) == (False, 7200)


def test_what_is_dropped_is_shown_with_its_reason(shell: Shell) -> None:
    made = [backup(ago(hours), id=f"b{hours}") for hours in (30, 60, 90)]

    show_decisions(shell, decisions(shell, made, OURS, None))

    said = answer(shell)
    assert isinstance(said, list)
    assert [(one["id"], one["outcome"]) for one in said] == [
        ("b30", "kept"),
        ("b60", "dropped"),
        ("b90", "dropped"),
    ]
    assert said[1]["reasons"] == ["no rule keeps it"]


def test_rules_may_be_said_instead(shell: Shell) -> None:
    made = [backup(ago(hours), id=f"b{hours}") for hours in (30, 60, 90)]

    assert [one.is_kept for one in decisions(shell, made, OURS, "last=2")] == [True, True, False]
    with pytest.raises(BadRulesError):
        decisions(shell, made, OURS, "lst=2")
