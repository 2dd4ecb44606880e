"""Real courses, unpacked, adopted and synced once for all tests that look at them.

Knows where the corpora are and what an author adds by hand; refuses to know what is in them. They are test
data and no part of the repository: ACADEMY_CORPORA names their folder, else it is ../shared/corpora.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

from academy_cli.access.actor import operator
from academy_cli.authoring.adopt import Adoption, course_yaml, init
from academy_cli.authoring.document import CourseDocument
from academy_cli.authoring.report import SyncReport
from academy_cli.authoring.service import Courses
from academy_cli.db.service import Database
from academy_cli.storage.service import AssetStore
from academy_cli.storage.stores.folder import FolderStore
from tests.archives import unpack

HERE = Path(__file__).parent
CORPORA = Path(os.environ.get("ACADEMY_CORPORA") or HERE.parents[2] / "shared" / "corpora")


@dataclass(frozen=True)
class Course:
    """A corpus as a course: what adopting said, what two syncs did, what the database holds."""

    folder: Path
    adoption: Adoption
    first: SyncReport
    second: SyncReport
    document: CourseDocument


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder with the packed corpora; skips where it is not."""
    if not any(CORPORA.glob("*.tar.gz")):
        pytest.skip(f"no course corpora in {CORPORA}; ACADEMY_CORPORA names another folder")
    return CORPORA


@pytest.fixture(scope="session")
def course(
    corpora: Path, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], Course]:
    """Make a course of one corpus, or of a folder in it; the same one every time it is asked for."""

    @cache
    def made(corpus: str, folder: str = "") -> Course:
        root = tmp_path_factory.mktemp(corpus)
        _unpack(corpora / f"{corpus}.tar.gz", root, f"{corpus}/{folder}")
        shutil.copyfile(sqlite_template, root / "academy.db")
        database = Database(f"sqlite:///{root / 'academy.db'}")
        courses = Courses(database, AssetStore(FolderStore(root / "storage")), operator("tests"))
        try:
            return _synced(courses, root / corpus / folder, HERE / f"{corpus}.yaml")
        finally:
            database.close()

    return made


def _synced(courses: Courses, folder: Path, by_hand: Path) -> Course:
    adoption = init(folder)
    if by_hand.exists():
        (folder / "course.yaml").write_text(_with_hand(adoption, by_hand.read_text()))
    first = courses.apply(courses.plan(folder))
    second = courses.apply(courses.plan(folder))
    document = courses.document(first.course)
    assert document is not None
    return Course(folder, adoption, first, second, document)


def _with_hand(adoption: Adoption, written: str) -> str:
    """The guessed course.yaml, with an author's own lines in place of the guesses they correct."""
    kept = [guess for guess in adoption.guesses if guess.field not in yaml.safe_load(written)]
    return course_yaml(kept) + "\n" + written


def _unpack(archive: Path, root: Path, prefix: str) -> None:
    wanted = re.compile(re.escape(prefix.rstrip("/")) + "/(?!translations/|quiz-app/)")
    unpack(archive, root, wanted)
