"""Forgetting a person, and giving one everything that is held about them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, insert, select, text

from academy_cli.access.matrix import Role
from academy_cli.accounts.dossier import WITHHELD, zipped
from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from academy_cli.accounts.views import Dossier, Status, WantedUsers
from academy_cli.audit.log import AuditLog
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.mail.service import Message, enqueue
from academy_cli.models import (
    ApiToken,
    Batch,
    BatchRow,
    Certificate,
    Content,
    Enrollment,
    Grant,
    LessonProgress,
    OneTimeToken,
    OutboxMessage,
    RefreshToken,
    Session,
    User,
    metadata,
)
from tests.accounts.conftest import ANN, AT, course, number

SECRET = "hRk3zQ9wXv7LmT2bNc8YpD4sJf6GaE1u"
TRACES = ("lovelace", "secretly", "countess", "192.0.2.7", "firefox", "engine-token", "a1b2c3")
"""What only Ada's rows have."""


@pytest.fixture
def ada(people: People, engine: Engine) -> People:
    """Ada has everything that anybody can have, and Bo a little of it."""
    people.create(
        Profile(
            "ada@lovelace.org",
            "Ada Lovelace",
            "en",
            "Europe/London",
            "I secretly count.",
            "https://lovelace.org/ada.png",
            {"profile": "public"},
            {"title": "Countess", "n": 3},
        ),
        roles=[Role.SUPPORT],
    )
    people.create(Profile("bo@x.org", "Bo"))
    learn(engine, "ada@lovelace.org", course(engine, "python"))
    prove(engine, "ada@lovelace.org")
    write_to(engine, "ada@lovelace.org")
    return people


def learn(engine: Engine, email: str, course_id: int) -> None:
    user_id = number(engine, email)
    with write(engine) as connection:
        lesson = {"course_id": course_id, "kind": "lesson", "key": "intro", "title": "Intro"}
        lesson |= {"path": "intro.md", "position": 0, "fields": "{}", "source_sha256": ""}
        lesson |= {"findings": "[]", "is_archived": False}
        lesson |= {"created_revision": 1, "updated_revision": 1}
        connection.execute(insert(Content).values(id=1, **lesson))
        enrolled = {"user_id": user_id, "course_id": course_id, "enrolled_at": AT}
        connection.execute(insert(Enrollment).values(id=1, **enrolled, completed_at=AT))
        granted = {"kind": "gift", "reason": "secretly from a countess", "granted_at": AT}
        connection.execute(insert(Grant).values(enrollment_id=1, **granted))
        progress = {"state": "completed", "started_at": AT, "completed_at": AT, "seconds": 90}
        connection.execute(insert(LessonProgress).values(enrollment_id=1, content_id=1, **progress))
        connection.execute(insert(Certificate).values(enrollment_id=1, code="K7QM", issued_at=AT))


def prove(engine: Engine, email: str) -> None:
    user_id, end = number(engine, email), AT + timedelta(days=7)
    made = {"user_id": user_id, "created_at": AT, "expires_at": end}
    with write(engine) as connection:
        place = {"address": "192.0.2.7", "user_agent": "Firefox"}
        connection.execute(
            insert(Session).values(id=1, code="a1b2c3", last_used_at=AT, **place, **made)
        )
        connection.execute(
            insert(RefreshToken).values(session_id=1, digest="refresh-digest", issued_at=AT)
        )
        token = {"name": "engine-token", "prefix": "ac_1", "digest": "token-digest", "scopes": "[]"}
        connection.execute(insert(ApiToken).values(**token, **made))
        link = {"purpose": "reset", "digest": "link-digest", "email": email}
        connection.execute(insert(OneTimeToken).values(**link, **made))
        connection.execute(
            text("update users set password_hash = 'hash-of-it', last_seen_at = created_at")
        )


