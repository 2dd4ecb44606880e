"""What a verifier goes by: files at hand, and the site of the issuer that is trusted, and nobody else."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from academy_cli.certificates.verifying.errors import BadTrustError, NoEvidenceError
from academy_cli.certificates.verifying.evidence import Evidence
from academy_cli.certificates.verifying.views import Examination
from tests.certificates.bureau import Bureau
from tests.school import NOW, School


class Quiet(SimpleHTTPRequestHandler):
    """A web server of files that remembers what it was asked."""

    asked: list[str]

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its own signature
        self.asked.append(self.path)


@contextmanager
def site(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Files on a server of this machine: its address, and what it was asked."""
    asked: list[str] = []
    handler = type("Handler", (Quiet,), {"asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What is published."""
    found = tmp_path / "public"
    found.mkdir()
    return found


@pytest.fixture
def published(
    school: School, tmp_path: Path, folder: Path
) -> Iterator[tuple[Bureau, str, list[str]]]:
    """A bureau whose site answers, the code of a certificate, and what the site was asked."""
    with site(folder) as (address, asked):
        bureau = Bureau(school, tmp_path / "keys", site=address)
        bureau.keys.init()
        school.learner()
        bureau.complete()
        bureau.certificates.sign_waiting()
        bureau.publishing.publish(folder / "new")
        for one in (folder / "new").iterdir():
            shutil.move(one, folder / one.name)
        (code,) = (one.name for one in (folder / "certificates").iterdir())
        yield bureau, code, asked


def brought(folder: Path, tmp_path: Path, code: str) -> tuple[str, Path]:
    """A credential and the issuer's keys, taken along without the lists."""
    mine = tmp_path / "mine"
    mine.mkdir()
    shutil.copy(folder / "certificates" / code / "credential.json", mine)
    shutil.copy(folder / "issuer.json", mine)
    return str(mine / "credential.json"), mine / "issuer.json"


def outcomes(found: Examination) -> dict[str, str]:
    return {one.check: one.outcome for one in found.checks}


def test_the_issuers_site_is_asked_for_lists_that_are_not_at_hand(
    published: tuple[Bureau, str, list[str]], folder: Path, tmp_path: Path
) -> None:
    _, code, asked = published
    word, trust = brought(folder, tmp_path, code)

    found = Evidence(trust, at=NOW).examine(word)

    assert found.verdict == "valid"
    assert set(outcomes(found).values()) == {"passed"}
    assert asked == ["/status/revoked-1.json", "/status/suspended-1.json"]


def test_it_is_not_asked_offline_nor_where_lists_are_at_hand(
    published: tuple[Bureau, str, list[str]], folder: Path, tmp_path: Path
) -> None:
    _, code, asked = published
    word, trust = brought(folder, tmp_path, code)
    beside = Evidence(folder / "issuer.json", at=NOW).examine(word)
    offline = Evidence(trust, at=NOW, may_ask=False).examine(word)

    assert (beside.verdict, offline.verdict) == ("valid", "uncertain")
    assert "without --offline" in offline.advice
    assert outcomes(offline)["revocation"] == "unknown"
    assert asked == []


def test_nobody_is_asked_for_a_stranger(
    published: tuple[Bureau, str, list[str]], folder: Path, tmp_path: Path
) -> None:
    _, code, asked = published
    word, _ = brought(folder, tmp_path, code)

    assert Evidence(at=NOW).examine(word).verdict == "untrusted"
    assert asked == []


def test_a_revoked_one_is_seen_at_its_site(
    published: tuple[Bureau, str, list[str]], folder: Path, tmp_path: Path
) -> None:
    bureau, code, _ = published
    word, trust = brought(folder, tmp_path, code)
    bureau.changes.revoke(code, "cheated")
    bureau.publishing.publish(folder)

    assert Evidence(trust, at=NOW).examine(word).verdict == "revoked"


@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b"[]", b"{" * 100_000, b'{"id":"x"}', bytes(300_000)]
)
def test_a_broken_answer_is_none(
    published: tuple[Bureau, str, list[str]], folder: Path, tmp_path: Path, answer: bytes
) -> None:
    _, code, _ = published
    word, trust = brought(folder, tmp_path, code)
    for one in (folder / "status").iterdir():
        one.write_bytes(answer)

    found = Evidence(trust, at=NOW).examine(word)

    assert found.verdict == "uncertain"
    assert outcomes(found)["revocation"] == "unknown"


