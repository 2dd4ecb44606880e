"""A bare repository with a small course, and what fetches it into a cache of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.authoring.repositories.address import Address
from academy_cli.authoring.repositories.places import place_of
from academy_cli.authoring.repositories.service import Checkout, Repositories, Ways
from academy_cli.errors import AcademyError
from tests.repositories import COURSE, Host, Repository, serving

SECRET = "tok-8f2a91"
"""A token that nobody may read."""


def address(word: str) -> Address:
    """The address that a person typed."""
    place = place_of(word)
    assert isinstance(place, Address), f"{word} is a folder"
    return place


class Reader:
    """Somebody who names repositories, and what they were told."""

    def __init__(self, cache: Path, **ways: object) -> None:
        self.cache, self.told = cache, list[str]()
        given: dict[str, object] = {"tokens": {}, "silent_s": 30, **ways}
        self._repositories = Repositories(
            Ways(cache, **given),  # type: ignore[arg-type]
            notice=self.told.append,
        )

    def bring(self, word: str, *, is_offline: bool = False) -> Checkout:
        """The folder of an address as a person types it."""
        return self._repositories.bring(address(word), is_offline=is_offline)

    def refused(self, word: str, *, is_offline: bool = False) -> AcademyError:
        """Why it cannot be brought."""
        with pytest.raises(AcademyError) as refusal:
            self.bring(word, is_offline=is_offline)
        return refusal.value


@pytest.fixture(autouse=True)
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home without any configuration of git's."""
    home = tmp_path / "nobody"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository.new(tmp_path / "served" / "small.git")
    made.commit(COURSE)
    return made


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path / "cache")


@pytest.fixture
def host(repository: Repository) -> Iterator[Host]:
    with serving(repository.path.parent) as found:
        yield found
