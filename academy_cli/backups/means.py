"""What making a backup takes, and whether that is there, before anything is written.

Knows a database, keys, a place and files; refuses to write.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from academy_cli.backups import creating, opening
from academy_cli.backups.creating import Wish
from academy_cli.backups.errors import NoDatabaseError
from academy_cli.backups.vault import Vault
from academy_cli.db.transaction import read


def require(vault: Vault, wish: Wish, identity: Path | None) -> Engine:
    """The database that it is of, and a key that is one. Raises NoDatabaseError and BadIdentityError."""
    engine = vault.database.existing()
    if engine is None:
        raise NoDatabaseError
    if wish.recipients and identity is not None:
        opening.require_identity(identity)
    return engine


def rehearse(vault: Vault, wish: Wish, identity: Path | None) -> None:
    """Prove that one can be made, as far as that goes; raises what making it does."""
    engine = require(vault, wish, identity)
    creating.readers(wish)
    vault.target.require()
    with read(engine) as connection:
        creating.require_files(connection, vault.files, wish)
