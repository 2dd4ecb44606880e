"""What is not what was written is refused before anything changes, even where every digest fits."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from academy_cli.backups.archive.described import Header
from academy_cli.backups.archive.signing import new_key, signer
from academy_cli.backups.catalogue import BESIDE
from academy_cli.backups.errors import (
    DamagedError,
    NoBackupError,
    NotSignedError,
    UnknownBackupError,
)
from academy_cli.backups.finding import Found
from academy_cli.backups.opening import Keys, proved
from academy_cli.backups.restoring.errors import BrokenArchiveError, UnfitRowError
from academy_cli.backups.tables import Column, Table, Tag
from academy_cli.errors import AcademyError
from tests.backups.archive.test_archives import hostile, members
from tests.backups.forging import Rows, boundaries, forged
from tests.backups.vaults import PICTURE, Safe, people
from tests.engines import in_turns
from tests.reliability.chance import SHARE

pytestmark = [pytest.mark.slow, *([pytest.mark.torture] if SHARE else [])]

Untouched = Callable[[], None]


@pytest.fixture
def untouched(safe: Safe, tmp_path: Path) -> Iterator[Untouched]:
    """Sees that nothing has changed since: neither the database nor any file, nor is anything kept."""

    def seen() -> object:
        safe.database.close()
        there = [one for one in tmp_path.rglob("*") if one.is_file() and one.parent != safe.folder]
        return people(safe.url), safe.restoring.kept(), sorted(map(str, there))

    safe.backups.create()
    before = seen()

    def check() -> None:
        assert seen() == before

    yield check
    check()


def archive(safe: Safe) -> Path:
    """The file of the newest backup."""
    return safe.folder / safe.backups.show("latest").archive


def forge(safe: Safe, content: bytes) -> Path:
    """An archive that lies there without anything that describes it."""
    path = safe.folder / "forged.acb"
    path.write_bytes(content)
    return path


def test_wherever_it_is_cut_nothing_is_brought_back(safe: Safe, untouched: Untouched) -> None:
    content = archive(safe).read_bytes()
    ends = {*boundaries(content)[:-1], *range(65536, len(content), 65536), len(content) - 1}
    for end in sorted(ends):
        path = forge(safe, content[:end])
        with path.open("rb") as file, pytest.raises(DamagedError):
            proved(file, path.name, None)
    for end in sorted(ends)[:: 1 if SHARE else len(ends) // 4]:
        with pytest.raises(DamagedError):
            safe.restoring.restore(str(forge(safe, content[:end])))
        untouched()


def test_what_no_archive_has_is_not_brought_back(safe: Safe, untouched: Untouched) -> None:
    tried = list(hostile(members(archive(safe).read_bytes())))
    is_slow = not SHARE and safe.url.startswith("postgresql")  # reading is the same, loading is not
    for what, content in tried[:: 5 if is_slow else 1]:
        with pytest.raises(DamagedError) as refused:
            safe.restoring.restore(str(forge(safe, content)))
        assert str(refused.value).startswith("“forged.acb” cannot be trusted: "), what
    untouched()


def test_of_a_file_that_is_another_nothing_is_kept(safe: Safe, untouched: Untouched) -> None:
    path = forge(safe, archive(safe).read_bytes().replace(PICTURE, PICTURE[::-1]))
    away = Safe(safe.url, safe.folder / "elsewhere", safe.folder)

    with pytest.raises(DamagedError, match="is another file"):
        away.restoring.restore(str(path))

    assert [one for one in away.storage.rglob("*") if one.is_file()] == []
    away.database.close()


def gone(rows: Rows) -> None:
    rows["users"] = rows["users"].replace(b"ann@x.org", b"eve@x.org")


class TestForged:
    """A row is another, and every digest in the archive fits: its format alone cannot tell."""

    def test_what_lies_beside_it_tells(self, safe: Safe, untouched: Untouched) -> None:
        archive(safe).write_bytes(forged(archive(safe), gone))

        for act in (safe.backups.verify, safe.restoring.restore):
            with pytest.raises(DamagedError, match="not the file that was written"):
                act("latest")
        with pytest.raises(DamagedError, match="not the file that was written"):
            safe.restoring.restore(str(archive(safe)))

    def test_the_signature_tells_whatever_lies_beside_it(
        self, safe: Safe, untouched: Untouched
    ) -> None:
        ours, theirs = (signer(_key(safe.folder / name)) for name in ("ours", "theirs"))
        for stranger in (None, theirs):
            path = forge(safe, forged(archive(safe), gone, signer=stranger))
            with pytest.raises(NotSignedError):
                safe.restoring.restore(str(path), Keys(signed_by=ours.public))

    def test_without_either_it_is_believed(
        self, safe: Safe, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The control, and what docs/backups.md says."""
        safe.backups.create()
        archive(safe).write_bytes(forged(archive(safe), gone))
        monkeypatch.setattr(Found, "require_same", lambda _: None)

        safe.restoring.restore("latest")

        assert people(safe.url) == ["eve@x.org"]


def _key(path: Path) -> Path:
    path.touch(mode=0o600)
    path.write_bytes(new_key()[0])
    return path


def first_row(text: bytes) -> bytes:
    return text.split(b"\n")[0] + b"\n"


def set_rows(**texts: bytes | Callable[[bytes], bytes]) -> Callable[[Rows], None]:
    def change_rows(rows: Rows) -> None:
        for name, text in texts.items():
            rows[name] = text(rows[name]) if callable(text) else text

    return change_rows


