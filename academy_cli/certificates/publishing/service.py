"""Publishing: files of everything that anybody may see, in a folder that a web server shows.

A file is there whole or as it was before, and one that says the same is left alone. Codes never cease to
answer: no page is ever removed. The credential of whoever was erased is: their name stands in it.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.certificates.keys.errors import NoSigningKeyError
from academy_cli.certificates.office import Office
from academy_cli.certificates.publishing.edition import Published, Withdrawn, edition, issuer_text
from academy_cli.certificates.publishing.errors import FolderTakenError, UnwritableFolderError
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.kit.systemwords import system_words

LEFT_S = 3600.0
"""Half a file that is older was left behind by somebody who was killed."""
MARK = "issuer.json"
"""The file by which a folder is known as one that was published to."""
_WRITTEN, _UNCHANGED, _REMOVED = "written", "unchanged", "removed"


class Publication(NamedTuple):
    """What came of it: files that were written, those that said the same already, and those taken away."""

    folder: str
    certificates: int
    written: int
    unchanged: int
    removed: int = 0


class Publishing:
    """What one academy publishes, for one actor."""

    def __init__(self, database: Database, actor: Actor, office: Office) -> None:
        self._database, self._office = database, office
        self.actor = actor

    @permits(Permission.CERTIFICATE_PUBLISH)
    def publish(self, folder: Path, *, dry_run: bool = False) -> Publication:
        """Write all there is; see ``edition``.

        Raises NoSigningKeyError and what else keeps a key from signing, FolderTakenError and
        UnwritableFolderError.
        """
        _require_ours(folder)
        engine = self._database.existing()
        if engine is None:
            raise NoSigningKeyError
        office, certificates, came = self._office, 0, Counter[str]()
        with read(engine) as connection, _writing(folder):
            key = office.ring.signing(connection)
            terms, now = office.terms, office.clock()
            for one in edition(connection, office.ring, key, terms, now):
                certificates += one.path.endswith("index.html")
                came[_settled(folder, one, dry_run=dry_run)] += 1
        done = (came[_WRITTEN], came[_UNCHANGED], came[_REMOVED])
        return Publication(str(folder), certificates, *done)

    @permits(Permission.CERTIFICATE_SHOW)
    def issuer(self) -> str:
        """The academy's published keys, as text. Raises NoSigningKeyError."""
        engine = self._database.existing()
        if engine is None:
            raise NoSigningKeyError
        with read(engine) as connection:
            office = self._office
            return issuer_text(connection, office.ring, office.terms, office.clock())


def _require_ours(folder: Path) -> None:
    """Insist that a folder is new, empty, or was published to before. Raises FolderTakenError."""
    if folder.exists() and not folder.is_dir():
        raise FolderTakenError(folder)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise FolderTakenError(folder)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnwritableFolderError(folder, system_words(error)) from error


def _settled(folder: Path, one: Published | Withdrawn, *, dry_run: bool) -> str:
    """Let a file be there, or not; returns which of the words above came of it, empty for nothing."""
    path = folder / one.path
    if isinstance(one, Withdrawn):
        return _removed(path, dry_run=dry_run)
    if path.is_file() and path.read_bytes() == one.content:
        return _UNCHANGED
    if not dry_run:
        _put(path, one.content)
    return _WRITTEN


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    partial.write_bytes(content)
    partial.replace(path)
    for half in path.parent.glob(f"{path.name}.*.partial"):
        if half.stat().st_mtime < time.time() - LEFT_S:
            half.unlink(missing_ok=True)


def _removed(path: Path, *, dry_run: bool) -> str:
    """Take a file away, and what a killed run left of it."""
    there = [one for one in (path, *path.parent.glob(f"{path.name}.*.partial")) if one.exists()]
    if not dry_run:
        for one in there:
            one.unlink(missing_ok=True)
    return _REMOVED if there else ""
