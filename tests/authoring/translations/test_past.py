"""Which text a translation was made from, by git: never a newer one than its translator can have seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.document import Node
from academy_cli.authoring.repair.carryout import Repairs, repairs_of
from academy_cli.authoring.repair.engine import Besides
from academy_cli.authoring.repair.fixes import OF_SOURCES
from academy_cli.authoring.translations.looking import look
from academy_cli.authoring.translations.past import GitPast
from academy_cli.authoring.translations.versions import Version
from academy_cli.authoring.translations.wording import wording
from tests import make
from tests.authoring.history.changed import edit
from tests.authoring.synced import git
from tests.authoring.translations.words import GERMAN, INTRO

FIRST, SECOND = "# Introduction\n\nFirst.\n", "# Introduction\n\nSecond.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository in which the original changed after it was translated."""
    folder = make.folder(tmp_path / "course", {INTRO: FIRST})
    git(folder, "init", "-q", "-b", "trunk")
    commit(folder, "Begin")
    edit(folder, GERMAN, "# Einführung\n\nErstens.\n")
    commit(folder, "Translate")
    edit(folder, INTRO, SECOND)
    commit(folder, "Change")
    return folder


def commit(folder: Path, what: str) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", what)


def digest(folder: Path, path: str = INTRO) -> str:
    """What there is to translate of a lesson as it is."""
    document = compile_course(folder).document
    assert document is not None
    return wording(next(node for node in document.contents if node.path == path))


def mend(folder: Path, *translated: str) -> Repairs:
    """Write every `source:`; of some files, that they say what their originals say now."""
    found = repairs_of(
        compile_course(folder), OF_SOURCES, besides=Besides(translated=frozenset(translated))
    )
    for path, (_, after) in found.result.files.items():
        (folder / path).write_bytes(after)
    return found


def states(folder: Path) -> dict[str, str]:
    """How each translation stands."""
    return {one.file: one.state for one in look(compile_course(folder)).found.texts if one.file}


def test_it_is_the_text_of_the_commit_in_which_it_was_translated(folder: Path) -> None:
    mend(folder)

    assert states(folder) == {GERMAN: "stale"}


def test_what_changed_since_is_shown_also_after_the_original_was_renamed(folder: Path) -> None:
    mend(folder)
    moved = "01-basics/01-beginning.md"
    git(folder, "mv", INTRO, moved)
    git(folder, "mv", GERMAN, f"translations/de/{moved}")
    commit(folder, "Rename")

    looked = look(compile_course(folder))
    [text] = [one for one in looked.found.texts if one.state == "stale"]

    assert looked.since(text) == ((moved, FIRST, SECOND),)


def test_of_what_is_not_committed_it_is_the_text_that_is_there(folder: Path) -> None:
    edit(folder, GERMAN, "# Einführung\n\nZweitens.\n")

    mend(folder)

    assert states(folder) == {GERMAN: "current"}


def test_without_a_repository_it_is_the_text_that_is_there(tmp_path: Path) -> None:
    folder = make.folder(tmp_path / "course", {GERMAN: "# Einführung\n\nText\n"})

    mend(folder)

    assert states(folder) == {GERMAN: "current"}


def test_of_what_is_in_a_repository_of_its_own_nobody_can_say_it(folder: Path) -> None:
    """Its translator committed it there, when nobody here knows; it was taken for new, and so for current."""
    french = f"translations/fr/{INTRO}"
    edit(folder, french, "# Introduction\n\nPremièrement.\n")
    git(folder / "translations/fr", "init", "-q")
    commit(folder / "translations/fr", "Translate")

    found = mend(folder)

    assert [(one.finding.file, one.why) for one in found.result.left] == [
        (french, "git does not say what it was made from")
    ]
    assert states(folder)[french] == "unsourced"


def test_of_a_shallow_clone_nobody_can_say_it(folder: Path, tmp_path: Path) -> None:
    """Its oldest commit has every file, as if all of them were changed in it."""
    shallow = tmp_path / "shallow"
    git(folder, "clone", "-q", "--depth", "1", f"file://{folder}", str(shallow))

    found = mend(shallow)

    assert found.result.files == {}
    assert "git fetch --unshallow" in found.result.left[0].why
    assert states(shallow) == {GERMAN: "unsourced"}


