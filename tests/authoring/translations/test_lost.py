"""Translations whose originals were renamed, moved or removed: found, never lessons, and moved along."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.document import Kind
from academy_cli.authoring.repair import engine
from academy_cli.authoring.repair.carryout import Repairs, repairs_of, write
from academy_cli.authoring.repair.engine import repaired
from academy_cli.authoring.tree import MemoryTree
from tests import make
from tests.authoring.translations.words import (
    BESIDE,
    GERMAN,
    INTRO,
    LOOPS,
    course,
    keys,
    source,
    translated,
)
from tests.make import Changes

CODE = "translation.orphaned"
NEW = "02-more/03-turns.md"
RENAMED: Changes = {
    **course(),
    LOOPS: None,
    NEW: make.FILES[LOOPS],
    "02-more/images/loop.png": "a picture",
    INTRO: "# Introduction\n\nWelcome.\n",
}
"""A lesson has another name in another module, and its translations are where they were."""
FARTHER: Changes = {
    **RENAMED,
    NEW: None,
    "03-new/turns.md": make.FILES[LOOPS],
    "03-new/images/loop.png": "a picture",
}
"""The same, in a module that was not there."""


def found(changes: Changes) -> list[tuple[str, str]]:
    """What has no original, and what to do about it."""
    problems = make.compiled(make.tree(changes)).problems
    return [(one.file, one.hint) for one in problems if one.code == CODE]


def moves(folder: Path) -> Repairs:
    """What is to be moved along."""
    return repairs_of(compile_course(folder), [CODE])


def test_where_the_original_is_now_is_said_by_the_text_it_was_made_from() -> None:
    assert found(RENAMED) == [
        (BESIDE, "Move it to `02-more/03-turns.fr.md`."),
        (f"translations/de/{LOOPS}", f"Move it to `translations/de/{NEW}`."),
    ]


def test_fix_moves_it_there_and_leaves_links_to_where_it_was() -> None:
    mended = repaired(MemoryTree(make.files(RENAMED)), [CODE])

    assert mended.moves == {
        BESIDE: "02-more/03-turns.fr.md",
        f"translations/de/{LOOPS}": f"translations/de/{NEW}",
    }
    assert [(one.code, one.file) for one in mended.after] == [
        ("translation.stale", GERMAN),
        ("link.broken", GERMAN),
    ]


def test_what_fix_moves_is_in_a_folder_that_was_not_there(tmp_path: Path) -> None:
    folder = make.folder(tmp_path / "course", FARTHER)

    write(moves(folder))

    assert "# Schleifen" in (folder / "translations/de/03-new/turns.md").read_text("utf-8")


def test_nothing_is_moved_out_of_the_course(tmp_path: Path) -> None:
    """Where its place would be, a link leads elsewhere."""
    folder, outside = make.folder(tmp_path / "course", FARTHER), tmp_path / "outside"
    along = moves(folder)
    outside.mkdir()
    (folder / "translations/de/03-new").symlink_to(outside)

    write(along)

    assert list(outside.iterdir()) == []
    assert (folder / f"translations/de/{LOOPS}").exists()


@pytest.mark.parametrize(
    "changes",
    [
        {NEW: "# Loops\n\nOther words.\n"},
        {"02-more/04-same.md": make.FILES[LOOPS]},
        {f"translations/de/{NEW}": translated("# Wenden\n", LOOPS)},
    ],
    ids=["it has other words", "two have these words", "it is translated already"],
)
def test_of_what_is_not_certain_nothing_is_moved(changes: Changes) -> None:
    german = f"translations/de/{LOOPS}"

    assert dict(found(RENAMED | changes))[german].startswith("Move it to where")


def test_what_changed_besides_goes_where_its_folder_went() -> None:
    """Where nothing of a folder says what it was made from, nobody knows where that is."""
    last = "01-basics/03-last.md"
    moved = {INTRO: None, "03-start/01-intro.md": "# Introduction\n\nOther words.\n"}
    along = {last: "# Last\n\nText\n"}
    german = {f"translations/de/{last}": translated("# Ende\n\nText\n", last, along)}
    away = {"03-start/03-last.md": along[last]}

    assert dict(found({**course(), **moved, **german, **away}))[GERMAN] == (
        "Move it to `translations/de/03-start/01-intro.md`."
    )
    assert "to where" in dict(found({**course(), **moved}))[GERMAN]


def test_all_of_a_folder_go_at_once_but_for_those_that_would_stop_a_sync() -> None:
    """What those have in common that stay is gone once the others went before."""
    quiz, asked = (
        "01-basics/03-ask.quiz.yaml",
        "questions:\n- kind: true-false\n  text: T.\n  answer: {}\n",
    )
    before = {quiz: f"title: Ask\n{asked.format('true')}"}
    german = {f"translations/de/{quiz}": f"source: {source(quiz, before)}\n{asked.format('true')}"}
    after = {
        INTRO: "# Introduction\n\nOther words.\n",
        quiz: f"title: Ask\n{asked.format('false')}",
    }
    texts = {**course(), **after, LOOPS: make.FILES[LOOPS]}
    start = {path.replace("01-basics", "03-start"): texts[path] for path in (INTRO, LOOPS, quiz)}
    gone = dict.fromkeys((INTRO, LOOPS, quiz, "01-basics/module.yaml"))

    tree = MemoryTree(make.files({**texts, **german, **start, **gone}))
    mended = repaired(tree, [CODE])

    assert mended.moves == {
        BESIDE: "03-start/02-loops.fr.md",
        GERMAN: "translations/de/03-start/01-intro.md",
        f"translations/de/{LOOPS}": "translations/de/03-start/02-loops.md",
        "translations/de/01-basics/module.yaml": "translations/de/03-start/module.yaml",
    }
    assert [(one.finding.file, one.why) for one in mended.left] == [
        (f"translations/de/{quiz}", engine.CAUSES)
    ]


def test_one_beside_its_original_is_no_lesson_once_that_is_gone() -> None:
    """Its `source:` says what it is: by its name alone, learners would have had one lesson more to do."""
    removed = make.compiled(make.tree({**course(), LOOPS: None}))
    french = {"02-more/02-new.fr.md": "# Neuf\n\nTexte\n"}
    listed = {"01-basics/module.yaml": "title: Basics\ncontent: [01-intro, 02-loops.fr]\n"}
    named = make.compiled(make.tree({**course(), **french, **listed, LOOPS: None}))

    assert BESIDE not in {one.path for one in removed.course.of_kind(Kind.LESSON)}
    assert BESIDE in dict(found({**course(), LOOPS: None}))
    lessons = {one.path for one in named.course.of_kind(Kind.LESSON)}
    assert {BESIDE, "02-more/02-new.fr.md"} < lessons


def test_a_translation_of_a_translation_is_found() -> None:
    twice = {"01-basics/02-loops.fr.it.md": translated("# Cicli\n\nTesto\n", LOOPS)}
    problems = make.compiled(make.tree({**course(), **twice})).problems

    assert [(one.code, one.message) for one in problems] == [
        (CODE, f"“{BESIDE}” is a translation itself")
    ]


def test_a_module_without_module_yaml_is_translated_beside_it_as_well() -> None:
    german = {"02-more/module.de.yaml": "title: Mehr\n"}

    assert keys(make.compiled(make.tree(german))) == [("more@de", "02-more/module.de.yaml", "Mehr")]
