"""Packages that want more than to be read: to write elsewhere, to be believed, to go on for ever."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from academy_cli.errors import AcademyError
from academy_cli.interchange import marker
from academy_cli.interchange.errors import UnsafeCartridgeError
from academy_cli.interchange.notes import Fate
from academy_cli.interchange.writing import Imported, import_course
from tests.interchange.exporting.sample import (
    packed,
)

HOOK = b"#!/bin/sh\ntouch hooked\n"


def forged(file: Path, source: Mapping[str, str]) -> Path:
    """A package whose list is in order, but for where it wants files to go."""
    files = {"a.txt": HOOK, "imsmanifest.xml": b"<x>imscc</x>"}
    digests = {name: packages_digest(data) for name, data in files.items()}
    said = marker.Marker("common-cartridge", "x", "academy/package.json", digests, source)
    return packed({**files, "academy/package.json": marker.text(said).encode()}, file)


def packages_digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    "path",
    [
        "../up.md", "/etc/x", "a/../../x", ".git/hooks/post-checkout", ".GIT/config", ".git./config",
        "a/.hg/hgrc", ".gi\u200ct/config", "git~1/config", "C:/x", "a\\..\\x", "a\0b", "", "a//b", "x" * 2000,
        "node_modules/x/index.js", "a/.git::$INDEX_ALLOCATION/config", "C:x",
    ],
)  # fmt: skip
def test_a_list_cannot_write_where_nobody_may(tmp_path: Path, path: str) -> None:
    file = forged(tmp_path / "it.zip", {"course.yaml": "a.txt", path: "a.txt"})

    with pytest.raises(AcademyError) as raised:
        import_course(file, tmp_path / "back")

    assert raised.value.code.startswith("import.")
    assert not (tmp_path / "back").exists()
    assert not (tmp_path / "up.md").exists()


def test_a_list_may_write_where_courses_have_files(tmp_path: Path) -> None:
    file = forged(
        tmp_path / "it.zip", {"course.yaml": "a.txt", "a.md": "a.txt", ".attachments/x": "a.txt"}
    )

    assert isinstance(import_course(file, tmp_path / "back"), Imported)
    assert (tmp_path / "back" / ".attachments" / "x").read_bytes() == HOOK


def test_a_list_cannot_name_a_file_that_nobody_vouches_for(tmp_path: Path) -> None:
    file = forged(tmp_path / "it.zip", {"course.yaml": "../../etc/passwd"})

    with pytest.raises(Exception, match="common-cartridge"):
        import_course(file, tmp_path / "back")

    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize(
    "said",
    [
        b"[]", b"{", b"[" * 100_000, b'{"academy-package": 2}',
        b'{"academy-package": 1, "format": 3, "course": "x", "path": "x", "files": {}, "source": {}}',
        b'{"academy-package": 1, "format": "x", "course": "x", "path": "x", "files": {"a": 1}, "source": {}}',
        b'{"academy-package": 1, "format": "x", "course": "x", "path": "other", "files": {}, "source": {}}',
    ],
)  # fmt: skip
def test_a_list_that_is_none_is_a_file_as_any_other(tmp_path: Path, said: bytes) -> None:
    folder = tmp_path / "source"
    (folder / "academy").mkdir(parents=True)
    (folder / "academy" / "package.json").write_bytes(said)
    (folder / "a.md").write_text("# A\n")

    made = import_course(folder, tmp_path / "back")

    assert made.family == "markdown"
    dropped = [note.file for note in made.converted.notes if note.fate is Fate.DROPPED]
    assert dropped == ["academy/package.json"]


def test_a_tar_that_goes_on_for_ever_in_a_header_is_refused(tmp_path: Path) -> None:
    import gzip
    import tarfile

    entry = tarfile.TarInfo("x")
    entry.type, entry.size = tarfile.XHDTYPE, 1 << 31
    with gzip.open(tmp_path / "it.tar.gz", "wb") as file:
        file.write(entry.tobuf(tarfile.USTAR_FORMAT))
        file.write(bytes(1 << 20))

    with pytest.raises(UnsafeCartridgeError, match="too long"):
        import_course(tmp_path / "it.tar.gz", tmp_path / "back")


@pytest.mark.parametrize("kind", ["SYMTYPE", "LNKTYPE", "CHRTYPE", "FIFOTYPE"])
def test_a_tar_with_anything_but_files_is_refused(tmp_path: Path, kind: str) -> None:
    import tarfile

    with tarfile.open(tmp_path / "it.tar.gz", "w:gz") as tar:
        entry = tarfile.TarInfo("x")
        entry.type, entry.linkname = getattr(tarfile, kind), "/etc/passwd"
        tar.addfile(entry)

    with pytest.raises(UnsafeCartridgeError, match="leads out"):
        import_course(tmp_path / "it.tar.gz", tmp_path / "back")
