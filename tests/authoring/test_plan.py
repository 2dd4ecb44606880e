"""What a changed folder does to a course: who is who, what moves, and what nobody may touch."""

from __future__ import annotations

import pytest

from academy_cli.authoring.changes import Action
from academy_cli.authoring.document import Applied, Kind
from tests import make
from tests.authoring.planned import FILES, IMAGE, INTRO, LOOPS, front, planned, row
from tests.make import COURSE

# -- one thing happens ---------------------------------------------------------------------------


def test_an_unchanged_folder_needs_nothing() -> None:
    assert planned({}).done == []


def test_a_new_course_is_created_with_everything_in_it() -> None:
    made = planned({}, Applied())

    assert [one.split()[:2] for one in made.done] == [
        ["create", "01-basics"],
        ["create", INTRO],
        ["create", LOOPS],
        ["create", "02-more"],
        ["create", FILES],
        ["create", IMAGE],
    ]
    assert made.comparison.changes[0].kind is Kind.COURSE


def test_an_edited_lesson_is_updated() -> None:
    assert planned({FILES: "# Files\n\nRead.\n"}).done == [f"update {FILES} text"]
    assert planned({FILES: front("title: Data\n")}).done == [f"update {FILES} text title"]


def test_a_change_that_only_the_file_shows_is_a_change_of_source() -> None:
    before = make.course({FILES: front("title: Files\nminutes: 3\n")})

    found = planned({FILES: front("minutes: 3\ntitle: Files\n")}, before)

    assert found.done == [f"update {FILES}"]
    assert found.change(FILES).differences.keys() == {"source"}


def test_a_lesson_put_between_others_moves_nothing() -> None:
    found = planned({"01-basics/01a-more.md": "# More\n"})

    assert [one.split()[:2] for one in found.done] == [["create", "01-basics/01a-more.md"]]


def test_a_lesson_that_is_gone_is_archived_with_what_only_it_showed() -> None:
    found = planned({LOOPS: None, INTRO: "# Introduction\n"})

    assert found.done == [
        f"update {INTRO} text",
        f"archive {LOOPS}",
        f"archive {IMAGE}",
    ]


def test_a_module_that_is_gone_is_archived_with_its_lessons() -> None:
    assert planned({FILES: None}).done == ["archive 02-more", f"archive {FILES}"]


def test_front_matter_that_sounds_like_a_place_is_no_move() -> None:
    before = make.course({FILES: front("title: A\nparent: x\nposition: 1\npath: p\nkey: k\n")})

    found = planned({FILES: front("title: A\nparent: y\nposition: 2\npath: q\nkey: l\n")}, before)

    assert found.done == [
        f"update {FILES} fields.key fields.parent fields.path fields.position",
    ]


# -- renames and moves ---------------------------------------------------------------------------


def test_a_renumbered_lesson_is_renamed() -> None:
    found = planned({FILES: None, "02-more/07-files.md": make.FILES[FILES]})

    assert found.done == ["rename 02-more/07-files.md path"]


def test_a_lesson_that_changes_places_is_the_only_one_that_moves() -> None:
    names = {
        f"02-more/0{number}-{word}.md": f"# {word}\n" for number, word in enumerate("abcdef", 2)
    }
    before = make.course(names)

    found = planned({**names, "02-more/02-a.md": None, "02-more/08-a.md": "# a\n"}, before)

    assert found.done == ["move 02-more/08-a.md path position"]


def test_lessons_in_reverse_move_all_but_one() -> None:
    lists = {f"02-more/{word}.md": f"# {word}\n" for word in "abcde"}
    before = make.course({**lists, "02-more/module.yaml": "content: [a, b, c, d, e, 01-files]\n"})

    found = planned(
        {**lists, "02-more/module.yaml": "content: [e, d, c, b, a, 01-files]\n"}, before
    )

    assert len([one for one in found.done if one.startswith("move")]) == 4


def test_a_renumbered_module_is_one_rename_that_its_lessons_follow() -> None:
    found = planned({FILES: None, "05-more/01-files.md": make.FILES[FILES]})

    assert found.done == ["rename 05-more path", "rename 05-more/01-files.md path"]
    assert found.change("05-more/01-files.md").follows == "more"
    assert found.change("05-more").follows == ""


def test_a_lesson_that_changes_as_well_does_not_only_follow() -> None:
    found = planned({FILES: None, "05-more/01-files.md": "# Files\n\nRead.\n"})

    assert found.change("05-more/01-files.md").follows == ""


def test_a_renamed_module_with_an_id_keeps_its_lessons() -> None:
    module = {"02-more/module.yaml": "id: more\n"}
    before = make.course(module)
    renamed = {
        "02-more/module.yaml": None,
        FILES: None,
        "03-data/module.yaml": "id: more\n",
        "03-data/01-files.md": make.FILES[FILES],
    }

    found = planned(renamed, before)

    assert found.row("03-data/01-files.md") == row(before, FILES)
    assert [one.split()[0] for one in found.done] == ["rename", "rename"]


def test_a_front_page_that_was_rewritten_stays_in_its_renamed_module() -> None:
    module, front_page = "id: more\n", "# Before\n\nAll of this.\n"
    before = make.course({"02-more/module.yaml": module, "02-more/README.md": front_page})
    gone = dict.fromkeys(("02-more/module.yaml", "02-more/README.md", FILES))

    found = planned(
        {
            **gone,
            "03-data/module.yaml": module,
            "03-data/README.md": "# After\n\nNone of it.\n",
            "03-data/01-files.md": make.FILES[FILES],
        },
        before,
    )

    assert found.row("03-data/README.md") == row(before, "02-more/README.md")