def write_to(engine: Engine, email: str) -> None:
    user_id = number(engine, email)
    with write(engine) as connection:
        values = {"name": "Ada Lovelace", "link": f"https://x.org/{SECRET}", "days": 7}
        messages = [
            Message(f"invitation:{at}", "invitation", email, user_id, "en", values) for at in (1, 2)
        ]
        messages.append(
            Message("invitation:1", "invitation", "ada@lovelace.net", user_id, "en", {})
        )
        messages.append(Message("news:1", "news", "bo@x.org", None, "en", {"name": "Bo"}))
        enqueue(connection, messages, AT)
        connection.execute(
            text(
                "update outbox set state = 'sent', last_error = 'no ada@lovelace.org'"
                " where event = 'invitation:1'"
            )
        )
        batch = {"reference": "B-2026-000001", "kind": "users", "file_name": "people.csv"}
        batch |= {"file_sha256": "", "options": "{}", "rows": 2, "done": 2, "counts": "{}"}
        batch |= {"state": "done", "actor": "operator:ann", "started_at": AT}
        connection.execute(insert(Batch).values(id=1, **batch))
        for row, subject, name in ((1, user_id, "Lovelace"), (2, number(engine, "bo@x.org"), "Bo")):
            told = {"outcome": "create", "subject_id": subject, "after": f'{{"name":"{name}"}}'}
            connection.execute(insert(BatchRow).values(batch_id=1, number=row, **told))


def everything(engine: Engine) -> str:
    """Every value of every row of the database, in lower case."""
    with read(engine) as connection:
        rows = (
            str(value)
            for table in metadata().sorted_tables
            for row in connection.execute(select(table))
            for value in row
        )
        return "\n".join(rows).lower()


def count(engine: Engine, table: str, where: str = "1 = 1") -> int:
    with read(engine) as connection:
        found = connection.execute(text(f"select count(*) from {table} where {where}"))
        return int(found.scalar_one())


# -- erase --------------------------------------------------------------------------------------


def test_there_is_something_to_forget(ada: People, engine: Engine) -> None:
    held = everything(engine)

    assert [trace for trace in TRACES if trace not in held] == []


def test_nothing_that_says_who_it_was_is_left_anywhere(ada: People, engine: Engine) -> None:
    ada.erase("ada@lovelace.org", revokes_certificates=False)

    held = everything(engine)
    assert [trace for trace in TRACES if trace in held] == []
    assert "bo@x.org" in held


def test_what_is_left_is_a_number(ada: People, engine: Engine) -> None:
    user_id = number(engine, "ada@lovelace.org")

    erased = ada.erase("ada@lovelace.org", revokes_certificates=False)

    assert erased.email == f"erased-{user_id}@erased.invalid"
    seen = ada.show(erased.email)
    assert (seen.name, seen.status, seen.roles) == ("Erased person", Status.ERASED, ())
    assert (seen.erased_at, seen.deactivated_at, seen.has_password) == (AT, AT, False)
    assert (seen.language, seen.bio, seen.metadata, seen.last_seen_at) == (None, None, {}, None)
    assert [one.email for one in ada.find()] == ["bo@x.org"]
    assert [one.email for one in ada.find(WantedUsers(status=Status.ERASED))] == [erased.email]


def test_it_says_what_went_and_what_stayed_and_why(ada: People) -> None:
    erased = ada.erase("ada@lovelace.org", revokes_certificates=False)

    assert erased.removed == {
        "profile": 1,
        "roles": 1,
        "sessions": 1,
        "api_tokens": 1,
        "links": 1,
        "waiting_mail": 1,
        "sent_mail": 2,
        "audit_details": 1,
        "imported_rows": 1,
    }
    assert {one.what: one.count for one in erased.kept} == {
        "enrollments": 1,
        "lessons": 1,
        "audit_entries": 1,
        "certificates": 1,
    }
    assert all(one.why for one in erased.kept)


def test_what_was_learnt_stays_without_a_name(ada: People, engine: Engine) -> None:
    ada.erase("ada@lovelace.org", revokes_certificates=False)

    assert count(engine, "enrollments", "completed_at is not null") == 1
    assert count(engine, "lesson_progress", "state = 'completed'") == 1
    assert count(engine, "grants", "kind = 'gift' and reason is null") == 1


@pytest.mark.parametrize("revokes", [True, False])
def test_certificates_are_kept_or_revoked_as_chosen(
    ada: People, engine: Engine, *, revokes: bool
) -> None:
    erased = ada.erase("ada@lovelace.org", revokes_certificates=revokes)

    assert count(engine, "certificates", "revoked_at is not null") == int(revokes)
    assert ("certificates" in {one.what for one in erased.kept}) is not revokes
    assert ("certificates" in erased.removed) is revokes


