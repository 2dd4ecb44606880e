"""The file of the rows that were refused: as they stood, each with its reason, to be mended and run again.

Knows where it belongs and how it is written; never overwrites a file, and leaves none that is half done.
"""

from __future__ import annotations

import csv
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from academy_cli.bulk.columns import REASON, plain_name
from academy_cli.bulk.entries import Entry
from academy_cli.bulk.errors import FailedFileError
from academy_cli.bulk.source import STDIN
from academy_cli.bulk.table import Table
from academy_cli.kit.formulas import harmless
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

WITH_MARK = "utf-8-sig"
"""UTF-8 as Excel knows it; written unless the file was plain UTF-8 itself."""


class FailedFile:
    """Collects refused rows; the file appears with its last row, and only if there is one."""

    def __init__(self, table: Table, named: Path | None = None) -> None:
        self._table, self._named = table, named
        self._file: TextIO | None = None
        self._writer: Any = None
        self._partial = Path()
        self._skipped = next(
            (at for at, one in enumerate(table.header) if plain_name(one) == plain_name(REASON)),
            None,
        )
        self.path: Path | None = None

    def add(self, entry: Entry, reason: str) -> None:
        """Keep a row. Raises FailedFileError."""
        if self._file is None:
            self.open()
        if self._table.dialect.is_json:
            for written in entry.rows:
                self._add_json(written[0], reason)
        else:
            for written in entry.rows:
                cells = [harmless(cell) for cell in self._without_reason(written)]
                self._writer.writerow([reason, *cells])

    def open(self) -> None:
        """Make the file, under a name that nobody takes for a whole one. Raises FailedFileError."""
        path = self._named or self._free_name()
        if self._named is not None and path.exists():
            raise FailedFileError(str(path), say("it is there already"))
        self._partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
        encoding = "utf-8" if self._table.source.survey.encoding == "utf-8" else WITH_MARK
        try:
            opened = self._partial.open("x", encoding=encoding, newline="")
        except OSError as error:
            raise FailedFileError(str(path), system_words(error)) from error
        self._file, self.path = opened, path
        if not self._table.dialect.is_json:
            self._writer = csv.writer(opened, delimiter=self._table.dialect.separator)
            self._writer.writerow([REASON, *self._without_reason(self._table.header)])

    def finish(self) -> None:
        """Give the file its name. Raises FailedFileError."""
        if self._file is None or self.path is None:
            return
        try:
            self._file.close()
            self._partial.replace(self.path)
        except OSError as error:
            raise FailedFileError(str(self.path), system_words(error)) from error
        self._file = None

    def drop(self) -> None:
        """Leave nothing behind of work that did not come to its end."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._partial.unlink(missing_ok=True)
            self._file = None

    def _without_reason(self, cells: Any) -> list[str]:
        return [cell for at, cell in enumerate(cells) if at != self._skipped]

    def _add_json(self, written: str, reason: str) -> None:
        assert self._file is not None
        try:
            told = json.loads(written)
        except (ValueError, RecursionError):
            told = None
        row = told if isinstance(told, dict) else {"line": written}
        row = {REASON: reason} | {name: value for name, value in row.items() if name != REASON}
        self._file.write(json.dumps(row, ensure_ascii=True) + os.linesep)

    def _free_name(self) -> Path:
        """``people.failed.csv`` beside ``people.csv``; with a number where that is taken."""
        given = self._table.source
        name = Path("stdin" if given.name == STDIN else given.name).name
        stem, dot, suffix = name.rpartition(".")
        if not stem:
            stem, dot, suffix = name, ".", "jsonl" if self._table.dialect.is_json else "csv"
        stem = stem.partition(".failed")[0]
        path, number = given.folder / f"{stem}.failed{dot}{suffix}", 1
        while path.exists():
            number += 1
            path = given.folder / f"{stem}.failed-{number}{dot}{suffix}"
        return path
