"""An academy with a quiz that learners answer, for tests of its commands.

Knows how the quiz is written; refuses to judge what comes of it.
"""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.people import account, shown

QUIZ = """\
title: Loops
pass_mark: 60
attempts: 3
questions:
  - kind: single
    text: Which loop runs at least once?
    choices: [{text: while}, {text: do while, correct: true}]
  - {kind: short, text: Which word skips?, accept: [skip]}
"""
MENDED = QUIZ.replace("[skip]", "[skip, continue]")
ANSWERS = "1: b\n2: continue\n"
PLACE = ("python", "loops.quiz")


def opened(home: Path, founded: Run) -> Run:
    """An academy in which ann and bob are in a course of a quiz."""
    (home / "python").mkdir()
    (home / "python/course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    (home / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    publish(home, founded, QUIZ)
    founded("course", "publish", "python", "--yes")
    for name in ("ann", "bob"):
        founded("enrollment", "create", account(home, name), "python", "--no-mail")
    return founded


def publish(home: Path, academy: Run, quiz: str) -> None:
    """Write the quiz anew and sync it."""
    (home / "python/loops.quiz.yaml").write_text(quiz, encoding="utf-8")
    assert academy("course", "sync", "python", "--yes").code == 0


def recorded(academy: Run, who: str = "ann", *words: str) -> dict[str, object]:
    """An attempt that staff record."""
    grade = ("course", "quiz", "grade", *PLACE, "--user", f"{who}@x.org")
    return shown(academy, *grade, "--answers", "answers.yaml", *words)
