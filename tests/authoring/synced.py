"""Courses that are synced, and what is refused, for tests of the service.

Knows how a plan is saved and read again; refuses to judge one.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.authoring.plan import SavedPlan, saved_plan
from academy_cli.errors import AcademyError
from academy_cli.errors import Kind as Failure
from tests.authoring.academy import Academy

INTRO, LOOPS, FILES = "01-basics/01-intro.md", "01-basics/02-loops.md", "02-more/01-files.md"
IMAGE = "01-basics/images/loop.png"


def git(folder: Path, *words: str) -> str:
    """What git answers in a folder."""
    names = {
        f"GIT_{who}_{what}": "ann@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    command = ["git", "-C", str(folder), *words]
    finished = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **names}
    )
    return finished.stdout.strip()


def refused(act: Callable[[], object]) -> tuple[Failure, str]:
    """How something is refused: the kind and the code."""
    with pytest.raises(AcademyError) as refusal:
        act()
    return refusal.value.kind, refusal.value.code


def saved(academy: Academy, folder: Path) -> SavedPlan:
    """A plan as a plan file keeps it."""
    with academy.planned(folder) as prepared:
        found = saved_plan(json.loads(json.dumps(prepared.plan.to_json())))
    assert found is not None
    return found
