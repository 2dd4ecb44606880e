"""Repositories behind HTTP and ssh, and hosts that are given up when they fall silent."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from academy_cli.authoring.repositories.refusals import LONGEST, refusal
from academy_cli.errors import Kind
from tests.authoring.repositories.conftest import SECRET, Reader
from tests.authoring.repositories.test_fetching import OTHER, files
from tests.authoring.repositories.test_keeping import BRING
from tests.repositories import COURSE, Host, Repository


def test_a_repository_comes_over_http(host: Host, repository: Repository, reader: Reader) -> None:
    commit = repository.commit(OTHER, "feature/x")

    brought = reader.bring(f"{host.url}/small.git#feature/x")

    assert (brought.commit, brought.branch, files(brought.folder)) == (commit, "feature/x", OTHER)


def test_a_commit_comes_over_http_by_its_number(
    host: Host, repository: Repository, reader: Reader
) -> None:
    commit = repository.git("rev-parse", "main")
    repository.commit(OTHER, keeps_history=False)

    assert files(reader.bring(f"{host.url}/small.git#{commit}").folder) == COURSE


def test_what_is_kept_is_not_fetched_again(host: Host, reader: Reader) -> None:
    reader.bring(f"{host.url}/small.git")
    host.asked.clear()

    reader.bring(f"{host.url}/small.git")

    assert all("info/refs" in path or path.endswith("upload-pack") for path, _ in host.asked)
    assert len(host.asked) == 2  # what it can do, and what its branches are


def test_a_repository_that_is_not_there_is_missing(host: Host, reader: Reader) -> None:
    refused = reader.refused(f"{host.url}/none.git")

    assert (refused.kind, refused.code) == (Kind.MISSING, "repository.not-found")


SSH = """\
#!/bin/sh
echo "$@" >> '{log}'
for word; do [ "$word" = -G ] && exit 0; done
{act}
for last; do :; done
exec sh -c "$last"
"""
"""What is asked of another machine is done on this one."""


def ssh(folder: Path, act: str = "") -> Path:
    """A program that takes the words of ssh, and puts them down."""
    script = folder / "own-ssh"
    script.write_text(SSH.format(log=folder / "log", act=act))
    script.chmod(0o700)
    return script


@pytest.mark.parametrize(
    "form", ["git@git.example.org:{path}", "ssh://git@git.example.org:2222{path}"]
)
@pytest.mark.parametrize("given", ["GIT_SSH_COMMAND", "GIT_SSH", "core.sshCommand"])
def test_a_repository_comes_over_ssh_in_a_persons_own_way_which_is_told_to_ask_nothing(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, given: str
) -> None:
    script = ssh(tmp_path)
    if given.startswith("GIT"):
        monkeypatch.setenv(given, str(script))
    else:
        config = f"[core]\n\tsshCommand = {script}\n"
        (tmp_path / "nobody" / ".gitconfig").write_text(config)

    brought = Reader(tmp_path / "cache").bring(form.format(path=repository.path))

    assert files(brought.folder) == COURSE
    asked = [line for line in (tmp_path / "log").read_text().splitlines() if " -G " not in line]
    assert asked
    assert all(line.startswith("-o BatchMode=yes -o ConnectTimeout=30") for line in asked)


@pytest.mark.parametrize("program", ["", "/no/such/ssh"])
def test_a_key_that_does_not_let_in_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    script = ssh(
        tmp_path, "echo 'git@git.example.org: Permission denied (publickey).' >&2; exit 255"
    )
    monkeypatch.setenv("GIT_SSH_COMMAND", program or str(script))

    refused = Reader(tmp_path / "cache").refused("git@git.example.org:a.git")

    assert refused.code == ("repository.unreachable" if program else "repository.not-let-in")


# -- silence and interruption -----------------------------------------------------------------------


def test_a_host_that_says_nothing_is_given_up(host: Host, tmp_path: Path) -> None:
    host.is_silent = True

    refused = Reader(tmp_path / "cache", silent_s=0.5).refused(f"{host.url}/small.git")

    assert (refused.kind, refused.code) == (Kind.UNAVAILABLE, "repository.unreachable")


def test_a_host_that_falls_silent_in_the_middle_is_given_up_once(
    host: Host, tmp_path: Path, reader: Reader
) -> None:
    reader.bring(f"{host.url}/small.git")
    host.silent_from = (
        len(host.asked) + 3
    )  # what it can do, its branches, what it can do, the commit
    Repository(host.root / "small.git").commit(OTHER)

    refused = Reader(reader.cache, silent_s=4).refused(f"{host.url}/small.git")

    assert (refused.kind, refused.code) == (Kind.UNAVAILABLE, "repository.unreachable")
    assert len(host.asked) == host.silent_from + 1
    assert files(reader.bring(f"{host.url}/small.git", is_offline=True).folder) == COURSE


def test_a_host_that_is_gone_is_unavailable_and_nothing_older_is_used(
    host: Host, reader: Reader
) -> None:
    url = f"{host.url}/small.git"
    reader.bring(url)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    moved = f"http://127.0.0.1:{port}/small.git"

    refused = reader.refused(moved)

    assert (refused.kind, refused.code) == (Kind.UNAVAILABLE, "repository.unreachable")
    assert "--offline" in refused.hint
    assert "Nothing older was used" in refused.message


def test_ctrl_c_ends_what_was_started(host: Host, tmp_path: Path) -> None:
    host.is_silent = True
    command = [sys.executable, "-c", BRING, str(tmp_path / "cache"), f"{host.url}/small.git"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parents[3]
    )
    assert process.stdout
    process.stdout.readline()
    while not host.asked:
        time.sleep(0.01)
    children = git_processes(host.url)

    process.send_signal(signal.SIGINT)
    process.communicate()

    assert children
    assert git_processes(host.url) == []


def git_processes(url: str) -> list[int]:
    """The processes that have an address on their command line, the reader's own apart."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                words = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if url.encode() in words and b"git" in words.partition(b"\0")[0]:
                found.append(int(entry.name))
    return found


