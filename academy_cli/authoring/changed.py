"""What git says changed in a course since a commit, and which findings are about that.

Knows git's porcelain; refuses to change a repository, and to check less: findings are chosen after all of a
course was checked, so that those that are shown are right.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from academy_cli.authoring.compile import Compilation
from academy_cli.authoring.git import run_git, without_filters
from academy_cli.authoring.names import COURSE_FILE, MODULE_FILE
from academy_cli.authoring.signposts import joined
from academy_cli.errors import AcademyError, Kind
from academy_cli.formats.codes import shown
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import said_by, say

_OF_THE_TREE = ("content", "course", "id", "module", "moved")
"""What a list or a setting may have caused anywhere in the course."""
_OF_TWO = ("id", "source.name-collision")
"""Findings that are about two files, of which the other one may have changed."""


class NoRepositoryError(AcademyError):
    """A course that is in no git repository, so nobody knows what changed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Kind.MISSING,
            "changed.no-repository",
            say("“{}” is in no git repository, so nothing is known of what changed.", folder),
            "Check the whole course instead: academy course check",
        )


class UnknownRevisionError(AcademyError):
    """A commit that the repository does not have, most often because it was cloned without its past."""

    def __init__(self, revision: str, *, is_shallow: bool) -> None:
        hint = (
            say(
                "The clone is shallow. Fetch its past: git fetch --unshallow (in GitHub Actions "
                "`fetch-depth: 0`, in GitLab `GIT_DEPTH: 0`)"
            )
            if is_shallow
            else say("Name a commit, a branch or a tag that is here: git log --oneline --all")
        )
        said = say("The repository has no commit “{}”.", revision)
        super().__init__(Kind.MISSING, "changed.unknown-revision", said, hint)


class GitFailedError(AcademyError):
    """Git that is not there, takes too long, or refuses to look at a repository."""

    def __init__(self, why: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "changed.git-failed",
            say("Git cannot say what changed: {}", why),
            "Check the whole course instead: academy course check",
        )


@dataclass(frozen=True)
class Changed:
    """The paths in a course folder that are other than they were: those that are there, and those gone."""

    there: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()

    @property
    def paths(self) -> frozenset[str]:
        """All of them."""
        return self.there | self.gone


def changed_since(folder: Path, revision: str) -> Changed:
    """What changed in a folder since it parted from a revision, whether it is committed by now or not.

    Raises NoRepositoryError, UnknownRevisionError and GitFailedError.
    """
    inside = _git(folder, "rev-parse", "--is-inside-work-tree")
    if inside.returncode != 0 or inside.stdout.strip() != b"true":
        _require_repository(folder, inside.stderr)
    commit = _commit(folder, revision)
    parted = _git(folder, "merge-base", commit, "HEAD")
    base = parted.stdout.decode().strip() if parted.returncode == 0 else commit
    tracked = _said(_git(folder, "diff", "--name-status", "-z", "--find-renames", "--no-ext-diff",
                         "--ignore-submodules", "--relative", base, "--", ".",
                         given=without_filters(folder)))  # fmt: skip
    new = _said(_git(folder, "ls-files", "-z", "--others", "--exclude-standard", "--", "."))
    there, gone = set(filter(None, new)), set()
    for status, *paths in _entries(tracked):
        if status in "DR":
            gone.add(paths[0])
        if status != "D":
            there.add(paths[-1])
    return Changed(frozenset(there), frozenset(gone))


def _require_repository(folder: Path, said: bytes) -> None:
    why = said.decode(errors="replace").strip().splitlines()
    if any("dubious ownership" in line for line in why):
        raise GitFailedError(why[0])
    raise NoRepositoryError(folder)


def _commit(folder: Path, revision: str) -> str:
    """The commit that a revision names. One that begins with a hyphen would be an option."""
    if not revision.startswith("-"):
        found = _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if found.returncode == 0:
            return found.stdout.decode().strip()
    shallow = _git(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    raise UnknownRevisionError(revision, is_shallow=shallow)


def _entries(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Git's entries: a letter and a path, or two where a file was renamed or copied."""
    rest = iter(words)
    for status in rest:
        if status:
            yield (status[0], *(next(rest) for _ in range(2 if status[0] in "RC" else 1)))


def _said(ran: subprocess.CompletedProcess[bytes]) -> list[str]:
    if ran.returncode != 0:
        said = ran.stderr.decode(errors="replace").strip()
        raise GitFailedError(said or say("it says nothing"))
    return ran.stdout.decode(errors="surrogateescape").split("\0")


def _git(
    folder: Path, *words: str, given: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    try:
        return run_git(folder, *words, given=given)
    except FileNotFoundError as error:
        raise GitFailedError(say("git is not installed")) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitFailedError(said_by(error)) from error


def about(compiled: Compilation, changed: Changed) -> tuple[Problem, ...]:
    """The findings about what changed: in such files, in links to them, or in what lists made of it."""
    links, headers = _links(compiled), _headers(changed)

    def is_about(one: Problem) -> bool:
        kind = one.code.partition(".")[0]
        is_of_two = kind in _OF_TWO or one.code in _OF_TWO
        is_of_tree = kind in _OF_THE_TREE or one.code == "link.ignored"
        target = links.get((one.file, one.line, one.column, one.value))
        return (
            one.file in changed.paths
            or (is_of_tree and any(f"{one.file}/".startswith(folder) for folder in headers))
            or (is_of_two and any(path in one.message for path in changed.paths))
            or (target is not None and (target in changed.paths or _is_around(target, changed)))
        )

    return tuple(one for one in compiled.problems if is_about(one))


def _headers(changed: Changed) -> set[str]:
    """The folders whose list or settings changed, each with a slash; nothing for the whole course."""
    files = (path.rpartition("/") for path in changed.paths)
    return {folder + slash for folder, slash, name in files if name in (COURSE_FILE, MODULE_FILE)}


def _is_around(folder: str, changed: Changed) -> bool:
    return any(path.startswith(f"{folder}/") for path in changed.paths)


def _links(compiled: Compilation) -> dict[tuple[str, int, int, str], str]:
    """Where the links of lessons lead, by their place and what a finding would show of them."""
    from urllib.parse import unquote

    found = {}
    draft = compiled.reading.draft
    for node in (draft.root, *draft.contents):
        for link in node.page.links if node.page is not None else ():
            path = joined(node.path, unquote(link.target.partition("#")[0].partition("?")[0]))
            if path is not None and not link.is_external:
                place = (node.path, link.line, link.column, shown(link.target))
                found[place] = path or node.path
    return found
