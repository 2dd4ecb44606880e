"""What git says about a course folder: commit, branch, and whether there are uncommitted changes.

Knows git's porcelain; refuses to change a repository. Git runs beside the reader and is asked last.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from academy_cli.kit.paths import is_there, real

HARMLESS = (
    "-c",
    "safe.bareRepository=explicit",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
)
"""A course folder may look like a bare repository or bring a configuration: neither may run programs."""
_FILTERS = r"^filter\..*\.(clean|process|required)$"
_OF_THE_FOLDER = ("local", "worktree")
"""The scopes of settings that come with a repository."""
PATIENCE_S = 30
"""How long git may take; a repository on a slow network is no reason not to sync."""
ANSWER_S = 60
"""How long it may take to answer what somebody asked for."""


def run_git(
    folder: Path, *words: str, given: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """What git answers to one question about a folder; what it is ``given`` is ``environment()`` without it.

    Raises OSError where there is no git, and subprocess.TimeoutExpired.
    """
    around = environment() if given is None else given
    command = ["git", "--no-optional-locks", *HARMLESS, "-C", str(folder), *words]
    return subprocess.run(command, capture_output=True, check=False, timeout=ANSWER_S, env=around)


class GitState(NamedTuple):
    """The repository's state; all None outside git. ``is_dirty`` counts untracked files too."""

    commit: str | None = None
    branch: str | None = None
    is_dirty: bool | None = None


class GitQuery:
    """A question asked now and answered later, so that git and the reader share the time."""

    def __init__(self, folder: Path) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        if not _is_in_repository(folder):
            return
        command = [
            "git",
            "--no-optional-locks",
            *HARMLESS,
            "-C",
            str(folder),
            "status",
            "--porcelain=v2",
            "--branch",
            "--ignore-submodules=all",
            "--",
            ".",
        ]
        try:
            self._process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=without_filters(folder),
            )
        except OSError:
            self._process = None  # no git on this machine

    def answer(self) -> GitState:
        """Wait for git. Never raises: without an answer nothing is known."""
        if self._process is None:
            return GitState()
        process, self._process = self._process, None
        try:
            said, _ = process.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return GitState()
        return (
            _parsed(said.decode("utf-8", errors="replace"))
            if process.returncode == 0
            else GitState()
        )

    def __del__(self) -> None:
        self.cancel()

    def cancel(self) -> None:
        """Stop git when nobody needs the answer."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


class KnownGit(NamedTuple):
    """A state that nobody has to be asked for."""

    state: GitState

    def answer(self) -> GitState:
        """The state."""
        return self.state

    def cancel(self) -> None:
        """Nothing is going on."""


def environment() -> dict[str, str]:
    """What git finds around it: nothing that would lead it to another repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def without_filters(folder: Path) -> dict[str, str]:
    """The environment that switches off what a repository's own configuration makes git filter files with.

    Git runs such programs to compare a file with its commit. Those of the user's own configuration, where
    Git LFS is most often, stay. Never raises: where git says nothing now, it will not answer later.
    """
    command = [
        "git",
        *HARMLESS,
        "-C",
        str(folder),
        "config",
        "--null",
        "--show-scope",
        "--name-only",
    ]
    given = environment()
    try:
        said = subprocess.run(
            [*command, "--get-regexp", _FILTERS],
            capture_output=True,
            check=False,
            timeout=PATIENCE_S,
            env=given,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return given
    words = os.fsdecode(said).split("\0")
    own = {
        name
        for scope, name in zip(words[::2], words[1::2], strict=False)
        if scope in _OF_THE_FOLDER
    }
    settings = [(name, "false" if name.endswith(".required") else "") for name in sorted(own)]
    for index, (name, value) in enumerate(settings):
        given |= {f"GIT_CONFIG_KEY_{index}": name, f"GIT_CONFIG_VALUE_{index}": value}
    return {**given, "GIT_CONFIG_COUNT": str(len(settings))}


def _is_in_repository(folder: Path) -> bool:
    here = real(folder)
    return any(is_there(above / ".git") for above in (here, *here.parents))


def _parsed(said: str) -> GitState:
    lines = said.splitlines()
    headers = dict(line[2:].split(" ", 1) for line in lines if line.startswith("# branch."))
    commit = headers.get("branch.oid")
    branch = headers.get("branch.head")
    return GitState(
        commit if commit and commit != "(initial)" else None,
        branch if branch and branch != "(detached)" else None,
        any(not line.startswith("#") for line in lines),
    )
