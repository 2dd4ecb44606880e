"""Ids that were changed, swapped or copied: each is found, with the line that mends it, and costs nobody."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from academy_cli.authoring.plan import Plan
from academy_cli.formats.problems import Problem, Severity
from tests import make
from tests.authoring.academy import Academy
from tests.authoring.renamed import Renamed, prose
from tests.make import COURSE, Changes

LOWERED = "checks:\n  id.changed: warning\n  id.swapped: warning\n"


def lesson(name: str | None, text: str) -> str:
    return f"---\ntitle: T\nid: {name}\n---\n{text}" if name else f"---\ntitle: T\n---\n{text}"


BREAD, SOUP = prose("Bread"), prose("Soup")
ONE = {"a.md": lesson("one", BREAD), "z.md": "# Z\n"}
TWO = {"a.md": lesson("one", BREAD), "b.md": lesson("two", SOUP)}


class TestChanged:
    @pytest.mark.parametrize("text", [BREAD, prose("Bread", edited=8)])
    def test_an_id_that_changed_while_the_text_stayed_is_found(self, text: str) -> None:
        found = Renamed(ONE, {**ONE, "a.md": lesson("new", text)})

        assert found.findings == [("id.changed", "a.md")]
        (problem,) = found.comparison.problems
        assert (problem.severity, problem.value) == (Severity.ERROR, "new")
        assert "“new” was “one”" in problem.message
        assert "`id: one`" in problem.hint

    def test_nothing_is_made_or_archived_for_it(self) -> None:
        found = Renamed(ONE, {**ONE, "a.md": lesson("new", BREAD)})

        assert (found.comparison.changes, found.withheld) == ((), ["update a.md"])
        assert found.was("a.md") == "a.md"

    def test_an_author_who_means_it_may_say_so(self) -> None:
        found = Renamed(ONE, {**ONE, "a.md": lesson("new", BREAD)}, LOWERED)

        assert (found.was("a.md"), found.archived, found.withheld) == (None, ["a.md"], [])
        assert found.findings == [("id.changed", "a.md")]

    @pytest.mark.parametrize(
        "after",
        [
            {"a.md": lesson("new", prose("Bread", edited=9))},
            {"a.md": lesson("one", BREAD)},
            {"a.md": lesson(None, BREAD)},
            {"a.md": lesson("new", BREAD), "b.md": lesson("one", prose("Bread", edited=12))},
            {"a.md": lesson("new", BREAD), "b.md": "---\nid: one\ntitle: [\n---\n" + BREAD},
            {"b.md": lesson("new", BREAD)},
        ],
        ids=["rewritten", "unchanged", "taken out", "split", "perhaps broken", "elsewhere"],
    )
    def test_what_only_looks_like_it_is_not(self, after: Changes) -> None:
        assert Renamed(ONE, {**ONE, "a.md": None, **after}).findings == []

    def test_a_lesson_that_had_no_id_may_get_one(self) -> None:
        found = Renamed({"a.md": lesson(None, BREAD)}, {"a.md": lesson("new", BREAD)})

        assert found.findings == []

    def test_without_texts_all_else_has_to_be_the_same(self) -> None:
        video = "---\ntitle: T\nid: {}\nvideo: https://example.org/{}\n---\n"
        before = {"a.md": video.format("one", 1)}

        assert Renamed(before, {"a.md": video.format("new", 1)}).findings != []
        assert Renamed(before, {"a.md": video.format("new", 2)}).findings == []

    def test_an_id_that_comes_back_with_its_own_text_is_welcome(self) -> None:
        first = make.applied(make.compiled(make.bare(ONE)).course)
        changed = {"a.md": lesson("new", BREAD), "course.yaml": COURSE + LOWERED}
        second = make.resynced(first, make.bare({**ONE, **changed}))

        again = make.resynced(second, make.bare({**ONE, "course.yaml": COURSE}))

        assert again.document is not None
        assert next(n.row for n in again.document.contents if n.id == "one") == _row(first, "one")

    def test_a_file_that_cannot_be_read_costs_nobody_until_it_is_mended(self) -> None:
        found = Renamed(ONE, {**ONE, "a.md": "---\nid: new\ntitle: [\n---\n" + BREAD})

        assert (found.archived, found.withheld, found.findings) == ([], ["update a.md"], [])


class TestSwapped:
    def test_ids_that_were_exchanged_are_found_in_both_files(self) -> None:
        found = Renamed(TWO, {"a.md": lesson("two", BREAD), "b.md": lesson("one", SOUP)})

        assert found.findings == [("id.swapped", "a.md"), ("id.swapped", "b.md")]
        first = found.comparison.problems[0]
        assert "“b.md” has its id “one” now" in first.message
        assert "`id: one`" in first.hint
        assert found.comparison.changes == ()
        assert sorted(found.withheld) == ["update a.md", "update b.md"]

    def test_so_are_those_that_went_round(self) -> None:
        three = {**TWO, "c.md": lesson("three", prose("Rice"))}
        after = {
            "a.md": lesson("two", BREAD),
            "b.md": lesson("three", SOUP),
            "c.md": lesson("one", prose("Rice")),
        }

        assert [code for code, _ in Renamed(three, after).findings] == ["id.swapped"] * 3

    def test_an_id_that_moved_on_leaves_one_that_is_missed(self) -> None:
        found = Renamed(TWO, {"a.md": lesson("two", BREAD), "b.md": lesson("new", SOUP)})

        assert found.findings == [("id.changed", "a.md"), ("id.swapped", "b.md")]
        assert (found.was("a.md"), found.was("b.md"), found.archived) == ("a.md", "b.md", [])

    @pytest.mark.parametrize(
        "after",
        [
            {"a.md": lesson("two", SOUP), "b.md": lesson("one", BREAD)},
            {"a.md": lesson("two", prose("Soup", edited=5)), "b.md": lesson("one", BREAD)},
        ],
        ids=["files exchanged", "and edited"],
    )
    def test_lessons_that_changed_places_are_not(self, after: Mapping[str, str]) -> None:
        found = Renamed(TWO, after)

        assert found.findings == []
        assert (found.was("a.md"), found.was("b.md")) == ("b.md", "a.md")

    def test_texts_that_tell_nobody_apart_prove_nothing(self) -> None:
        same = {"a.md": lesson("one", BREAD), "b.md": lesson("two", BREAD)}

        found = Renamed(same, {"a.md": lesson("two", BREAD), "b.md": lesson("one", BREAD)})

        assert found.findings == []

    def test_an_author_who_means_it_may_say_so(self) -> None:
        after = {"a.md": lesson("two", BREAD), "b.md": lesson("one", SOUP)}

        found = Renamed(TWO, after, LOWERED)

        assert (found.was("a.md"), found.was("b.md"), found.withheld) == ("b.md", "a.md", [])


class TestInAPlan:
    def test_the_line_of_the_id_is_named_and_the_sync_stops(
        self, academy: Academy, tmp_path: Path
    ) -> None:
        plan = replanned(academy, tmp_path, ONE, {"a.md": lesson("new", BREAD)})

        assert [(one.code, one.place) for one in plan.problems if one.code == "id.changed"] == [
            ("id.changed", "a.md:3:1")
        ]
        assert plan.has_errors
        assert plan.changes == ()

    def test_the_grade_is_the_authors(self, academy: Academy, tmp_path: Path) -> None:
        changes = {"a.md": lesson("new", BREAD), "course.yaml": COURSE + LOWERED}

        plan = replanned(academy, tmp_path, ONE, changes)

        assert [one.severity for one in of(plan, "id.changed")] == [Severity.WARNING]
        assert not plan.has_errors

    def test_of_two_files_with_one_id_the_copy_is_told(
        self, academy: Academy, tmp_path: Path
    ) -> None:
        plan = replanned(academy, tmp_path, ONE, {"0-copy.md": lesson("one", BREAD)})

        found = of(plan, "id.duplicate")
        assert [one.place for one in found] == ["0-copy.md:3:1", "a.md:3:1"]
        assert all("“a.md” had it in revision 1" in one.message for one in found)
        assert {one.hint for one in found} == {
            "Give the copy an id of its own, or remove its line: 0-copy.md:3:1."
        }

    def test_of_two_new_files_with_one_id_neither_is_the_copy(
        self, academy: Academy, tmp_path: Path
    ) -> None:
        new = {"b.md": lesson("b", BREAD), "c.md": lesson("b", BREAD)}

        plan = replanned(academy, tmp_path, ONE, new)

        found = of(plan, "id.duplicate")
        assert len(found) == 2
        assert not any("revision" in one.message for one in found)


def of(plan: Plan, code: str) -> list[Problem]:
    return [one for one in plan.problems if one.code == code]


def replanned(academy: Academy, place: Path, before: Changes, after: Changes) -> Plan:
    """The plan of a course that was synced and then changed."""
    nothing: Changes = dict.fromkeys(make.FILES)
    first = {**nothing, "course.yaml": COURSE, **before}
    academy.sync(make.folder(place / "course", first))
    with academy.planned(make.folder(place / "course", {**first, **after})) as prepared:
        return prepared.plan


def _row(applied: make.Applied, name: str) -> int:
    contents = applied.document.contents if applied.document else ()
    return next(node.row for node in contents if node.id == name)
