"""Mail onto a stream, to be read at once: for trying things out.

Knows a stream; refuses to keep anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from academy_cli.mail.gateway import DownError
from academy_cli.mail.letter import Letter


class ConsoleTransport:
    """Writes the usual headers and the text of each letter."""

    name = "console"

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @contextmanager
    def opened(self) -> Iterator[ConsoleTransport]:
        """The stream, which stays open."""
        yield self

    def send(self, letter: Letter) -> str:
        """Write a letter."""
        files = "".join(f"Attached: {file.name}\n" for file in letter.attachments)
        head = f"To: {letter.recipient.email}\nSubject: {letter.subject}\n{files}"
        try:
            self._stream.write(f"{head}\n{letter.text.rstrip()}\n\n")
            self._stream.flush()
        except (OSError, ValueError) as error:
            raise DownError(str(error)) from error
        return ""
