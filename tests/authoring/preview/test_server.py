"""The server of a preview answers this machine, with what its pages refer to, and nothing else."""

from __future__ import annotations

import http.client
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import watchfiles

from academy_cli.authoring.preview.errors import PortTakenError
from academy_cli.authoring.preview.looking import View
from academy_cli.authoring.preview.previewing import preview
from academy_cli.authoring.preview.workshop import Workshop
from tests.pages.sites import COURSE, Site, served, write

pytestmark = pytest.mark.slow

FLOUR = "/author/lesson/01-dough/01-flour.html"
TABLE = "/author/file/01-dough/files/table.csv"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A course that is served; beside it lies a secret."""
    (tmp_path / "secret.txt").write_text("secret")
    folder = write(tmp_path / "bread", {**COURSE, "notes.txt": "not referred to"})
    (folder / "01-dough/link.csv").symlink_to(tmp_path / "secret.txt")
    with served(folder) as one:
        yield one


def ask(
    site: Site, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """What is answered to a request, path and headers as they are."""
    port = int(site.url.rpartition(":")[2].strip("/"))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    for name, value in {"Host": f"127.0.0.1:{port}", **headers}.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    told = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    connection.close()
    return told


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "", "localhost.evil.example"]
)
def test_a_name_that_was_bound_to_this_machine_gets_nothing(site: Site, host: str) -> None:
    status, _, body = ask(site, "/author/", Host=host)

    assert status == 421
    assert b"Bread" not in body


def test_files_that_a_page_refers_to_are_served(site: Site) -> None:
    assert ask(site, TABLE)[0] == 404
    assert ask(site, FLOUR)[0] == 200

    assert ask(site, TABLE)[2] == b"kind,grams\nrye,500\n"


@pytest.mark.parametrize(
    "path",
    [
        "/author/file/notes.txt",
        "/author/file/course.yaml",
        "/author/file/01-dough/01-flour.md",
        "/author/file/01-dough/link.csv",
        "/author/file/../secret.txt",
        "/author/file/../../secret.txt",
        "/author/file/%2e%2e/secret.txt",
        "/author/file/..%2fsecret.txt",
        "/author/file/01-dough/files/../../../secret.txt",
        "/author/file//etc/passwd",
        "/author/file/%2fetc%2fpasswd",
        "/author/file/..\\secret.txt",
        "/author/file/01-dough/files/table.csv%00.png",
        "/author/static/../drawing.py",
        "/author/static/%2e%2e/drawing.py",
        "/author/../../secret.txt",
        "/nobody/index.html",
        "/file/01-dough/files/table.csv",
        "/author",
    ],
)
def test_nothing_else_is_served(site: Site, path: str) -> None:
    ask(site, FLOUR)

    status, _, body = ask(site, path)

    assert status == 404
    assert b"secret" not in body.replace(b"secret.txt", b"")


def test_a_file_that_became_a_link_out_of_the_course_is_not_served(
    site: Site, tmp_path: Path
) -> None:
    ask(site, FLOUR)
    table = tmp_path / "bread/01-dough/files/table.csv"
    table.unlink()
    table.symlink_to(tmp_path / "secret.txt")

    assert ask(site, TABLE)[0] == 404


def test_a_part_of_a_file_is_what_was_asked_for(site: Site) -> None:
    ask(site, FLOUR)

    status, headers, body = ask(site, TABLE, Range="bytes=5-9")
    assert (status, headers["content-range"], body) == (206, "bytes 5-9/19", b"grams")
    assert ask(site, TABLE, Range="bytes=-4")[2] == b"500\n"
    assert ask(site, TABLE, Range="bytes=15-")[2] == b"500\n"
    assert ask(site, TABLE, Range="bytes=99-")[0] == 200
    assert ask(site, TABLE, Range="bytes=1-2,4-5")[0] == 200


@pytest.mark.parametrize(
    ("method", "origin"), [("POST", "https://evil.example"), ("GET", ""), ("HEAD", "")]
)
def test_what_another_site_sends_along_is_no_request(site: Site, method: str, origin: str) -> None:
    port = int(site.url.rpartition(":")[2].strip("/"))
    inner = f"GET {FLOUR} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
    asked = (
        f"{method} /author/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {origin}\r\n"
        f"Content-Length: {len(inner)}\r\n\r\n{inner}"
    )

    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(asked.encode())
        answered = b"".join(iter(lambda: connection.recv(65536), b""))

    assert answered.count(b"HTTP/1.1 ") == 1
    assert b"\r\nConnection: close\r\n" in answered


def test_every_answer_says_what_it_may_do(site: Site) -> None:
    _, page, _ = ask(site, FLOUR)
    _, picture, _ = ask(site, "/author/file/01-dough/flour.svg")

    assert "unsafe" not in page["content-security-policy"]
    assert "default-src 'none'" in page["content-security-policy"]
    assert picture["content-security-policy"].startswith("sandbox;")
    for headers in (page, picture):
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"


def test_head_says_what_get_would(site: Site) -> None:
    get, head = ask(site, FLOUR), ask(site, FLOUR, "HEAD")

    assert head[2] == b""
    assert (head[0], head[1]["etag"], head[1]["content-length"]) == (
        get[0], get[1]["etag"], get[1]["content-length"],
    )  # fmt: skip
    assert ask(site, FLOUR, "PUT")[0] == 501


def test_a_port_that_is_taken_is_refused(site: Site, tmp_path: Path) -> None:
    port = int(site.url.rpartition(":")[2].strip("/"))

    with pytest.raises(PortTakenError, match=f"Nothing can listen on port {port}"):
        preview(Workshop(tmp_path / "bread"), port, View.AUTHOR, ready=print, is_over=lambda: True)


def test_what_was_saved_before_anybody_watched_is_seen(tmp_path: Path) -> None:
    folder, address = write(tmp_path / "bread", COURSE), "lesson/02-oven/heat.html"

    def saved(workshop: Workshop) -> None:
        workshop.page(View.AUTHOR, address)
        write(folder, {"02-oven/heat.md": "# Hotter\n"})

    with served(folder, saved) as site:
        deadline = time.monotonic() + 20
        while b"<h1>Hotter</h1>" not in ask(site, f"/author/{address}")[2]:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_saves_are_seen_where_the_system_watches_no_more_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watchfiles.watch

    def at_its_limit(*paths: Path, **how: Any) -> Any:
        if not how["force_polling"]:
            raise OSError(28, "inotify watch limit reached")
        return watch(*paths, **how)

    monkeypatch.setattr(watchfiles, "watch", at_its_limit)
    folder = write(tmp_path / "bread", COURSE)
    with served(folder) as site:
        deadline = time.monotonic() + 20
        while b"<h1>Hotter</h1>" not in ask(site, "/author/lesson/02-oven/heat.html")[2]:
            assert time.monotonic() < deadline
            write(folder, {"02-oven/heat.md": "# Hotter\n"})
            time.sleep(0.3)


def comes(site: Site, address: str, text: bytes) -> None:
    """Wait until a page holds a text."""
    deadline = time.monotonic() + 20
    while text not in ask(site, f"/author/{address}")[2]:
        assert time.monotonic() < deadline, text
        time.sleep(0.05)


def taken_away(folder: Path) -> None:
    folder.rename(folder.parent / "elsewhere")


@pytest.mark.parametrize("lost", [taken_away, shutil.rmtree], ids=["renamed", "removed"])
def test_a_folder_that_goes_is_missed_and_followed_once_it_is_back(
    tmp_path: Path, lost: Callable[[Path], object]
) -> None:
    folder, heat = write(tmp_path / "bread", COURSE), "lesson/02-oven/heat.html"
    with served(folder) as site:
        comes(site, heat, b"<h1>Heat</h1>")
        lost(folder)
        comes(site, "", b"There is no course.yaml")

        write(folder, COURSE)
        comes(site, heat, b"<h1>Heat</h1>")
        comes(site, "", b'<span class="found">1 finding</span>')
        time.sleep(1)  # what is written from here on is seen by watching, or never
        write(folder, {"02-oven/heat.md": "# Hotter\n"})
        comes(site, heat, b"<h1>Hotter</h1>")


def test_a_link_that_leads_to_another_folder_now_is_followed(tmp_path: Path) -> None:
    old, new = (write(tmp_path / name, COURSE) for name in ("old", "new"))
    write(new, {"02-oven/heat.md": "# Hotter\n"})
    link = tmp_path / "bread"
    link.symlink_to(old)
    with served(link) as site:
        comes(site, "lesson/02-oven/heat.html", b"<h1>Heat</h1>")
        (tmp_path / "next").symlink_to(new)
        (tmp_path / "next").rename(link)

        comes(site, "lesson/02-oven/heat.html", b"<h1>Hotter</h1>")
        write(new, {"02-oven/heat.md": "# Hottest\n"})
        comes(site, "lesson/02-oven/heat.html", b"<h1>Hottest</h1>")
