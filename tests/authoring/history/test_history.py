"""Looking back: revisions, courses as they were, and what differs."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete

from academy_cli.authoring.changes import Action
from academy_cli.authoring.document import Kind
from academy_cli.db.transaction import write
from academy_cli.models import AuditEntry, Blob
from tests.authoring.academy import ACTOR, Academy
from tests.authoring.history.changed import FILES, INTRO, back, refusal


class TestRevisions:
    def test_every_apply_is_told_newest_first(self, thrice: Academy) -> None:
        found = thrice.history.revisions("python")

        assert [one.revision for one in found] == [3, 2, 1]
        assert found[1].counts["update"] == 1
        assert {one.applied_by for one in found} == {ACTOR.name}
        assert [one.rollback_to for one in found] == [None, None, None]

    def test_a_rollback_says_what_it_brought_back(self, thrice: Academy) -> None:
        back(thrice, 1)

        newest, *_ = thrice.history.revisions("python")
        assert (newest.revision, newest.rollback_to) == (4, 1)
        assert '"rollback_to":1' in thrice.rows(AuditEntry)[-1].details

    def test_a_course_is_shown_as_it_was(self, thrice: Academy) -> None:
        then, now = thrice.history.show("python", 1), thrice.catalog.show("python")

        assert "Files" in {entry.title for entry in then.outline}
        assert "Files" not in {entry.title for entry in now.outline}
        assert (then.revision, now.revision) == (1, 3)

    def test_the_newest_revision_is_shown_as_the_course_is(self, thrice: Academy) -> None:
        assert thrice.history.show("python", 3) == thrice.catalog.show("python")

    def test_what_is_not_there_is_missing(self, thrice: Academy) -> None:
        assert refusal(lambda: thrice.history.show("python", 4)) == "revision.unknown"
        assert refusal(lambda: thrice.history.rollback("python", 0)) == "revision.unknown"
        assert refusal(lambda: thrice.history.revisions("pithon")) == "course.unknown"

    def test_an_academy_that_was_never_made_stays_so(self, tmp_path: Path) -> None:
        academy = Academy(f"sqlite:///{tmp_path / 'none.db'}", tmp_path)

        assert refusal(lambda: academy.history.revisions("python")) == "course.unknown"
        assert academy.history.collect().texts == 0
        assert not (tmp_path / "none.db").exists()


class TestDifference:
    def test_it_is_what_the_newest_revision_changed(self, thrice: Academy) -> None:
        found = thrice.history.difference("python")

        assert (found.old, found.new) == (2, 3)
        told = {(one.action, one.path) for one in found.changes if one.kind is Kind.LESSON}
        assert told == {
            (Action.CREATE, "02-more/09-new.md"),
            (Action.MOVE, "02-more/05-intro.md"),
            (Action.ARCHIVE, FILES),
        }

    def test_it_goes_from_any_revision_to_any_other(self, thrice: Academy) -> None:
        forth = thrice.history.difference("python", 1, 3)
        again = thrice.history.difference("python", 3, 1)

        assert forth.counts["create"] == again.counts["archive"] == 1
        moved = next(one for one in forth.changes if one.action is Action.MOVE)
        assert {"parent", "path", "text"} <= moved.fields.keys()

    def test_what_came_back_was_restored(self, thrice: Academy) -> None:
        assert back(thrice, 1) == 4

        found = thrice.history.difference("python", 3, 4)

        counts = thrice.history.revisions("python")[0].counts
        assert found.counts == {word: counts[word] for word in found.counts}
        assert [one.path for one in found.changes if one.action is Action.RESTORE] == [FILES]

    def test_the_first_one_came_out_of_nothing(self, thrice: Academy) -> None:
        found = thrice.history.difference("python", 0, 1)

        assert {one.action for one in found.changes} == {Action.CREATE}

    def test_texts_are_given_with_the_line_they_begin_on(self, thrice: Academy) -> None:
        change = next(
            one for one in thrice.history.difference("python", 1, 2).changes if one.path == INTRO
        )

        before, after, line = thrice.history.texts(change)

        assert "Another text." in after
        assert "Another text." not in before
        assert line == 1

    def test_a_text_that_is_gone_is_not_shown_as_an_empty_one(self, thrice: Academy) -> None:
        (change,) = thrice.history.difference("python", 1, 2).changes
        with write(thrice.database.engine) as connection:
            connection.execute(delete(Blob).where(Blob.text.like("%Welcome. See%")))

        assert refusal(lambda: thrice.history.texts(change)) == "revision.damaged"
