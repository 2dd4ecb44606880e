"""What a plan holds back: nothing that an error could explain is archived or made."""

from __future__ import annotations

import pytest

from academy_cli.authoring.changes import Action
from academy_cli.authoring.compare import compare
from academy_cli.authoring.document import Applied
from academy_cli.authoring.doubts import Doubts
from tests import make
from tests.authoring.planned import FILES, INTRO, LOOPS, front, planned, row
from tests.make import COURSE

BROKEN = {
    "unclosed": "---\ntitle: Files\n",
    "yaml": front("title: 'Files\n"),
    "nul": "# Files\0\n",
    "latin-1": b"# F\xefles\n",
    "bad-value": front("title: Files\nminutes: many\n"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_file_is_never_a_deletion(how: str) -> None:
    found = planned({FILES: BROKEN[how]})

    assert found.done == []
    assert found.withheld == [f"update {FILES}"]


@pytest.mark.parametrize("how", ["unclosed", "yaml", "nul", "latin-1"])
def test_a_broken_file_that_was_moved_too_may_be_any_lesson(how: str) -> None:
    before = make.course({FILES: front("title: Files\nid: files\n")})

    found = planned({FILES: None, "03-new/x.md": BROKEN[how]}, before)

    assert found.done == []
    assert {f"archive {FILES}", "create 03-new", "create 03-new/x.md"} <= set(found.withheld)


def test_a_broken_file_whose_id_is_legible_is_that_lesson_and_no_other() -> None:
    before = make.course({FILES: front("title: Files\nid: files\n")})

    found = planned(
        {FILES: None, INTRO: None, "x.md": "---\nid: files\ntitle: 'Files\n---\n"}, before
    )

    assert found.row("x.md") == row(before, FILES)
    assert found.withheld[:1] == ["update x.md"]
    assert f"archive {INTRO}" in found.done


def test_a_broken_file_without_an_id_that_always_had_none_hides_no_other_lesson() -> None:
    found = planned({FILES: BROKEN["bad-value"], INTRO: None})

    assert f"archive {INTRO}" in found.done


def test_an_id_that_stands_twice_is_nobodys() -> None:
    one = front("title: A\nid: one\n")
    before = make.course({INTRO: one})

    found = planned({INTRO: None, LOOPS: one, FILES: one}, before)

    assert f"archive {INTRO}" in found.withheld
    assert {f"update {LOOPS}", f"update {FILES}"} <= set(found.withheld)
    assert not any(word in found.done for word in ("archive", "update"))


def test_a_key_that_stands_twice_names_no_lesson() -> None:
    before = make.course({FILES: front("title: A\nid: one\n")})

    found = planned({FILES: None, "x.md": "---\ntitle: A\nid: two\nid: one\n---\n"}, before)

    assert f"archive {FILES}" in found.withheld


def test_a_broken_module_file_keeps_the_module_and_its_order() -> None:
    module, x = "02-more/module.yaml", {"02-more/02-x.md": "# X\n"}
    before = make.course({**x, module: "id: m\ntitle: More\ncontent: [02-x, 01-files]\n"})

    found = planned({**x, module: "id: m\ntitle: [\n"}, before)

    assert found.done == []
    assert found.withheld == ["update 02-more"]


def test_what_has_another_name_waits_for_a_list_that_cannot_be_read() -> None:
    found = planned(
        {"02-more/module.yaml": "title: [\n", FILES: None, "02-more/05-files.md": "# F\n"}
    )

    assert found.done == []
    assert {f"archive {FILES}", "create 02-more/05-files.md"} <= set(found.withheld)


def test_a_module_file_that_leads_nowhere_is_a_broken_one() -> None:
    before = make.course({"02-more/module.yaml": "id: m\ntitle: More and more\n"})

    found = planned({}, before, unreadable=("02-more/module.yaml",))

    assert found.done == []
    assert found.withheld == ["update 02-more"]


def test_lessons_of_a_new_module_with_an_error_stay_where_they_are() -> None:
    text = front("title: Files\nid: files\n")
    before = make.course({FILES: text})
    broken = {"03-new/module.yaml": "title: [\n", "03-new/sub/y.md": "# Y\n"}

    found = planned({FILES: None, "03-new/x.md": text, **broken}, before)

    assert found.row("03-new/x.md") == row(before, FILES)
    assert not any(one.startswith(("archive", "create")) for one in found.done)
    assert {"create 03-new", "create 03-new/sub", "create 03-new/sub/y.md"} <= set(found.withheld)


def test_modules_that_stay_in_each_other_come_out_at_the_top() -> None:
    text, a, b = front("title: X\nid: x\n"), "id: a\n", "id: b\n"
    before = make.course({"a/b/x.md": text, "a/module.yaml": a, "a/b/module.yaml": b})
    turned = {"b/a/x.md": text, "b/a/module.yaml": a, "b/module.yaml": b + "release_at: soon\n"}

    found = planned(turned, before)

    paths = {node.path for node in make.nodes(found.comparison.result)}
    assert {"b", "b/a", "b/a/x.md"} <= paths
    assert not any(one.startswith("archive") for one in found.done)


def test_a_broken_list_keeps_the_old_order() -> None:
    before = make.course({"course.yaml": COURSE + "content: [02-more, 01-basics]\n"})

    found = planned({"course.yaml": COURSE + "content: [02-more, [01-basics]]\n"}, before)

    assert found.done == []
    assert found.withheld == ["update course.yaml"]


def test_a_broken_field_of_the_course_withholds_every_deletion() -> None:
    found = planned({"course.yaml": COURSE + "level: wizard\n", FILES: None})

    assert found.done == []
    assert set(found.withheld) == {"update course.yaml", "archive 02-more", f"archive {FILES}"}


@pytest.mark.parametrize(
    "entry", ["02-more/01-files.md", "02-more/01-files", "02-more", "02-more/"]
)
def test_a_missing_entry_is_never_a_deletion(entry: str) -> None:
    found = planned({"course.yaml": COURSE + f"content: [01-basics, {entry}]\n", FILES: None})

    assert not any(one.startswith("archive") for one in found.done)
    assert f"archive {FILES}" in found.withheld


@pytest.mark.parametrize("unreadable", ["02-more", "", "03-elsewhere", "03-link.md"])
def test_what_cannot_be_opened_may_hold_whatever_is_missing(unreadable: str) -> None:
    found = planned({FILES: None}, unreadable=(unreadable,))

    assert found.done == []
    assert found.withheld == ["archive 02-more", f"archive {FILES}"]


def test_a_new_course_leaves_out_what_is_broken() -> None:
    made = planned({FILES: "---\n", "course.yaml": COURSE + "level: wizard\n"}, Applied())

    assert FILES not in " ".join(made.done)
    assert f"create {FILES}" in made.withheld


def test_a_broken_file_does_not_bring_back_what_was_archived() -> None:
    before = make.resynced(make.course(), make.tree({FILES: None}))

    found = planned({FILES: "---\n"}, before)

    assert f"restore {FILES}" in found.withheld
    assert not any(FILES in one for one in found.done)


def test_what_stays_makes_way_for_what_has_its_name_now() -> None:
    one, two = front("title: A\nid: one\n"), front("title: B\nid: two\n", "Another\n")
    before = make.course({FILES: one})

    found = planned({FILES: two, "x.md": "---\n"}, before)

    kept = [node for node in make.nodes(found.comparison.result) if node.id == "one"]
    assert [(node.path, node.row) for node in kept] == [
        (f"{FILES}~{kept[0].row}", row(before, FILES))
    ]


def test_without_doubts_the_same_course_would_lose_its_lesson() -> None:
    wanted = make.compiled(make.tree({FILES: None}, unreadable=["02-more"]))

    careless = compare(wanted.course, make.course(), Doubts())

    assert Action.ARCHIVE in {change.action for change in careless.changes}


def test_what_left_a_broken_module_waits_until_that_can_be_read() -> None:
    named = front("title: A\nid: a\n")
    before = make.course({"03-x/a.md": named, "03-x/sub/b.md": "# B\n"})
    moved = {"03-x/a.md": None, "03-x/sub/b.md": None, "03-x/module.yaml": "title: [\n"}

    found = planned({**moved, "04-x/sub/README.md": named, "04-x/sub/b.md": "# B\n"}, before)

    kept = {node.path: node.row for node in make.nodes(found.comparison.result)}
    assert kept["03-x/sub/b.md"] == row(before, "03-x/sub/b.md")
    assert {"create 04-x", "create 04-x/sub/b.md"} <= set(found.withheld)


def test_a_sound_lesson_takes_no_name_that_one_with_an_error_may_have() -> None:
    before = make.course({"02-more/module.yaml": "id: more\n", "02-more/3-turns.md": "# Turns\n"})
    left = {"02-more/3-turns.md": None, FILES: None, "02-more/module.yaml": None}
    now = {"06-basics/module.yaml": "id: more\n", "06-basics/3-turns.md": "---\nid: [\n---\n"}

    found = planned({**left, **now, "07-more/02-turns.md": "# Other\n"}, before)

    kept = {node.row: node.path for node in make.nodes(found.comparison.result)}
    assert kept[row(before, "02-more/3-turns.md")] != "07-more/02-turns.md"
    assert "create 07-more/02-turns.md" in found.withheld


def test_a_broken_module_that_was_archived_drives_nothing_from_its_place() -> None:
    one, other = "id: one\n", "id: other\nrelease_at: soon\n"
    full = {"02-more/module.yaml": one, "07-more/x.md": "# X\n"}
    before = make.resynced(make.course(full), make.tree({"02-more/module.yaml": one}))

    found = planned({"02-more/module.yaml": other}, before)

    assert found.done == []
    assert {"archive 02-more", "create 02-more"} <= set(found.withheld)


def test_what_stands_at_a_path_comes_before_what_stepped_aside_from_it() -> None:
    one, two = front("title: A\nid: one\n"), front("title: B\nid: two\n", "Another\n")
    before = make.course({FILES: one})
    before = make.resynced(before, make.tree({FILES: two, "x.md": "---\n"}))

    found = planned({FILES: front("title: B\n", "Another\n"), "x.md": "---\n"}, before)

    assert found.row(FILES) == row(before, FILES) != row(make.course({FILES: one}), FILES)
