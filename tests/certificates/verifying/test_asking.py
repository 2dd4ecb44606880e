"""Asking the issuer's site: always unless offline, once, and never longer than its answer is worth."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from academy_cli.certificates.verifying.evidence import Evidence
from academy_cli.certificates.verifying.fetching import Fetched, fetched
from academy_cli.certificates.verifying.site import Site
from tests.certificates.bureau import Bureau
from tests.certificates.verifying.sites import Published, brought, outcomes
from tests.school import NOW, School

pytestmark = pytest.mark.slow

NOON = NOW + timedelta(hours=3)
_HEADERS = b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n"


def with_lists(folder: Path, tmp_path: Path, code: str) -> tuple[str, Path]:
    """What a stranger takes along, the lists of that moment beside the keys."""
    word, trust = brought(folder, tmp_path, code)
    shutil.copytree(folder / "status", trust.parent / "status")
    return word, trust


@pytest.mark.parametrize("given", ["beside", "named"])
def test_a_list_of_the_same_day_keeps_nobody_from_asking(
    published: Published, folder: Path, tmp_path: Path, given: str
) -> None:
    bureau, code, _ = published
    word, trust = with_lists(folder, tmp_path, code)
    status = tuple(sorted((trust.parent / "status").iterdir())) if given == "named" else ()
    bureau.school.at(NOON)
    bureau.changes.revoke(code, "cheated")
    bureau.publishing.publish(folder)

    assert Evidence(trust, status, NOON).examine(word).verdict == "revoked"
    assert Evidence(trust, status, NOON, may_ask=False).examine(word).verdict == "valid"


def test_a_theft_of_the_same_day_is_asked_for_too(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    bureau, code, _ = published
    bureau.keys.rotate()
    bureau.publishing.publish(folder)
    word, trust = with_lists(folder, tmp_path, code)
    [first] = [one for one in bureau.keys.list() if one.state == "retired"]
    bureau.school.at(NOON)
    bureau.keys.compromised(first.name, NOW - timedelta(days=1), "stolen")
    bureau.publishing.publish(folder)

    assert Evidence(trust, at=NOON).examine(word).verdict == "invalid"


def test_each_address_is_asked_once_for_all_that_is_checked(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    _, code, asked = published
    word, trust = with_lists(folder, tmp_path, code)
    by = Evidence(trust, at=NOW)

    assert [by.row(word).verdict for _ in range(3)] == ["valid"] * 3
    assert asked == ["/issuer.json", "/status/revoked-1.json", "/status/suspended-1.json"]


def test_of_two_lists_the_later_one_counts(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    """A site whose copy is behind takes back nothing that the asker knows already."""
    bureau, code, asked = published
    word, trust = brought(folder, tmp_path, code)
    bureau.school.at(NOON)
    bureau.changes.revoke(code, "cheated")
    bureau.publishing.publish(tmp_path / "later")
    shutil.copytree(tmp_path / "later/status", trust.parent / "status")

    assert Evidence(trust, at=NOON).examine(word).verdict == "revoked"
    assert len(asked) == 4, "keys, two lists, and who took its place"


def test_where_the_site_does_not_answer_the_words_say_so(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    _, code, _ = published
    word, trust = with_lists(folder, tmp_path, code)
    shutil.rmtree(folder / "status")
    silent = f"says the list of {NOW:%Y-%m-%d %H:%M} UTC; the site did not answer."

    found = Evidence(trust, at=NOON).examine(word)

    assert found.verdict == "valid"
    said = {one.check: one.words for one in found.checks}
    assert said["revocation"] == f"It was not revoked, {silent}"
    assert said["suspension"] == f"It was not suspended, {silent}"
    stale = Evidence(trust, at=NOW + timedelta(days=40)).examine(word)
    assert stale.why.endswith("but that list is 40 days old, and the site did not answer.")
    assert stale.advice.startswith("Try again later")


def test_words_of_what_the_site_told_say_nothing_of_it(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    _, code, _ = published
    word, trust = with_lists(folder, tmp_path, code)

    found = Evidence(trust, at=NOON).examine(word)

    assert not [one.words for one in found.checks if "did not answer" in one.words]


class Drip(BaseHTTPRequestHandler):
    """A server that never comes to the end of its headers, or of what it has to say, unless it is left."""

    begin: bytes
    ended: threading.Event
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        try:
            self.wfile.write(self.begin)
            while not self.ended.wait(0.02):
                self.wfile.write(b" ")
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own signature
        """Say nothing."""


@pytest.fixture(params=[_HEADERS + b"\r\n", _HEADERS + b"X-Long:"], ids=["body", "headers"])
def drip(request: pytest.FixtureRequest) -> Iterator[tuple[str, list[str]]]:
    ended, asked = threading.Event(), list[str]()
    about = {"begin": request.param, "ended": ended, "asked": asked}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Drip,), about))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    ended.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_answer_that_drips_is_none(drip: tuple[str, list[str]]) -> None:
    """Without a limit this would never come back: something arrives all the time."""
    assert fetched(f"{drip[0]}/issuer.json", limit_s=0.3) == Fetched(is_late=True)


def test_a_site_that_drips_leaves_it_open_and_is_asked_no_more(
    drip: tuple[str, list[str]], school: School, tmp_path: Path
) -> None:
    """On a machine with a lot to do the server may hear of it only after it was given up."""
    address, asked = drip
    bureau = Bureau(school, tmp_path / "keys", site=address)
    bureau.keys.init()
    school.learner()
    bureau.complete()
    bureau.certificates.sign_waiting()
    bureau.publishing.publish(tmp_path / "public")
    [code] = [one.name for one in (tmp_path / "public/certificates").iterdir()]
    word, trust = brought(tmp_path / "public", tmp_path, code)

    by = Evidence(trust, at=NOW, site=Site(limit_s=2))
    found = by.examine(word)

    assert (found.verdict, outcomes(found)["revocation"]) == ("uncertain", "unknown")
    assert by.row(word).verdict == "uncertain"
    deadline = time.monotonic() + 60
    while not asked and time.monotonic() < deadline:
        time.sleep(0.01)
    assert asked == ["/issuer.json"]


def test_what_is_counted_are_the_bytes_that_are_kept(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    bureau, _, _ = published
    (folder / "large.json").write_text('{"a": "' + "x" * 5000 + '"}', encoding="utf-8")
    address = f"{bureau.office.terms.site}/large.json"

    assert fetched(address, largest=5000) == Fetched()
    assert fetched(address, largest=6000).found is not None
