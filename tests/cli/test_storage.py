"""Stored files from the terminal: uploads to lessons, storage checked, copied and collected."""

from __future__ import annotations

import json
import os
from pathlib import Path

import httpx
import pytest

from academy_cli.storage.stores.opening import open_store
from tests import s3
from tests.cli.conftest import Run, Set

LESSON = ("python", "welcome")
KEYS = {"storage_access_key": "a-name", "storage_secret_key": "a-very-secret-key"}


@pytest.fixture
def course(home: Path, academy: Run) -> Path:
    """A course with a picture, and a video beside it."""
    folder = home / "python"
    (folder / "images").mkdir(parents=True)
    (folder / "course.yaml").write_text("id: python\ntitle: Python\n")
    (folder / "welcome.md").write_text("# Welcome\n\n![a picture](images/a.png)\n")
    (folder / "images/a.png").write_bytes(b"a picture")
    (home / "lecture.mp4").write_bytes(b"a lecture" * 1000)
    assert academy("course", "sync", "python", "--yes").code == 0
    return folder


@pytest.fixture
def bucket(s3_server: s3.S3, proxy: s3.Proxy, course: Path, given: Set) -> str:
    """A bucket that the academy is to use from now on."""
    url = f"s3://{s3_server.bucket()}/files"
    given(storage_url=url, storage_endpoint=proxy.url, **KEYS)
    return url


def stored(home: Path) -> list[Path]:
    return [path for path in home.rglob("storage/assets/*/*") if path.is_file()]


@pytest.mark.usefixtures("course")
class TestUpload:
    def test_a_folder_gives_no_links(self, academy: Run) -> None:
        ran = academy("lesson", "link", "welcome", "images/a.png", "--course", "python")
        assert (ran.code, "no bucket" in ran.err) == (6, True)

    def test_a_file_is_attached_shown_and_survives_a_sync(self, academy: Run) -> None:
        ran = academy("lesson", "upload", *LESSON, "lecture.mp4", "--format", "json")
        assert (ran.code, json.loads(ran.out)["change"]) == (0, "added")

        assert academy("course", "sync", "python", "--yes").code == 0

        shown = academy("lesson", "show", "welcome", "--course", "python", "--format", "json")
        [upload] = json.loads(shown.out)["uploads"]
        assert (upload["name"], upload["size"]) == ("lecture.mp4", 9000)
        table = academy("lesson", "show", "welcome", "--course", "python", "--format", "table")
        assert "Uploads\n  lecture.mp4  video/mp4, 9.0 kB" in table.out

    def test_replacing_a_file_is_asked_about(self, academy: Run, home: Path) -> None:
        assert academy("lesson", "upload", *LESSON, "lecture.mp4").code == 0
        (home / "lecture.mp4").write_bytes(b"another")

        refused = academy("lesson", "upload", *LESSON, "lecture.mp4")

        assert (refused.code, "confirmation" in refused.err or "--yes" in refused.err) == (6, True)
        done = academy("lesson", "upload", *LESSON, "lecture.mp4", "--yes")
        assert (done.code, "change\treplaced" in done.out) == (0, True)

    def test_it_is_taken_off(self, academy: Run) -> None:
        academy("lesson", "upload", *LESSON, "lecture.mp4")

        assert academy("lesson", "upload", *LESSON, "--remove", "lecture.mp4").code == 6
        ran = academy("lesson", "upload", *LESSON, "--remove", "lecture.mp4", "--yes")

        assert (ran.code, "change\tremoved" in ran.out) == (0, True)

    def test_what_is_wrong_is_a_sentence(self, academy: Run) -> None:
        for words, code in (
            ((*LESSON, "nothing.mp4"), 3),
            (("python", "welcom", "lecture.mp4"), 4),
            (("pyton", "welcome", "lecture.mp4"), 4),
            ((*LESSON, "lecture.mp4", "--name", "a/b"), 3),
            ((*LESSON, "lecture.mp4", "--name", ""), 2),
            ((*LESSON, "--remove", "nothing"), 4),
            ((*LESSON, "--remove", ""), 4),
            ((*LESSON, "lecture.mp4", "--remove", "x"), 2),
        ):
            ran = academy("lesson", "upload", *words, "--yes")
            assert (ran.code, ran.err.splitlines()[-2][:6]) == (code, "error:")


@pytest.mark.usefixtures("course")
class TestCheck:
    def test_a_sound_storage_has_no_findings(self, academy: Run) -> None:
        ran = academy("storage", "check", "--digests")

        assert (ran.code, ran.out) == (0, "")
        assert "1 file needed" in ran.err

    def test_a_missing_file_is_a_row_and_exit_3(self, academy: Run, home: Path) -> None:
        stored(home)[0].unlink()

        ran = academy("storage", "check", "--fields", "state,course,path")

        assert (ran.code, ran.out) == (3, "missing\tpython\timages/a.png\n")
        assert "1 file missing" in ran.err

    def test_what_nobody_needs_is_no_fault(self, academy: Run, home: Path) -> None:
        stray = stored(home)[0].parents[1] / "ab" / ("ab" * 32)
        stray.parent.mkdir(exist_ok=True)
        stray.write_bytes(b"stray")
        os.utime(stray, (1, 1))

        ran = academy("storage", "check", "--fields", "state")
        assert (ran.code, ran.out) == (0, "unreferenced\n")

        assert academy("storage", "gc").code == 6
        assert academy("storage", "gc", "--yes", "--fields", "files").out == "1\n"
        assert not stray.exists()