def test_a_site_that_is_gone_leaves_it_open(
    published: tuple[Bureau, str, list[str]], folder: Path, tmp_path: Path
) -> None:
    _, code, _ = published
    word, trust = brought(folder, tmp_path, code)
    gone = json.loads(trust.read_text())
    assert gone["url"].startswith("http://127.0.0.1:")
    for one in (folder / "status").iterdir():
        one.unlink()

    found = Evidence(trust, at=NOW).examine(word)
    assert (found.verdict, found.unchecked) == ("uncertain", ("revocation", "suspension"))
    assert found.why.startswith("Whether it was revoked takes the list at http://")
    assert "offline" not in found.advice


def test_a_code_is_looked_up_at_the_site_of_whom_one_trusts(
    published: tuple[Bureau, str, list[str]], folder: Path, tmp_path: Path
) -> None:
    _, code, asked = published
    _, trust = brought(folder, tmp_path, code)

    assert Evidence(trust, at=NOW).examine(code).verdict == "valid"
    assert asked[0] == f"/certificates/{code}/credential.json"
    with pytest.raises(NoEvidenceError):
        Evidence(trust, at=NOW, may_ask=False).examine(code)
    with pytest.raises(NoEvidenceError):
        Evidence(at=NOW).examine(code)


@pytest.mark.parametrize("content", ["", "{}", '{"type": "AcademyIssuer"}', "[]"])
def test_what_is_no_file_of_keys_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "issuer.json"
    path.write_text(content, encoding="utf-8")
    (tmp_path / "credential.json").write_text("{}", encoding="utf-8")

    with pytest.raises(BadTrustError):
        Evidence(path).examine(str(tmp_path / "credential.json"))


def test_lists_of_yesterday_are_asked_for_again(
    published: tuple[Bureau, str, list[str]], folder: Path, tmp_path: Path
) -> None:
    bureau, code, asked = published
    word, trust = brought(folder, tmp_path, code)
    shutil.copytree(folder / "status", trust.parent / "status")
    bureau.changes.revoke(code, "cheated")
    bureau.school.at(NOW + timedelta(days=2))
    bureau.publishing.publish(folder)

    assert Evidence(trust, at=NOW + timedelta(days=2)).examine(word).verdict == "revoked"
    assert len(asked) == 3
    assert Evidence(trust, at=NOW).examine(word).verdict == "valid"
    assert len(asked) == 3


def test_a_code_on_paper_is_looked_up_too(
    published: tuple[Bureau, str, list[str]], folder: Path, tmp_path: Path
) -> None:
    bureau, code, _ = published
    _, trust = brought(folder, tmp_path, code)
    scanned = str(bureau.rows()[0].scanned)

    offline = Evidence(trust, at=NOW, may_ask=False).examine(scanned)
    assert (offline.verdict, offline.name, offline.code) == ("uncertain", "Ann", code)
    assert offline.unchecked == ("revocation", "suspension")
    assert Evidence(trust, at=NOW).examine(scanned).verdict == "valid"
    bureau.changes.revoke(code, "cheated")
    bureau.publishing.publish(folder)
    assert Evidence(trust, at=NOW).examine(scanned).verdict == "revoked"


def test_a_file_of_keys_that_somebody_changed_is_none(
    published: tuple[Bureau, str, list[str]], folder: Path, tmp_path: Path
) -> None:
    _, code, _ = published
    word, trust = brought(folder, tmp_path, code)
    trust.write_text(trust.read_text().replace("Lakeside Academy", "Harvard University"))

    with pytest.raises(BadTrustError):
        Evidence(trust, at=NOW).examine(word)


def test_one_that_was_replaced_names_its_successor(
    published: tuple[Bureau, str, list[str]], folder: Path, tmp_path: Path
) -> None:
    bureau, code, asked = published
    word, trust = brought(folder, tmp_path, code)
    new = bureau.changes.reissue(code, "Ann Lee").code
    bureau.publishing.publish(folder)

    beside = Evidence(folder / "issuer.json", at=NOW, may_ask=False).examine(word)
    assert (beside.verdict, beside.replaced_by, asked) == ("revoked", new, [])
    assert Evidence(trust, at=NOW).examine(word).replaced_by == new
    assert asked[-1] == f"/certificates/{code}/status.json"
    assert Evidence(folder / "issuer.json", at=NOW).examine(new).replaced_by is None


def test_what_is_no_code_is_no_successor(
    published: tuple[Bureau, str, list[str]], folder: Path, tmp_path: Path
) -> None:
    bureau, code, _ = published
    word, _ = brought(folder, tmp_path, code)
    bureau.changes.revoke(code, "cheated")
    bureau.publishing.publish(folder)
    path = folder / "certificates" / code / "status.json"

    assert Evidence(folder / "issuer.json", at=NOW).examine(word).replaced_by is None
    path.write_text('{"replaced_by": "call 555-1234"}', encoding="utf-8")
    assert Evidence(folder / "issuer.json", at=NOW).examine(word).replaced_by is None
