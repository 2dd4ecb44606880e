"""``academy backup``, as the person sees it who is responsible for everything."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from academy_cli.cli.backupstanding import said_of_log
from academy_cli.kit.clock import iso
from tests.cli.conftest import Run, Set


@pytest.fixture
def kept(academy: Run, home: Path, given: Set) -> Run:
    """An academy with a course and a person, and a place for backups."""
    given(backup_to=home / "backups")
    folder = home / "python"
    folder.mkdir()
    (folder / "course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    (folder / "welcome.md").write_text("# Welcome\n", encoding="utf-8")
    for words in (("course", "sync", "python"), ("user", "create", "ann@x.org", "--name", "Ann")):
        assert academy(*words, "--yes").code == 0
    return academy


def test_a_backup_is_made_proved_and_brought_back(kept: Run) -> None:
    made = kept("backup", "create", "--label", "first")
    assert (made.code, "verified\tfull" in made.out) == (0, True)
    assert "Encrypted: NO" in made.err
    assert "Not in it: " in made.err
    assert kept("backup", "verify", "--restore", "--fields", "verified").out == "restore\n"
    assert kept("user", "create", "bo@x.org", "--name", "Bo", "--yes").code == 0

    refused = kept("backup", "restore", "latest")
    done = kept("backup", "restore", "latest", "--yes", "--format", "json")
    people = kept("user", "list", "--format", "ids").out
    back = kept("backup", "rollback", "--yes")

    assert refused.code == 6
    assert people == "ann@x.org\n"
    assert "academy payment reconcile" not in done.err  # nobody paid
    assert json.loads(done.out)["kept"] in back.out
    assert kept("user", "list", "--format", "ids").out.split() == ["ann@x.org", "bo@x.org"]
    assert kept("backup", "list", "--fields", "label").out == "first\n"


def test_what_is_there_is_known_before_and_after(kept: Run) -> None:
    assert kept("backup", "list").out == ""
    assert kept("backup", "show").code == kept("backup", "restore", "--yes").code == 4
    stale = kept("backup", "status")
    assert (stale.code, "backups\t0" in stale.out) == (9, True)
    assert kept("backup", "create").code == 0
    fresh = kept("backup", "status", "--format", "json")
    assert (json.loads(fresh.out)["is_fresh"], json.loads(fresh.out)["archive_mode"]) == (
        True,
        None,
    )
    assert "archive" not in fresh.err
    assert kept("backup", "rollback", "--list").out == ""
    assert kept("backup", "rollback", "--yes").code == 4


@pytest.mark.parametrize(
    ("mode", "said"), [("off", "does not archive its log"), ("always", "archive_mode is always")]
)
def test_what_the_server_does_with_its_log_is_a_sentence(mode: str, said: str) -> None:
    assert said in said_of_log(mode)


def test_encrypted_ones_need_the_key(kept: Run, home: Path) -> None:
    key = json.loads(kept("backup", "keygen", "--out", "a.key", "--format", "json").out)
    assert stat.S_IMODE((home / "a.key").stat().st_mode) == 0o600
    assert kept("backup", "keygen", "--out", "a.key").code == 5

    made = kept("backup", "create", "--encrypt-to", key["public"])
    assert f"Encrypted: yes ({key['public']})." in made.err
    assert kept("backup", "verify").code == 6
    assert kept("backup", "verify", "--quick").code == 0
    assert kept("backup", "verify", "--identity", "a.key").code == 0
    assert kept("backup", "restore", "--identity", "a.key", "--yes").code == 0
    assert kept("backup", "create", "--encrypt-to", "age1nonsense").code == 3


def test_a_signature_says_who_made_it(kept: Run, home: Path, given: Set) -> None:
    key = json.loads(kept("backup", "keygen", "--sign", "--out", "s.pem", "--format", "json").out)
    assert kept("backup", "create").code == 0
    assert kept("backup", "verify", "--signed-by", key["public"]).code == 6
    given(backup_sign_with=home / "s.pem")
    assert kept("backup", "create").code == 0
    assert kept("backup", "verify", "--signed-by", key["public"]).code == 0
    assert kept("backup", "restore", "--signed-by", "0" * 64, "--yes").code == 6
    assert kept("backup", "restore", "--signed-by", key["public"], "--yes").code == 0
    os.chmod(home / "s.pem", 0o644)  # noqa: PTH101 - as a person would
    assert kept("backup", "create").code == 3


def test_prune_removes_what_no_rule_keeps_and_says_why(kept: Run, home: Path) -> None:
    for _ in range(4):
        assert kept("backup", "create").code == 0
    age(home / "backups")

    shown = kept("backup", "prune", "--keep", "last=1", "--dry-run", "--fields", "outcome")
    assert shown.out.split() == ["kept", "kept", "dropped", "dropped"]
    assert len(list((home / "backups").iterdir())) == 8
    assert kept("backup", "prune", "--keep", "last=1").code == 6
    assert kept("backup", "prune", "--keep", "last=1", "--yes").code == 0
    assert len(list((home / "backups").iterdir())) == 4
    assert kept("backup", "prune", "--keep", "lst=1", "--yes").code == 2
    acts = kept("audit", "list", "--action", "backup.prune", "--format", "ids").out.split()
    assert len(acts) == 2


def age(folder: Path) -> None:
    """Let backups be of other days, the first one found the youngest."""
    for days, path in enumerate(sorted(folder.glob("*.json")), 2):
        said = json.loads(path.read_text())
        said["created_at"] = iso(datetime.now(UTC) - timedelta(days=days))
        path.write_text(json.dumps(said))


def test_an_archive_that_was_never_finished_is_named(kept: Run, home: Path) -> None:
    assert kept("backup", "create").code == 0
    [beside] = (home / "backups").glob("*.json")
    beside.unlink()

    ran = kept("backup", "list")
    assert (ran.code, ran.out) == (0, "")
    assert "was never finished: it is no backup" in ran.err


def test_only_who_is_responsible_may(kept: Run) -> None:
    kept("user", "create", "sue@x.org", "--name", "Sue", "--yes")
    kept("user", "role", "sue@x.org", "add", "support", "--yes")

    for words in (("create",), ("list",), ("verify",), ("restore", "--yes"), ("rollback", "--yes")):
        assert kept("backup", *words, "--as", "sue@x.org").code == 6


def test_keys_of_certificates_are_in_it_only_if_asked_for(kept: Run, home: Path) -> None:
    key = json.loads(kept("backup", "keygen", "--out", "a.key", "--format", "json").out)
    assert kept("certificate", "key", "init").code == 0
    [pem] = (home / ".local/share/academy/keys").iterdir()
    secret = pem.read_bytes()
    to, opened = ("--encrypt-to", key["public"]), ("--identity", "a.key", "--yes")

    in_clear = kept("backup", "create", "--with-keys")
    assert (in_clear.code, "encrypted backups only" in in_clear.err) == (6, True)
    assert "private keys of certificates" in kept("backup", "create", *to).err
    pem.unlink()
    none = kept("backup", "restore", *opened, "--with-keys")
    assert (none.code, "holds no private keys" in none.err) == (0, True)
    nowhere = kept("backup", "create", "--with-keys", *to)
    assert "none in the backup" in nowhere.err

    pem.write_bytes(secret)
    pem.chmod(0o600)
    made = kept("backup", "create", "--with-keys", *to)
    assert "In it: 1 private key of certificates." in made.err
    pem.unlink()
    assert "--with-keys puts them back" in kept("backup", "restore", *opened).err
    assert not pem.exists()
    pem.parent.chmod(0o755)
    before = kept("backup", "rollback", "--list").out
    for wish in ("--yes", "--dry-run"):
        seen = kept("backup", "restore", *opened[:2], wish, "--with-keys")
        assert (seen.code, "chmod 700" in seen.err) == (6, True)
    assert (not pem.exists(), kept("backup", "rollback", "--list").out) == (True, before)
    pem.parent.chmod(0o700)
    assert kept("backup", "restore", *opened, "--with-keys").code == 0
    assert (pem.read_bytes(), stat.S_IMODE(pem.stat().st_mode)) == (secret, 0o600)
    pem.write_bytes(b"another")
    for wish in ("--dry-run", "--yes"):
        seen = kept("backup", "restore", *opened[:2], wish, "--with-keys")
        assert (seen.code, f"which stays: {pem.name}" in seen.err) == (0, True)
    assert pem.read_bytes() == b"another"
    pem.unlink()
    seen = kept("backup", "restore", *opened[:2], "--dry-run", "--with-keys")
    assert "1 would be put back that was not there" in seen.err
    pem.write_bytes(secret)
    pem.chmod(0o644)
    assert kept("backup", "create", "--with-keys", *to).code == 6


def test_what_is_held_stays_until_it_is_let_go(kept: Run, home: Path) -> None:
    for _ in range(4):
        assert kept("backup", "create").code == 0
    age(home / "backups")
    oldest = kept("backup", "list", "--format", "ids").out.split()[-1]
    prune = ("backup", "prune", "--keep", "last=1", "--dry-run", "--format", "json")

    def outcome() -> str:
        [found] = [one for one in json.loads(kept(*prune).out) if one["id"] == oldest]
        return str(found["outcome"])

    assert outcome() == "dropped"
    assert kept("backup", "set", oldest, "--hold", "--dry-run").code == 0
    assert outcome() == "dropped"
    held = kept("backup", "set", oldest, "--hold", "--fields", "is_held")
    assert (held.code, held.out, outcome()) == (0, "true\n", "kept")
    assert kept("backup", "set", oldest, "--no-hold").code == 0
    assert outcome() == "dropped"
    assert kept("backup", "set", oldest, "--label", "for the lawyers").code == 0
    assert outcome() == "kept"
    assert kept("backup", "set", oldest, "--label", "").code == 0
    assert outcome() == "dropped"
    assert kept("backup", "set", "ffff").code == 4
    acts = kept("audit", "list", "--action", "backup.set", "--format", "ids").out.split()
    assert len(acts) == 4


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("restore", "", "--yes"), "names no backup"),
        (("verify", ""), "names no backup"),
        (("verify", " ", "--latest"), "names no backup"),
        (("show", ""), "names no backup"),
        (("set", "", "--hold"), "names no backup"),
        (("rollback", "", "--yes"), "names no kept database"),
        (("create", "--to", ""), "says nothing for --to"),
        (("prune", "--to", "", "--yes"), "says nothing for --to"),
        (("status", "--max-age", ""), "says nothing for --max-age"),
        (("verify", "--signed-by", "nonsense"), "is no public key"),
        (("restore", "--signed-by", "", "--yes"), "is no public key"),
        (("prune", "--keep", "", "--yes"), ""),
    ],
)
def test_an_empty_or_senseless_word_does_nothing(
    kept: Run, words: tuple[str, ...], code: str
) -> None:
    assert kept("backup", "create").code == 0

    ran = kept("backup", *words)

    assert (ran.code in (2, 3), code in ran.err) == (True, True), ran.err
    assert len(kept("backup", "list", "--format", "ids").out.split()) == 1
    assert kept("backup", "rollback", "--list").out == ""


def test_a_folder_that_others_can_read_is_warned_of(kept: Run, home: Path) -> None:
    (home / "open").mkdir(mode=0o755)
    (home / "open").chmod(0o755)

    assert "may be reached by others (0755)" in kept("backup", "create", "--to", "open").err
    (home / "open").chmod(0o700)
    assert "reached by others" not in kept("backup", "create", "--to", "open").err


def test_a_database_behind_a_link_is_replaced_there(kept: Run, home: Path, given: Set) -> None:
    (home / "disk").mkdir()
    (home / "link.db").symlink_to(home / "disk/real.db")
    assert kept("backup", "create").code == 0
    given(database_url=f"sqlite:///{home / 'link.db'}")

    for _ in range(2):
        assert kept("backup", "restore", "latest", "--yes").code == 0

    assert ((home / "link.db").is_symlink(), (home / "disk/real.db").is_file()) == (True, True)
    assert kept("backup", "rollback", "--yes").code == 0
    assert (home / "link.db").is_symlink()
