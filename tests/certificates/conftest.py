"""Fixtures for certificates: a school with a course that earns one, on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.certificates.credential import code as codes
from tests.certificates.bureau import OFFERED, Bureau
from tests.school import School


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """A school with a course whose completion earns a certificate, once on each engine."""
    opened = School(database_url, tmp_path)
    opened.course(said=OFFERED)
    yield opened
    opened.academy.close()


@pytest.fixture
def bureau(school: School, tmp_path: Path) -> Bureau:
    """What issues its certificates, with a key and a learner."""
    found = Bureau(school, tmp_path / "keys")
    found.keys.init()
    school.learner()
    return found


@pytest.fixture
def held(bureau: Bureau) -> str:
    """The code of a signed certificate, as people see it."""
    bureau.complete()
    bureau.certificates.sign_waiting()
    return codes.shown(bureau.rows()[0].code)
