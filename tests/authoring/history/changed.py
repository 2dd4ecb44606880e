"""A course that changes, what is refused, and the way back, as the tests of history say it.

Knows the service; refuses to know what comes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.errors import AcademyError
from tests.authoring.academy import Academy

INTRO, LOOPS, FILES = "01-basics/01-intro.md", "01-basics/02-loops.md", "02-more/01-files.md"


def edit(folder: Path, path: str, text: str | None) -> None:
    place = folder / path
    if text is None:
        place.unlink()
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(AcademyError) as caught:
        act()
    return caught.value.code


def back(academy: Academy, number: int) -> int:
    return academy.courses.apply(academy.history.rollback("python", number)).revision
