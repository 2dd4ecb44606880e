"""Faults that a test builds into academy to see that it would notice them.

Each takes one safeguard out of the running process; refuses to exist anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from academy_cli.authoring import apply, service, store


def commit_halfway() -> None:
    """Make half of a plan durable before the other half is written."""
    whole = apply._Applier._texts

    def halfway(applier: Any) -> None:
        applier.connection.connection.dbapi_connection.commit()
        whole(applier)

    apply._Applier._texts = halfway  # type: ignore[method-assign]


def copy_assets_last() -> None:
    """Copy the assets when the rows that name them are committed."""
    put, carry_out = service.Courses._put_assets, service.Courses.apply

    def late(courses: Any, prepared: Any, **options: Any) -> Any:
        report = carry_out(courses, prepared, **options)
        put(courses, prepared)
        return report

    service.Courses._put_assets = lambda *_: 0  # type: ignore[method-assign, assignment]
    service.Courses.apply = late  # type: ignore[method-assign]


def lock_nothing() -> None:
    """Let every sync do as if it were alone, and believe that nothing has moved."""
    service.named_lock = lambda *_: nullcontext()  # type: ignore[attr-defined]


def believe_the_plan() -> None:
    """Apply a plan to whatever state the course is in by now."""
    lock_nothing()
    store.revision_number = lambda *_: 0  # type: ignore[assignment]


def keep_the_lock() -> None:
    """Leave a lock behind that the end of its process does not let go."""

    @contextmanager
    def kept(*words: Any) -> Iterator[None]:
        yield

    service.named_lock = kept  # type: ignore[attr-defined]
