"""Encrypting an archive while it is written, and decrypting one while it is read, for age's recipients.

age is the outermost layer, so that every age program can open an archive (age-encryption.org/v1). Decrypted
bytes are believed only at their end, which the reader of an archive waits for.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from academy_cli.backups.archive.packing import Sink, Source
from academy_cli.backups.errors import (
    BadIdentityError,
    BadRecipientError,
    DamagedError,
    WrongIdentityError,
)
from academy_cli.kit.saying import say

MAGIC = b"age-encryption.org/v1\n"


def recipients_of(written: Sequence[str]) -> Sequence[object]:
    """Recipients to encrypt to, as they are written: ``age1…``. Raises BadRecipientError."""
    from pyrage import RecipientError, x25519

    found = []
    for one in written:
        try:
            found.append(x25519.Recipient.from_str(one.strip()))
        except RecipientError as error:
            raise BadRecipientError(one) from error
    return found


def identities_of(text: str, name: str) -> Sequence[object]:
    """The identities in a file that ``age-keygen`` writes, whose comments begin with ``#``.

    Raises BadIdentityError.
    """
    from pyrage import IdentityError, x25519

    lines = [line.strip() for line in text.splitlines()]
    wanted = [line for line in lines if line and not line.startswith("#")]
    try:
        found = [x25519.Identity.from_str(line) for line in wanted]
    except IdentityError as error:
        raise BadIdentityError(name) from error
    if not found:
        raise BadIdentityError(name)
    return found


@contextmanager
def sealed(out: Sink, recipients: Sequence[object]) -> Iterator[BinaryIO]:
    """What is written to it is encrypted to ``out``. Raises what writing there raises."""
    from pyrage import EncryptError, encrypt_io

    minding = _Minding(out)
    try:
        with _piped(lambda source: encrypt_io(source, minding, list(recipients))) as pipe:
            yield pipe
    except EncryptError:
        if minding.error is None:
            raise
        raise minding.error from None


class _Minding:
    """Where encrypted bytes go, and what went wrong there, of which pyrage keeps the words alone."""

    def __init__(self, out: Sink) -> None:
        self._out = out
        self.error: OSError | None = None

    def write(self, content: bytes, /) -> object:
        """Write some."""
        try:
            return self._out.write(content)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        """Nothing is held here."""


@contextmanager
def _piped(work: Callable[[BinaryIO], object]) -> Iterator[BinaryIO]:
    """A pipe whose other end is worked on meanwhile; ends when that has ended, with its error."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        with os.fdopen(reading, "rb") as source:
            try:
                work(source)
            except BaseException as error:  # told to whoever writes
                failed.append(error)

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    try:
        with os.fdopen(writing, "wb") as pipe:
            yield pipe
    except BrokenPipeError:
        worker.join()
        if failed:
            raise failed[0] from None
        raise
    worker.join()
    if failed:
        raise failed[0]


class Unsealed:
    """What comes out of decryption, read to its end."""

    def __init__(
        self, pipe: BinaryIO, ended: Callable[[], BaseException | None], name: str
    ) -> None:
        self._pipe, self._ended, self._name = pipe, ended, name

    def read(self, size: int, /) -> bytes:
        """Some bytes. Raises WrongIdentityError, and DamagedError where it ends before its end."""
        from pyrage import DecryptError

        found = self._pipe.read(size)
        if len(found) == size:
            return found
        error = self._ended()
        if isinstance(error, DecryptError):
            raise WrongIdentityError(self._name) from error
        if isinstance(error, OSError):
            raise DamagedError(self._name, say("it is cut off, or was changed")) from error
        if error is not None:
            raise error
        return found


@contextmanager
def unsealed(source: Source, identities: Sequence[object], name: str) -> Iterator[Unsealed]:
    """A file of age's, decrypted while it is read."""
    from pyrage import decrypt_io

    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(writing, "wb") as out:
                decrypt_io(source, out, list(identities))
        except BaseException as error:  # told to whoever reads
            failed.append(error)

    worker = threading.Thread(target=run, daemon=True)
    worker.start()

    def ended() -> BaseException | None:
        worker.join()
        return failed[0] if failed else None

    with os.fdopen(reading, "rb") as pipe:
        yield Unsealed(pipe, ended, name)
    worker.join()
