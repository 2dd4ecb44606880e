"""Reading a file while another hand writes it, so that an archive is proved while it is made.

Knows how far it was written; refuses to read beyond, and waits.
"""

from __future__ import annotations

from threading import Condition
from typing import BinaryIO


class Growing:
    """How much of a file is there by now, and whether that is all."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._size, self._is_over = 0, False

    def grew(self, size: int) -> None:
        """Say that it has so many bytes, which can be read."""
        with self._changed:
            self._size = size
            self._changed.notify_all()

    def end(self) -> None:
        """Say that no more will come."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def wait_for(self, size: int) -> int:
        """Wait until it has so many bytes, or no more will come; how many it has."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_over or self._size >= size)
            return self._size


class Following:
    """A file that is read front to back, behind whoever writes it."""

    def __init__(self, file: BinaryIO, growing: Growing) -> None:
        self._file, self._growing, self._at = file, growing, 0

    def read(self, size: int, /) -> bytes:
        """So many bytes, as soon as they are there; fewer at the end."""
        there = self._growing.wait_for(self._at + size)
        found = self._file.read(min(size, there - self._at))
        self._at += len(found)
        return found
