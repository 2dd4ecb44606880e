"""Tokens: each lets in at its own host, and is nowhere to be read."""

from __future__ import annotations

import subprocess
from base64 import b64encode
from pathlib import Path

import pytest

from academy_cli.authoring.repositories import tokens
from academy_cli.errors import Kind
from tests.authoring.repositories.conftest import SECRET, Reader
from tests.authoring.repositories.test_fetching import files
from tests.repositories import COURSE, Host, Repository, serving


def host_of(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]


def reader_with_token(folder: Path, *hosts: Host, user: str = "ci") -> Reader:
    return Reader(folder, tokens={host_of(host.url): (user, SECRET) for host in hosts})


def test_a_token_lets_in(host: Host, tmp_path: Path) -> None:
    host.password = f"ci:{SECRET}"

    brought = reader_with_token(tmp_path / "cache", host).bring(f"{host.url}/small.git")

    assert files(brought.folder) == COURSE
    assert host.credentials


@pytest.mark.parametrize("user", ["ci", "somebody"])
def test_without_the_right_token_nobody_is_let_in_or_asked(
    host: Host, tmp_path: Path, user: str
) -> None:
    host.password = "ci:another"
    reader = reader_with_token(tmp_path / "cache", host, user=user)

    for refused in (
        reader.refused(f"{host.url}/small.git"),
        Reader(tmp_path / "other").refused(f"{host.url}/small.git"),
    ):
        assert (refused.kind, refused.code) == (Kind.REFUSED, "repository.not-let-in")
        assert SECRET not in refused.message + refused.hint


def test_a_token_is_for_its_host_alone(host: Host, repository: Repository, tmp_path: Path) -> None:
    with serving(repository.path.parent, password=f"ci:{SECRET}") as other:
        reader = reader_with_token(tmp_path / "cache", host)

        assert reader.refused(f"{other.url}/small.git").code == "repository.not-let-in"
        assert other.credentials == []


@pytest.mark.parametrize("wanted", ["", f"ci:{SECRET}"])
def test_a_token_does_not_follow_a_redirect_to_another_host(
    host: Host, repository: Repository, tmp_path: Path, wanted: str
) -> None:
    with serving(repository.path.parent, password=wanted) as other:
        host.password, host.redirect = f"ci:{SECRET}", other.url
        reader = reader_with_token(tmp_path / "cache", host)

        reader.refused(f"{host.url}/small.git")

        assert host.credentials  # the first one had it
        assert other.asked
        assert other.credentials == []


def test_a_header_for_every_request_would_follow_a_redirect(
    host: Host, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What git's documentation suggests for tokens: once let in, every host gets it."""
    header = f"Authorization: Basic {b64encode(f'ci:{SECRET}'.encode()).decode()}"
    monkeypatch.setattr(
        tokens, "_lines", lambda *_: ((f"http.{host.url}.extraHeader", header),), raising=True
    )
    with serving(repository.path.parent) as other:
        host.password, host.redirect = f"ci:{SECRET}", other.url

        reader_with_token(tmp_path / "cache", host).bring(f"{host.url}/small.git")

        assert other.credentials


def test_a_redirect_is_followed_where_no_secret_is_at_stake(
    host: Host, repository: Repository, reader: Reader
) -> None:
    with serving(repository.path.parent) as other:
        host.redirect = other.url

        assert files(reader.bring(f"{host.url}/small.git").folder) == COURSE


def test_nothing_of_a_token_is_on_a_command_line_or_on_disk(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.password = f"ci:{SECRET}"
    seen: list[str] = []
    popen = subprocess.Popen

    def watched(command: list[object], **how: object) -> subprocess.Popen[bytes]:
        seen.append(" ".join(map(str, command)))
        return popen(command, **how)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "Popen", watched)
    monkeypatch.setenv("GIT_TRACE_CURL", str(tmp_path / "trace"))
    monkeypatch.setenv("GIT_TRACE_REDACT", "0")

    reader_with_token(tmp_path / "cache", host).bring(f"{host.url}/small.git")

    monkeypatch.undo()
    kept = (path for path in (tmp_path / "cache").rglob("*") if path.is_file())
    assert seen
    assert SECRET not in "\n".join(seen)
    assert not (tmp_path / "trace").exists()
    assert not [path for path in kept if SECRET.encode() in path.read_bytes()]


def test_a_persons_own_credential_helper_is_asked_where_there_is_no_token(
    host: Host, tmp_path: Path, reader: Reader
) -> None:
    host.password = f"ci:{SECRET}"
    helper = f'"!f() {{ echo username=ci; echo password={SECRET}; }}; f"'
    (tmp_path / "nobody" / ".gitconfig").write_text(f"[credential]\n\thelper = {helper}\n")

    assert files(reader.bring(f"{host.url}/small.git").folder) == COURSE


def test_nobody_is_asked_for_a_password(
    host: Host, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.password = f"ci:{SECRET}"
    script = tmp_path / "ask"
    script.write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\necho {SECRET}\n")
    script.chmod(0o700)
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, str(script))
    (tmp_path / "nobody" / ".gitconfig").write_text(f"[core]\n\taskPass = {script}\n")

    assert reader.refused(f"{host.url}/small.git").code == "repository.not-let-in"
    assert not (tmp_path / "asked").exists()


# -- ssh ----------------------------------------------------------------------------------------------
