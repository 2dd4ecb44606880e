"""Giving a person everything that is held about them, and nothing else."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, insert, update

from academy_cli.accounts.dossier import WITHHELD, zipped
from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from academy_cli.accounts.views import Dossier
from academy_cli.audit.log import AuditLog
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import write
from academy_cli.mail.service import Message, enqueue
from academy_cli.models import Grant, User
from tests.accounts.conftest import ANN, AT, number
from tests.accounts.traces import SECRET, TRACES

GIFT = {
    "kind": "gift",
    "reference": None,
    "reason": "secretly from a countess",
    "starts_at": None,
    "ends_at": None,
    "granted_at": "2026-11-22T08:33:00Z",
    "revoked_at": None,
    "revoke_reason": None,
}


def account(found: Dossier) -> dict[str, object]:
    return dict(json.loads(found.files["account.json"]))


def told(found: Dossier, name: str) -> list[dict[str, object]]:
    return list(json.loads(found.files[f"{name}.json"]))


def test_a_person_gets_everything_that_is_held(ada: People) -> None:
    found = ada.export("ada@lovelace.org")

    assert account(found)["bio"] == "I secretly count."
    assert account(found)["metadata"] == {"title": "Countess", "n": 3}
    assert told(found, "enrollments")[0]["grants"] == [GIFT]
    assert told(found, "progress")[0]["seconds"] == 90
    [attempt] = told(found, "attempts")
    assert attempt["answers"] == [
        {
            "position": 0,
            "answer": "Bernoulli",
            "points": 0,
            "out_of": 1,
            "question": "Whose numbers?",
        }
    ]
    assert told(found, "certificates")[0]["code"] == "K7QM"
    assert told(found, "sessions")[0]["address"] == "192.0.2.7"
    assert told(found, "tokens")[0]["name"] == "engine-token"
    assert told(found, "links")[0]["purpose"] == "reset"
    assert told(found, "imports")[0]["after"] == {"name": "Lovelace"}
    assert told(found, "audit")[0]["action"] == "user.create"
    assert found.counts["mail"] == 3
    assert "ada@lovelace.org" in found.files["README.txt"].decode()


def test_every_trace_of_somebody_is_in_it(ada: People) -> None:
    whole = b"\n".join(ada.export("ada@lovelace.org").files.values()).decode().lower()

    assert [trace for trace in TRACES if trace not in whole] == []


def test_no_secret_and_no_digest_is_in_it(ada: People) -> None:
    found = ada.export("ada@lovelace.org")

    whole = b"\n".join(found.files.values()).decode()
    for secret in ("refresh-digest", "token-digest", "link-digest", "hash-of-it", SECRET):
        assert secret not in whole
    assert told(found, "mail")[0]["values"] == {
        "name": "Ada Lovelace",
        "link": WITHHELD,
        "days": 7,
    }


def test_a_secret_is_withheld_whatever_its_key_is_called(ada: People, engine: Engine) -> None:
    values = {
        "greeting": f"Go to https://x.org/{SECRET}",
        "course": "introduction-to-python-basics",
    }
    with write(engine) as connection:
        enqueue(connection, [Message("a:1", "a", "ada@lovelace.org", None, None, values)], AT)

    assert told(ada.export("ada@lovelace.org"), "mail")[-1]["values"] == {
        "greeting": WITHHELD,
        "course": "introduction-to-python-basics",
    }


def test_nothing_of_others_is_in_it(ada: People, database: Database, engine: Engine) -> None:
    ada.set("bo@x.org", Profile(bio="Only of Bo."))

    whole = b"".join(ada.export("ada@lovelace.org").files.values()).decode()

    assert "Bo" not in whole
    assert "bo@x.org" not in whole


def test_what_somebody_did_to_others_is_in_it_without_the_others(
    ada: People, acting: Callable[[str], People], engine: Engine
) -> None:
    acting("ada@lovelace.org").set("bo@x.org", Profile(bio="Only of Bo."), reason="Bo is ill")

    done = told(ada.export("ada@lovelace.org"), "audit")[-1]

    assert (done["action"], done["details"], done["reason"]) == ("user.set", None, None)


def test_to_give_it_out_is_on_record_and_a_dry_run_is_not(ada: People, database: Database) -> None:
    ada.export("ada@lovelace.org", dry_run=True)
    assert [one.action for one in AuditLog(database, ANN).find()] == ["user.create"] * 2

    ada.export("ada@lovelace.org", reason="asked for it")

    told_of, *_ = AuditLog(database, ANN).find()
    assert (told_of.action, told_of.reason) == ("user.export", "asked for it")


def test_it_is_an_archive_that_any_program_opens(ada: People) -> None:
    found = ada.export("ada@lovelace.org")

    with zipfile.ZipFile(io.BytesIO(zipped(found))) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == set(found.files)
        assert json.loads(archive.read("account.json"))["email"] == "ada@lovelace.org"
    assert zipped(found) == zipped(found)


def test_an_account_says_when_its_password_was_set_and_of_wrong_ones(
    ada: People, engine: Engine
) -> None:
    with write(engine) as connection:
        moment = {"password_set_at": AT, "failed_logins": 2}
        connection.execute(update(User).where(User.email == "ada@lovelace.org").values(**moment))

    found = account(ada.export("ada@lovelace.org"))

    assert found["password_set_at"] == "2026-11-22T08:33:00Z"
    assert (found["failed_logins"], "password_hash" in found) == (2, False)


def test_an_enrollment_is_told_once_with_all_its_grants(ada: People, engine: Engine) -> None:
    with write(engine) as connection:
        more = {"kind": "staff", "reference": "contract 7", "granted_at": AT}
        connection.execute(insert(Grant).values(enrollment_id=1, **more))

    found = ada.export("ada@lovelace.org")

    assert (found.counts["enrollments"], "grants" in found.counts) == (1, False)
    [enrollment] = told(found, "enrollments")
    assert [one["kind"] for one in enrollment["grants"]] == ["gift", "staff"]


def test_what_was_done_to_somebodys_places_is_in_it(ada: People, engine: Engine) -> None:
    place = f"enrollment:python/user:{number(engine, 'ada@lovelace.org')}"
    others = f"enrollment:python/user:{number(engine, 'bo@x.org')}"
    with write(engine) as connection:
        for subject in (place, others):
            act = Act("enrollment.extend", subject, {"n": 1}, "they were ill")
            record(connection, at=AT, actor=ANN, act=act)

    entries = told(ada.export("ada@lovelace.org"), "audit")

    assert [(one["subject"], one["details"]) for one in entries[1:]] == [(place, {"n": 1})]


def test_what_cannot_be_delivered_is_not_on_record(ada: People, database: Database) -> None:
    def deliver(_: Dossier) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        ada.export("ada@lovelace.org", deliver=deliver)

    assert [one.action for one in AuditLog(database, ANN).find()] == ["user.create"] * 2
