"""The learners' tables refuse what can never be true, on both engines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.exc import IntegrityError

from academy_cli.db.transaction import write
from academy_cli.kit.clock import utc_now
from academy_cli.models import Base, Certificate, Course, Enrollment, LessonProgress, User
from tests.certificates.rows import certificate

NOW = utc_now()
ANN = {"email": "ann@example.org", "name": "Ann", "created_at": NOW}
SAT_IN = {"id": 1, "user_id": 1, "course_id": 1, "enrolled_at": NOW}


def refused(engine: Engine, model: type[Base], *rows: Mapping[str, Any]) -> str:
    with pytest.raises(IntegrityError) as caught, write(engine) as connection:
        for row in rows:
            connection.execute(insert(model).values(**row))
    return str(caught.value).casefold()


def test_an_address_is_one_account_however_it_is_written(engine: Engine) -> None:
    assert "email" in refused(engine, User, ANN, ANN)
    assert "ck_users_email" in refused(engine, User, ANN | {"email": "Ann@example.org"})


def test_a_learner_is_in_a_course_once(engine: Engine) -> None:
    with write(engine) as connection:
        connection.execute(insert(User).values(id=1, **ANN))
        connection.execute(insert(Course).values(course_row()))

    assert "user_id" in refused(engine, Enrollment, SAT_IN, SAT_IN | {"id": 2})


def test_a_completed_revision_needs_its_moment(engine: Engine) -> None:
    with write(engine) as connection:
        connection.execute(insert(User).values(id=1, **ANN))
        connection.execute(insert(Course).values(course_row()))

    assert "ck_enrollments_completed" in refused(
        engine, Enrollment, SAT_IN | {"completed_revision": 3}
    )


@pytest.mark.parametrize(
    ("state", "moment", "constraint"),
    [
        ("half", None, "ck_lesson_progress_state"),
        ("completed", None, "ck_lesson_progress_completed"),
        ("started", NOW, "ck_lesson_progress_completed"),
    ],
)
def test_progress_is_started_or_completed_at_a_moment(
    engine: Engine, state: str, moment: object, constraint: str
) -> None:
    row = {"enrollment_id": 1, "content_id": 1, "started_at": NOW}

    assert constraint in refused(
        engine, LessonProgress, row | {"state": state, "completed_at": moment}
    )


def test_a_certificate_belongs_to_an_enrollment(engine: Engine) -> None:
    assert "foreign key" in refused(engine, Certificate, certificate(9, "K7QM-1", NOW))


def course_row() -> Mapping[str, Any]:
    return {
        "id": 1,
        "slug": "python",
        "title": "Python",
        "language": "en",
        "status": "draft",
        "fields": "{}",
        "source_sha256": "0" * 64,
        "reader": "test",
        "revision": 0,
        "created_at": NOW,
        "updated_at": NOW,
    }
