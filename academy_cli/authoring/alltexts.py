"""Texts by digest, wherever they are: those that were read now, and those that the database has.

Joins a compilation with the stored texts; refuses to change anything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, Engine

from academy_cli.authoring import store
from academy_cli.authoring.compile import Compilation
from academy_cli.db.transaction import read


class StoredTexts(NamedTuple):
    """The texts that the academy has."""

    connection: Connection

    def bodies(self, digests: Collection[str]) -> Mapping[str, str]:
        """Texts by their sha256; one that is nowhere is left out."""
        return store.blobs(self.connection, [*digests])


@dataclass(frozen=True)
class AllTexts:
    """The texts of a course that was just compiled, and all that the academy ever had.

    ``existing`` looks for the academy's database, where a text is asked for that was not read now.
    """

    compiled: Compilation
    existing: Callable[[], Engine | None]

    def bodies(self, digests: Collection[str]) -> Mapping[str, str]:
        """Texts by their sha256; one that is nowhere is left out."""
        document, fresh = self.compiled.document, self.compiled.reading.texts
        here = {
            node.body: fresh[node.path].body.decode()
            for node in ((*document.contents, *document.translations) if document else ())
            if node.path in fresh and node.body in digests
        }
        wanted = [digest for digest in digests if digest not in here]
        engine = self.existing() if wanted else None
        if engine is None:
            return here
        with read(engine) as connection:
            return store.blobs(connection, wanted) | here
