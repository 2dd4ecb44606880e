"""A job that would raise an alarm while all is well, or that has no name, is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.backups.freshness_errors import BadAgeError
from academy_cli.backups.schedule.errors import AlarmTooEarlyError, BadNameError
from academy_cli.backups.schedule.job import require_sound
from academy_cli.backups.schedule.rhythm import read
from academy_cli.backups.schedule.surroundings import folders, program, variables
from tests.backups.schedule.jobs import job


def test_an_age_needs_room_for_one_backup() -> None:
    require_sound(job(max_age="25h"))
    require_sound(job(max_age="7h", rhythm=read("6h", "03:30")))

    with pytest.raises(AlarmTooEarlyError) as error:
        require_sound(job(max_age="24h"))
    assert "--max-age 25h" in error.value.hint


def test_an_age_is_a_length() -> None:
    with pytest.raises(BadAgeError):
        require_sound(job(max_age="soon"))


@pytest.mark.parametrize("name", ["", "Academy", "a b", "a/b", "a%b", "-a", "a" * 62])
def test_a_name_is_one_of_a_unit(name: str) -> None:
    with pytest.raises(BadNameError):
        require_sound(job(name=name))


def test_what_a_terminal_has_and_a_scheduler_has_not_is_named() -> None:
    origins = {
        "database.url": "environment ACADEMY_DATABASE_URL",
        "site.url": "/srv/academy.yaml:3",
        "mail.sender": "default",
        "backup.to": "flag --backup-to",
    }
    text = "mail:\n  webhook_url: ${HOOK}\n  # smtp_password: ${UNUSED}\n  smtp_password: x-${PART}-y\n"

    assert variables(origins, text) == ["ACADEMY_BACKUP_TO", "ACADEMY_DATABASE_URL", "HOOK", "PART"]
    assert variables({}, "") == []


def test_only_folders_are_taken_along() -> None:
    around = {"XDG_DATA_HOME": "/x", "XDG_CONFIG_HOME": "", "ACADEMY_STRIPE_API_KEY": "sk_test_1"}

    assert folders(around) == {"XDG_DATA_HOME": "/x"}


def test_the_program_is_the_script_beside_python_or_its_module(tmp_path: Path) -> None:
    python = tmp_path / "python"
    assert program(python) == [str(python), "-m", "academy_cli"]

    (tmp_path / "academy").write_text("")
    assert program(python) == [str(tmp_path / "academy")]