BAD_ROWS = {
    "nobody is left whom others refer to": (set_rows(users=b""), BrokenArchiveError),
    "somebody is there twice": (
        set_rows(users=lambda text: text + first_row(text)),
        (BrokenArchiveError, UnfitRowError),
    ),
    "a field too many": (set_rows(users=lambda text: text[:-1] + b"\tx\n"), UnfitRowError),
    "a field too few": (
        set_rows(users=lambda text: text[:-1].rpartition(b"\t")[0] + b"\n"),
        UnfitRowError,
    ),
    "no UTF-8": (
        set_rows(users=lambda text: text.replace(b"ann@x", b"\xff\xfe@x")),
        UnfitRowError,
    ),
    "no number": (set_rows(users=lambda text: b"x" + text), UnfitRowError),
    "words for a number": (
        set_rows(blobs=lambda text: re.sub(rb"^(\w+)\t\d+", rb"\1\tmany", text)),
        UnfitRowError,
    ),
    "words for a truth": (
        set_rows(installation=lambda text: text.replace(b"\\N", b"maybe")),
        UnfitRowError,
    ),
    "too large a number": (set_rows(users=lambda text: b"9" * 30 + text), UnfitRowError),
    "nothing where something has to be": (
        set_rows(users=lambda text: text.replace(b"ann@x.org", b"\\N")),
        (UnfitRowError, BrokenArchiveError),
    ),
}


@in_turns
@pytest.mark.parametrize(("rows", "error"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_rows_that_do_not_fit_are_refused_before_the_swap(
    safe: Safe, untouched: Untouched, rows: Callable[[Rows], None], error: type[AcademyError]
) -> None:
    path = forge(safe, forged(archive(safe), rows))

    with pytest.raises(error):
        safe.restoring.restore(str(path))


ODD = Table("odd", (Column("id", Tag.INTEGER, is_nullable=False),), ("id",))


def with_table(name: str) -> Callable[[Header], Header]:
    return lambda one: replace(one, tables=(*one.tables, ODD._replace(name=name)))


def without_table(name: str) -> Callable[[Header], Header]:
    return lambda one: replace(one, tables=tuple(t for t in one.tables if t.name != name))


def with_column(one: Header) -> Header:
    first, *rest = one.tables
    more = Column("odd", Tag.INTEGER, is_nullable=True)
    return replace(one, tables=(first._replace(columns=(*first.columns, more)), *rest))


BAD_HEADERS = {
    "a table of nobody's": with_table("odd"),
    "a table of the engine's": with_table("pg_authid"),
    "SQLite's own table": with_table("sqlite_master"),
    "the revision itself": with_table("alembic_version"),
    "a table less": without_table("outbox"),
}


@in_turns
@pytest.mark.parametrize("header", BAD_HEADERS.values(), ids=BAD_HEADERS)
def test_tables_that_a_revision_does_not_have_are_refused(
    safe: Safe, untouched: Untouched, header: Callable[[Header], Header]
) -> None:
    rows = {"odd": b"1\n", "pg_authid": b"1\n", "sqlite_master": b"1\n", "alembic_version": b"1\n"}
    path = forge(safe, forged(archive(safe), lambda known: known.update(rows), header))

    with pytest.raises(DamagedError, match="is not in it as revision"):
        safe.restoring.restore(str(path))


def test_a_column_that_a_revision_does_not_have_is_refused(
    safe: Safe, untouched: Untouched
) -> None:
    name = safe.backups.show("latest") and _first_table(safe)
    more = set_rows(**{name: lambda text: text.replace(b"\n", b"\t1\n") or b"1\n"})
    path = forge(safe, forged(archive(safe), more, with_column))

    with pytest.raises(UnfitRowError):
        safe.restoring.restore(str(path))


def _first_table(safe: Safe) -> str:
    with archive(safe).open("rb") as file:
        return proved(file, "", None)[0].tables[0].name


@in_turns
@pytest.mark.parametrize(
    "sequences",
    [{"odd": 1}, {"alembic_version": 1}, {"users'; drop": 1}, {"users": 1 << 70}, {"users": -1}],
)
def test_numbers_that_no_row_can_have_are_refused(
    safe: Safe, untouched: Untouched, sequences: dict[str, int]
) -> None:
    path = forge(safe, forged(archive(safe), sequences=sequences))

    with pytest.raises((DamagedError, BrokenArchiveError)):
        safe.restoring.restore(str(path))


LATER = ("found_by", "missing_files", "has_files")
"""What older academies did not say of a backup."""


class TestBeside:
    """The file beside an archive is somebody's who can write there."""

    @pytest.mark.parametrize("name", ["../precious", "/etc/hostname", "", "x.acb", "."])
    def test_it_speaks_of_no_other_file(self, safe: Safe, name: str) -> None:
        made = safe.backups.create()
        beside = safe.folder / f"{made.archive}{BESIDE}"
        beside.write_text(json.dumps({**json.loads(beside.read_text()), "archive": name}))

        assert safe.backups.list() == []
        assert [one.archive for one in safe.backups.orphans()] == [made.archive]

    def test_whatever_stands_in_it_is_read_without_harm(self, safe: Safe) -> None:
        made = safe.backups.create()
        beside = safe.folder / f"{made.archive}{BESIDE}"
        said = json.loads(beside.read_text())
        odd = (None, 5, -1, True, "x", "", [], ["x"], [5], {}, {"x": 1}, 1 << 80, "2026-13-45")
        for field in said:
            for value in odd:
                beside.write_text(json.dumps({**said, field: value}))
                for one in safe.backups.list():
                    assert one.archive == made.archive
                with suppress(NoBackupError, UnknownBackupError):
                    safe.backups.show(made.id[:3])
            beside.write_text(json.dumps({k: v for k, v in said.items() if k != field}))
            if field in LATER:
                assert safe.backups.show("latest") == made
                continue
            with pytest.raises(NoBackupError):
                safe.backups.show("latest")
