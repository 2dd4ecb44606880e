"""An archive gives back what was put into it, and whatever else it is made to be is refused."""

from __future__ import annotations

import io
import random
import tarfile
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.backups.archive import names, packing, reading, writing
from academy_cli.backups.archive.described import FileSum
from academy_cli.backups.archive.packing import END, header, padding
from academy_cli.backups.archive.reading import ArchiveReader
from academy_cli.backups.archive.writing import ArchiveWriter, ChangedFileError, parts
from academy_cli.backups.errors import DamagedError, NewerFormatError
from tests.backups import archives
from tests.backups.archives import FILE, NAME, PEOPLE, ROWS, THINGS, archive, read
from tests.reliability.chance import SHARE, seeded

pytestmark = [pytest.mark.torture] if SHARE else []

WHOLE, MANIFEST = archive()


def test_what_was_written_is_read_again() -> None:
    rows, files, manifest = read(WHOLE)

    assert rows == ROWS
    assert files == {sha256(FILE).hexdigest(): FILE}
    assert manifest == MANIFEST
    assert (manifest.rows, manifest.sequences) == (4, {"people": 2})


def test_the_same_content_gives_the_same_bytes() -> None:
    assert archive()[0] == WHOLE
    assert archive({**ROWS, "people": b"1\tBo\n"})[1].content != MANIFEST.content


def test_any_tar_program_lists_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(WHOLE)) as tar:
        members = tar.getmembers()

    assert [one.name for one in members] == [
        "header.json",
        "data/people/000001.copy.zst",
        "data/things/000001.copy.zst",
        "assets/index.copy.zst",
        f"assets/blobs/{sha256(FILE).hexdigest()[:2]}/{sha256(FILE).hexdigest()}",
        "manifest.json",
    ]
    assert {(one.mode, one.uid, one.mtime) for one in members} == {(0o600, 0, 0)}


@given(st.lists(st.binary(max_size=9).map(lambda one: one.replace(b"\n", b"") + b"\n")), st.data())
def test_rows_are_parted_alike_however_they_come(rows: list[bytes], data: st.DataObject) -> None:
    text, cuts = b"".join(rows), []
    pieces: list[bytes] = []
    for row in rows:
        if pieces and data.draw(st.booleans()):
            pieces[-1] += row
        else:
            pieces.append(row)
    before, writing.PART_BYTES = writing.PART_BYTES, 12
    try:
        found, whole = list(parts(pieces)), list(parts([text]))
    finally:
        writing.PART_BYTES = before

    assert found == whole
    assert b"".join(found) == text
    assert all(one.endswith(b"\n") and (len(one) <= 12 or one.count(b"\n") == 1) for one in found)
    assert cuts == []


def test_a_file_that_changed_meanwhile_is_not_written() -> None:
    writer = ArchiveWriter(io.BytesIO(), archives.header(PEOPLE))
    wanted = FileSum(sha256(b"abc").hexdigest(), 3)

    for other in (b"abd", b"ab", b"abcd"):
        with pytest.raises(ChangedFileError):
            writer.file(wanted, [other])


def test_wherever_it_is_cut_it_is_refused() -> None:
    for end in range(0, len(WHOLE), 1 if SHARE else 97):
        with pytest.raises(DamagedError):
            read(WHOLE[:end])
    for end in range(len(WHOLE) - 1024, len(WHOLE)):
        with pytest.raises(DamagedError):
            read(WHOLE[:end])


def test_whichever_bit_is_another_it_is_refused() -> None:
    chance = seeded() if SHARE else random.Random(3)
    for _ in range(20_000 if SHARE else 600):
        at, bit = chance.randrange(len(WHOLE)), 1 << chance.randrange(8)
        changed = WHOLE[:at] + bytes([WHOLE[at] ^ bit]) + WHOLE[at + 1 :]
        with pytest.raises((DamagedError, NewerFormatError)):
            read(changed)


