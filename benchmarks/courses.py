"""The courses that benchmarks run on, made from the corpora in a scratch folder.

Knows how 14,441 real lessons become one course; refuses to measure.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.archives import unpack

CORPUS = "freecodecamp-2022"
LESSONS = 14_441
COURSE_YAML = """\
id: freecodecamp
title: freeCodeCamp curriculum in all languages
checks:
  yaml.unknown-key: off
  yaml.wrong-type: warning
"""
_ID = re.compile(rb"^id:.*\r?\n", re.MULTILINE)


def corpora() -> Path:
    """The folder of the corpora: $ACADEMY_CORPORA, else shared/corpora beside the checkout."""
    named = os.environ.get("ACADEMY_CORPORA")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "corpora"


def large_course(scratch: Path) -> Path:
    """All 14,441 freeCodeCamp Markdown files as one course, ids made unique by their language."""
    folder = scratch / "large-course"
    unpack(corpora() / f"{CORPUS}.tar.gz", scratch)
    unpacked = scratch / CORPUS
    (unpacked / "curriculum" / "challenges").rename(folder)
    for index, licence in enumerate(sorted(unpacked.rglob("*.md")), 1):
        licence.rename(folder / f"notice-{index}.md")  # by this name it is a lesson like any other
    shutil.rmtree(folder / "_meta")
    shutil.rmtree(unpacked)
    for language in sorted(path for path in folder.iterdir() if path.is_dir()):
        if language.name != "english":
            _make_ids_unique(language)
    (folder / "course.yaml").write_text(COURSE_YAML)
    _commit(folder)
    return folder


def in_languages(course: Path, folder: Path) -> Path:
    """The English lessons of the large course, with the Spanish and Chinese ones as their translations."""
    shutil.copytree(course / "english", folder / "english")
    for language, name in (("es", "espanol"), ("zh", "chinese")):
        shutil.copytree(course / name, folder / "translations" / language / "english")
    (folder / "course.yaml").write_text(COURSE_YAML)
    return folder


def without_ids(course: Path, folder: Path) -> Path:
    """A copy of a course in which no lesson has an id, so that only names and texts say who is who."""
    shutil.copytree(course, folder, ignore=shutil.ignore_patterns(".git"))
    for lesson in folder.rglob("*.md"):
        lesson.write_bytes(_ID.sub(b"", lesson.read_bytes(), count=1))
    _commit(folder)
    return folder


def _commit(folder: Path) -> None:
    """Put the course into git, as authors do: a sync asks it for the commit."""
    who = ("-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0")
    for words in (("init", "-q"), ("add", "-A"), (*who, "commit", "-q", "-m", "All lessons")):
        subprocess.run(["git", *words], cwd=folder, check=True)


def some_lesson(course: Path) -> Path:
    """A lesson in the middle of a course."""
    lessons = sorted(course.glob("english/*/*/*.md"))
    return lessons[len(lessons) // 2]


def _make_ids_unique(language: Path) -> None:
    suffix = rb"\1-" + language.name.encode()
    for lesson in language.rglob("*.md"):
        text = re.sub(rb"^(id: *\S+)", suffix, lesson.read_bytes(), count=1, flags=re.MULTILINE)
        lesson.write_bytes(text)
