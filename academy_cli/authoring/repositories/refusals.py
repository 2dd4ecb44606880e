"""What git says when it cannot fetch, put into a refusal that a person can act on.

Knows git's sentences and those of ssh and curl; refuses to repeat a secret, or a line that steers a terminal.
"""

from __future__ import annotations

import re

from academy_cli.authoring.repositories.errors import (
    NoCommitError,
    NoRepositoryError,
    NotLetInError,
    SilentRepositoryError,
    UnreachableError,
)
from academy_cli.errors import AcademyError
from academy_cli.kit.oneline import NEVER
from academy_cli.kit.saying import say

LONGEST = 300
"""Letters of a line that a stranger's server may have written."""
_NOT_LET_IN = re.compile(
    r"Authentication failed|could not read (?:Username|Password)|terminal prompts disabled"
    r"|Permission denied|Host key verification failed|returned error: 40[13]|HTTP 40[13]"
    r"|access denied|not authorized",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(
    r"repository '.*' not found|Repository not found|does not appear to be a git repository"
    r"|returned error: 404|HTTP 404|not a git repository|could not be found",
    re.IGNORECASE,
)
_NO_COMMIT = re.compile(
    r"not our ref|unadvertised object|no such remote ref|couldn't find remote ref"
    r"|did not send all necessary objects",
    re.IGNORECASE,
)
_SILENT = re.compile(r"too slow|timed out|timeout", re.IGNORECASE)
_REASON = re.compile(r"^(?:fatal|error|ssh|remote): *(.+)$|^(ssh: .+)$", re.MULTILINE)
_ADDRESS = re.compile(r"(?<=://)[^/@\s]*@")


def refusal(address: str, said: str, *, commit: str = "", secret: str = "") -> AcademyError:
    """What git's words amount to; ``commit`` is the one that was asked for, where one was."""
    if commit and _NO_COMMIT.search(said):
        return NoCommitError(address, commit)
    if _NOT_FOUND.search(said):
        return NoRepositoryError(address)
    if _NOT_LET_IN.search(said):
        return NotLetInError(address)
    kind = SilentRepositoryError if _SILENT.search(said) else UnreachableError
    return kind(address, reason(said, secret))


def reason(said: str, secret: str = "") -> str:
    """The first thing that git complained of, as one line that may be shown."""
    found = [
        first or second for first, second in _REASON.findall(said)
    ] or said.strip().splitlines()
    if not found:
        return say("git says nothing")
    line = found[0]
    line = line.replace(secret, "…") if secret else line
    return NEVER.sub("�", _ADDRESS.sub("", line.strip())).rstrip(".")[:LONGEST]
