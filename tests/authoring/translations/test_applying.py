"""Translations in the academy: planned, synced, taken back, written out, and never in a lesson's way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy_cli.authoring.changes import Action
from academy_cli.authoring.document import Kind
from academy_cli.models import Content, LessonProgress, Source, Translation
from tests import make
from tests.authoring.academy import Academy
from tests.authoring.history.changed import back, edit
from tests.authoring.people import advance, enroll
from tests.authoring.translations.words import BESIDE, GERMAN, INTRO, LOOPS, course, translated


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make.folder(tmp_path / "course", course())


def told(academy: Academy, folder: Path) -> list[tuple[str, str, str]]:
    """What a plan would do: action, kind and path."""
    with academy.planned(folder) as prepared:
        return [(one.action.word, one.kind.value, one.path) for one in prepared.plan.changes]


def held(academy: Academy) -> dict[str, str]:
    """The title of every translation by its key."""
    return {node.key: node.title for node in academy.document("python").translations}


def test_what_is_synced_is_there_and_a_second_time_there_is_nothing(
    academy: Academy, folder: Path
) -> None:
    academy.sync(folder)

    assert held(academy) == {
        "@de": "Python auf Deutsch",
        "basics/intro@de": "Einführung",
        "basics/loops@de": "Schleifen",
        "basics/loops@fr": "Boucles",
        "basics@de": "Grundlagen",
        "more/files@de": "Dateien",
    }
    assert told(academy, folder) == []


def test_an_unchanged_translation_is_not_read_again(
    academy: Academy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from academy_cli.authoring import read

    academy.sync(folder)
    edit(folder, BESIDE, translated("# Les boucles\n\nTexte\n", LOOPS))
    seen: list[str] = []
    real = read.read_lesson

    def counted(path: str, *words: object, **more: object) -> object:
        seen.append(path)
        return real(path, *words, **more)  # type: ignore[arg-type]  # passed on as they come

    monkeypatch.setattr(read, "read_lesson", counted)

    assert told(academy, folder) == [("update", "translation", BESIDE)]
    assert seen == [BESIDE]


def test_what_another_reader_finds_in_a_translation_is_kept(
    academy: Academy, tmp_path: Path
) -> None:
    """Its row has the number of the course's, which changes: each table counts for itself."""
    said = translated("# Einführung\n\nText\n").replace("---\n", "---\nunheard: of\n", 1)
    off = f"{make.COURSE}checks:\n  yaml.unknown-key: off\n"
    folder = make.folder(tmp_path / "one", {GERMAN: said, "course.yaml": off})
    academy.sync(folder)
    edit(folder, "course.yaml", make.COURSE)
    academy.sync(folder)

    with academy.planned(folder) as prepared:
        found = [(one.code, one.file) for one in prepared.plan.problems]

    assert found == [("yaml.unknown-key", GERMAN)]


def test_progress_stays_with_the_lesson_whatever_becomes_of_its_texts(
    academy: Academy, folder: Path
) -> None:
    academy.sync(folder)
    lesson = next(row.id for row in academy.rows(Content) if row.path == INTRO)
    (who,) = enroll(academy, "python", 1)
    advance(academy, who, lesson)
    before = academy.rows(LessonProgress)

    edit(folder, GERMAN, translated("# Anfang\n\nGanz anders.\n"))
    edit(folder, BESIDE, None)
    academy.sync(folder)
    shutil.rmtree(folder / "translations")
    academy.sync(folder)

    assert academy.rows(LessonProgress) == before
    assert held(academy) == {}


