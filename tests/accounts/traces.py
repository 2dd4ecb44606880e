"""Somebody who has everything that anybody can have, and the traces that it leaves.

Knows every table that tells of people; refuses to judge what is left.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Engine, insert, select, text

from academy_cli.db.transaction import read, write
from academy_cli.mail.service import Message, enqueue
from academy_cli.models import (
    ApiToken,
    Attempt,
    AttemptAnswer,
    Batch,
    BatchRow,
    Blob,
    Certificate,
    Content,
    Enrollment,
    Grant,
    LessonProgress,
    OneTimeToken,
    Question,
    RefreshToken,
    Review,
    Session,
    Suppression,
    metadata,
)
from academy_cli.quizzes.questions import Question as Asked
from academy_cli.quizzes.questions import Quiz, Short
from academy_cli.quizzes.whole import whole
from tests.accounts.conftest import AT, number
from tests.certificates.rows import certificate

SECRET = "hRk3zQ9wXv7LmT2bNc8YpD4sJf6GaE1u"
TRACES = (
    "lovelace",
    "secretly",
    "countess",
    "bernoulli",
    "192.0.2.7",
    "firefox",
    "engine-token",
    "a1b2c3",
)
"""What only Ada's rows have."""


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
        connection.execute(insert(Certificate).values(certificate(1, "K7QM", AT)))
    answer(engine)


QUIZ = whole(Quiz((Asked("whose", "Whose numbers?", Short(("Euler",), ())),)))


def answer(engine: Engine) -> None:
    """Let whoever learns answer a quiz in words of their own."""
    with write(engine) as connection:
        digest = sha256(QUIZ.encode()).hexdigest()
        connection.execute(insert(Blob).values(sha256=digest, size=len(QUIZ), text=QUIZ))
        asked: dict[str, object] = {
            "key": "whose",
            "title": "Whose numbers?",
            "fields": "{}",
            "is_archived": False,
        }
        asked |= {"content_id": 1, "created_revision": 1, "updated_revision": 1}
        connection.execute(insert(Question).values(id=1, **asked))
        attempt: dict[str, object] = {
            "enrollment_id": 1,
            "content_id": 1,
            "number": 1,
            "revision": 1,
            "seed": 1,
        }
        attempt |= {"quiz_sha256": digest, "graded_sha256": digest, "drawn": "{}", "started_at": AT}
        attempt |= {"submitted_at": AT, "points": 0, "out_of": 1, "is_passed": False}
        connection.execute(insert(Attempt).values(id=1, **attempt))
        given = {"position": 0, "key": "whose", "points": 0, "out_of": 1, "answer": '"Bernoulli"'}
        connection.execute(insert(AttemptAnswer).values(attempt_id=1, question_id=1, **given))
        said = {"stars": 4, "text": "I secretly knew it.", "state": "hidden", "written_at": AT}
        said |= {"moderate_reason": "secretly rude", "moderated_at": AT}
        connection.execute(insert(Review).values(id=1, enrollment_id=1, **said))


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
                "update outbox set state = 'sent', last_error = 'no ada@lovelace.org',"
                " provider_id = 'queued for ada@lovelace.org'"
                " where event = 'invitation:1'"
            )
        )
        barred = {"recipient": email, "scope": "campaigns", "cause": "wish", "created_at": AT}
        connection.execute(insert(Suppression).values(**barred, note="secretly tired of news"))
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


def about_people(found: set[str]) -> set[str]:
    """Every table that refers to a person, however far away."""
    more = {
        table.name
        for table in metadata().sorted_tables
        if any(key.column.table.name in found for key in table.foreign_keys)
    }
    return found if more <= found else about_people(found | more)


def refuse(engine: Engine, *reasons: str, options: str = "{}") -> None:
    """A batch with refused rows."""
    batch = {"reference": "B-2026-000001", "kind": "users", "file_name": "people.csv"}
    batch |= {"file_sha256": "", "options": options, "rows": 2, "done": 2, "counts": "{}"}
    batch |= {"state": "done", "actor": "operator:ann", "started_at": AT}
    with write(engine) as connection:
        connection.execute(insert(Batch).values(id=1, **batch))
        for row, reason in enumerate(reasons, start=1):
            told = {"batch_id": 1, "number": row, "outcome": "refused", "reason": reason}
            connection.execute(insert(BatchRow).values(**told))
