"""Courses in git repositories, as a person or a CI job names them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.repositories import COURSE, Host, Repository, serving

SECOND = {"02-second.md": b"---\nid: second\n---\n# Second\n\nText.\n"}


@pytest.fixture
def repository(home: Path) -> Repository:
    made = Repository.new(home / "served" / "small.git")
    made.commit(COURSE)
    return made


@pytest.fixture
def host(repository: Repository) -> Iterator[Host]:
    with serving(repository.path.parent) as found:
        yield found


def test_check_names_files_as_the_repository_has_them(
    academy: Run, host: Host, repository: Repository
) -> None:
    repository.commit({f"a/{name}": data for name, data in COURSE.items()} | {"a/02.md": b""})

    ran = academy("course", "check", f"{host.url}/small.git#main:a", "--format", "table")

    assert ran.code == 0
    assert "  a/02.md" in ran.out
    assert f"Read from {host.url}/small.git#main:a: branch main, commit " in ran.err


def test_check_says_which_commit_it_was(academy: Run, repository: Repository) -> None:
    ran = academy("course", "check", "served/small.git", "--format", "json")

    said = json.loads(ran.out)
    assert said["folder"] == str(repository.path)
    assert said["repository"]["commit"] == repository.git("rev-parse", "main")


def test_the_revision_remembers_commit_and_branch(
    academy: Run, host: Host, repository: Repository
) -> None:
    commit = repository.commit({**COURSE, **SECOND}, "feature/x")

    place = f"{host.url}/small.git#feature/x"
    ran = academy("course", "sync", place, "--yes", "--fields", "commit,branch")

    wanted = ("--fields", "git_commit,git_branch,git_dirty")
    history = academy("course", "history", "small", *wanted)
    assert (ran.code, ran.out) == (0, f"{commit}\tfeature/x\n")
    assert history.out == f"{commit}\tfeature/x\tfalse\n"


def test_a_saved_plan_is_carried_out_with_its_commit_whatever_was_pushed_since(
    academy: Run, host: Host, repository: Repository
) -> None:
    commit = repository.git("rev-parse", "main")
    academy("course", "plan", f"{host.url}/small.git", "--out", "plan.json")
    repository.commit({**COURSE, **SECOND})

    ran = academy("course", "apply", "plan.json", "--yes")

    assert json.loads(Path("plan.json").read_text())["repository"] == {
        "address": f"{host.url}/small.git",
        "path": "",
        "commit": commit,
        "branch": "main",
    }
    history = academy("course", "history", "small", "--fields", "git_commit,git_branch")
    assert (ran.code, history.out) == (0, f"{commit}\tmain\n")
    assert academy("lesson", "list", "--course", "small", "--fields", "key").out == "first\n"


def test_a_saved_plan_is_carried_out_on_a_machine_that_never_fetched_it(
    academy: Run, host: Host, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    academy("course", "plan", f"{host.url}/small.git", "--out", "plan.json")
    repository.commit({**COURSE, **SECOND})
    monkeypatch.setenv("ACADEMY_REPOSITORIES_CACHE", "elsewhere")

    assert academy("course", "apply", "plan.json", "--yes").code == 0


def test_each_course_of_a_repository_is_planned_by_an_address_of_its_own(
    academy: Run, host: Host, repository: Repository
) -> None:
    other = {**COURSE, "course.yaml": b"id: other\ntitle: Other\n"}
    both = (("a", COURSE), ("b", other))
    repository.commit({f"{at}/{name}": data for at, files in both for name, data in files.items()})

    ran = academy("course", "plan", f"{host.url}/small.git#main", "--format", "json", "--out", "p")

    folders = [plan["folder"] for plan in json.loads(ran.out)]
    assert folders == [f"{host.url}/small.git#main:a", f"{host.url}/small.git#main:b"]
    repository.commit(COURSE)
    assert academy("course", "apply", "p", "--yes", "--fields", "course").out == "small\nother\n"


def test_a_host_that_is_down_ends_with_7_and_offline_uses_what_is_there(
    academy: Run, repository: Repository
) -> None:
    with serving(repository.path.parent) as host:
        url = f"{host.url}/small.git"
        academy("course", "check", url)

    down = academy("course", "sync", url, "--yes")
    offline = academy("course", "sync", url, "--yes", "--offline")

    assert (down.code, down.out) == (7, "")
    assert "Nothing older was used" in down.err
    assert offline.code == 0
    assert "is as it was fetched on 20" in offline.err


def test_one_repository_that_is_down_does_not_stop_the_others(academy: Run, host: Host) -> None:
    down = "http://127.0.0.1:1/none.git"

    ran = academy("course", "sync", down, f"{host.url}/small.git", "--yes", "--fields", "course")

    assert (ran.code, ran.out) == (8, "small\n")
    assert down in ran.err


def test_operators_are_told_of_a_repository_that_is_down(
    academy: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACADEMY_MAIL_WEBHOOK_URL", "https://chat.example.org/hook")
    academy("init")

    academy("course", "sync", "http://127.0.0.1:1/none.git", "--yes")

    [number] = academy("mail", "list", "--format", "ids").out.split()
    told = academy("mail", "show", number, "--format", "json").out
    assert "The sync of http://127.0.0.1:1/none.git failed" in told


def test_a_password_on_the_command_line_is_refused_before_anything_is_asked(
    academy: Run, host: Host
) -> None:
    secret = host.url.replace("//", "//ann:hunter2@")

    for verb in ("check", "plan", "sync"):
        ran = academy("course", verb, f"{host.url}/small.git", f"{secret}/small.git")
        assert (ran.code, "hunter2" in ran.out + ran.err) == (2, False)
    assert host.asked == []


@pytest.mark.parametrize("words", [("course", "fix"), ("course", "fix", "--ids")])
@pytest.mark.parametrize("place", ["served/small.git", "https://git.example.org/a.git#main"])
def test_what_writes_files_needs_a_folder(
    academy: Run, repository: Repository, words: tuple[str, ...], place: str
) -> None:
    assert repository.path.is_dir()

    ran = academy(*words, place)

    assert (ran.code, "needs a folder of yours" in ran.err) == (6, True)


def test_a_token_of_the_settings_lets_in_and_is_in_no_output(
    academy: Run, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.password = "x-access-token:tok/hush 2a"
    given = f"{host.url.partition('//')[2]}=tok%2Fhush%202a"
    monkeypatch.setenv("ACADEMY_REPOSITORIES_TOKENS", given)

    synced = academy("course", "sync", f"{host.url}/small.git", "--yes", "--debug")
    shown = academy("config", "show")
    host.password = "x-access-token:another"
    refused = academy("course", "check", f"{host.url}/small.git", "--debug")

    assert (synced.code, refused.code) == (0, 6)
    for ran in (synced, shown, refused):
        assert "hush" not in ran.out + ran.err.replace(given[:15], "")


def test_a_lesson_that_became_a_pointer_is_not_archived(
    academy: Run, host: Host, repository: Repository
) -> None:
    url = f"{host.url}/small.git"
    repository.commit({**COURSE, **SECOND})
    academy("course", "sync", url, "--yes")
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 99\n"
    repository.commit({**COURSE, "02-second.md": pointer})

    ran = academy("course", "sync", url, "--yes", "--partial")

    assert (ran.code, "source.lfs-pointer" in ran.err) == (8, True)
    lessons = academy("lesson", "list", "--course", "small", "--fields", "key")
    assert lessons.out == "first\nsecond\n"


def test_a_repository_without_a_course_is_named_by_its_address(
    academy: Run, host: Host, repository: Repository
) -> None:
    repository.commit({"README.md": b"# Nothing\n"})

    ran = academy("course", "check", f"{host.url}/small.git")

    assert ran.code == 3
    assert f"There is no course.yaml at or below “{host.url}/small.git”." in ran.err


def test_two_places_with_one_course_are_named_as_they_were_given(
    academy: Run, host: Host, repository: Repository
) -> None:
    url = f"{host.url}/small.git"

    ran = academy("course", "sync", str(repository.path), url, "--yes")

    assert ran.code == 3
    assert f"“{repository.path}” and “{url}” both have the id “small”" in ran.err


def test_errors_in_a_fetched_course_name_a_command_that_can_be_run(
    academy: Run, host: Host, repository: Repository
) -> None:
    repository.commit({**COURSE, "02-b.md": b"---\nid: first\n---\n# Again\n"})
    url = f"{host.url}/small.git#main"

    ran = academy("course", "plan", url)

    assert ran.code == 3
    assert f"academy course check '{url}'" in ran.err
