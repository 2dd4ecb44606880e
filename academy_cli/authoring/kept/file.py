"""The file in which the pages of a course folder are kept from one check to the next.

Knows when what is in it does not hold any more: another reader, other settings, or a byte that is not as it
was written. Refuses to trust anything else about it.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from academy_cli import __version__
from academy_cli.authoring.kept.rows import Row, is_row
from academy_cli.formats.yamltext import YamlLimits

KEPT_S = 90 * 24 * 60 * 60
"""How long the pages of a course are kept that nobody checks."""
READERS = ("authoring", "formats", "kit")
"""The packages that decide what a page says."""
PACKAGE = Path(__file__).parents[2]


class PageFile:
    """The pages of one course folder, as readers with this tag and these limits saw them."""

    def __init__(self, root: Path, folder: Path, tag: str, limits: YamlLimits) -> None:
        name = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()
        self._root, self._file = root, root / f"{name[:32]}.json"
        self._stamp = f"{__version__} {tag} {tuple(limits)} {_code()}"

    def load(self) -> Mapping[str, Row]:
        """The rows by their source; none where there are none that hold."""
        try:
            head, _, body = self._file.read_bytes().partition(b"\n")
            said = json.loads(head)
            if said != self._head(body):
                return {}
            rows = json.loads(body)
        except (OSError, ValueError, RecursionError):
            return {}
        is_sound = isinstance(rows, list) and all(map(is_row, rows))
        return {row[0]: tuple(row) for row in rows} if is_sound else {}

    def save(self, rows: Iterable[Row]) -> None:
        """Keep these rows instead, whole or not at all; where that is not possible nothing is kept."""
        body = json.dumps(list(rows), ensure_ascii=False).encode("utf-8", "surrogatepass")
        partial = self._file.with_name(f"{self._file.name}.{secrets.token_hex(4)}.partial")
        with suppress(OSError):
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                partial.write_bytes(json.dumps(self._head(body)).encode() + b"\n" + body)
                partial.replace(self._file)
            finally:
                partial.unlink(missing_ok=True)
            _prune(self._root)

    def _head(self, body: bytes) -> Mapping[str, str]:
        return {"stamp": self._stamp, "sha256": hashlib.sha256(body).hexdigest()}


def _code() -> str:
    """Names the code that reads pages, so that a changed line makes everybody read again."""
    found = []
    for package in READERS:
        with suppress(OSError), os.scandir(PACKAGE / package) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    stat = entry.stat()
                    found.append(f"{entry.name} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()[:16]


def _prune(root: Path) -> None:
    before = time.time() - KEPT_S
    for file in root.iterdir():
        if file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
