"""The keys of an academy: which one signs, by its rows, and the private one of it, in the folder.

Knows both halves of a key; refuses to know what is signed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection

from academy_cli.certificates.credential import didkey
from academy_cli.certificates.keys import folder, store
from academy_cli.certificates.keys.errors import NoKeyError, NoSigningKeyError
from academy_cli.errors import AcademyError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class SigningKey(NamedTuple):
    """A key that signs: its name, its did:key, the method that proofs name, and itself."""

    name: str
    did: str
    method: str
    private: Ed25519PrivateKey

    @classmethod
    def of(cls, private: Ed25519PrivateKey) -> SigningKey:
        """A private key with all its names."""
        public = private.public_key().public_bytes_raw()
        return cls(didkey.name_of(public), didkey.did(public), didkey.method(public), private)


class Ring(NamedTuple):
    """Where private keys are, and the passphrase that opens them, if they take one."""

    folder: Path
    passphrase: str = ""

    def signing(self, connection: Connection) -> SigningKey:
        """The key that signs now.

        Raises NoSigningKeyError, NoKeyError, OpenKeyError, LockedKeyError and UnreadableKeyError.
        """
        row = store.signing(connection)
        if row is None:
            raise NoSigningKeyError(had_one=bool(store.keys(connection)))
        return self.opened(row.name)

    def opened(self, name: str) -> SigningKey:
        """A key by its name. Raises what ``signing`` does, but for the first."""
        return SigningKey.of(folder.opened(self.folder, name, self.passphrase))

    def trouble(self, name: str) -> AcademyError | None:
        """Why nothing can be signed with a key here; None where it can."""
        try:
            self.opened(name)
        except AcademyError as error:
            return error
        return None

    def is_here(self, name: str) -> bool:
        """Whether a key's file is in the folder, usable or not."""
        return not isinstance(self.trouble(name), NoKeyError)
