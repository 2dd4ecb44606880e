"""Bringing courses from repositories: what is meant is asked, fetched if it is new, written down as a folder.

Joins asking, keeping and writing; refuses to use an older state than was asked for unless it is told to.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from academy_cli.authoring.repositories import cache
from academy_cli.authoring.repositories.address import Address
from academy_cli.authoring.repositories.cache import Known, Shelf
from academy_cli.authoring.repositories.command import GitFailedError
from academy_cli.authoring.repositories.errors import (
    CacheUnwritableError,
    DamagedError,
    NoCommitError,
    NoRepositoryError,
    NotFetchedError,
    SilentRepositoryError,
    UnreachableError,
    fetched_at,
)
from academy_cli.authoring.repositories.exporting import BrokenObjectError, Exporter
from academy_cli.authoring.repositories.fetched import Fetched
from academy_cli.authoring.repositories.refusals import reason
from academy_cli.authoring.repositories.remote import Remote, Tip, make
from academy_cli.authoring.repositories.tokens import Tokens
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say, say_quoted
from academy_cli.kit.systemwords import system_words

MAY_BE_DAMAGE = (
    *(BrokenObjectError, GitFailedError),
    *(NoCommitError, NoRepositoryError, UnreachableError),
)
"""What git says of a repository somewhere else, or of what is kept of it here."""


class Checkout(NamedTuple):
    """A folder that holds a commit of a repository, or a part of it."""

    address: Address
    commit: str
    branch: str | None
    folder: Path


@dataclass(frozen=True)
class Ways:
    """How repositories are reached and kept: what settings say.

    A repository that says nothing for ``silent_s`` is given up. ``most_files`` and ``most_bytes`` (of one
    file) are what one may hold, ``most_fetched`` is how many bytes a host may
    send at once; folders that nobody used for ``keeps`` are removed.
    """

    cache: Path
    tokens: Tokens
    silent_s: float = 60
    keeps: timedelta = timedelta(days=30)
    most_files: int = 100_000
    most_bytes: int = 2048 * 1024**2
    most_fetched: int = 4096 * 1024**2


class Repositories:
    """Courses of repositories that are somewhere else, brought into the cache as folders."""

    def __init__(
        self,
        ways: Ways,
        *,
        notice: Callable[[str], None] = lambda _: None,
        environ: Mapping[str, str] = os.environ,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._ways, self._notice, self._environ, self._clock = ways, notice, environ, clock
        self._brought: list[Checkout] = []

    def bring(
        self, address: Address, *, branch: str | None = None, is_offline: bool = False
    ) -> Checkout:
        """The folder of what an address means now; or, offline, of what it meant when it was fetched last.

        ``branch`` is that of an address which names a commit, where it is known. Raises what `errors` has.
        """
        shelf = Shelf(self._ways.cache, address)
        with self._writable():
            tip = self._known(shelf) if is_offline else self._remote(address).tip()
            commit = self._kept(shelf, tip, is_offline=is_offline)
            tip = tip._replace(commit=commit, branch=branch or tip.branch)
            if not address.is_commit and not is_offline:
                self._remember(shelf, tip)
            cache.prune(self._ways.cache, self._clock() - self._ways.keeps)
        found = Checkout(address, tip.commit, tip.branch, shelf.tree(tip.commit))
        self._brought.append(found)
        return found

    def fetched(self, folder: Path) -> Fetched | None:
        """What a folder is, if it is or lies in one that was brought."""
        for one in self._brought:
            if folder.is_relative_to(one.folder):
                below = folder.relative_to(one.folder).as_posix()
                address = one.address.below("" if below == "." else below)
                return Fetched(str(address), address.path, one.commit, one.branch)
        return None

    # -- asking -----------------------------------------------------------------------------------

    def _remote(self, address: Address) -> Remote:
        ways = self._ways
        return Remote(address, self._environ, tokens=ways.tokens, silent_s=ways.silent_s)

    def _known(self, shelf: Shelf) -> Tip:
        """What is known of an address without asking anybody; from when that is, is said."""
        address = shelf.address
        if address.is_commit:
            return Tip(address.ref)
        known = shelf.known()
        if known is None:
            raise NotFetchedError(str(address))
        self._notice(fetched_at(str(address), known.at))
        return Tip(known.commit, branch=known.branch)

    def _remember(self, shelf: Shelf, tip: Tip) -> None:
        with shelf.locked():
            shelf.remember(Known(tip.commit, tip.branch, self._clock()))

    # -- keeping ----------------------------------------------------------------------------------

    def _kept(self, shelf: Shelf, tip: Tip, *, is_offline: bool) -> str:
        """Have a commit's folder in the cache; returns the commit that it is."""
        if shelf.holds(tip.commit):
            return tip.commit
        with shelf.locked() as had_to_wait:
            if had_to_wait and shelf.holds(tip.commit):
                return tip.commit
            if not is_offline:
                return self._fetched(shelf, tip)
            try:
                return self._written(shelf, tip.commit, shelf.bare)
            except (BrokenObjectError, GitFailedError) as error:
                raise NotFetchedError(str(shelf.address)) from error

    def _fetched(self, shelf: Shelf, tip: Tip) -> str:
        """Fetch and write a commit; where what is kept will not do for that, it is fetched anew, once."""
        remote, most = self._remote(shelf.address), self._ways.most_fetched
        if not shelf.is_worn and shelf.bare.exists():
            try:
                return self._written(shelf, remote.fetch(tip, shelf.bare, most), shelf.bare)
            except SilentRepositoryError:
                raise
            except MAY_BE_DAMAGE:
                pass  # if it is not that, fetching anew says what it is
        try:
            with shelf.new_bare() as bare:
                make(bare, tip)
                return self._written(shelf, remote.fetch(tip, bare, most), bare)
        except (BrokenObjectError, GitFailedError) as error:
            raise DamagedError(str(shelf.address), reason(str(error))) from error

    def _written(self, shelf: Shelf, commit: str, bare: Path) -> str:
        ways = self._ways
        if shelf.holds(commit):
            return commit
        exporter = Exporter(
            shelf.address,
            bare,
            most_files=ways.most_files,
            most_bytes=ways.most_bytes,
        )
        with shelf.new_tree(commit) as folder:
            exported = exporter.write(commit, folder)
        if exported.submodules:
            named = say_quoted(exported.submodules[:3])
            self._notice(say("Submodules are not followed: {}.", named))
        return commit

    @contextmanager
    def _writable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = system_words(error)
            raise CacheUnwritableError(str(error.filename or self._ways.cache), why) from error
