"""The units: what they do in which order, as whom, and that systemd takes them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from academy_cli.backups.schedule.job import Job
from academy_cli.backups.schedule.systemd import instructions, units
from tests.backups.schedule import unitfile
from tests.backups.schedule.jobs import job

ODD = "/srv/a b%n$HOME é"
Unit = dict[str, dict[str, list[str]]]


def read(made: Job, *, is_user: bool = False) -> Mapping[str, Unit]:
    return {one.name: unitfile.read(one.text) for one in units(made, is_user=is_user)}


def steps(unit: Unit, **specifiers: str) -> list[str]:
    """The commands of a service without what they have in common."""
    commands = (unitfile.command(one, **specifiers) for one in unit["Service"]["ExecStart"])
    common = {"--quiet", "--config", "/srv/academy/academy.yaml", "/srv/academy/bin/academy"}
    return [" ".join(word for word in one if word not in common) for one in commands]


def test_it_makes_then_verifies_then_drops() -> None:
    """A oneshot service ends with the first of its commands that fails (systemd.service(5), ExecStart=)."""
    unit = read(job())["academy-backup.service"]

    assert unit["Service"]["Type"] == ["oneshot"]
    assert steps(unit) == [
        "backup create --rows-at-least",
        "backup verify --latest",
        "backup prune --yes",
    ]
    assert not any(one.startswith("-") for one in unit["Service"]["ExecStart"])


def test_without_a_key_only_digests_are_compared() -> None:
    assert (
        steps(read(job(is_quick=True))["academy-backup.service"])[1]
        == "backup verify --latest --quick"
    )


def test_whoever_has_to_know_is_told_what_failed() -> None:
    found = read(job(mail_to="ops@example.org"))

    for name in ("academy-backup", "academy-backup-check"):
        (failed,) = found[f"{name}.service"]["Unit"]["OnFailure"]
        assert unitfile.value(failed, N=name) == f"academy-backup-alarm@{name}.service"
    alarm = found["academy-backup-alarm@.service"]
    assert steps(alarm, i="academy-backup") == [
        "backup alarm --mail-to ops@example.org --unit academy-backup"
    ]
    assert "OnFailure" not in alarm["Unit"]


def test_backups_that_are_no_longer_made_are_noticed() -> None:
    found = read(job(max_age="2d"))

    assert steps(found["academy-backup-check.service"]) == ["backup status --max-age 2d"]
    assert "academy-backup.service" in found["academy-backup-check.service"]["Unit"]["After"]


def test_it_is_done_in_its_time_and_made_up_for() -> None:
    found = read(job(zone="Europe/Zurich"))
    timer, check = (found[f"academy-backup{one}.timer"]["Timer"] for one in ("", "-check"))

    assert timer == {
        "OnCalendar": ["*-*-* 03:30:00 Europe/Zurich"],
        "RandomizedDelaySec": ["900s"],
        "Persistent": ["true"],
    }
    assert (check["OnCalendar"], check["Persistent"]) == (
        ["*-*-* 06:30:00 Europe/Zurich"],
        ["false"],
    )
    assert found["academy-backup.timer"]["Install"] == {"WantedBy": ["timers.target"]}


def test_variables_that_are_needed_must_be_there_but_for_the_alarm() -> None:
    needed = read(job(variables=["ACADEMY_DATABASE_URL"]))
    free = read(job())

    assert needed["academy-backup.service"]["Service"]["EnvironmentFile"] == [
        "/srv/academy/academy.env"
    ]
    assert free["academy-backup.service"]["Service"]["EnvironmentFile"] == [
        "-/srv/academy/academy.env"
    ]
    alarm = needed["academy-backup-alarm@.service"]["Service"]
    assert alarm["EnvironmentFile"] == ["-/srv/academy/academy.env"]


def test_no_variable_that_may_be_a_secret_is_in_a_unit() -> None:
    for one in units(job(variables=["ACADEMY_DATABASE_URL"]), is_user=False):
        assert "ACADEMY_" not in one.text


def test_of_the_system_it_is_done_as_its_user_and_waits_for_the_network() -> None:
    found = read(job())["academy-backup.service"]

    assert found["Service"]["User"] == ["academy"]
    assert found["Unit"]["Wants"] == ["network-online.target"]


def test_of_a_user_it_is_theirs() -> None:
    found = units(job(), is_user=True)
    unit = unitfile.read(found[0].text)

    assert found[0].path == "~/.config/systemd/user/academy-backup.service"
    assert ("User" in unit["Service"], "Wants" in unit["Unit"]) == (False, False)
    assert "loginctl enable-linger" in "\n".join(instructions(job(), "/x", is_user=True))


def test_odd_paths_are_the_same_paths() -> None:
    made = job(
        program=[f"{ODD}/academy"], settings=Path(f"{ODD}/academy.yaml"), secrets=Path(f"{ODD}/academy.env"),
        folders={"XDG_DATA_HOME": ODD},
    )  # fmt: skip
    service = read(made)["academy-backup.service"]["Service"]

    command = unitfile.command(service["ExecStart"][0])
    assert command == [
        f"{ODD}/academy",
        "backup",
        "create",
        "--rows-at-least",
        "--quiet",
        "--config",
        f"{ODD}/academy.yaml",
    ]
    assert unitfile.value(service["EnvironmentFile"][0]) == f"-{ODD}/academy.env"
    (assigned,) = unitfile.words(service["Environment"][0])
    assert unitfile.value(assigned) == f"XDG_DATA_HOME={ODD}"


def test_every_file_is_installed_and_every_timer_started() -> None:
    said = instructions(job(), "/srv/new units", is_user=False)

    install = next(line for line in said if " install " in line)
    assert all(f"'/srv/new units/{one.name}'" in install for one in units(job(), is_user=False))
    assert "sudo systemctl enable --now academy-backup.timer academy-backup-check.timer" in said


def test_another_name_is_another_set_of_units() -> None:
    texts = [one.name + one.text for one in units(job(name="second"), is_user=False)]

    assert not any("academy-backup" in text for text in texts)


@pytest.mark.parametrize("folder", ["plain", "a b%n$HOME é"])
@pytest.mark.parametrize("is_user", [False, True])
def test_systemd_takes_them(tmp_path: Path, folder: str, is_user: bool) -> None:  # noqa: FBT001 - pytest gives it by name
    place = tmp_path / folder
    place.mkdir()
    shutil.copy("/bin/true", place / "academy")
    made = job(
        program=[str(place / "academy")], settings=place / "academy.yaml", secrets=place / "academy.env",
        user="root", folders={"XDG_DATA_HOME": str(place)},
    )  # fmt: skip

    assert verified(made, tmp_path / "units", is_user=is_user) == ""


def test_systemd_says_what_is_wrong_with_others(tmp_path: Path) -> None:
    """The control: a program that is not there."""
    made = job(program=["/nowhere/academy"], user="root")

    assert "/nowhere/academy is not executable" in verified(made, tmp_path / "units", is_user=False)


def verified(made: Job, folder: Path, *, is_user: bool) -> str:
    """What systemd says of the units: nothing, where they are sound."""
    folder.mkdir()
    files = units(made, is_user=is_user)
    for one in files:
        (folder / one.name).write_text(one.text)
    paths = [str(folder / one.name) for one in files]
    ran = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True)
    return "\n".join(
        line
        for line in (ran.stdout + ran.stderr).splitlines()
        if str(folder) in line or "academy" in line
    )
