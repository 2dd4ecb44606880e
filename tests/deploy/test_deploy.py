"""What an academy is deployed with: judges of its formats find nothing, and it says what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from academy_cli.cli.reference import commands
from academy_cli.config.load import examine
from academy_cli.config.settings import table
from academy_cli.worker.jobs import NAMES, Surroundings, jobs_of
from academy_cli.worker.running import USUAL
from tests.house.source import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
PAGE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
KNOWN = {one.path for one in commands()}


def judged(*words: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    program, *rest = map(str, words)
    command = [str(BIN / program), *rest]
    return subprocess.run(command, capture_output=True, text=True, input=given, check=False)


def test_hadolint_finds_nothing_in_the_container_file() -> None:
    ran = judged("hadolint", DEPLOY / "Containerfile")

    assert (ran.returncode, ran.stdout) == (0, "")


def test_hadolint_would() -> None:
    ran = judged("hadolint", "-", given="FROM python\nRUN cd /tmp && sudo pip install academy\n")

    assert ran.returncode == 1
    assert "DL3004" in ran.stdout


def test_the_compose_file_is_valid_by_the_specification(tmp_path: Path) -> None:
    schema = ("check-jsonschema", "--builtin-schema", "vendor.compose-spec")
    assert judged(*schema, DEPLOY / "compose.yaml").returncode == 0

    wrong = tmp_path / "compose.yaml"
    wrong.write_text((DEPLOY / "compose.yaml").read_text().replace("restart:", "restrat:"))
    assert judged(*schema, wrong).returncode == 1


def verified(folder: Path, program: str) -> str:
    """What systemd says of the units, where academy is a program that is there."""
    folder.mkdir()
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/academy/bin/academy", program)
        (folder / unit.name).write_text(text)
    paths = [str(folder / unit.name) for unit in UNITS]
    ran = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True)
    said = (ran.stdout + ran.stderr).splitlines()
    return "\n".join(line for line in said if str(folder) in line or "academy" in line)


def test_systemd_finds_nothing_in_the_units(tmp_path: Path) -> None:
    assert verified(tmp_path / "units", "/bin/true") == ""


def test_systemd_would(tmp_path: Path) -> None:
    assert "is not executable" in verified(tmp_path / "units", "/nowhere/academy")


SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
MOST_EXPOSED = 40
"""In tenths, by systemd's own judgement: “OK” ends at 4.9, and a service without any rule has 9.6."""


def exposed(unit: Path) -> int:
    """How systemd ends, when it judges what a service could reach if somebody took it over."""
    how = ["--offline=true", f"--threshold={MOST_EXPOSED}"]
    words = ["systemd-analyze", "security", *how, "--no-pager", str(unit)]
    return subprocess.run(words, capture_output=True).returncode


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_each_service_can_reach_little(unit: Path) -> None:
    assert exposed(unit) == 0


def test_one_that_can_reach_more_is_found(tmp_path: Path) -> None:
    """The control."""
    text = SERVICES[0].read_text(encoding="utf-8")
    open_to_all = tmp_path / SERVICES[0].name
    open_to_all.write_text(re.sub(r"(?m)^(Capability|Private|Protect|Restrict).*\n", "", text))

    assert exposed(open_to_all) != 0


def commanded() -> list[list[str]]:
    """Every command that the files begin."""
    units = "".join(unit.read_text(encoding="utf-8") for unit in UNITS)
    found = [line.split() for line in re.findall(r"ExecStart=\S+/academy (.*)", units)]
    for service in COMPOSE["services"].values():
        if "academy:" in service["image"]:
            found += [service["command"]] if "command" in service else []
            found += [service["healthcheck"]["test"][2:]] if "healthcheck" in service else []
    return found


def test_every_command_is_one_with_those_options() -> None:
    flags = {one.path: one.flags for one in commands()}
    assert len(commanded()) >= 7
    for noun, verb, *rest in commanded():
        given = {word for word in rest if word.startswith("--")}
        assert given <= flags[f"academy {noun} {verb}"]


def test_together_the_containers_do_what_one_worker_does() -> None:
    usual = next(one.shown for one in table() if one.name == "worker.jobs").split()
    only = [words[words.index("--only") + 1] for words in commanded() if "--only" in words]

    assert sorted(",".join(only).split(",")) == sorted(usual)


def test_two_workers_on_one_volume_write_two_files() -> None:
    services = COMPOSE["services"].values()
    workers = [one for one in services if one.get("command", [])[:2] == ["worker", "run"]]
    files = [one["environment"].get("ACADEMY_WORKER_STATE", "default") for one in workers]

    assert len(files) == len({*files}) == 2


def test_every_variable_it_sets_is_a_setting() -> None:
    known = {one.variable for one in table()}
    for service in COMPOSE["services"].values():
        ours = {name for name in service.get("environment", {}) if name.startswith("ACADEMY_")}
        assert ours <= known


