"""What git says about a course folder: commit, branch, and whether there are uncommitted changes.

Knows git's porcelain; refuses to change a repository. Git runs beside the reader and is asked last.
"""

from __future__ import annotations

import os
import subprocess
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
PATIENCE_S = 30
"""How long git may take; a repository on a slow network is no reason not to sync."""
ANSWER_S = 60
"""How long it may take to answer what somebody asked for."""


def run_git(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """What git answers to one question about a folder, whatever the environment says.

    Raises OSError where there is no git, and subprocess.TimeoutExpired.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "--no-optional-locks", *HARMLESS, "-C", str(folder), *words]
    return subprocess.run(command, capture_output=True, check=False, timeout=ANSWER_S, env=clean)


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
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("GIT_")
        }
        try:
            self._process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
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
