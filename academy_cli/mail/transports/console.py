"""Mail onto a stream, to be read at once: for trying things out.

Knows a stream; refuses to keep anything, and to let a letter steer the terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from academy_cli.kit.table import one_line, printable
from academy_cli.mail.gateway import DownError, idle
from academy_cli.mail.letter import Letter


class ConsoleTransport:
    """Writes the usual headers and the text of each letter.

    A stream that takes none takes no other either: a DownError.
    """

    name = "console"

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @contextmanager
    def opened(self) -> Iterator[ConsoleTransport]:
        """The stream, which stays open."""
        yield self

    def announce(self, letter: Letter) -> None:
        """Nobody has to be told."""

    def ask(self, letter: Letter, meanwhile: Callable[[], object] = idle) -> None:
        """Nobody has to be asked."""

    def send(self, letter: Letter, meanwhile: Callable[[], None] = idle) -> str:
        """Write a letter."""
        head = (
            ("From", letter.sender.email),
            ("To", letter.recipient.email),
            ("Subject", letter.subject),
            *(("Attached", file.name) for file in letter.attachments),
        )
        lines = "".join(f"{name}: {one_line(text)}\n" for name, text in head)
        try:
            self._stream.write(self._writable(f"{lines}\n{printable(letter.text.rstrip())}\n\n"))
            self._stream.flush()
        except (OSError, ValueError) as error:
            raise DownError(str(error)) from error
        return ""

    def _writable(self, text: str) -> str:
        """A text with what the stream has no letters for spelled out."""
        encoding = self._stream.encoding or "utf-8"
        return text.encode(encoding, "backslashreplace").decode(encoding)
