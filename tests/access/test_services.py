"""Every method of every service refuses each role that the table refuses; new methods are walked as well."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from academy_cli.access.actor import Actor
from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Permission, Role, reach
from academy_cli.access.permits import actions_of
from academy_cli.app import Academy, Acting, open_academy
from academy_cli.config.load import load

FOR_ANYBODY = frozenset({"authentication", "recovery", "leaving"})
"""Services that work for whoever comes: they are how one becomes somebody, or gets no more mail."""
TAKEN_APART = frozenset({"database", "assets", "actor", "till", "office", "library"}) | FOR_ANYBODY
TAKEN_APART |= {"repositories", "_bucket"}
"""Parts of an academy that work for no actor."""


MADE = ("user_imports", "enrollment_imports", "progress_imports", "certificate_imports")
MADE += ("backups", "leftovers", "restoring", "backup_parts", "moving")
"""Services that are made for one file, or one place, each."""


class Method(NamedTuple):
    """A public method of a service."""

    service: type
    name: str

    @property
    def permissions(self) -> tuple[Permission, ...]:
        return tuple(actions_of(self.service, self.name))

    def __str__(self) -> str:
        return f"{self.service.__name__}.{self.name}"


def services(academy: Academy) -> Iterator[type]:
    for part_of in Academy.__mro__:
        for name, part in vars(part_of).items():
            if isinstance(part, cached_property) and name not in TAKEN_APART:
                yield type(getattr(academy, name))
    for name in MADE:
        yield type(getattr(academy, name)())


def methods(service: type) -> Iterator[Method]:
    for name in dir(service):
        if callable(getattr(service, name)) and not name.startswith("_"):
            yield Method(service, name)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Method, ...]:
    """Every public method of every service that works for an actor."""
    folder = tmp_path_factory.mktemp("academy")
    flags = {"database_url": f"sqlite:///{folder}/academy.db"}
    academy = open_academy(load(Path(folder), {}, flags), acting=Acting("test"))
    return tuple(method for service in services(academy) for method in methods(service))


def refuses(method: Method, role: Role) -> bool:
    """Whether a method refuses whoever has only this role, before it does anything."""
    service: Any = object.__new__(method.service)
    service.actor = Actor("user:1", "ann@x.org", 1, frozenset({role}), frozenset({"one"}))
    try:
        getattr(service, method.name)()
    except NotPermittedError:
        return True
    except (TypeError, AttributeError):  # it was let in, and wants arguments or a database
        return False
    return False


def test_there_are_services_to_walk(found: tuple[Method, ...]) -> None:
    names = {str(method) for method in found}
    assert {"Courses.apply", "History.rollback", "Catalog.list", "AuditLog.verify"} <= names


def test_every_method_says_which_permission_it_is(found: tuple[Method, ...]) -> None:
    assert [str(method) for method in found if not method.permissions] == []


@pytest.mark.parametrize("role", Role)
def test_what_the_table_refuses_every_method_refuses(found: tuple[Method, ...], role: Role) -> None:
    for method in found:
        is_refused = not any(reach(one, {role}) for one in method.permissions)
        assert refuses(method, role) == is_refused, f"{method} as {role.value}"


def test_a_method_without_a_permission_would_be_found() -> None:
    class Careless:
        def forget(self) -> None:
            """Do something without asking."""

    (method,) = methods(Careless)
    assert method.permissions == ()
    assert not refuses(method, Role.STUDENT)
