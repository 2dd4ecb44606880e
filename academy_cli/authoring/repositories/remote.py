"""Asking a repository what a branch or tag is now, and fetching one commit of it.

Knows git's porcelain for the network; refuses to know where what comes is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from academy_cli.authoring.repositories.address import Address
from academy_cli.authoring.repositories.command import ASKS_NOBODY, Git, GitFailedError
from academy_cli.authoring.repositories.errors import (
    EmptyRepositoryError,
    NoRefError,
    SilentRepositoryError,
    TooLargeError,
    TwoRefsError,
)
from academy_cli.authoring.repositories.refusals import refusal
from academy_cli.authoring.repositories.tokens import Tokens, told
from academy_cli.errors import AcademyError
from academy_cli.kit.saying import say

HEADS, TAGS, PEELED = "refs/heads/", "refs/tags/", "^{}"
FETCHED = "refs/academy/fetched"
SHALLOW = (
    *("--depth=1", "--update-shallow", "--no-tags", "--no-recurse-submodules", "--no-prune"),
    *("--no-auto-maintenance", "--no-write-fetch-head", "--force", "--progress"),
)
"""How one commit is fetched; progress is asked for, because whoever says nothing is given up."""
SHA256_DIGITS = 64


class Tip(NamedTuple):
    """A commit, the ref that has it (empty where a commit was asked for), and its branch if it is one's."""

    commit: str
    ref: str = ""
    branch: str | None = None


class Remote:
    """One repository somewhere else. What it refuses is raised as an AcademyError."""

    def __init__(
        self,
        address: Address,
        environ: Mapping[str, str],
        *,
        tokens: Tokens,
        silent_s: float,
    ) -> None:
        way_in = told(address.url, tokens)
        self.address = address
        self._secret = way_in.environ.get("ACADEMY_GIT_TOKEN", "")
        ways = (
            ["file"] if address.is_local else ["https", "ssh"]
        )  # a person may prefer the other one
        if address.url.lower().startswith("http://"):
            ways.append("http")
        ssh = {"GIT_SSH_COMMAND": _ssh(environ, silent_s)} if address.is_ssh else {}
        self.git = Git(tuple(ways), silent_s, way_in.config, {**way_in.environ, **ssh})

    def tip(self) -> Tip:
        """The commit that is meant now. Raises EmptyRepositoryError, NoRefError and TwoRefsError."""
        wanted = self.address.ref
        if self.address.is_commit:
            return Tip(wanted)
        if not wanted:
            return self._first()
        names = [wanted] if wanted.startswith("refs/") else [HEADS + wanted, TAGS + wanted]
        refs, _ = self._refs(*(name + end for name in names for end in ("", PEELED)))
        found = [Tip(refs[name], name, _branch(name)) for name in names if name in refs]
        if not found:
            raise self._no_ref()
        if len({tip.commit for tip in found}) > 1:
            raise TwoRefsError(str(self.address), wanted)
        return found[0]

    def fetch(self, tip: Tip, into: Path, most_bytes: int) -> str:
        """Fetch one commit without its history into a bare repository; returns the commit that came.

        A branch may have moved since it was asked for: what came is what counts. Raises TooLargeError once
        more than ``most_bytes`` came.
        """

        git_dir, before = f"--git-dir={into}", _size(into)

        def watch() -> None:
            if _size(into) - before > most_bytes:
                raise TooLargeError(
                    self.address.url, say("{} MB to be fetched", most_bytes // 1024**2)
                )

        refspec = f"+{tip.ref or tip.commit}:{FETCHED}"
        words = (*SHALLOW, "--end-of-options", self.address.url, refspec)
        try:
            self.git.run(git_dir, "fetch", *words, watch=watch)
        except GitFailedError as error:
            raise self._refused(error, commit=tip.commit) from error
        finally:
            _sweep(into)
        found = Git().run(git_dir, "rev-parse", "--verify", f"{FETCHED}^{{commit}}")
        return found.decode("ascii").strip()

    def _first(self) -> Tip:
        refs, head = self._refs("HEAD")
        if "HEAD" not in refs:
            refs, _ = self._refs()
            branches = [name for name in map(_branch, refs) if name]
            raise EmptyRepositoryError(self.address.url, sorted(branches))
        return Tip(refs["HEAD"], head or "HEAD", _branch(head or ""))

    def _refs(self, *patterns: str) -> tuple[dict[str, str], str | None]:
        """Commits by the whole name of their ref, and the ref that HEAD stands for."""
        said = self._asked("ls-remote", "--symref", "--end-of-options", self.address.url, *patterns)
        refs: dict[str, str] = {}
        head = None
        for line in said.splitlines():
            value, _, name = line.partition("\t")
            if value.startswith("ref: "):
                head = value.removeprefix("ref: ") if name == "HEAD" else head
            else:
                refs[name] = value
        for name in [name for name in refs if name.endswith(PEELED)]:
            refs[name.removesuffix(PEELED)] = refs.pop(name)
        return refs, head

    def _no_ref(self) -> NoRefError:
        address, wanted = self.address, self.address.ref
        refs, _ = self._refs()
        known = (name.removeprefix(HEADS).removeprefix(TAGS) for name in refs)
        return NoRefError(address.url, wanted, known, is_short=address.is_short)

    def _asked(self, *words: str) -> str:
        try:
            return self.git.run(*words).decode("utf-8", errors="replace")
        except GitFailedError as error:
            raise self._refused(error) from error

    def _refused(self, error: GitFailedError, commit: str = "") -> AcademyError:
        if error.is_silent:
            return SilentRepositoryError(self.address.url, error.said)
        return refusal(self.address.url, error.said, commit=commit, secret=self._secret)


def _packs(bare: Path) -> Iterator[Path]:
    return (bare / "objects" / "pack").glob("*")


def _size(bare: Path) -> int:
    """The bytes of what was fetched so far."""
    found = 0
    for pack in _packs(bare):
        with suppress(OSError):  # git has renamed it meanwhile
            found += pack.stat().st_size
    return found


def _sweep(bare: Path) -> None:
    """Remove what a fetch that was ended has left half done."""
    for pack in _packs(bare):
        if pack.name.startswith("tmp_"):
            pack.unlink(missing_ok=True)


def _branch(ref: str) -> str | None:
    return ref.removeprefix(HEADS) if ref.startswith(HEADS) else None


def make(bare: Path, tip: Tip) -> None:
    """Make a bare repository of the kind that a commit is of, without anything of a template's."""
    kind = "sha256" if len(tip.commit) == SHA256_DIGITS else "sha1"
    Git().run("init", "--bare", "--quiet", "--template=", f"--object-format={kind}", bare)


def _ssh(environ: Mapping[str, str], silent_s: float) -> str:
    """The person's way of calling ssh, told to ask nothing and not to wait for ever."""
    wait = max(1, round(silent_s))
    given = (
        environ.get("GIT_SSH_COMMAND") or _configured_ssh() or quote(environ.get("GIT_SSH", "ssh"))
    )
    return f"{given} {ASKS_NOBODY} -o ConnectTimeout={wait} -o ServerAliveInterval={wait}"


def _configured_ssh() -> str:
    try:
        return Git().run("config", "--get", "core.sshCommand").decode("utf-8").strip()
    except (GitFailedError, UnicodeDecodeError):
        return ""
