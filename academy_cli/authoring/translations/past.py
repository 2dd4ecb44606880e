"""The past of a course's files, as git has it: which text an original had when it was translated.

Knows git's porcelain; refuses to change a repository, and to guess where its past is not there.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from academy_cli.authoring.document import Node
from academy_cli.authoring.git import run_git, without_filters
from academy_cli.authoring.translations.versions import Version, about_of, file_of, version_of

MOST = 1000
"""Commits of a file that are looked through for one text."""
_MARK = "\0commit "


class GitPast:
    """What git knows of the files of one course folder; nothing where it is in no repository."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[tuple[str, str], Version | None] = {}

    @property
    def is_repository(self) -> bool:
        """Whether the folder is in a repository."""
        return self._prefix is not None

    @property
    def is_there(self) -> bool:
        """Whether there is a past to look into, all of it: what a shallow clone lacks, nobody knows."""
        return self.is_repository and not self._is_shallow

    @property
    def is_shallow(self) -> bool:
        """Whether there is a repository without its past."""
        return self.is_repository and self._is_shallow

    def when_translated(self, original: Node, translation: str) -> Version | None:
        """An original as it was when a file that translates it was changed last.

        None where that file has changes of its own now, or was never committed: then the text is meant that
        is there now; and where nobody can say.
        """
        commit = self._last.get(translation) if self.is_there else None
        if commit is None or translation in self._changed_now:
            return None
        return self._version(original, commit, file_of(original))

    def is_changed_now(self, path: str) -> bool:
        """Whether a file is other than it was committed, or was never committed.

        Not one that git leaves out: in a repository of its own, a submodule, or ignored.
        """
        return not self.is_there or path in self._changed_now

    def find(self, original: Node, digest: str) -> Version | None:
        """The newest version of an original with these words; None where no commit has it."""
        key = (file_of(original), digest)
        if key not in self._found:
            self._found[key] = self._find(original, digest) if self.is_repository else None
        return self._found[key]

    def _find(self, original: Node, digest: str) -> Version | None:
        for commit, path in self._commits_of(original):
            version = self._version(original, commit, path)
            if version is not None and version.digest == digest:
                return version
        return None

    def _commits_of(self, original: Node) -> Iterator[tuple[str, str]]:
        """The commits that changed what an original says, with the path that its file had."""
        file, about = file_of(original), about_of(original)
        yield from self._commits(file)
        if about:
            yield from ((commit, file) for commit, _ in self._commits(about))

    def _version(self, original: Node, commit: str, path: str) -> Version | None:
        return version_of(original, path, lambda file: self._bytes(commit, file))

    def _bytes(self, commit: str, path: str) -> bytes | None:
        return self._asked("cat-file", "blob", f"{commit}:{self._prefix}{path}")

    def _commits(self, path: str) -> Iterator[tuple[str, str]]:
        """The commits that changed a file, newest first, with the path it had."""
        words = ("log", f"-{MOST}", "--follow", "--format=%x00commit %H", "--name-only", "-z")
        told = self._asked(*words, "--relative", "--", path) or b""
        for entry in told.decode(errors="surrogateescape").split(_MARK)[1:]:
            commit, *paths = filter(None, entry.replace("\n", "\0").split("\0"))
            if paths:
                yield commit, paths[-1]

    @cached_property
    def _last(self) -> Mapping[str, str]:
        """The commit that changed each file last."""
        words = ("log", "--format=%x00commit %H", "--name-only", "--no-renames", "-z", "--relative")
        told = self._asked(*words, "--", ".") or b""
        found: dict[str, str] = {}
        for entry in told.decode(errors="surrogateescape").split(_MARK)[1:]:
            commit, *paths = filter(None, entry.replace("\n", "\0").split("\0"))
            for path in paths:
                found.setdefault(path, commit)
        return found

    @cached_property
    def _changed_now(self) -> frozenset[str]:
        words = ("diff", "--name-only", "-z", "--no-ext-diff", "--relative", "HEAD", "--", ".")
        tracked = self._asked(*words, given=without_filters(self._folder))
        others = self._asked("ls-files", "-z", "--others", "--exclude-standard", "--", ".")
        told = (tracked or b"") + (others or b"")
        return frozenset(filter(None, told.decode(errors="surrogateescape").split("\0")))

    @cached_property
    def _prefix(self) -> str | None:
        """Where the folder is in its repository; None where it is in none."""
        told = self._asked("rev-parse", "--show-prefix")
        return told.decode(errors="surrogateescape").rstrip("\n") if told is not None else None

    @cached_property
    def _is_shallow(self) -> bool:
        return self._asked("rev-parse", "--is-shallow-repository") != b"false\n"

    def _asked(self, *words: str, given: Mapping[str, str] | None = None) -> bytes | None:
        """What git answers; None where it cannot."""
        try:
            ran = run_git(self._folder, *words, given=given)
        except (OSError, subprocess.TimeoutExpired):
            return None
        return ran.stdout if ran.returncode == 0 else None
