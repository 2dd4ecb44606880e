"""What SQLite keeps beside a database file, and what is left of it where the file is gone.

Knows that SQLite takes whatever lies beside a name for the log of the file that has it; refuses to move or
open any.
"""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

from academy_cli.kit.paths import is_taken, real

LOG, JOURNAL, INDEX = "-wal", "-journal", "-shm"
ENDINGS = (LOG, JOURNAL, INDEX)
"""The write-ahead log, the rollback journal, and the index of the log (sqlite.org/tempfiles.html)."""


def beside(file: Path) -> Sequence[Path]:
    """What of that is there, whether the file is or not."""
    named = (file.with_name(f"{file.name}{ending}") for ending in ENDINGS)
    return [one for one in named if is_taken(one)]


def left_alone(file: Path) -> Path | None:
    """What was written into a database that is not there any more; None where it is, or nothing was.

    A journal beside an empty file is of one that was just begun, which SQLite sees to. The file is looked at
    last, for whoever makes one makes its log afterwards.
    """
    if _size(file):
        return None
    file = real(file)
    for ending in (LOG, JOURNAL):
        log = file.with_name(f"{file.name}{ending}")
        if _size(log) and not (_size(file) if ending == LOG else is_taken(file)):
            return log
    return None


def _size(file: Path) -> int:
    """How much is in a file; of a folder, and of what nobody may look at, more than nothing."""
    try:
        found = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except OSError:
        return 1
    return found.st_size if stat.S_ISREG(found.st_mode) else 1
