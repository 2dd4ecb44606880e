"""What is taken out of a backup is what the academy lacks, and never what somebody was not to have again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, update

from academy_cli.backups.errors import DamagedError
from academy_cli.backups.partial import comparing
from academy_cli.backups.partial.errors import BadPartError, ErasedSinceError, NoSuchPartError
from academy_cli.backups.partial.parts import Part, RowsOut, Sort
from academy_cli.backups.partial.service import Parts
from academy_cli.db.transaction import read, write
from academy_cli.enrollments.views import Granting
from academy_cli.models import (
    Attempt,
    AttemptAnswer,
    AuditEntry,
    Enrollment,
    LessonProgress,
    Order,
    Review,
    User,
    UserRole,
)
from tests.attempts.exam import LESSON, RIGHT, attempts, examine
from tests.backups.vaults import ACTOR, PICTURE, Safe
from tests.school import NOW, School

ANN = Part(Sort.USER, "ann@x.org")
PYTHON = Part(Sort.COURSE, "python")


def parts(safe: Safe) -> Parts:
    """What takes something out of backups."""
    return Parts(safe.database, safe.vault.target, safe.vault.files.assets, ACTOR)


def rows(file: Path | None) -> Sequence[dict[str, object]]:
    """The rows of a file, if there is one."""
    return [json.loads(line) for line in file.read_text().splitlines()] if file else []


def told(out: RowsOut) -> list[str]:
    """What does not come back."""
    return [one.what for one in out.left_out]


@pytest.fixture
def school(safe: Safe, tmp_path: Path) -> Iterator[School]:
    """The academy that is backed up, to go on with."""
    found = School(safe.url, tmp_path / "school")
    yield found
    found.academy.close()


def test_a_course_is_written_as_it_was_with_its_pictures(safe: Safe, school: School) -> None:
    made = safe.backups.create()
    school.drop("python", "b.md")
    school.course(lessons={"a.md": "# Broken\n"})
    safe.vault.files.assets.drop(_digest(safe), float("inf"))

    with parts(safe).course("latest", "python") as out:
        found = {str(one.relative_to(out.folder)) for one in out.folder.rglob("*") if one.is_file()}
        assert (out.origin.backup, out.revision) == (made.id, 1)
        assert {"course.yaml", "a.md", "b.md", "images/a.png"} <= found
        assert (out.folder / "images/a.png").read_bytes() == PICTURE
        folder = out.folder
    assert not folder.exists()


def _digest(safe: Safe) -> str:
    with read(safe.database.engine) as connection:
        return next(iter(safe.vault.files.needed(connection)))


def test_nothing_is_changed_by_looking(safe: Safe, school: School) -> None:
    safe.backups.create()
    before = {model: school.rows(model) for model in (User, Enrollment, AuditEntry)}
    stored = sorted(one.name for one in safe.storage.rglob("*"))

    with parts(safe).course("latest", "python", dry_run=True):
        pass
    with parts(safe).rows("latest", ANN, dry_run=True) as out:
        assert (out.accounts, out.enrollments) == (None, None)
    assert {model: school.rows(model) for model in before} == before
    assert sorted(one.name for one in safe.storage.rglob("*")) == stored

    with parts(safe).rows("latest", ANN):
        pass
    last = school.rows(AuditEntry)[-1]
    assert last.action == "backup.extract"
    assert "ann" not in last.details  # the log stays when a person is erased


def test_a_place_and_what_was_done_come_back(safe: Safe, school: School) -> None:
    safe.backups.create()
    school.enrollments.remove("ann@x.org", "python", reason="a mistake")
    with write(safe.database.engine) as connection:
        connection.execute(delete(LessonProgress))

    with parts(safe).rows("latest", ANN) as out:
        [place] = rows(out.enrollments)
        [lesson] = rows(out.progress)
        assert (place["course"], place["state"], "reference" in place) == (
            "python",
            "active",
            False,
        )
        assert (lesson["lesson"], lesson["state"]) == ("a", "done")
        assert told(out) == []


def test_who_has_everything_gets_nothing_twice(safe: Safe) -> None:
    safe.backups.create()
    with parts(safe).rows("latest", ANN) as out:
        assert (out.accounts, out.enrollments) == (None, None)
    with parts(safe).rows("latest", PYTHON) as out:
        assert (out.accounts, out.enrollments) == (None, None)
        assert [one["email"] for one in rows(out.progress)] == ["ann@x.org"]


def test_somebody_is_the_same_by_another_address(safe: Safe, school: School) -> None:
    safe.backups.create()
    school.enrollments.remove("ann@x.org", "python", reason="a mistake")
    with write(safe.database.engine) as connection:
        connection.execute(update(User).values(email="ann.b@x.org"))

    for part in (ANN, PYTHON):
        with parts(safe).rows("latest", part) as out:
            found = [*rows(out.enrollments), *rows(out.progress)]
            assert {one["email"] for one in found} == {"ann.b@x.org"}
    with parts(safe).rows("latest", Part(Sort.USER, "ann.b@x.org")) as out:
        assert (len(rows(out.enrollments)), len(rows(out.progress))) == (1, 1)


def test_what_was_done_in_lessons_that_are_archived_is_left_out(safe: Safe, school: School) -> None:
    school.progress.complete("ann@x.org", "python", "b")
    safe.backups.create()
    school.drop("python", "b.md")
    school.course(lessons={"a.md": "# A\n"})

    for part in (ANN, PYTHON):
        with parts(safe).rows("latest", part) as out:
            assert [one["lesson"] for one in rows(out.progress)] == ["a"]
            assert told(out) == ["1 row of progress in “python”"]
    with parts(safe).rows("latest", PYTHON, is_course_first=True) as out:
        assert [one["lesson"] for one in rows(out.progress)] == ["a", "b"]
        assert told(out) == []


def test_who_was_erased_does_not_come_back(safe: Safe) -> None:
    safe.backups.create()
    gone = {"email": "erased-1@erased.invalid", "name": "", "erased_at": NOW}
    with write(safe.database.engine) as connection:
        connection.execute(update(User).values(gone))

    with pytest.raises(ErasedSinceError), parts(safe).rows("latest", ANN):
        pass
    with parts(safe).rows("latest", PYTHON) as out:
        assert (out.enrollments, out.progress) == (None, None)
        assert told(out) == ["1 learner"]


def test_without_knowing_who_is_who_the_erased_would_come_back(
    safe: Safe, monkeypatch: pytest.MonkeyPatch
) -> None:
    safe.backups.create()
    gone = {"email": "erased-1@erased.invalid", "name": "", "erased_at": NOW}
    with write(safe.database.engine) as connection:
        connection.execute(update(User).values(gone))
    monkeypatch.setattr(comparing, "same", lambda found, one: comparing.by_email(found, one.email))

    with parts(safe).rows("latest", ANN) as out:
        assert [one["email"] for one in rows(out.accounts)] == ["ann@x.org"]


def test_what_money_gave_is_left_to_money(safe: Safe, school: School) -> None:
    order = {
        "reference": "O-2026-000001", "request_key": "k", "user_id": school.user("ann@x.org").id,
        "provider": "manual", "is_live": False, "currency": "eur", "discount": 0, "total": 0,
        "state": "paid", "paid_at": NOW, "language": "en", "actor": "test", "created_at": NOW,
    }  # fmt: skip
    school.course("sql", lessons={"x.md": "# X\n"})
    bought = Granting(kind="order", reference="O-2026-000001", tells=False)
    with write(safe.database.engine) as connection:
        number = connection.execute(insert(Order).values(order)).inserted_primary_key
    assert number is not None
    school.enrollments.create("ann@x.org", "sql", bought)
    school.progress.complete("ann@x.org", "sql", "x")
    safe.backups.create()
    school.enrollments.remove("ann@x.org", "sql", reason="refunded")
    with write(safe.database.engine) as connection:
        connection.execute(delete(Order))

    with parts(safe).rows("latest", ANN) as out:
        assert rows(out.enrollments) == []
        assert {one["course"] for one in rows(out.progress)} == {"python"}
        assert told(out) == ["order O-2026-000001", "the place of “ann@x.org” in “sql”"]


def test_rights_that_were_taken_do_not_come_back(safe: Safe, school: School) -> None:
    held = {"user_id": school.user("ann@x.org").id, "role": "admin", "place": 0, "granted_at": NOW}
    with write(safe.database.engine) as connection:
        connection.execute(insert(UserRole).values(held))
    safe.backups.create()
    with parts(safe).rows("latest", ANN) as out:
        assert told(out) == []
    with write(safe.database.engine) as connection:
        connection.execute(delete(UserRole))

    with parts(safe).rows("latest", ANN) as out:
        assert (out.accounts, told(out)) == (None, ["the role admin"])


def test_into_an_academy_that_has_nobody(safe: Safe, other: Safe) -> None:
    safe.backups.create()
    other.database.upgrade()
    with parts(other).rows("latest", ANN) as out:
        [account] = rows(out.accounts)
        assert (account["email"], account["name"]) == ("ann@x.org", "Ann")
        assert "roles" not in account
        assert (out.enrollments, out.progress) == (None, None)
        assert told(out) == ["the place of “ann@x.org” in “python”"]
    with parts(other).course("latest", "python") as found:
        assert (found.folder / "b.md").is_file()


def test_what_a_backup_does_not_have(safe: Safe) -> None:
    safe.backups.create()
    for part in (Part(Sort.USER, "bo@x.org"), Part(Sort.COURSE, "pyton")):
        with pytest.raises(NoSuchPartError), parts(safe).rows("latest", part):
            pass
    with pytest.raises(NoSuchPartError) as raised, parts(safe).course("latest", "pyton"):
        pass
    assert raised.value.hint == "Did you mean python?"
    for written in ("python", "course:", "lesson:a", ":"):
        with pytest.raises(BadPartError):
            Part.of(written)
    assert Part.of("user: ann@x.org") == ANN


def test_nothing_comes_out_of_a_damaged_one(safe: Safe) -> None:
    made = safe.backups.create()
    file = safe.folder / made.archive
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    with pytest.raises(DamagedError), parts(safe).rows("latest", ANN):
        pass


def test_what_was_done_since_stays(safe: Safe, school: School) -> None:
    safe.backups.create()
    school.at(NOW + timedelta(days=1))
    school.progress.complete("ann@x.org", "python", "b")

    with parts(safe).rows("latest", ANN) as out:
        assert [one["lesson"] for one in rows(out.progress)] == ["a"]


def test_attempts_at_quizzes_stay_lost_and_are_told_of(safe: Safe, school: School) -> None:
    examine(school)
    attempts(school).record("ann@x.org", "python", LESSON, RIGHT)
    safe.backups.create()
    with write(safe.database.engine) as connection:
        for model in (AttemptAnswer, Attempt):
            connection.execute(delete(model))

    with parts(safe).rows("latest", ANN) as out:
        assert "attempt 1 at “c.quiz” of “python”" in told(out)


def test_reviews_stay_lost_and_are_told_of(safe: Safe, school: School) -> None:
    enrollment = school.enrollment("ann@x.org").id
    said = {"enrollment_id": enrollment, "stars": 4, "text": "", "state": "shown"}
    with write(safe.database.engine) as connection:
        connection.execute(insert(Review).values(**said, written_at=NOW))
    safe.backups.create()
    with write(safe.database.engine) as connection:
        connection.execute(delete(Review))

    with parts(safe).rows("latest", ANN) as out:
        assert "review of 4 stars for “python”" in told(out)