def test_a_text_that_no_commit_has_is_not_made_up(folder: Path) -> None:
    edit(folder, GERMAN, f"---\nsource: {'0' * 64}\n---\n\n# Einführung\n\nText\n")

    looked = look(compile_course(folder))
    [text] = [one for one in looked.found.texts if one.state == "stale"]

    assert looked.since(text) == ()


def test_only_who_translated_says_that_a_stale_one_is_current(folder: Path) -> None:
    mend(folder)

    assert mend(folder).result.files == {}
    assert mend(folder, GERMAN).result.files.keys() == {GERMAN}
    assert states(folder) == {GERMAN: "current"}


def test_what_fix_itself_does_to_an_original_leaves_its_translations_current(folder: Path) -> None:
    edit(folder, INTRO, "# Introduction\n\n![a loop](images/LOOP.png)\n")
    mend(folder, GERMAN)

    found = repairs_of(compile_course(folder))
    for path, (_, after) in found.result.files.items():
        (folder / path).write_bytes(after)

    assert b"images/loop.png" in (folder / INTRO).read_bytes()
    assert states(folder) == {GERMAN: "current"}


def test_so_do_those_that_fix_itself_brings_to_light(folder: Path) -> None:
    """A language by a wrong code is no translation of anything, until it is called right."""
    edit(folder, INTRO, "# Introduction\n\n![a loop](images/LOOP.png)\n")
    mend(folder, GERMAN)
    (folder / "translations/de").rename(folder / "translations/ger")

    result = repairs_of(compile_course(folder)).result
    for path, (_, after) in result.files.items():
        (folder / path).write_bytes(after)
    for old, new in result.renames:
        (folder / old).rename(folder / new)

    assert states(folder) == {GERMAN: "current"}


def test_what_was_stale_before_fix_stays_so(folder: Path) -> None:
    mend(folder)
    edit(folder, INTRO, "# Introduction\n\n![a loop](images/LOOP.png)\n")

    found = repairs_of(compile_course(folder))
    for path, (_, after) in found.result.files.items():
        (folder / path).write_bytes(after)

    assert found.result.files.keys() == {INTRO}
    assert states(folder) == {GERMAN: "stale"}


def test_of_a_course_it_is_its_page_that_changed(folder: Path) -> None:
    """Its text is in a file of its own; no commit of course.yaml itself knows of its changes."""
    about, german = "_about.md", "translations/de/course.yaml"
    edit(folder, "course.yaml", f"{make.COURSE}description: {about}\n")
    edit(folder, about, "One.\n")
    commit(folder, "Describe")
    edit(folder, about, "Two.\n")
    commit(folder, "Say more")
    edit(folder, german, "title: Python auf Deutsch\n")
    commit(folder, "Translate the course")
    mend(folder)
    edit(folder, about, "Three.\n")

    looked = look(compile_course(folder))
    [text] = [one for one in looked.found.texts if one.file == german]

    assert text.state == "stale"
    assert looked.since(text) == ((about, "Two.\n", "Three.\n"),)


def test_the_past_of_an_original_is_asked_once_for_all_its_languages(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in ("fr", "it"):
        edit(folder, f"translations/{code}/{INTRO}", "# Titre\n\nUn texte.\n")
    commit(folder, "Translate more")
    edit(folder, INTRO, "# Introduction\n\nThird.\n")
    mend(folder)
    commit(folder, "Name what they were made from")
    looked = look(compile_course(folder))
    asked: list[str] = []
    find = GitPast._find

    def counted(past: GitPast, original: Node, digest: str) -> Version | None:
        asked.append(digest)
        return find(past, original, digest)

    monkeypatch.setattr(GitPast, "_find", counted)
    changed = [looked.since(one) for one in looked.found.texts if one.state == "stale"]

    assert len(changed) == 3
    assert all(changed)
    assert len(asked) == len(set(asked)) == 2