@pytest.mark.usefixtures("course")
class TestDamaged:
    """A file with the right size and other bytes, which nothing can replace while it is there."""

    DROP = ("storage", "check", "--digests", "--drop-damaged", "--fields", "state")

    def test_in_a_folder_it_is_dropped_when_that_is_agreed_and_comes_again(
        self, academy: Run, home: Path
    ) -> None:
        assert academy("lesson", "upload", *LESSON, "lecture.mp4").code == 0
        for path in stored(home):
            path.write_bytes(path.read_bytes()[::-1])
        found = academy("storage", "check", "--digests")
        assert (found.code, "check --digests --drop-damaged" in found.err) == (3, True)

        assert academy(*self.DROP).code == 6
        assert academy(*self.DROP, "--dry-run").code == 3
        assert len(stored(home)) == 2
        dropped = academy(*self.DROP, "--yes")

        assert (dropped.code, "2 files missing" in dropped.err) == (3, True)
        assert stored(home) == []
        assert academy("lesson", "upload", *LESSON, "lecture.mp4").code == 0
        assert academy("course", "sync", "python", "--yes").code == 0
        assert academy("storage", "check", "--digests").code == 0

    def test_in_a_bucket_it_is_dropped_and_copied_again(
        self, academy: Run, bucket: str, s3_server: s3.S3, home: Path
    ) -> None:
        copy = ("storage", "copy", "--from", str(stored(home)[0].parents[2]), "--to", bucket)
        assert academy(*copy, "--yes").code == 0
        store = open_store(bucket, s3_server.options())
        [key] = [one.key for one in store.list("assets/")]
        store.put(key, b"a PICTURE")

        assert academy(*self.DROP, "--yes").code == 3

        assert academy(*copy, "--yes").code == 0
        assert academy("storage", "check", "--digests").code == 0


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("words", [("--to", ""), ("--to", "copy", "--from", "")])
def test_an_empty_address_copies_nothing(academy: Run, home: Path, words: tuple[str, ...]) -> None:
    assert academy("storage", "copy", *words, "--yes").code == 2
    assert not (home / "copy").exists()


class TestBucket:
    def test_moving_there_is_a_copy_a_setting_and_a_check(
        self, academy: Run, bucket: str, home: Path
    ) -> None:
        assert academy("storage", "check").code == 3  # nothing is there yet
        folder = stored(home)[0].parents[2]

        ran = academy("storage", "copy", "--from", str(folder), "--to", bucket, "--yes")

        assert (ran.code, "copied\t1" in ran.out) == (0, True)
        assert academy("storage", "check", "--digests").code == 0
        again = academy("storage", "copy", "--from", str(folder), "--to", bucket, "--yes")
        assert "copied\t0" in again.out
        assert "a-very-secret-key" not in ran.out + ran.err

    def test_a_video_goes_there_and_comes_back(self, academy: Run, bucket: str, home: Path) -> None:
        assert academy("lesson", "upload", *LESSON, "lecture.mp4").code == 0
        back = ("storage", "copy", "--from", bucket, "--to", "back", "--yes")
        assert academy(*back).code == 0

        found = [path.read_bytes() for path in (home / "back").rglob("*") if path.is_file()]
        assert found == [b"a lecture" * 1000]

    @pytest.mark.usefixtures("bucket")
    def test_a_link_gives_one_file_to_whoever_has_it(self, academy: Run, home: Path) -> None:
        (home / "python/welcome.md").write_text("# Welcome\n\n![another](images/a.png)\n")
        (home / "python/images/a.png").write_bytes(b"another picture")
        assert academy("course", "sync", "python", "--yes").code == 0
        assert academy("lesson", "upload", *LESSON, "lecture.mp4").code == 0
        link = ("lesson", "link", "welcome", "--course", "python", "--fields", "url")

        video, picture = (
            academy(*link, name, "--for", "2h").out.strip()
            for name in ("lecture.mp4", "images/a.png")
        )
        assert httpx.get(video).content == b"a lecture" * 1000
        assert httpx.get(picture).content == b"another picture"
        assert "Expires=7200" in video
        assert "a-very-secret-key" not in video
        assert [academy(*link, "lecture.mp4", "--for", one).code for one in ("8d", "soon")] == [
            2,
            2,
        ]
        unknown = academy(*link, "lecture.mp")
        assert (unknown.code, "lecture.mp4" in unknown.err) == (4, True)

    @pytest.mark.usefixtures("bucket")
    def test_a_bucket_that_is_down_is_exit_7_without_a_traceback(
        self, academy: Run, proxy: s3.Proxy
    ) -> None:
        proxy.fail(lambda passing: passing.answer(503))

        for words in (
            ("storage", "check"),
            ("lesson", "upload", *LESSON, "lecture.mp4"),
            ("course", "sync", "python", "--yes"),
        ):
            ran = academy(*words)
            assert ran.code == 7
            assert "Traceback" not in ran.err
            assert "a-very-secret-key" not in ran.err

    @pytest.mark.usefixtures("bucket")
    def test_a_bucket_that_refuses_is_exit_6(self, academy: Run, proxy: s3.Proxy) -> None:
        proxy.fail(lambda passing: passing.answer(403))

        assert academy("storage", "check").code == 6

    @pytest.mark.usefixtures("bucket")
    def test_keys_are_not_shown(self, academy: Run) -> None:
        ran = academy("config", "show")

        assert "storage.secret_key\t***" in ran.out
        assert "a-very-secret-key" not in ran.out

    @pytest.mark.usefixtures("course")
    def test_what_is_no_bucket_is_a_finding_of_the_settings(self, academy: Run, given: Set) -> None:
        given(storage_url="https://example.org/files")

        assert academy("storage", "check").code == 3