def test_waiting_mail_is_not_sent_and_sent_mail_is_emptied(ada: People, engine: Engine) -> None:
    ada.erase("ada@lovelace.org", revokes_certificates=False)

    with read(engine) as connection:
        rows = connection.execute(select(OutboxMessage.__table__).order_by(OutboxMessage.id)).all()
    assert [(row.state, row.values) for row in rows] == [
        ("sent", "{}"),
        ("cancelled", "{}"),
        ("sent", "{}"),
        ("waiting", '{"name":"Bo"}'),
    ]
    assert all(row.recipient.endswith("@erased.invalid") for row in rows[:3])


def test_the_log_still_proves_itself_and_tells_of_the_erasure(
    ada: People, database: Database, engine: Engine
) -> None:
    user_id = number(engine, "ada@lovelace.org")
    ada.erase("ada@lovelace.org", revokes_certificates=True, reason="article 17")

    log = AuditLog(database, ANN)
    told, *_, made = log.find()
    assert log.verify().flaws == ()
    assert (told.action, told.subject, told.reason) == (
        "user.erase",
        f"user:{user_id}",
        "article 17",
    )
    assert told.details is not None
    assert told.details["erased_entries"] == [made.number]
    assert told.details["certificates"] == "revoked"
    assert made.details is None


def test_a_dry_run_tells_the_same_and_forgets_nothing(ada: People, engine: Engine) -> None:
    before = everything(engine)
    tried = ada.erase("ada@lovelace.org", revokes_certificates=True, dry_run=True)

    assert everything(engine) == before
    assert tried == ada.erase("ada@lovelace.org", revokes_certificates=True)


def test_who_is_forgotten_is_not_forgotten_again(ada: People, engine: Engine) -> None:
    left = ada.erase("ada@lovelace.org", revokes_certificates=False).email
    before = everything(engine)

    again = ada.erase(left, revokes_certificates=False)

    assert (again.is_done_already, again.removed) == (True, {})
    assert everything(engine) == before


def test_the_address_is_free_again(ada: People, engine: Engine) -> None:
    ada.erase("ada@lovelace.org", revokes_certificates=False)

    ada.create(Profile("ada@lovelace.org", "Another Ada"))

    assert ada.show("ada@lovelace.org").enrollments == 0


def test_no_table_that_tells_of_people_is_forgotten() -> None:
    """A new table about people has to be added to the erasure and to the dossier, and then here."""
    known = {
        *("user_roles", "one_time_tokens", "sessions", "refresh_tokens", "api_tokens"),
        *("enrollments", "grants", "lesson_progress", "certificates", "outbox"),
    }

    assert set(_about_people({User.__tablename__})) - {"users"} == known


def _about_people(found: set[str]) -> Iterator[str]:
    """Every table that refers to a person, however far away."""
    more = {
        table.name
        for table in metadata().sorted_tables
        if any(key.column.table.name in found for key in table.foreign_keys)
    }
    return iter(found) if more <= found else _about_people(found | more)


# -- export -------------------------------------------------------------------------------------


def told(found: Dossier, name: str) -> list[dict[str, object]]:
    return list(json.loads(found.files[f"{name}.json"]))


def test_a_person_gets_everything_that_is_held(ada: People) -> None:
    found = ada.export("ada@lovelace.org")

    account = json.loads(found.files["account.json"])
    assert account["bio"] == "I secretly count."
    assert account["metadata"] == {"title": "Countess", "n": 3}
    assert told(found, "enrollments")[0]["grant_reason"] == "secretly from a countess"
    assert told(found, "progress")[0]["seconds"] == 90
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
    acting("ada@lovelace.org").set("bo@x.org", Profile(bio="Only of Bo."))

    done = told(ada.export("ada@lovelace.org"), "audit")[-1]

    assert (done["action"], done["details"]) == ("user.set", None)


def test_to_give_it_out_is_on_record_and_a_dry_run_is_not(ada: People, database: Database) -> None:
    ada.export("ada@lovelace.org", dry_run=True)
    assert [one.action for one in AuditLog(database, ANN).find()] == ["user.create"] * 2

    ada.export("ada@lovelace.org", reason="asked for it")

    told_of = AuditLog(database, ANN).find()[0]
    assert (told_of.action, told_of.reason) == ("user.export", "asked for it")


def test_it_is_an_archive_that_any_program_opens(ada: People) -> None:
    found = ada.export("ada@lovelace.org")

    with zipfile.ZipFile(io.BytesIO(zipped(found))) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == set(found.files)
        assert json.loads(archive.read("account.json"))["email"] == "ada@lovelace.org"
    assert zipped(found) == zipped(found)
