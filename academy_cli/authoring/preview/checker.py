"""Checking a course in a process of its own, so that its pages are served meanwhile.

Knows how a check is asked for and answered: a line in, packed findings out. What was read before is not
read again.
"""

from __future__ import annotations

import json
import pickle
import struct
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

from academy_cli.authoring.compile import Compilation, compile_course
from academy_cli.authoring.document import Node, Page
from academy_cli.authoring.preview.found import Packed, packed
from academy_cli.authoring.tree import Limits

_LENGTH = struct.Struct("!Q")


class Checker:
    """The other process, as this one sees it."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        words = [sys.executable, "-m", __name__, str(folder.absolute()), json.dumps(limits)]
        self._process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the preview, which then ends this one
        )

    def check(self) -> Packed | None:
        """Check the course as it is now; None where the other process ended."""
        asked, answered = self._process.stdin, self._process.stdout
        if asked is None or answered is None:
            return None
        try:
            asked.write(b"check\n")
            asked.flush()
            head = answered.read(_LENGTH.size)
            if len(head) < _LENGTH.size:
                return None
            found: Packed = pickle.loads(answered.read(_LENGTH.unpack(head)[0]))
        except (OSError, ValueError, EOFError, pickle.UnpicklingError):
            return None
        return found

    def close(self) -> None:
        """End the other process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was not sent any more


class Before:
    """What the last check read."""

    def __init__(self, last: Compilation | None) -> None:
        nodes = last.document.contents if last and last.document else ()
        self._tag = last.reading.tag if last else ""
        self._pages = {node.source: node.page for node in nodes if node.page is not None}

    def node(self, path: str, source: str, tag: str) -> Node | None:
        """No lesson: only pages are kept."""

    def page(self, source: str, tag: str) -> Page | None:
        """What a file with this sha256 says."""
        return self._pages.get(source) if tag == self._tag else None


def serve(folder: Path, limits: Limits, asked: BinaryIO, answered: BinaryIO) -> None:
    """Check the course once for each line, until there are no more."""
    last: Compilation | None = None
    while asked.readline():
        last = compile_course(folder, limits=limits, known=Before(last))
        data = pickle.dumps(packed(last.problems))
        answered.write(_LENGTH.pack(len(data)) + data)
        answered.flush()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), Limits(*json.loads(sys.argv[2])), sys.stdin.buffer, sys.stdout.buffer)
