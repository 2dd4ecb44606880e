"""An import from disk to disk is whole or not at all, whatever the source tries."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.errors import FolderNotEmptyError
from academy_cli.authoring.source import scan
from academy_cli.authoring.tree import Limits
from academy_cli.interchange import writing
from academy_cli.interchange.errors import (
    InsideSourceError,
    NoSourceError,
    NothingToImportError,
    SeveralFormatsError,
    UnknownFormatError,
    UnsafeCartridgeError,
)
from academy_cli.interchange.recognising import FAMILIES, signs
from academy_cli.interchange.report import report
from academy_cli.interchange.writing import Wanted, import_course
from academy_cli.kit.record import plain, record


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    (folder / "img").mkdir(parents=True)
    (folder / "a.md").write_text("# A\n\n![x](img/x.png)\n")
    (folder / "img" / "x.png").write_bytes(b"png")
    return folder


def test_a_course_is_written_that_has_no_errors(source: Path, tmp_path: Path) -> None:
    made = import_course(source, tmp_path / "course", Wanted(course="mine"))

    compiled = compile_course(tmp_path / "course")
    assert (compiled.course, compiled.has_errors) == ("mine", False)
    assert compiled.problems == made.problems
    assert (tmp_path / "course" / "img" / "x.png").read_bytes() == b"png"


def test_the_source_is_left_as_it_was(source: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in source.rglob("*")}

    import_course(source, tmp_path / "course")

    assert {path: path.stat().st_mtime_ns for path in source.rglob("*")} == before


def test_a_dry_run_says_the_same_and_writes_nothing(source: Path, tmp_path: Path) -> None:
    dry = import_course(source, tmp_path / "course", dry_run=True)

    assert not (tmp_path / "course").exists()
    assert dry.converted == import_course(source, tmp_path / "course").converted


def test_a_failure_leaves_nothing_behind(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_source: Path, _target: Path) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(writing.shutil, "copyfile", full)
    with pytest.raises(Exception, match="space"):
        import_course(source, tmp_path / "course")

    assert not (tmp_path / "course").exists()


def test_a_folder_that_holds_something_is_refused(source: Path, tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "mine.md").touch()

    with pytest.raises(FolderNotEmptyError):
        import_course(source, tmp_path / "course")


def test_a_course_is_not_written_into_its_source(source: Path) -> None:
    with pytest.raises(InsideSourceError):
        import_course(source, source / "course")


def test_a_link_that_leads_out_is_not_followed_and_told(source: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret\n")
    (source / "b.md").symlink_to(secret)

    made = import_course(source, tmp_path / "course")

    assert not (tmp_path / "course" / "b.md").exists()
    assert "b.md" in {note.file for note in made.converted.notes}


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoSourceError):
        import_course(tmp_path / "gone", tmp_path / "course")


def test_a_folder_without_a_sign_is_refused_with_every_format(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()

    with pytest.raises(UnknownFormatError) as refusal:
        import_course(tmp_path / "source", tmp_path / "course")

    assert all(family in refusal.value.hint for family in FAMILIES)


def test_a_folder_with_two_signs_is_refused_with_both(source: Path, tmp_path: Path) -> None:
    (source / "book.toml").touch()
    (source / "infoCourse.json").write_text("{}")

    with pytest.raises(SeveralFormatsError, match=r"mdbook \(book\.toml\), prairielearn"):
        import_course(source, tmp_path / "course")


def test_a_format_that_does_not_fit_is_refused(source: Path, tmp_path: Path) -> None:
    with pytest.raises(NothingToImportError):
        import_course(source, tmp_path / "course", Wanted("prairielearn"))


def test_a_folder_of_markdown_alone_is_markdown(source: Path) -> None:
    assert [one.family for one in signs(scan(source))] == ["markdown"]


def test_the_report_has_every_note_as_an_object(source: Path, tmp_path: Path) -> None:
    said = report(import_course(source, tmp_path / "course"))

    told = json.loads(json.dumps({name: plain(one) for name, one in record(said).items()}))
    assert told["format"] == 1
    assert told["notes"][0].keys() == {"fate", "what", "file", "line", "name", "why", "to"}
    assert {"what": "lesson", "kept": 1, "approximated": 0, "dropped": 0} in told["counts"]


def test_a_package_of_scorm_is_not_taken_for_a_cartridge(tmp_path: Path) -> None:
    scorm = packed(tmp_path / "c.zip", {"imsmanifest.xml": b'<manifest xmlns="x/imscp_v1p1"/>'})

    with pytest.raises(UnknownFormatError):
        import_course(scorm, tmp_path / "course")


# -- cartridges --------------------------------------------------------------------------------------


def packed(path: Path, files: dict[str, bytes], *, mode: int = 0o644) -> Path:
    """A cartridge of some files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return path


def test_a_cartridge_is_unpacked_and_imported(tmp_path: Path) -> None:
    cartridge = packed(tmp_path / "c.imscc", {"a.md": b"# A\n"})

    made = import_course(cartridge, tmp_path / "course")

    assert (made.converted.course, made.converted.lessons) == ("c", 1)


@pytest.mark.parametrize(
    "name", ["../out.md", "/out.md", "a/../../out.md", "..\\out.md", "C:/out.md"]
)
def test_a_cartridge_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    cartridge = packed(tmp_path / "c.zip", {"a.md": b"# A\n", name: b"# Out\n"})

    with pytest.raises(UnsafeCartridgeError, match="leads out"):
        import_course(cartridge, tmp_path / "course")

    assert not (tmp_path / "out.md").exists()


def test_a_link_in_a_cartridge_is_refused(tmp_path: Path) -> None:
    cartridge = packed(tmp_path / "c.zip", {"a.md": b"/etc/passwd"}, mode=0o120777)

    with pytest.raises(UnsafeCartridgeError):
        import_course(cartridge, tmp_path / "course")


def test_a_cartridge_that_grows_beyond_the_limits_is_refused(tmp_path: Path) -> None:
    cartridge = packed(tmp_path / "c.zip", {"a.md": b"# A\n" + b"0" * 2_000_000})

    with pytest.raises(UnsafeCartridgeError, match="grows"):
        import_course(cartridge, tmp_path / "course", limits=Limits(asset_bytes=1_000_000))
    with pytest.raises(UnsafeCartridgeError, match="more than 0 files"):
        import_course(cartridge, tmp_path / "course", limits=Limits(files=0))


def test_a_damaged_cartridge_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.zip").write_bytes(b"PK\x03\x04 nothing")

    with pytest.raises(UnsafeCartridgeError, match="damaged"):
        import_course(tmp_path / "c.zip", tmp_path / "course")
