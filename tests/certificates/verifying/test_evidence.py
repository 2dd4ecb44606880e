"""What a verifier goes by: files at hand, and the site of the issuer that is trusted, and nobody else."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from academy_cli.certificates.verifying.errors import BadTrustError, NoEvidenceError
from academy_cli.certificates.verifying.evidence import Evidence
from tests.certificates.verifying.sites import Published, brought, outcomes
from tests.engines import in_turns
from tests.school import NOW


def test_the_issuers_site_is_asked_for_lists_that_are_not_at_hand(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    _, code, asked = published
    word, trust = brought(folder, tmp_path, code)

    found = Evidence(trust, at=NOW).examine(word)

    assert found.verdict == "valid"
    assert set(outcomes(found).values()) == {"passed"}
    assert asked == ["/issuer.json", "/status/revoked-1.json", "/status/suspended-1.json"]


def test_it_is_not_asked_offline(published: Published, folder: Path, tmp_path: Path) -> None:
    _, code, asked = published
    word, trust = brought(folder, tmp_path, code)
    beside = Evidence(folder / "issuer.json", at=NOW, may_ask=False).examine(word)
    offline = Evidence(trust, at=NOW, may_ask=False).examine(word)

    assert (beside.verdict, offline.verdict) == ("valid", "uncertain")
    assert "without --offline" in offline.advice
    assert outcomes(offline)["revocation"] == "unknown"
    assert asked == []


def test_nobody_is_asked_for_a_stranger(published: Published, folder: Path, tmp_path: Path) -> None:
    _, code, asked = published
    word, _ = brought(folder, tmp_path, code)

    assert Evidence(at=NOW).examine(word).verdict == "untrusted"
    assert asked == []


def test_a_revoked_one_is_seen_at_its_site(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    bureau, code, _ = published
    word, trust = brought(folder, tmp_path, code)
    bureau.changes.revoke(code, "cheated")
    bureau.publishing.publish(folder)

    assert Evidence(trust, at=NOW).examine(word).verdict == "revoked"


@in_turns
@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b"[]", b"{" * 100_000, b'{"id":"x"}', bytes(300_000)]
)
def test_a_broken_answer_is_none(
    published: Published, folder: Path, tmp_path: Path, answer: bytes
) -> None:
    _, code, _ = published
    word, trust = brought(folder, tmp_path, code)
    for one in (folder / "status").iterdir():
        one.write_bytes(answer)

    found = Evidence(trust, at=NOW).examine(word)

    assert found.verdict == "uncertain"
    assert outcomes(found)["revocation"] == "unknown"


def test_a_site_that_is_gone_leaves_it_open(
    published: Published, folder: Path, tmp_path: Path
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
    published: Published, folder: Path, tmp_path: Path
) -> None:
    _, code, asked = published
    _, trust = brought(folder, tmp_path, code)

    assert Evidence(trust, at=NOW).examine(code).verdict == "valid"
    assert asked[0] == f"/certificates/{code}/credential.json"
    with pytest.raises(NoEvidenceError) as offline:
        Evidence(trust, at=NOW, may_ask=False).examine(code)
    with pytest.raises(NoEvidenceError) as strange:
        Evidence(at=NOW).examine(code)
    assert "--trust" in str(strange.value.hint)
    assert "--trust" not in str(offline.value.hint)
    assert "without --offline" in str(offline.value.hint)


@pytest.mark.parametrize("content", ["", "{}", '{"type": "AcademyIssuer"}', "[]"])
def test_what_is_no_file_of_keys_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "issuer.json"
    path.write_text(content, encoding="utf-8")
    (tmp_path / "credential.json").write_text("{}", encoding="utf-8")

    with pytest.raises(BadTrustError) as refused:
        Evidence(path).examine(str(tmp_path / "credential.json"))
    assert refused.value.message.count("file of an issuer's keys") == 1


def test_lists_of_yesterday_are_asked_for_again(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    bureau, code, asked = published
    word, trust = brought(folder, tmp_path, code)
    shutil.copytree(folder / "status", trust.parent / "status")
    bureau.changes.revoke(code, "cheated")
    bureau.school.at(NOW + timedelta(days=2))
    bureau.publishing.publish(folder)

    assert Evidence(trust, at=NOW + timedelta(days=2)).examine(word).verdict == "revoked"
    assert len(asked) == 4


def test_a_site_that_was_not_published_to_for_long_is_said_to_be(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    _, code, _ = published
    word, trust = brought(folder, tmp_path, code)

    found = Evidence(trust, at=NOW + timedelta(days=94)).examine(word)

    assert (found.verdict, found.unchecked) == ("uncertain", ("revocation", "suspension"))
    assert found.why.endswith("but that list is 94 days old.")
    assert "ask its issuer to publish" in found.advice


def test_a_code_on_paper_is_looked_up_too(
    published: Published, folder: Path, tmp_path: Path
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
    published: Published, folder: Path, tmp_path: Path
) -> None:
    _, code, _ = published
    word, trust = brought(folder, tmp_path, code)
    trust.write_text(trust.read_text().replace("Lakeside Academy", "Harvard University"))

    with pytest.raises(BadTrustError):
        Evidence(trust, at=NOW).examine(word)


def test_one_that_was_replaced_names_its_successor(
    published: Published, folder: Path, tmp_path: Path
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
    published: Published, folder: Path, tmp_path: Path
) -> None:
    bureau, code, _ = published
    word, _ = brought(folder, tmp_path, code)
    bureau.changes.revoke(code, "cheated")
    bureau.publishing.publish(folder)
    path = folder / "certificates" / code / "status.json"

    assert Evidence(folder / "issuer.json", at=NOW).examine(word).replaced_by is None
    path.write_text('{"replaced_by": "call 555-1234"}', encoding="utf-8")
    assert Evidence(folder / "issuer.json", at=NOW).examine(word).replaced_by is None