def test_nothing_begins_before_the_database_is_of_this_version() -> None:
    services = COMPOSE["services"]
    assert services["upgrade"]["depends_on"]["db"]["condition"] == "service_healthy"
    for name in ("worker", "backups", "academy"):
        needs = services[name]["depends_on"]["upgrade"]["condition"]
        assert needs == "service_completed_successfully"


def test_every_volume_is_a_folder_that_the_image_gives_to_its_user() -> None:
    """A new volume belongs to whom the folder does that it covers, and to root where there is none."""
    containerfile = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    (made,) = re.findall(
        r"install --directory --owner academy --group academy --mode 0700 \\\n +(.*)", containerfile
    )
    named = [
        volume.split(":")
        for service in COMPOSE["services"].values()
        for volume in service["volumes"]
        if "academy:" in service["image"] and not volume.startswith("./")
    ]

    assert {place for _, place in named} == {*made.split()}
    assert {name for name, _ in named} | {"database"} == {*COMPOSE["volumes"]}


def test_what_containers_say_never_fills_the_disk() -> None:
    for name, service in COMPOSE["services"].items():
        assert {"max-size", "max-file"} <= {*service["logging"]["options"]}, name


def test_who_looks_after_it_is_told_of_what_is_seen_and_not_every_quarter_of_an_hour() -> None:
    check, alarm = (
        (DEPLOY / "systemd" / f"academy-{name}.service").read_text(encoding="utf-8")
        for name in ("check", "alarm@")
    )
    timer = (DEPLOY / "systemd" / "academy-check.timer").read_text(encoding="utf-8")
    moments = re.findall(r"(?m)^On\w+=.*$", timer)

    assert "\nOnFailure=academy-alarm@%N.service\n" in check
    assert moments == ["OnCalendar=*:0/15"], (
        "others are over at once where the machine is up already"
    )
    assert "\nStartLimitIntervalSec=6h\nStartLimitBurst=1\n" in alarm


def test_containers_have_no_rights_and_no_secret_is_in_a_file_that_is_kept() -> None:
    for name, service in COMPOSE["services"].items():
        if name != "db":
            assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    secret = [line for line in text.splitlines() if "PASSWORD" in line or "://" in line]
    assert len(secret) == 2
    assert all("${ACADEMY_DB_PASSWORD:?" in line for line in secret)
    assert "USER 10001\n" in (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def test_a_worker_has_as_long_to_end_as_it_gives_what_it_began() -> None:
    unit = (DEPLOY / "systemd" / "academy.service").read_text(encoding="utf-8")
    (seconds,) = re.findall(r"TimeoutStopSec=(\d+)", unit)
    graces = [one.get("stop_grace_period") for one in COMPOSE["services"].values()]

    assert int(seconds) > USUAL.grace
    assert {grace for grace in graces if grace} == {f"{seconds}s"}


def test_the_page_knows_every_job_and_what_it_needs() -> None:
    rows = dict(re.findall(r"(?m)^\| `([a-z]+)` \| .* \| ([^|]+) \|$", PAGE))
    around = Surroundings(
        has_stripe=False, has_webhook=False, backup_every=timedelta(days=1), backup_steps=[]
    )
    for job in jobs_of(NAMES, around):
        assert rows[job.name].split()[0].strip("`,") == (job.absent.split() or ["nothing"])[0]
    (webhook,) = jobs_of(["webhook"], around._replace(has_stripe=True))
    assert webhook.absent.split()[0] in rows["webhook"]


def test_every_command_of_the_page_is_one() -> None:
    blocks = "\n".join(re.findall(r"(?s)```sh\n(.*?)```", PAGE))
    called = re.findall(
        r"(?:^|&& |run --rm (?:-v \S+ \S+ )?)academy ([a-z]+) ([a-z]+)", blocks, re.MULTILINE
    )
    called += re.findall(r"`academy ([a-z]+) ([a-z]+)", PAGE)

    assert len(called) > 15
    for noun, verb in called:
        is_one = f"academy {noun} {verb}" in KNOWN or (noun, verb) == ("academy", "help")
        assert is_one, f"academy {noun} {verb}"


def test_every_setting_of_the_page_is_one() -> None:
    known = {one.name for one in table()} | {one.variable for one in table()}
    groups = {name.partition(".")[0] for name in known}
    for name in re.findall(r"`([a-z]+\.[a-z_]+)`", PAGE):
        is_code = f"| `{name}` |" in codes() or name.endswith(".json")
        if name.partition(".")[0] in groups and not is_code:
            assert name in known
    for variable in re.findall(r"ACADEMY_[A-Z_]+", PAGE):
        assert variable in known | {"ACADEMY_DB_PASSWORD", "ACADEMY_VERSION"}


def codes() -> str:
    return (ROOT / "docs" / "scripting.md").read_text(encoding="utf-8")


def test_the_settings_of_the_page_are_taken(tmp_path: Path) -> None:
    (settings,) = re.findall(r"(?s)```yaml\n(.*?)```", PAGE)
    (tmp_path / "academy.yaml").write_text(settings.replace("age1…", "age1" + "q" * 58))

    assert examine(tmp_path, {"SMTP_PASSWORD": "x"}, {}) == ()
