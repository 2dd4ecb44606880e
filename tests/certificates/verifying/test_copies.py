"""What is genuine and was saved again, printed, scanned or misread: not valid, with a way to the original."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.verifying.errors import (
    BadTrustError,
    NothingGivenError,
    UnreadableScanError,
)
from academy_cli.certificates.verifying.evidence import Evidence
from academy_cli.certificates.verifying.views import Examination
from tests.certificates.corpus import corpus
from tests.certificates.pictures import png
from tests.certificates.verifying.sites import Published, brought, outcomes
from tests.school import NOW

GENUINE, OTHER = corpus(2)
CODE = codes.shown(GENUINE.facts.code)
SCANNED = "HTTPS://LAKESIDE.EXAMPLE/Q/"


def checked(tmp_path: Path, name: str, content: bytes) -> Examination:
    path = tmp_path / name
    path.write_bytes(content)
    return Evidence(may_ask=False).examine(str(path))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("printed.pdf", b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n", "CODE"),
        ("scanned.png", png(2, 2, bytes(16)), "CODE"),
        ("photograph.json", b"\xff\xd8\xff\xe0" + bytes(60), "CODE"),
        ("list.json", b"[]", "CODE"),
        ("other.json", b'{"name": "Ann"}', "CODE"),
        ("cut.json", json.dumps({"code": CODE}).encode()[:-1], CODE),
        ("saved.json", json.dumps({"code": CODE}).encode(), CODE),
        ("two.json", json.dumps([CODE, codes.shown(OTHER.facts.code)]).encode(), "CODE"),
        ("saved.pdf", GENUINE.page + b"\n%again\n", CODE),
    ],
)
def test_a_copy_is_told_where_its_original_is(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    found = checked(tmp_path, name, content)

    assert found.verdict == "invalid"
    assert found.advice.startswith(
        "If it was saved again, printed or scanned: ask for the original"
    )
    assert found.advice.endswith(f": academy certificate verify {code}")


def test_what_was_changed_is_not_called_a_copy(tmp_path: Path) -> None:
    """The control: a name that somebody wrote is no matter of saving."""
    changed = GENUINE.credential.replace(GENUINE.facts.recipient, "Mallory", 1)

    found = checked(tmp_path, "ann.json", changed.encode())

    assert (found.verdict, found.advice) == ("invalid", "")


@pytest.mark.parametrize("before", ["", "\ufeff", "\n\n", "\r\n \ufeff"])
def test_a_scanned_text_is_read_without_what_editors_put_round_it(
    published: Published, folder: Path, tmp_path: Path, before: str
) -> None:
    bureau, code, _ = published
    _, trust = brought(folder, tmp_path, code)
    text = f"{before}{bureau.rows()[0].scanned}\n"
    (tmp_path / "scan.txt").write_text(text, encoding="utf-8")
    by = Evidence(trust, at=NOW, may_ask=False)

    for word in (text, str(tmp_path / "scan.txt")):
        found = by.examine(word)
        assert (found.verdict, found.code) == ("uncertain", code)


@pytest.mark.parametrize(
    "text",
    [f"{SCANNED}AFLE0J5", f"{SCANNED}AFLEOJ5", SCANNED, "https://x.org/a/Q/A!", "ACADEMY:A1"],
)
def test_a_scanned_text_that_was_misread_is_no_name_of_a_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "scan.txt").write_text(text, encoding="utf-8")

    for word in (text, str(tmp_path / "scan.txt")):
        with pytest.raises(UnreadableScanError) as refused:
            Evidence().examine(word)
        assert "Scan it again" in str(refused.value.hint)
    assert Evidence().row(text).verdict == "unreadable"


def test_an_address_is_no_file_that_is_not_there() -> None:
    with pytest.raises(NothingGivenError, match="is no file, no code"):
        Evidence().examine("HTTPS://LAKESIDE.EXAMPLE/")


def test_a_letter_that_was_misread_within_a_scanned_text_is_said_to_be_possible(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    bureau, code, _ = published
    _, trust = brought(folder, tmp_path, code)
    scanned = str(bureau.rows()[0].scanned)
    misread = scanned[:-9] + ("A" if scanned[-9] != "A" else "B") + scanned[-8:]

    found = Evidence(trust, at=NOW, may_ask=False).examine(misread)

    assert (found.verdict, outcomes(found)["signature"]) == ("invalid", "failed")
    assert found.advice == (
        f"If it was misread: scan it again, or check its code: academy certificate verify {code}"
    )


PROOF = {"merkleRoot": "a" * 64, "targetHash": "b" * 64, "path": [], "anchors": []}


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        json.dumps({**PROOF, "path": [{"up": "a" * 64}]}),
        json.dumps({**PROOF, "path": [{"left": "a"}]}),
        json.dumps({**PROOF, "path": [{"left": "a" * 64}] * 41}),
        json.dumps({**PROOF, "path": "left"}),
        json.dumps({**PROOF, "targetHash": 5}),
        json.dumps({**PROOF, "merkleRoot": "z" * 64}),
        GENUINE.credential,
    ],
)
@pytest.mark.parametrize("option", ["proof", "status"])
def test_what_is_no_proof_and_no_list_is_refused_by_its_name(
    tmp_path: Path, option: str, content: str
) -> None:
    path, word = tmp_path / "brought.json", tmp_path / "ann.json"
    path.write_text(content, encoding="utf-8")
    word.write_text(GENUINE.credential, encoding="utf-8")
    given = {"proof": path} if option == "proof" else {"status": (path,)}

    with pytest.raises(BadTrustError, match=r"brought\.json” cannot be used as a ") as refused:
        Evidence(may_ask=False, **given).examine(str(word))  # type: ignore[arg-type]  # one of two
    assert refused.value.code == "verify.bad-trust"


def test_a_proof_of_another_is_one_and_fails(tmp_path: Path) -> None:
    """The control: what has the shape is asked where it leads."""
    path, word = tmp_path / "brought.json", tmp_path / "ann.json"
    path.write_text(json.dumps(PROOF), encoding="utf-8")
    word.write_text(GENUINE.credential, encoding="utf-8")

    found = Evidence(proof=path, may_ask=False).examine(str(word))

    assert (found.verdict, outcomes(found)["batch"]) == ("invalid", "failed")