def test_a_server_that_resets_is_unavailable(tmp_path: Path, reader: Reader) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def refuse() -> None:
            while True:
                try:
                    server.accept()[0].close()
                except OSError:
                    return

        thread = threading.Thread(target=refuse)
        thread.start()
        refused = reader.refused(f"http://127.0.0.1:{server.getsockname()[1]}/a.git")
        server.shutdown(socket.SHUT_RDWR)
        thread.join()

    assert refused.kind is Kind.UNAVAILABLE


# -- git's words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("fatal: Authentication failed for 'https://x/'", "repository.not-let-in"),
        ("git@x: Permission denied (publickey).\nfatal: Could not read", "repository.not-let-in"),
        ("Host key verification failed.\nfatal: Could not read", "repository.not-let-in"),
        ("fatal: could not read Username for 'https://x'", "repository.not-let-in"),
        ("The requested URL returned error: 403", "repository.not-let-in"),
        ("remote: Not Found\nfatal: repository 'https://x/' not found", "repository.not-found"),
        ("ERROR: Repository not found.\nfatal: Could not read", "repository.not-found"),
        ("fatal: remote error: upload-pack: not our ref 123", "repository.no-commit"),
        ("fatal: unable to access 'https://x/': Could not resolve host", "repository.unreachable"),
        ("ssh: Could not resolve hostname x\r\nfatal: Could not read", "repository.unreachable"),
        ("", "repository.unreachable"),
    ],
)
def test_what_git_says_becomes_a_refusal(said: str, code: str) -> None:
    found = refusal("https://x/a.git", said, commit="1" * 40)

    assert (found.code, "�" in found.message) == (code, False)


def test_what_a_server_says_is_one_harmless_line_without_secrets() -> None:
    said = f"fatal: \x1b[2Jsorry https://ci:{SECRET}@x/a, {SECRET} {'a' * 9999}\nmore"

    found = refusal("https://x/a.git", said, secret=SECRET).message

    assert SECRET not in found
    assert "\x1b" not in found
    assert len(found) < LONGEST + 200
