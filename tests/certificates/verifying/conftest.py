"""Fixtures for checking certificates: an academy whose site answers, on each engine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.certificates.bureau import Bureau
from tests.certificates.verifying.sites import Published, site
from tests.school import School


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What is published."""
    found = tmp_path / "public"
    found.mkdir()
    return found


@pytest.fixture
def published(school: School, tmp_path: Path, folder: Path) -> Iterator[Published]:
    """A bureau whose site answers, the code of a certificate, and what the site was asked."""
    with site(folder) as (address, asked):
        bureau = Bureau(school, tmp_path / "keys", site=address)
        bureau.keys.init()
        school.learner()
        bureau.complete()
        bureau.certificates.sign_waiting()
        bureau.publishing.publish(folder / "new")
        for one in (folder / "new").iterdir():
            shutil.move(one, folder / one.name)
        (code,) = (one.name for one in (folder / "certificates").iterdir())
        yield bureau, code, asked
