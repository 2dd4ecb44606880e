"""What a plan does to learners: how it is asked for, what counts, and that the recount can tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from academy_cli.authoring import counting, forecast
from academy_cli.authoring.impact import Effects, Impact, Move
from academy_cli.db.transaction import read
from academy_cli.models import AuditEntry, Content, Enrollment
from tests import make
from tests.authoring.academy import Academy
from tests.authoring.people import advance, complete, enroll, fates, moment

FILES = "02-more/01-files.md"
REOPENS = make.COURSE + "completion:\n  on_add: reopen\n"
NEW = {"02-more/02-new.md": "# New\n\nMore.\n"}


@pytest.fixture
def folder(academy: Academy, tmp_path: Path) -> Path:
    """The valid course, applied; what is added to it reopens it."""
    folder = make.folder(tmp_path / "course", {"course.yaml": REOPENS})
    academy.sync(folder)
    return folder


def lessons(academy: Academy) -> dict[str, int]:
    return {row.key: row.id for row in academy.rows(Content) if row.kind == "lesson"}


def graduate(academy: Academy) -> int:
    """A learner who has done everything."""
    (who,) = enroll(academy, "python", 1)
    for row in lessons(academy).values():
        advance(academy, who, row)
    complete(academy, who)
    return who


def impact(academy: Academy, folder: Path, changes: make.Changes) -> Impact:
    make.folder(folder, {"course.yaml": REOPENS, **changes})
    with academy.planned(folder) as prepared:
        return prepared.plan.impact


def is_complete(academy: Academy) -> list[bool]:
    return [row.completed_at is not None for row in academy.rows(Enrollment)]


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Everything the database is asked in the block about learners."""
    asked: list[str] = []

    def note(*said: object) -> None:
        asked.extend(str(part) for part in said[2:3] if "enrollments" in str(part))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_a_course_without_learners_costs_one_query(academy: Academy, folder: Path) -> None:
    with statements(academy.database.engine) as asked:
        assert impact(academy, folder, NEW) == Impact()

    assert len(asked) == 1


def test_a_plan_without_changes_asks_nothing_about_learners(academy: Academy, folder: Path) -> None:
    graduate(academy)

    with statements(academy.database.engine) as asked:
        assert impact(academy, folder, {}) == Impact()

    assert asked == []


@pytest.mark.parametrize("learners", [1, 9])
@pytest.mark.parametrize("changes", [1, 7])
def test_the_number_of_queries_depends_on_nothing(
    academy: Academy, folder: Path, learners: int, changes: int
) -> None:
    for _ in range(learners):
        graduate(academy)
    new = {f"02-more/{number + 2}-new.md": f"# New {number}\n" for number in range(changes)}

    with statements(academy.database.engine) as asked:
        found = impact(academy, folder, {FILES: None, **new})

    assert (found.enrolled, len(found.changes)) == (learners, changes + 1)
    assert len(asked) == 5


def test_sqlite_reads_its_list_of_lessons_once(sqlite_url: str, tmp_path: Path) -> None:
    academy = Academy(sqlite_url, tmp_path)
    folder = make.folder(tmp_path / "course")
    academy.sync(folder)
    graduate(academy)
    with statements(academy.database.engine) as asked:
        impact(academy, folder, {FILES: None})
    listing = [one for one in asked if "json_each" in one]

    with read(academy.database.engine) as connection:
        plans = [
            [
                row[3]
                for row in connection.exec_driver_sql(
                    f"explain query plan {one}", ("{}", 1, "x", "y")[: one.count("?")]
                )
            ]
            for one in listing
        ]

    academy.close()
    assert len(plans) == 4
    assert all(any(step.startswith("MATERIALIZE") for step in plan) for plan in plans)


def test_a_lesson_that_becomes_a_draft_keeps_its_credit(academy: Academy, folder: Path) -> None:
    graduate(academy)

    found = impact(academy, folder, {FILES: "---\ndraft: true\n---\n# Files\n"})

    assert (found.touched, found.total) == (0, Effects(completed=1))


