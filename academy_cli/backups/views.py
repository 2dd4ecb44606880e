"""Backups as people see them. Values alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple


class BackupView(NamedTuple):
    """A backup that is whole: what lies beside its archive says so.

    ``size`` is in bytes, ``sha256`` that of the archive, ``content`` the digest of what is in it, whatever
    engine it is from. ``verified`` is how far it was proved, at ``verified_at``: quick, full or restore, the
    most that was; empty if it never was; or damaged, if the last time found that.
    """

    id: str
    label: str
    created_at: datetime
    """When the snapshot was taken."""
    finished_at: datetime
    archive: str
    """The name of its file."""
    size: int
    sha256: str
    revision: str
    academy: str
    engine: str
    rows: int
    files: int
    content: str
    recipients: Sequence[str]
    """Who can read it; nobody is named where it is not encrypted."""
    is_held: bool
    verified: str
    verified_at: datetime | None
    instance: str
    signed_by: str = ""
    """The public key that signed it, in hexadecimal; empty where none did."""
    found_by: str = ""
    """How far it was being proved when it was found damaged; empty where it was not."""
    missing_files: int = 0
    """How many files of courses storage had lost."""
    has_files: bool = True
    """Whether the files of the courses are in it, and not only their list."""

    @property
    def absent_files(self) -> int:
        """How many files of courses are not in it."""
        return self.missing_files + (0 if self.has_files else self.files)


class CopyView(NamedTuple):
    """An academy that was copied to another database, or would be; addresses without passwords.

    ``content`` is the digest of what is in either, ``kept`` when what was there before was replaced, by which
    it can be swapped back; empty where there was nothing.
    """

    source: str
    target: str
    source_engine: str
    target_engine: str
    rows: int = 0
    content: str = ""
    kept: str = ""
    is_replaced: bool = False
    """Whether people or courses were there, or an academy of another revision."""
    missing_files: int = 0
    """How many of the courses' files storage has lost."""
