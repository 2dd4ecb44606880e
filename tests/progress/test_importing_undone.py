"""What a file did to progress is undone, and nothing that came since."""

from __future__ import annotations

from sqlalchemy import insert, update

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Role
from academy_cli.db.transaction import write
from academy_cli.kit.clock import utc_now
from academy_cli.models import Certificate, Enrollment
from tests.certificates.rows import certificate
from tests.files import reasons
from tests.progress.rows import ALL, HEAD, files, is_complete, progress
from tests.school import School


def test_undoing_puts_lessons_and_completions_back(learners: School) -> None:
    learners.progress.set("ann@x.org", "python", "a", is_done=True)
    before = progress(learners)
    view = files(learners).run(ALL)

    undone = files(learners).undo(view.reference)

    assert (undone.update, undone.refused) == (2, 0)
    assert progress(learners) == before
    assert (is_complete(learners), learners.mails("completed")) == (False, [])
    assert files(learners).run(ALL).mails == {"completed": 1}


def test_undoing_gives_a_completion_back_that_was_taken(learners: School) -> None:
    learners.course(said="completion: {on_add: reopen}\n")
    files(learners).run(ALL)
    before = learners.enrollment()
    view = files(learners).run(f"{HEAD}ann@x.org,python,a,open,,\n")
    assert not is_complete(learners)

    files(learners).undo(view.reference)

    assert learners.enrollment() == before


def test_undoing_leaves_what_was_done_since(learners: School) -> None:
    view = files(learners).run(f"{HEAD}ann@x.org,python,a,,,\nann@x.org,python,b,,,9\n")
    learners.progress.set("ann@x.org", "python", "a", is_done=False)

    undone = files(learners).undo(view.reference)

    assert (undone.update, reasons(undone)) == (1, ["its state was changed again since"])


def test_undoing_takes_no_lesson_from_who_was_in_it_since(learners: School) -> None:
    view = files(learners).run(f"{HEAD}ann@x.org,python,a,,,\n")
    person = learners.user("ann@x.org")
    learners.progress.actor = Actor("user:1", "ann", person.id, frozenset({Role.STUDENT}))
    learners.progress.start("ann@x.org", "python", "a")

    undone = files(learners).undo(view.reference)

    assert reasons(undone) == ["they have been in the lesson since"]


def test_undoing_keeps_a_completion_of_which_a_certificate_was_issued(learners: School) -> None:
    view = files(learners).run(ALL)
    with write(learners.academy.database.engine) as connection:
        mine = learners.enrollment().id
        connection.execute(insert(Certificate).values(certificate(mine, "K7QM", utc_now())))

    undone = files(learners).undo(view.reference)

    assert reasons(undone) == ["a certificate of the completion was issued"]
    assert is_complete(learners)


def test_undoing_keeps_a_completion_of_who_went_on_since(learners: School) -> None:
    view = files(learners).run(ALL)
    with write(learners.academy.database.engine) as connection:
        connection.execute(update(Enrollment).values(last_seen_at=utc_now()))

    undone = files(learners).undo(view.reference)

    assert reasons(undone) == ["they have been in the course since it was completed"]
