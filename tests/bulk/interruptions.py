"""Work that is cut off in the middle and gone on with, for tests of it.

Knows how an import is interrupted; refuses to know what should have become of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from academy_cli.access.actor import Actor
from academy_cli.bulk.importer import Wish
from academy_cli.bulk.service import Batches
from academy_cli.bulk.views import BatchProof
from tests.bulk.folk import ANN, Office

SOME = "email,name\n" + "".join(f"a{n}@x.org,A{n}\n" for n in range(10))


class PowerCut(BaseException):
    """Whatever ends a process."""


def interrupted(office: Office, text: str, after: int, wish: Wish = Wish()) -> Path:
    """Carry an import out as far as some row."""
    path = office.write(text)

    def cut(done: int) -> None:
        if done >= after:
            raise PowerCut

    with office.planned(path, wish) as planned, pytest.raises(PowerCut):
        office.importer.apply(planned, cut)
    return path


def resumed(office: Office, path: Path, wish: Wish = Wish()) -> Any:
    with office.planned(path, wish._replace(resumes=True)) as planned:
        return office.importer.apply(planned)


def batches(office: Office, actor: Actor = ANN) -> Batches:
    return Batches(office.database, actor)


def proof(office: Office, reference: str) -> BatchProof:
    [found] = batches(office).verify([reference])
    return found