def test_without_its_sums_a_changed_row_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what is compared is what refuses."""
    monkeypatch.setattr(ArchiveReader, "_manifest", _believing)
    rows = {**ROWS, "people": b"1\tBob\n2\t\\N\n"}
    other, _ = archive(rows)
    place = WHOLE.index(b"data/things/000001")
    end = other.index(b"data/things/000001")

    assert read(other[:end] + WHOLE[place:])[0]["people"] == rows["people"]


def _believing(self: ArchiveReader, member: packing.Member) -> None:
    self._json(member)
    self.manifest = MANIFEST


Change = Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]


def members(content: bytes = WHOLE) -> list[tuple[str, bytes]]:
    """What is in an archive, by name."""
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        return [(one.name, tar.extractfile(one).read()) for one in tar]  # type: ignore[union-attr] # all are files


def packed(some: list[tuple[str, bytes]]) -> bytes:
    return (
        b"".join(
            header(name, len(content)) + content + padding(len(content)) for name, content in some
        )
        + END
    )


def hostile(known: list[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Archives that somebody made on purpose of the members of a good one, which has a file of a course."""
    part, whole = known[1][0], packed(known)
    later = part.replace("000001", "000002")
    zst = zstandard.ZstdCompressor().compress
    for name in (
        "../../etc/passwd",
        "/etc/passwd",
        "data/../x",
        f"{later}/../x",
    ):
        yield f"a member {name}", packed([*known[:1], (name, b"x"), *known[1:]])
    yield "a member twice", packed([*known[:2], known[1], *known[2:]])
    yield "parts out of order", packed([known[0], known[2], known[1], *known[3:]])
    yield (
        "a table that nobody announced",
        packed([known[0], ("data/nobody/000001.copy.zst", zst(b"1\n")), *known[1:]]),
    )
    yield (
        "the first part is the second",
        packed([known[0], (later, known[1][1]), *known[2:]]),
    )
    yield "no header", packed(known[1:])
    yield "no manifest", packed(known[:-1])
    yield (
        "a member behind the manifest",
        packed([*known, (later, zst(b"c\n"))]),
    )
    yield "something behind the end", whole + b"x"
    yield "a bomb", packed([known[0], (part, bomb()), *known[2:]])
    yield (
        "a row without an end",
        packed([known[0], (part, zst(b"1\tAnn")), *known[2:]]),
    )
    yield (
        "not compressed",
        packed([known[0], (part, b"1\tAnn\n"), *known[2:]]),
    )
    yield (
        "a file that is not listed",
        packed([*known[:-2], (f"assets/blobs/aa/{'a' * 64}", b"x"), *known[-2:]]),
    )
    yield "another file", packed([*known[:-2], (known[-2][0], b"A picture"), known[-1]])
    yield "deep JSON", packed([("header.json", b"[" * 100_000 + b"]" * 100_000), *known[1:]])
    yield "no JSON", packed([("header.json", b"\xff"), *known[1:]])
    yield "another kind of file", b"PK\x03\x04" + b"x" * 2000
    yield "nothing", b""
    for kind in (
        tarfile.SYMTYPE,
        tarfile.LNKTYPE,
        tarfile.CHRTYPE,
        tarfile.DIRTYPE,
        tarfile.FIFOTYPE,
    ):
        info = tarfile.TarInfo(part)
        info.type, info.linkname = kind, "/etc/passwd"
        yield f"kind {kind!r}", packed(known[:1])[:-1024] + info.tobuf(tarfile.GNU_FORMAT) + whole
    info = tarfile.TarInfo(part)
    info.size = 1 << 62
    yield "endless", packed(known[:1])[:-1024] + info.tobuf(tarfile.GNU_FORMAT) + b"x" * 5000


@cache
def bomb() -> bytes:
    """A frame of a few kilobytes that says, and is, a gigabyte of nothing."""
    packer = zstandard.ZstdCompressor(level=1).compressobj(size=1 << 30)
    some = bytes(1 << 24)
    return b"".join([*(packer.compress(some) for _ in range(64)), packer.flush()])


@pytest.mark.parametrize(
    ("what", "content"), list(hostile(members())), ids=lambda one: str(one)[:40]
)
def test_what_no_archive_has_is_refused(what: str, content: bytes) -> None:
    with pytest.raises(DamagedError) as refused:
        read(content)

    assert str(refused.value).startswith(f"“{NAME}” cannot be trusted: ")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with a larger limit it would be unpacked."""
    content = packed([members()[0], ("data/people/000001.copy.zst", bomb())])
    with pytest.raises(DamagedError, match="would be 1,073,741,824 bytes"):
        read(content)
    monkeypatch.setattr(reading, "LARGEST_PART", 1 << 31)
    with pytest.raises(DamagedError, match="ends within a row"):
        read(content)


def test_a_later_format_is_named() -> None:
    later = members()
    later[0] = ("header.json", later[0][1].replace(b'"format_version":1', b'"format_version":2'))

    with pytest.raises(NewerFormatError):
        read(packed(later))


@pytest.mark.parametrize(
    "name",
    [
        "data/People/000001.copy.zst",
        "data/people/1.copy.zst",
        "assets/blobs/ab/" + "c" * 64,
        "x",
        "",
    ],
)
def test_a_name_that_no_member_has_is_none(name: str) -> None:
    assert names.read(name) is None


def test_more_rows_than_a_part_holds_become_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PART_BYTES", 10)
    content, manifest = archive({**ROWS, "things": b"".join(b"%03d\n" % n for n in range(9))})

    assert [one.parts for one in manifest.tables] == [2, 5]
    assert read(content)[0]["things"].count(b"\n") == 9
    assert THINGS.name in content.decode("latin-1")


def test_keys_come_behind_files_sorted_and_small() -> None:
    def made(*keys: tuple[str, bytes], is_early: bool = False) -> bytes:
        out = io.BytesIO()
        writer = ArchiveWriter(out, archives.header(PEOPLE))
        if is_early:
            writer.key(*keys[0])
        writer.table("people", [ROWS["people"]])
        writer.index([])
        for one in () if is_early else keys:
            writer.key(*one)
        writer.close({})
        return out.getvalue()

    def keys_of(content: bytes) -> dict[str, bytes]:
        reader = ArchiveReader(io.BytesIO(content), "a.acb")
        assert list(reader.parts())
        return reader.keys

    assert keys_of(made(("a", b"one"), ("b", b"two"))) == {"a": b"one", "b": b"two"}
    for wrong in (
        made(("b", b"one"), ("a", b"two")),
        made(("a", b"one"), ("a", b"two")),
        made(("a", b"x" * 10_001)),
        made(("a/../b", b"one")),
        made(("a", b"one"), is_early=True),
    ):
        with pytest.raises(DamagedError):
            keys_of(wrong)
