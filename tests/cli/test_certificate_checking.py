"""``academy certificate`` as strangers use it: checked, as badges too, whatever keys do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.certificates import answer, earned, with_certificates
from tests.cli.conftest import Run
from tests.cli.snapshots import Snapshots


@pytest.fixture
def awarding(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy with a key, a course of one lesson, and Sam and Tom in it."""
    return with_certificates(academy, home, snapshots)


@pytest.fixture
def code(awarding: Run) -> str:
    """The code of Sam's certificate."""
    return earned(awarding)


def test_a_stranger_checks_it_with_what_is_published(
    awarding: Run, home: Path, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    awarding("certificate", "pdf", code, "--out", "sam.pdf")
    published = answer(awarding("certificate", "publish", "public", "--format", "json"))
    assert published["certificates"] == 1
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    for name in ("sam.pdf", "public"):
        (home / name).rename(stranger / name)
    monkeypatch.chdir(stranger)
    monkeypatch.setenv("HOME", str(stranger))
    trust = ("--trust", "public/issuer.json", "--offline", "--format", "json")

    found = answer(awarding("certificate", "verify", "sam.pdf", *trust))

    assert (found["verdict"], found["name"]) == ("valid", "Sam")
    assert {one["outcome"] for one in found["checks"]} == {"passed"}
    credential = f"public/certificates/{code}/credential.json"
    assert answer(awarding("certificate", "verify", credential, *trust))["verdict"] == "valid"
    assert not list(stranger.glob("*.db")), "nothing of an academy was made here"
    assert not (stranger / ".local").exists()


def test_what_was_not_looked_up_is_not_called_valid(
    awarding: Run, home: Path, code: str, tmp_path: Path
) -> None:
    awarding("certificate", "publish", "public")
    awarding("certificate", "pdf", code, "--out", "sam.pdf")
    shutil.move(home / "public" / "issuer.json", home)
    words = ("certificate", "verify", "sam.pdf", "--trust", "issuer.json")

    for more in ((), ("--offline",)):
        ran = awarding(*words, *more, "--format", "table")
        assert (ran.code, ran.out.partition(" ")[0]) == (9, "UNCERTAIN")
        assert "whether it still holds was not found out" in ran.out.splitlines()[0]
        assert "cannot be called valid. Whether it was revoked takes the list at" in ran.err
        assert "--status" in ran.err
        assert "do without" not in ran.err
    found = json.loads(awarding(*words, "--format", "json").out)
    assert found["verdict"] == "uncertain"
    lists = (word for one in (home / "public/status").iterdir() for word in ("--status", str(one)))
    assert awarding(*words, *lists).code == 0


def test_what_cannot_be_trusted_is_not_called_valid(awarding: Run, code: str) -> None:
    awarding("certificate", "pdf", code, "--out", "sam.pdf")

    ran = awarding("certificate", "verify", "sam.pdf", "--offline")

    assert ran.code == 9
    assert "untrusted" in ran.out
    assert "issuer.json" in ran.err


@pytest.mark.parametrize(("at", "verdict"), [("9999-12-31", "expired"), ("0001-01-01", "invalid")])
def test_any_day_can_be_asked_for(awarding: Run, code: str, at: str, verdict: str) -> None:
    ran = awarding("certificate", "verify", code, "--at", at, "--fields", "verdict")

    assert (ran.code, ran.out) == (3, f"{verdict}\n")


def test_a_changed_page_is_not_valid(awarding: Run, home: Path, code: str) -> None:
    awarding("certificate", "pdf", code, "--out", "sam.pdf")
    path = home / "sam.pdf"
    path.write_bytes(path.read_bytes() + b"\n")

    ran = awarding("certificate", "verify", "sam.pdf", "--own")

    assert ran.code == 3
    assert "The page is not the one that was drawn for this credential" in ran.out


def test_a_bare_code_is_looked_up_here(awarding: Run, code: str) -> None:
    assert awarding("certificate", "verify", code, "--fields", "verdict").out == "valid\n"
    assert awarding("certificate", "revoke", code, "--reason", "cheated", "--yes").code == 0
    ran = awarding("certificate", "verify", code, "--fields", "verdict")
    assert (ran.code, ran.out) == (3, "revoked\n")
    assert awarding("certificate", "verify", "0000-0000-0000-0000").code == 4


def test_a_folder_is_checked_file_by_file(awarding: Run, home: Path, code: str) -> None:
    (home / "pages").mkdir()
    awarding("certificate", "pdf", code, "--out", "pages/good.pdf")
    content = (home / "pages/good.pdf").read_bytes()
    (home / "pages/bad.pdf").write_bytes(content.replace(b"/Contents", b"/Contentz", 1))
    (home / "pages/none.pdf").write_bytes(b"")

    ran = awarding("certificate", "verify", "pages", "--own", "--fields", "file,verdict")

    assert ran.code == 3
    assert ran.out == "bad.pdf\tinvalid\ngood.pdf\tvalid\nnone.pdf\tinvalid\n"


def test_files_of_one_name_are_told_apart_by_their_folders(
    awarding: Run, home: Path, code: str
) -> None:
    for where in ("2025", "2026/may"):
        (home / "pages" / where).mkdir(parents=True)
    awarding("certificate", "pdf", code, "--out", "pages/2025/sam.pdf")
    (home / "pages/2026/may/sam.pdf").write_bytes(b"%PDF-1.7\n")
    (home / "pages/2026/may/dangling.pdf").symlink_to("nowhere")
    words = ("--own", "--fields", "file,verdict")
    rows = ["2025/sam.pdf\tvalid", "2026/may/dangling.pdf\tmissing", "2026/may/sam.pdf\tinvalid"]

    ran = awarding("certificate", "verify", "pages", *words)
    found = awarding("certificate", "verify", "pages", "--own", "--format", "json")
    both = awarding("certificate", "verify", "pages/2025", "pages/2026", *words)

    assert ran.out.splitlines() == rows
    assert "“2026/may/sam.pdf” is not valid" in ran.err
    assert [one["file"] for one in json.loads(found.out)] == [row.split("\t")[0] for row in rows]
    assert "“2026/may/sam.pdf” is no certificate of academy's" in json.loads(found.out)[2]["why"]
    assert both.out.splitlines() == [f"pages/{row}" for row in rows]


@pytest.mark.parametrize("option", ["--trust", "--status", "--proof"])
def test_a_file_to_check_by_that_is_not_there_is_missing(
    awarding: Run, home: Path, code: str, option: str
) -> None:
    awarding("certificate", "pdf", code, "--out", "sam.pdf")
    (home / "none.json").write_text("[]", encoding="utf-8")

    for words in (("sam.pdf",), ("sam.pdf", "sam.pdf")):
        ran = awarding("certificate", "verify", *words, option, "nosuch.json")
        assert (ran.code, ran.out) == (4, "")
        assert "“nosuch.json”, which should be a " in ran.err
    ran = awarding("certificate", "verify", "sam.pdf", option, "none.json")
    assert ran.code == 3
    assert ("anchor proof" in ran.err) == (option == "--proof")
    assert ("issuer's own site" in ran.err) == (option != "--proof")


def test_checking_ones_own_takes_no_private_key(awarding: Run, home: Path, code: str) -> None:
    awarding("certificate", "pdf", code, "--out", "sam.pdf")
    [keys] = {one.parent for one in home.rglob("*.pem")}

    def verdicts() -> list[str]:
        words = ("--own", "--fields", "verdict")
        return [
            awarding("certificate", "verify", one, *words).out.strip() for one in ("sam.pdf", code)
        ]

    keys.chmod(0o755)
    assert verdicts() == ["valid", "valid"]
    shutil.rmtree(keys)
    assert verdicts() == ["valid", "valid"]
    awarding("certificate", "revoke", code, "--reason", "cheated", "--yes")
    assert verdicts() == ["revoked", "revoked"]


def test_what_cannot_be_read_hides_no_verdict(awarding: Run, home: Path, code: str) -> None:
    (home / "pages" / "folder.pdf").mkdir(parents=True)
    awarding("certificate", "pdf", code, "--out", "pages/good.pdf")
    (home / "pages/dangling.pdf").symlink_to("nowhere")
    with (home / "pages/huge.pdf").open("wb") as huge:
        huge.truncate(200_000_000)
    words = ("--own", "--fields", "file,verdict")

    ran = awarding("certificate", "verify", "pages", *words)

    assert ran.code == 3
    assert ran.out.splitlines() == [
        "dangling.pdf\tmissing",
        "folder.pdf\tunreadable",
        "good.pdf\tvalid",
        "huge.pdf\tunreadable",
    ]
    some = [f"pages/{name}" for name in ("good.pdf", "huge.pdf", "none.pdf")]
    assert awarding("certificate", "verify", *some, *words).code == 3
    ran = awarding("certificate", "verify", some[0], some[2], *words)
    assert (ran.code, ran.out) == (4, "pages/good.pdf\tvalid\npages/none.pdf\tmissing\n")
    assert awarding("certificate", "verify", some[1]).code == 3, "alone it is an error, as ever"


def test_keys_that_cannot_be_read_are_no_row(awarding: Run, home: Path, code: str) -> None:
    """The control: what the asker goes by is said once, and nothing is checked without it."""
    awarding("certificate", "pdf", code, "--out", "good.pdf")
    (home / "keys.json").mkdir()

    ran = awarding("certificate", "verify", "good.pdf", "good.pdf", "--trust", "keys.json")

    assert (ran.code, ran.out) == (3, "")


def test_a_badge_can_be_checked_like_a_file(awarding: Run, home: Path, code: str) -> None:
    assert awarding("certificate", "share", "badge", code, "--out", "sam.png").code == 0

    assert (
        awarding("certificate", "verify", "sam.png", "--own", "--fields", "verdict").out
        == "valid\n"
    )
    content = (home / "sam.png").read_bytes()
    (home / "cut.png").write_bytes(content[:-20])
    assert awarding("certificate", "verify", "cut.png", "--own").code == 3


def test_a_stolen_key_is_given_up_and_what_came_after_is_counted(awarding: Run, code: str) -> None:
    name = awarding("certificate", "key", "list", "--format", "ids").out.strip()

    words = ("certificate", "key", "compromised", name, "--since", "2020-01-01", "--yes")
    lost = answer(awarding(*words, "--format", "json"))

    assert (lost["state"], lost["to_reissue"]) == ("compromised", 1)
    assert awarding("certificate", "publish", "public").code == 6
    assert awarding("certificate", "key", "rotate", "--yes").code == 0
    assert awarding("certificate", "verify", code, "--fields", "verdict").out == "invalid\n"
    new = answer(awarding("certificate", "reissue", code, "--yes", "--format", "json"))
    assert (
        awarding("certificate", "verify", str(new["code"]), "--fields", "verdict").out == "valid\n"
    )


def test_roots_are_handed_out_and_taken_in(awarding: Run, home: Path, code: str) -> None:
    batch = answer(
        awarding("certificate", "anchor", "export", "--out", "root.txt", "--format", "json")
    )
    assert (home / "root.txt").read_text().strip() == batch["root"]
    awarding("certificate", "anchor", "proof", code, "--out", "proof.json")
    awarding("certificate", "pdf", code, "--out", "sam.pdf")

    words = (
        "certificate",
        "verify",
        "sam.pdf",
        "--own",
        "--proof",
        "proof.json",
        "--format",
        "json",
    )
    checks = answer(awarding(*words))["checks"]
    [said] = [one["words"] for one in checks if one["check"] == "batch"]

    assert str(batch["root"]) in said
    assert "not anchored" in said
    assert awarding("certificate", "anchor", "import", "1", "--at", "block 873000").code == 0
    assert awarding("certificate", "anchor", "export").code == 4
