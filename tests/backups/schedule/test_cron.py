"""The lines of cron, run by /bin/sh as cron would: what happens after each way a step can end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from academy_cli.backups.schedule.cron import commands, instructions, lines
from academy_cli.backups.schedule.errors import LineTooLongError, UnfitWordError
from academy_cli.backups.schedule.job import Job
from tests.backups.schedule.jobs import job

STAND_IN = """#!{python}
import json, os, sys
with open(os.environ["LOG"], "a") as log:
    around = [os.environ.get(name) for name in ("ACADEMY_MARK", "XDG_DATA_HOME")]
    log.write(json.dumps([sys.argv[1:], *around]) + "\\n")
print("an answer")
sys.exit(json.loads(os.environ["CODES"]).get(sys.argv[2], 0))
"""


class Ran(NamedTuple):
    """What the line did: each call, and what cron would mail."""

    calls: Sequence[list[str]]
    marks: Sequence[str | None]
    said: str


def run(made: Job, folder: Path, which: int = 0, **codes: int) -> Ran:
    """Run a line in a shell with a stand-in for academy, whose commands end with ``codes``."""
    log = folder / "log"
    log.write_text("")
    program = Path(made.program[0])
    program.write_text(STAND_IN.format(python=sys.executable))
    program.chmod(0o755)
    around: Mapping[str, str] = {"LOG": str(log), "CODES": json.dumps(codes), "PATH": os.defpath}
    ran = subprocess.run(
        ["/bin/sh", "-c", commands(made)[which]], capture_output=True, text=True, env=around
    )
    calls = [json.loads(line) for line in log.read_text().splitlines()]
    return Ran([one[0] for one in calls], [one[1] for one in calls], ran.stdout + ran.stderr)


@pytest.fixture
def made(tmp_path: Path) -> Job:
    """A job whose paths are odd."""
    place = tmp_path / "a b%n$HOME'é"
    place.mkdir()
    return job(
        program=[str(place / "academy")], settings=place / "academy.yaml", secrets=place / "academy.env",
        mail_to="ops@example.org",
    )  # fmt: skip


def verbs(ran: Ran) -> list[str]:
    return [call[1] for call in ran.calls]


def test_it_makes_then_verifies_then_drops(made: Job, tmp_path: Path) -> None:
    ran = run(made, tmp_path)

    shared = ["--quiet", "--config", str(made.settings)]
    assert ran.calls == [
        ["backup", "create", "--rows-at-least", *shared],
        ["backup", "verify", "--latest", *shared],
        ["backup", "prune", "--yes", *shared],
    ]
    assert ran.said == ""


@pytest.mark.parametrize(
    ("failing", "done"),
    [
        ("create", ["create", "alarm"]),
        ("verify", ["create", "verify", "alarm"]),
        ("prune", ["create", "verify", "prune", "alarm"]),
    ],
)
def test_after_a_failure_nothing_is_dropped_and_somebody_is_told(
    made: Job, tmp_path: Path, failing: str, done: list[str]
) -> None:
    ran = run(made, tmp_path, **{failing: 7})

    assert verbs(ran) == done
    told = ["--mail-to", "ops@example.org", "--unit", "academy-backup", "--status", "7"]
    assert [word for word in ran.calls[-1] if word in told] == told


def test_backups_that_are_no_longer_made_are_noticed(made: Job, tmp_path: Path) -> None:
    well, stale = run(made, tmp_path, 1), run(made, tmp_path, 1, status=9)

    assert well.calls[0][:4] == ["backup", "status", "--max-age", "26h"]
    assert (verbs(well), verbs(stale)) == (["status"], ["status", "alarm"])
    assert "academy-backup-check" in stale.calls[1]


def test_variables_come_out_of_their_file(made: Job, tmp_path: Path) -> None:
    assert made.secrets is not None
    assert run(made, tmp_path).marks == [None] * 3

    made.secrets.write_text("# a password\nACADEMY_MARK='p$w \"%d'\n")

    assert run(made, tmp_path, create=3).marks == ['p$w "%d'] * 2


def test_a_user_whose_folders_are_elsewhere_finds_them(made: Job, tmp_path: Path) -> None:
    run(made._replace(folders={"XDG_DATA_HOME": "/srv/a b"}), tmp_path)

    assert json.loads((tmp_path / "log").read_text().splitlines()[0])[2] == "/srv/a b"


def test_every_line_is_one_that_cron_and_a_shell_can_read(made: Job) -> None:
    text = lines(made).text

    comment, *rest = text.splitlines()
    assert comment.startswith("#")
    assert [line.split(" ")[:5] for line in rest] == [
        ["30", "3", "*", "*", "*"],
        ["30", "6", "*", "*", "*"],
    ]
    for line, command in zip(rest, commands(made), strict=True):
        assert line.split(" ", 5)[5].replace("\\%", "%") == command
        assert "%" not in line.replace("\\%", "")
        assert subprocess.run(["/bin/sh", "-n", "-c", command]).returncode == 0


def test_what_no_line_can_hold_is_refused() -> None:
    with pytest.raises(UnfitWordError):
        lines(job(settings=Path("/srv/a\\b")))
    with pytest.raises(LineTooLongError):
        lines(job(settings=Path("/srv/" + "a" * 900)))


def test_it_is_said_how_they_are_installed() -> None:
    assert (
        instructions(job(), "/srv/x y.cron")[0] == "(crontab -l; cat '/srv/x y.cron') | crontab -"
    )
