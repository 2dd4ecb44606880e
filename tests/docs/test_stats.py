"""docs/stats.md: fresh, and true of what each subject is told for."""

from __future__ import annotations

import re

import pytest

from academy_cli.analytics.asking import Subject
from academy_cli.authoring.markdown import anchors
from tests.docs import stats

PAGE = stats.PAGE.read_text("utf-8")


def test_its_tables_are_what_the_definitions_say() -> None:
    assert stats.written(PAGE) == PAGE, "run: python -m tests.docs.stats"


@pytest.mark.parametrize("subject", Subject)
def test_it_says_what_each_subject_is_told_for(subject: Subject) -> None:
    assert sorted(_words(stats.offered(subject))) in [
        sorted(_words(line)) for line in PAGE.splitlines()
    ]


def test_its_links_lead_somewhere() -> None:
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors(PAGE)


def _words(line: str) -> list[str]:
    return re.findall(r"[a-z]+", line)