def test_a_translation_goes_where_its_lesson_goes(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    rows = {row.path: row.content_id for row in academy.rows(Translation)}
    (folder / INTRO).rename(folder / "02-more/05-intro.md")
    (folder / GERMAN).rename(folder / "translations/de/02-more.md")
    (folder / "translations/de/02-more").mkdir(exist_ok=True)
    (folder / "translations/de/02-more.md").rename(folder / "translations/de/02-more/05-intro.md")

    changes = told(academy, folder)
    academy.sync(folder)

    assert ("rename", "translation", "translations/de/02-more/05-intro.md") in changes
    moved = {row.path: row.content_id for row in academy.rows(Translation)}
    assert moved["translations/de/02-more/05-intro.md"] == rows[GERMAN]


def test_two_that_change_places_keep_to_their_lessons(academy: Academy, folder: Path) -> None:
    """Languages that were mixed up: each file is the other one's from now on."""
    academy.sync(folder)
    german, french = (
        (folder / f"translations/de/{LOOPS}").read_bytes(),
        (folder / BESIDE).read_bytes(),
    )
    (folder / f"translations/de/{LOOPS}").write_bytes(french)
    (folder / BESIDE).write_bytes(german)

    academy.sync(folder)

    assert (held(academy)["basics/loops@de"], held(academy)["basics/loops@fr"]) == (
        "Boucles",
        "Schleifen",
    )
    assert told(academy, folder) == []


def test_with_its_lesson_goes_its_translation_and_comes_back(
    academy: Academy, folder: Path
) -> None:
    academy.sync(folder)
    for path in (LOOPS, f"translations/de/{LOOPS}", BESIDE):
        (folder / path).unlink()
    edit(folder, INTRO, "# Introduction\n\nWelcome.\n")
    academy.sync(folder)
    gone = held(academy)

    back(academy, 1)

    assert "basics/loops@fr" not in gone
    assert held(academy)["basics/loops@fr"] == "Boucles"
    assert held(academy)["basics/loops@de"] == "Schleifen"


def test_one_that_cannot_be_read_stays_as_it_was(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    edit(folder, GERMAN, "---\nsource: [\n---\nText\n")

    with academy.planned(folder) as prepared:
        withheld = [(one.action, one.kind, one.path) for one in prepared.plan.withheld]
    academy.sync(folder, partial=True)

    assert withheld == [(Action.UPDATE, Kind.TRANSLATION, GERMAN)]
    assert held(academy)["basics/intro@de"] == "Einführung"


def test_while_something_cannot_be_read_none_is_removed(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    edit(folder, BESIDE, None)
    edit(folder, INTRO, "---\ntitle: [\n---\nText\n")

    academy.sync(folder, partial=True)

    assert held(academy)["basics/loops@fr"] == "Boucles"


def test_a_course_is_written_out_with_its_translations(
    academy: Academy, folder: Path, tmp_path: Path
) -> None:
    edit(folder, "translations/de/_about.md", "Über den Kurs.\n")
    about = (folder / "translations/de/course.yaml").read_text("utf-8")
    edit(folder, "translations/de/course.yaml", f"{about}description: _about.md\n")
    academy.sync(folder)

    told = academy.history.export("python", tmp_path / "out")

    written = {
        p.relative_to(tmp_path / "out") for p in (tmp_path / "out").rglob("*") if p.is_file()
    }
    assert told.differs == 0
    assert written == {p.relative_to(folder) for p in folder.rglob("*") if p.is_file()}
    assert all((folder / p).read_bytes() == (tmp_path / "out" / p).read_bytes() for p in written)


def test_what_only_a_translation_needs_is_no_garbage(academy: Academy, folder: Path) -> None:
    from academy_cli.authoring.history.garbage import unneeded
    from academy_cli.db.transaction import read

    academy.sync(folder)
    with read(academy.database.engine) as connection:
        found = unneeded(connection, academy.assets, keep=1, before=0)
    rows = {row.body_sha256 for row in academy.rows(Translation)} - {None}
    heads = {row.source_sha256 for row in academy.rows(Translation)}

    assert rows <= academy.blobs().keys()
    assert heads <= {row.sha256 for row in academy.rows(Source)}
    assert (found.told.texts, found.told.files) == (0, 0)


LESSONS = (INTRO, LOOPS, "02-more/01-files.md")
Step = tuple[str, str, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(LESSONS), st.sampled_from(["de", "fr", "ar"]), st.integers(0, 3)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(walk=st.lists(STEPS, min_size=2, max_size=4))
def test_whatever_is_written_is_what_is_held_and_every_revision_comes_back(
    academy: Academy, tmp_path_factory: pytest.TempPathFactory, walk: list[list[Step]]
) -> None:
    place = tmp_path_factory.mktemp("walk")
    slug = place.name
    folder = make.folder(place, {"course.yaml": f"id: {slug}\ntitle: Walk\n"})
    states: dict[int, dict[str, tuple[str, str]]] = {}
    for steps in walk:
        for step in steps:
            _step(folder, step)
        revision = academy.sync(folder).revision
        states[revision] = _held(academy, slug)
        assert told(academy, folder) == []
    for number, state in states.items():
        academy.courses.apply(academy.history.rollback(slug, number))
        assert _held(academy, slug) == state


def _step(folder: Path, step: Step) -> None:
    """Write, change, move or remove one translation."""
    lesson, language, what = step
    mirrored, beside = f"translations/{language}/{lesson}", lesson.replace(".md", f".{language}.md")
    for path in (mirrored, beside):
        (folder / path).unlink(missing_ok=True)
    if what:
        path = beside if what == 3 else mirrored
        edit(folder, path, f"# {language} {what}\n\nText {what} in {lesson}\n")


def _held(academy: Academy, slug: str) -> dict[str, tuple[str, str]]:
    return {n.key: (n.path, n.body) for n in academy.document(slug).translations}