def test_lessons_that_differ_by_their_numbers_keep_them_in_a_renumbered_module() -> None:
    old = {"02-more/1-task.md": "# One\n", "02-more/2-task.md": "# Two\n"}
    new = {"05-more/1-task.md": "# Uno\n", "05-more/2-task.md": "# Due\n"}
    before = make.course({FILES: None, **old})

    found = planned({FILES: None, **new}, before)

    assert [found.row(path) for path in new] == [row(before, path) for path in old]


def test_a_lesson_with_an_id_moves_with_all_it_has() -> None:
    text = front("title: Files\nid: files\n")
    before = make.course({FILES: text})

    found = planned({FILES: None, "01-basics/09-disks.md": text}, before)

    assert found.done == ["move 01-basics/09-disks.md parent path", "archive 02-more"]
    assert found.row("01-basics/09-disks.md") == row(before, FILES)


def test_a_lesson_lifted_to_the_top_by_a_list_moves() -> None:
    found = planned({"course.yaml": COURSE + f"content: [{INTRO}, 01-basics, 02-more]\n"})

    assert found.done == [f"move {INTRO} parent"]


def test_a_lesson_in_a_new_module_is_not_taken_for_one_at_the_top() -> None:
    before = make.course({"notes.md": "# Notes\n"})

    found = planned({"03-extra/notes.md": "# Other notes\n"}, before)

    assert found.row("03-extra/notes.md") == 0
    assert "archive notes.md" in found.done


def test_two_modules_of_one_name_do_not_share_one_past() -> None:
    before = make.course()

    found = planned({FILES: None, "03-more/a.md": "# A\n", "04-more/b.md": "# B\n"}, before)

    assert (found.row("03-more"), found.row("04-more")) == (0, 0)


# -- who is who ----------------------------------------------------------------------------------


def test_an_id_wins_over_a_path() -> None:
    one, two = front("title: A\nid: one\n"), front("title: B\nid: two\n")
    before = make.course({INTRO: one, LOOPS: two})

    found = planned({INTRO: two, LOOPS: one, IMAGE: None}, before)

    assert found.row(INTRO) == row(before, LOOPS)
    assert found.row(LOOPS) == row(before, INTRO)


def test_two_different_ids_are_two_lessons_at_one_path() -> None:
    before = make.course({FILES: front("title: A\nid: one\n")})

    found = planned({FILES: front("title: A\nid: two\n", "Quite another\n")}, before)

    assert found.done == [f"create {FILES}", f"archive {FILES}"]


def test_a_lesson_keeps_its_row_when_it_gets_or_loses_an_id() -> None:
    plain, named = front("title: A\n"), front("title: A\nid: one\n")

    got = planned({FILES: named}, make.course({FILES: plain}))
    lost = planned({FILES: plain}, make.course({FILES: named}))

    assert got.done == [f"rename {FILES} id key"]
    assert lost.done == [f"rename {FILES} id key"]


def test_an_archived_lesson_comes_back_when_its_path_returns() -> None:
    before = make.resynced(make.course(), make.tree({FILES: None}))

    found = planned({}, before)

    assert [one.split()[:2] for one in found.done] == [["restore", "02-more"], ["restore", FILES]]
    assert found.row(FILES) == row(before, FILES)


def test_an_archived_lesson_comes_back_when_its_id_returns_elsewhere() -> None:
    text = front("title: Files\nid: files\n")
    before = make.resynced(make.course({FILES: text}), make.tree({FILES: None}))

    found = planned({FILES: None, "01-basics/files-again.md": text}, before)

    assert found.row("01-basics/files-again.md") == row(before, FILES)
    assert found.change("01-basics/files-again.md").action is Action.RESTORE


def test_an_archived_lesson_does_not_come_back_as_another_of_its_name() -> None:
    before = make.resynced(make.course(), make.tree({LOOPS: None}))
    other = "01-basics/07-loops.md"

    found = planned({LOOPS: None, other: "# Quite another lesson\n"}, before)

    assert found.change(other).action is Action.CREATE
    assert found.row(other) != row(before, LOOPS)


@pytest.mark.parametrize(
    ("paths", "keys"),
    [
        (("a.md", "a.mdx"), ["a", "a.mdx"]),
        (("1-a.md", "2-a.md"), ["1-a", "2-a"]),
        (("a.md", "a/README.md"), ["a/readme", "a"]),
        (("1-a.md", "1-a.mdx", "2-a.md"), ["1-a", "1-a.mdx", "2-a"]),
    ],
)
def test_lessons_of_one_name_have_keys_of_their_own(
    paths: tuple[str, ...], keys: list[str]
) -> None:
    course = make.compiled(make.bare({path: f"# {path}\n" for path in paths})).course

    assert sorted(node.key for node in course.contents) == sorted(keys)


def test_an_id_takes_the_key_from_a_file_of_that_name() -> None:
    files = {"loops.md": "# Loops\n", "x.md": front("title: X\nid: loops\n")}

    course = make.compiled(make.bare(files)).course

    assert {node.path: node.key for node in course.contents} == {
        "loops.md": "loops.md",
        "x.md": "loops",
    }
