"""Proving a backup: that a file is what was written, that all in it is whole, or that it can be loaded.

Knows the three levels, each of which is more than the one before; refuses to say so to anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from academy_cli.backups import opening
from academy_cli.backups.archive.described import Header, Manifest
from academy_cli.backups.archive.following import Following, Growing
from academy_cli.backups.archive.packing import Source
from academy_cli.backups.creating import Written
from academy_cli.backups.errors import DamagedError
from academy_cli.backups.opening import Keys
from academy_cli.backups.progress import Progress, counted
from academy_cli.backups.restoring import loading
from academy_cli.backups.restoring.places import Place
from academy_cli.backups.verdicts import QUICK, RESTORE
from academy_cli.kit.saying import say


class Proof(NamedTuple):
    """What proving takes: where it is loaded on trial, and by which keys it is opened."""

    place: Place
    keys: Keys
    progress: Progress


class Proved(NamedTuple):
    """What an archive says of itself, all of which is so."""

    header: Header
    manifest: Manifest
    signed_by: str | None


def prove_content(
    file: Source, name: str, level: str, proof: Proof, recipients: Sequence[str] = ()
) -> Proved:
    """Read all that an archive holds, or load it. ``recipients`` are whom it is said to be for.

    Raises DamagedError, NoIdentityError, WrongIdentityError, NotSignedError and what ``loading.rehearse``
    raises.
    """
    keys = proof.keys
    with opening.opened(file, name, keys.identity, recipients) as archive:
        if level != RESTORE:
            manifest = opening.read_through(archive, name, counted(proof.progress))
        else:
            with proof.place.trial() as place:
                manifest = loading.rehearse(archive, name, place, counted(proof.progress))
        keys.require(archive, name)
        return Proved(archive.header, manifest, archive.signed_by)


class Beside:
    """A proof that is made while an archive is written, by reading back what was."""

    def __init__(self, path: Path, name: str) -> None:
        self.growing = Growing()
        self._path, self._name = path, name
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="proving")
        self._found = self._pool.submit(self._read)

    def _read(self) -> Manifest:
        with self._path.open("rb") as file:
            return opening.proved(Following(file, self.growing), self._name, None)[1]

    def require(self, done: Written) -> None:
        """Insist that all that was read is what was written. Raises DamagedError."""
        self.growing.end()
        if self._found.result() != done.manifest:
            raise _other(self._name)

    def close(self) -> None:
        """Read no more."""
        self.growing.end()
        self._pool.shutdown()


@contextmanager
def beside(path: Path, name: str) -> Iterator[Beside]:
    """A proof that ends with the block."""
    found = Beside(path, name)
    try:
        yield found
    finally:
        found.close()


def prove_file(path: Path, name: str, done: Written, level: str, proof: Proof) -> str:
    """Read what was written back from its disk; how far it was proved.

    What is encrypted is proved quick where no key opens it. Raises DamagedError and what ``prove_content``
    raises.
    """
    with path.open("rb") as file:
        if opening.digest(file) != (done.sha256, done.size):
            raise _other(name)
    if level == QUICK or not _is_readable(path, name, done, proof.keys):
        return QUICK
    with path.open("rb") as file:
        if prove_content(file, name, level, proof).manifest != done.manifest:
            raise _other(name)
    return level


def _is_readable(path: Path, name: str, done: Written, keys: Keys) -> bool:
    if not done.header.recipients or keys.identity is None:
        return not done.header.recipients
    with path.open("rb") as file:
        return opening.opens(file, name, keys.identity)


def _other(name: str) -> DamagedError:
    return DamagedError(name, say("what is on the disk is not what was written"))
