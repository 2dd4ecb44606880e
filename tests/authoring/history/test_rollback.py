"""Going back: rows, learners who moved on meanwhile, ids, and what is damaged or was dropped."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from academy_cli.db.transaction import write
from academy_cli.models import (
    Blob,
    Content,
    FormerPlace,
    LessonProgress,
    Revision,
    Source,
)
from tests.authoring.academy import Academy
from tests.authoring.history.changed import FILES, INTRO, LOOPS, back, edit, refusal
from tests.authoring.people import advance, complete, enroll


class TestRollback:
    def test_planning_one_changes_nothing(self, thrice: Academy) -> None:
        before = thrice.digest()

        plan = thrice.history.rollback("python", 1).plan

        assert plan.counts["restore"] == 1
        assert thrice.digest() == before

    def test_back_and_forth_gives_every_lesson_its_own_row(self, thrice: Academy) -> None:
        def rows() -> dict[str, int]:
            return {r.path: r.id for r in thrice.rows(Content) if not r.is_archived}

        newest = rows()
        back(thrice, 1)
        oldest = rows()
        back(thrice, 3)

        assert rows() == newest
        assert oldest[INTRO] == newest["02-more/05-intro.md"]

    def test_the_revision_that_holds_is_nothing_to_do(self, thrice: Academy) -> None:
        assert back(thrice, 3) == 3

    def test_what_learners_did_since_is_kept(self, thrice: Academy) -> None:
        new = next(row.id for row in thrice.rows(Content) if row.path == "02-more/09-new.md")
        (who,) = enroll(thrice, "python", 1)
        advance(thrice, who, new)
        before = thrice.rows(LessonProgress)

        back(thrice, 1)

        assert thrice.rows(LessonProgress) == before
        archived = next(row for row in thrice.rows(Content) if row.id == new)
        assert archived.is_archived

    def test_it_tells_whose_completion_is_at_risk(self, academy: Academy, folder: Path) -> None:
        says = "id: python\ntitle: Python\ncompletion: {on_add: reopen}\n"
        edit(folder, "course.yaml", says)
        academy.sync(folder)
        edit(folder, FILES, None)
        academy.sync(folder)
        (who,) = enroll(academy, "python", 1)
        complete(academy, who)

        assert academy.history.rollback("python", 1).plan.impact.total.at_risk == 1

    def test_one_that_was_overtaken_is_refused(self, thrice: Academy, folder: Path) -> None:
        plan = thrice.history.rollback("python", 1)
        edit(folder, LOOPS, "# Loops\n\nMore.\n")
        thrice.sync(folder)
        before = thrice.digest()

        assert refusal(lambda: thrice.courses.apply(plan)) == "plan.stale"
        assert thrice.digest() == before

    def test_files_are_read_again_at_the_next_sync(self, thrice: Academy, folder: Path) -> None:
        """What reading them found is not part of a revision, and must not be taken for nothing."""
        edit(folder, INTRO, "# Introduction\n\n[gone](nowhere.md)\n")
        with thrice.planned(folder) as first:
            told = first.plan.problems
        thrice.sync(folder)
        broken = thrice.course("python").revision
        edit(folder, INTRO, None)
        thrice.sync(folder)
        back(thrice, broken)
        edit(folder, INTRO, "# Introduction\n\n[gone](nowhere.md)\n")

        with thrice.planned(folder) as again:
            assert again.plan.problems == told
            assert again.plan.changes == ()

    def test_an_id_goes_back_to_the_lesson_that_had_it(
        self, academy: Academy, folder: Path
    ) -> None:
        def named(path: str) -> int:
            return next(r.id for r in academy.rows(Content) if r.path == path)

        edit(folder, INTRO, "---\nid: first\n---\n# Introduction\n")
        academy.sync(folder)
        edit(folder, INTRO, "# Introduction\n")
        academy.sync(folder, partial=True)
        edit(folder, "course.yaml", "id: python\ntitle: Python\nchecks: {id.changed: warning}\n")
        academy.sync(folder)
        edit(folder, LOOPS, "---\nid: first\n---\n# Loops\n")
        academy.sync(folder)
        intro = named(INTRO)

        back(academy, 1)

        assert {r.source_id: r.id for r in academy.rows(Content)}["first"] == intro

    def test_an_id_in_a_file_counts_again_after_the_way_back(
        self, academy: Academy, folder: Path
    ) -> None:
        """The lesson that gave its id up for the rollback is the one whose file still says it."""

        def ids() -> dict[str, tuple[int, str | None]]:
            rows = [r for r in academy.rows(Content) if r.kind == "lesson" and not r.is_archived]
            return {r.path: (r.id, r.source_id) for r in rows}

        edit(folder, LOOPS, "---\nid: k\n---\n# X\n\nalpha beta gamma delta one two three\n")
        academy.sync(folder)
        edit(folder, LOOPS, "# X\n\nalpha beta gamma delta one two three\n")
        academy.sync(folder)
        edit(folder, "y.md", "---\nid: k\n---\n# Y\n\nwholly other words stand here in it\n")
        academy.sync(folder)
        before = ids()
        back(academy, 1)

        academy.sync(folder)

        assert ids() == before
        assert academy.history.difference("python", 3).changes == ()


class TestDamage:
    def test_what_was_dropped_while_somebody_thought_cannot_come_back(
        self, thrice: Academy
    ) -> None:
        plan = thrice.history.rollback("python", 1)
        thrice.history.collect(keep=1)
        before = thrice.digest()

        assert refusal(lambda: thrice.courses.apply(plan)) == "revision.unknown"
        assert thrice.digest() == before

    def test_no_text_comes_back_that_is_not_what_was_applied(self, thrice: Academy) -> None:
        plan = thrice.history.rollback("python", 1)
        with write(thrice.database.engine) as connection:
            welcome = update(Blob).where(Blob.text.like("%Welcome. See%"))
            connection.execute(welcome.values(text="# Introduction\n\nForged.\n"))
        before = thrice.digest()

        assert refusal(lambda: thrice.courses.apply(plan)) == "revision.damaged"
        assert refusal(lambda: thrice.history.rollback("python", 1)) == "revision.damaged"
        assert thrice.digest() == before

    def test_no_file_comes_back_of_which_a_part_is_missing(
        self, academy: Academy, folder: Path
    ) -> None:
        edit(folder, INTRO, "---\ntitle: One\n---\n\nText.\n")
        academy.sync(folder)
        edit(folder, INTRO, "---\ntitle: Two\n---\n\nText.\n")
        academy.sync(folder)
        plan = academy.history.rollback("python", 1)
        with write(academy.database.engine) as connection:
            connection.execute(delete(Source))

        assert refusal(lambda: academy.courses.apply(plan)) == "revision.damaged"
        assert refusal(lambda: academy.history.rollback("python", 1)) == "revision.damaged"

    @pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
    def test_no_number_is_too_large_to_be_unknown(self, thrice: Academy, number: int) -> None:
        assert refusal(lambda: thrice.history.show("python", number)) == "revision.unknown"
        assert refusal(lambda: thrice.history.difference("python", number)) == "revision.unknown"

    def test_a_missing_text_is_named_and_nothing_is_changed(self, thrice: Academy) -> None:
        manifest = thrice.rows(Revision)[0].manifest_sha256
        contents = json.loads(thrice.blobs()[manifest])["contents"]
        with write(thrice.database.engine) as connection:
            connection.execute(delete(Blob).where(Blob.sha256 == contents))

        assert refusal(lambda: thrice.history.rollback("python", 1)) == "revision.damaged"
        assert refusal(thrice.history.collect) == "revision.damaged"

    def test_nobody_is_guessed_where_places_are_forgotten(self, thrice: Academy) -> None:
        """Else a lesson would be made a second time, without what learners did in it."""
        with write(thrice.database.engine) as connection:
            connection.execute(delete(FormerPlace))

        assert refusal(lambda: thrice.history.rollback("python", 1)) == "revision.damaged"

    def test_another_format_is_refused(self, thrice: Academy) -> None:
        manifest = thrice.rows(Revision)[0].manifest_sha256
        with write(thrice.database.engine) as connection:
            other = update(Blob).where(Blob.sha256 == manifest)
            connection.execute(other.values(text='{"format":1}'))

        assert refusal(lambda: thrice.history.show("python", 1)) == "revision.damaged"

    def test_an_asset_that_storage_lost_cannot_come_back(
        self, academy: Academy, folder: Path
    ) -> None:
        academy.sync(folder)
        edit(folder, LOOPS, "# Loops\n\nWithout a picture.\n")
        academy.sync(folder)
        before = academy.digest()
        plan = academy.history.rollback("python", 1)
        shutil.rmtree(academy.assets.store.folder)

        assert refusal(lambda: academy.courses.apply(plan)) == "storage.asset-lost"
        assert refusal(lambda: academy.history.rollback("python", 1)) == "storage.asset-lost"
        assert academy.digest() == before
