"""Certificates by a newer key than the asker's file knows: believed if that file's own keys vouch for it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential import compact, didkey, document
from academy_cli.certificates.keys import trust
from academy_cli.certificates.keys.trust import PublicKey
from academy_cli.certificates.verifying.evidence import Evidence
from academy_cli.certificates.verifying.views import Examination
from tests.certificates.bureau import Bureau
from tests.certificates.verifying.sites import Published, brought, outcomes
from tests.school import NOW

LATER = NOW + timedelta(days=40)
THIEF = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)


def said(found: Examination, check: str) -> str:
    return next(one.words for one in found.checks if one.check == check)


def rotated(bureau: Bureau, folder: Path) -> str:
    """Another certificate, by a newer key, and all of it published: its file."""
    bureau.school.at(LATER)
    bureau.keys.rotate()
    bureau.school.learner("bob")
    bureau.complete("bob@x.org")
    bureau.certificates.sign_waiting()
    bureau.publishing.publish(folder)
    code = codes.shown(next(one.code for one in bureau.rows() if one.recipient == "Bob"))
    return str(folder / "certificates" / code / "credential.json")


def test_after_a_rotation_an_older_file_of_keys_finds_the_newer_one(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    bureau, code, _ = published
    old, trust_file = brought(folder, tmp_path, code)
    new = rotated(bureau, folder)

    for word in (old, new, str(bureau.rows()[1].scanned)):
        found = Evidence(trust_file, at=LATER).examine(word)
        assert (found.verdict, found.advice) == ("valid", "")
        assert "which a key of yours has signed" in said(found, "issuer")


def test_without_a_network_a_newer_key_is_unknown_and_no_forgery(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    bureau, code, asked = published
    _, trust_file = brought(folder, tmp_path, code)
    new = rotated(bureau, folder)

    for word in (new, str(bureau.rows()[1].scanned)):
        found = Evidence(trust_file, at=LATER, may_ask=False).examine(word)
        assert found.verdict == "untrusted"
        assert f"this issuer.json of {NOW:%Y-%m-%d}" in found.why
        assert f"This issuer.json is of {NOW:%Y-%m-%d}; get the newer one: http" in found.advice
    assert asked == []


def test_nobody_else_can_hand_out_newer_keys(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    """Whoever holds the site, but no key, brings no key of theirs in."""
    bureau, code, _ = published
    old, trust_file = brought(folder, tmp_path, code)
    new = rotated(bureau, folder)
    genuine = trust.read(json.loads((folder / "issuer.json").read_text(encoding="utf-8")))
    thiefs = PublicKey(didkey.did(THIEF.public_key().public_bytes_raw()), NOW)
    forged = replace(genuine, keys=(*genuine.keys, thiefs))
    for text in (
        trust.written(forged, [THIEF]),
        trust.written(forged, []),
        (folder / "issuer.json").read_text(encoding="utf-8").replace("Lakeside", "Lakeshore"),
        "{}",
        "<html>",
    ):
        (folder / "issuer.json").write_text(text, encoding="utf-8")
        assert Evidence(trust_file, at=LATER).examine(new).verdict == "untrusted"
        assert Evidence(trust_file, at=LATER).examine(old).verdict == "uncertain"


def test_a_key_that_was_stolen_by_then_vouches_for_nothing(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    bureau, code, _ = published
    [first] = bureau.keys.list()
    stolen = bureau.ring.opened(first.name).private
    bureau.keys.rotate()
    bureau.keys.compromised(first.name, NOW, "stolen")
    bureau.publishing.publish(folder)
    _, trust_file = brought(folder, tmp_path, code)
    new = rotated(bureau, folder)
    later = json.loads((folder / "issuer.json").read_text(encoding="utf-8"))
    issuer = trust.read(later)
    unstolen = replace(issuer, keys=tuple(replace(one, compromised=None) for one in issuer.keys))

    (folder / "issuer.json").write_text(trust.written(unstolen, [stolen]), encoding="utf-8")
    assert Evidence(trust_file, at=LATER).examine(new).verdict == "untrusted"
    (folder / "issuer.json").write_text(json.dumps(later), encoding="utf-8")
    assert Evidence(trust_file, at=LATER).examine(new).verdict == "valid"


def test_where_the_chain_of_keys_broke_the_advice_is_to_get_them_again(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    bureau, code, _ = published
    old, trust_file = brought(folder, tmp_path, code)
    shutil.rmtree(bureau.ring.folder)
    new = rotated(bureau, folder)

    found = Evidence(trust_file, at=LATER).examine(old)
    assert (found.verdict, outcomes(found)["issuer"]) == ("uncertain", "passed")
    assert "does not vouch for" in said(found, "revocation")
    other = Evidence(trust_file, at=LATER).examine(new)
    assert other.verdict == "untrusted"
    for one in (found, other):
        assert "no key of yours has signed" in one.advice
        assert "get issuer.json again: http" in one.advice
    assert Evidence(folder / "issuer.json", at=LATER).examine(old).verdict == "valid"


def test_a_theft_is_learnt_of_by_whoever_holds_an_older_file(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    bureau, code, _ = published
    [first] = bureau.keys.list()
    bureau.keys.rotate()
    bureau.publishing.publish(folder)
    _, trust_file = brought(folder, tmp_path, code)
    bureau.school.at(LATER)
    bureau.school.learner("bob")
    bureau.complete("bob@x.org")
    bureau.certificates.sign_waiting()
    bureau.publishing.publish(folder)
    word = str(folder / "certificates" / codes.shown(bureau.rows()[1].code) / "credential.json")
    assert Evidence(trust_file, at=LATER).examine(word).verdict == "valid"

    bureau.keys.compromised(first.name, NOW - timedelta(days=1), "stolen")
    bureau.publishing.publish(folder)
    old = str(folder / "certificates" / code / "credential.json")

    assert Evidence(trust_file, at=LATER, may_ask=False).examine(old).verdict == "uncertain"
    assert Evidence(trust_file, at=LATER).examine(old).verdict == "invalid"


def test_paper_of_a_stolen_key_is_undecided_until_its_credential_is_found(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    bureau, _, _ = published
    scanned = str(bureau.rows()[0].scanned)
    [first] = bureau.keys.list()
    bureau.school.at(LATER)
    bureau.keys.compromised(first.name, LATER - timedelta(days=1), "stolen")
    bureau.keys.rotate()
    bureau.publishing.publish(folder)
    trust_file = folder / "issuer.json"

    offline = Evidence(trust_file, at=LATER, may_ask=False).examine(scanned)

    assert (offline.verdict, offline.name, outcomes(offline)["signature"]) == (
        *("untrusted", "Ann"),
        "passed",
    )
    assert "was stolen on" in offline.why
    assert "PDF or JSON" in offline.advice
    assert Evidence(trust_file, at=LATER).examine(scanned).verdict == "valid"
    changed = scanned[:-9] + ("A" if scanned[-9] != "A" else "B") + scanned[-8:]
    for may_ask in (True, False):
        found = Evidence(trust_file, at=LATER, may_ask=may_ask).examine(changed)
        assert found.verdict == "invalid"


def test_what_a_thief_put_on_paper_is_never_valid(
    published: Published, folder: Path, tmp_path: Path
) -> None:
    """With the stolen key he can sign any words, under a code of his own or that of somebody else."""
    bureau, _, _ = published
    row = bureau.rows()[0]
    [first] = bureau.keys.list()
    stolen = bureau.ring.opened(first.name).private
    facts = document.read(json.loads(str(row.credential)))
    bureau.keys.compromised(first.name, NOW, "stolen")
    bureau.keys.rotate()
    bureau.publishing.publish(folder)
    trust_file = folder / "issuer.json"

    for forged in (
        replace(facts, recipient="Mallory"),
        replace(facts, recipient="Mallory", code=codes.new()),
    ):
        scanned = compact.written(forged, stolen, first.name)
        assert Evidence(trust_file, at=NOW).examine(scanned).verdict == "untrusted"