def test_a_lesson_still_to_come_reopens_but_moves_no_percentage(
    academy: Academy, folder: Path
) -> None:
    graduate(academy)
    later = {"02-more/03-late.md": "---\nrelease_at: 2999-01-01\n---\n# Late\n\nLater.\n"}

    found = impact(academy, folder, later)

    assert (found.touched, found.total) == (1, Effects(at_risk=1))


def test_a_module_that_is_put_off_moves_whoever_has_not_done_its_lessons(
    academy: Academy, folder: Path
) -> None:
    (who,) = enroll(academy, "python", 1)
    advance(academy, who, lessons(academy)["basics/intro"])

    found = impact(academy, folder, {"02-more/module.yaml": "release_at: 2999-01-01\n"})

    assert found.changes == (Effects(moves=(Move(33, 50, 1),)),)
    assert found.total == Effects(moves=(Move(33, 50, 1),))


def test_each_change_is_told_as_if_it_were_the_only_one(academy: Academy, folder: Path) -> None:
    graduate(academy)

    found = impact(academy, folder, {**NEW, "02-more/03-new.md": "# Newer\n"})

    assert [one.moves for one in found.changes] == [(Move(100, 75, 1),)] * 2
    assert found.total.moves == (Move(100, 60, 1),)


def test_a_gained_completion_names_its_revision(academy: Academy, folder: Path) -> None:
    (who,) = enroll(academy, "python", 1)
    for key in ("basics/intro", "basics/loops"):
        advance(academy, who, lessons(academy)[key])
    make.folder(folder, {"course.yaml": REOPENS, FILES: None})

    report = academy.sync(folder)

    (seat,) = academy.rows(Enrollment)
    assert (report.completed, report.reopened) == (1, 0)
    assert seat.completed_revision == report.revision == 2
    assert seat.completed_at == academy.revision("python").applied_at


def test_what_became_of_completions_is_on_record(academy: Academy, folder: Path) -> None:
    graduate(academy)
    make.folder(folder, {"course.yaml": REOPENS, **NEW})

    report = academy.sync(folder)

    assert (report.reopened, is_complete(academy)) == (1, [False])
    newest = academy.rows(AuditEntry)[-1].details
    assert '"completions":{"gained":0,"reopened":1}' in newest


def test_a_change_of_words_reopens_nobody(academy: Academy, folder: Path) -> None:
    (who,) = enroll(academy, "python", 1)
    complete(academy, who)
    make.folder(folder, {"course.yaml": REOPENS, FILES: "# Files\n\nRead, write, close.\n"})

    academy.sync(folder)

    assert is_complete(academy) == [True]


def test_learners_who_move_on_leave_the_digest_alone(academy: Academy, folder: Path) -> None:
    make.folder(folder, {"course.yaml": REOPENS, **NEW})
    with academy.planned(folder) as first:
        graduate(academy)
        with academy.planned(folder) as second:
            assert first.plan.impact != second.plan.impact
            assert first.plan.digest == second.plan.digest
            assert first.plan == second.plan
            academy.courses.apply(first)

    assert is_complete(academy) == [False]


# -- the recount can tell -----------------------------------------------------------------------


def differs(academy: Academy, folder: Path, changes: make.Changes) -> bool:
    """Whether the plan's total is another than a recount's."""
    before, found = moment(academy, "python"), impact(academy, folder, changes)
    academy.sync(folder)
    after = moment(academy, "python")
    fate = fates(before, after.setting, after.lessons)
    lost = sum(loses for *_, loses in fate.values())
    moved = sum(old != new for old, new, *_ in fate.values())
    return (found.total.at_risk, found.total.moved) != (lost, moved)


def test_the_recount_agrees_with_a_sound_forecast(academy: Academy, folder: Path) -> None:
    graduate(academy)

    assert not differs(academy, folder, NEW)


def test_a_forecast_that_forgets_what_is_left_is_found_out(
    academy: Academy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graduate(academy)
    monkeypatch.setattr(forecast, "missing", lambda _: 0)

    assert differs(academy, folder, NEW)


def test_a_forecast_that_takes_credit_away_is_found_out(
    academy: Academy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (who,) = enroll(academy, "python", 1)
    advance(academy, who, lessons(academy)["more/files"])
    monkeypatch.setattr(counting, "_hidden", lambda _: {})

    assert differs(academy, folder, {FILES: None})
