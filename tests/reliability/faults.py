"""Faults that a test builds into academy to see that it would notice them.

Each takes one safeguard out of the running process; refuses to exist anywhere else.
"""

from __future__ import annotations

import subprocess
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

from academy_cli.accounts.importing.service import UserRows
from academy_cli.authoring import apply, service, store
from academy_cli.authoring.document import State
from academy_cli.db import lock
from academy_cli.db.service import Database
from academy_cli.enrollments.importing.service import EnrollmentRows
from academy_cli.mail import steps
from academy_cli.progress.importing.service import ProgressRows


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


def believe_the_plan() -> None:
    """Apply a plan to whatever state the course is in by now."""
    store.state = lambda *_: State()  # type: ignore[assignment]


def leak_the_lock() -> None:
    """Leave the lock to another process, as one does that starts programs carelessly."""
    acquire = lock._acquire_file

    def leaking(path: Path, name: str, wait_s: float) -> int:
        descriptor = acquire(path, name, wait_s)
        subprocess.Popen(["sleep", "3"], pass_fds=[descriptor])
        return descriptor

    lock._acquire_file = leaking


def swallow_interrupts() -> None:
    """Take an interruption for one more error that can be ignored."""
    update = apply._Applier._update

    def careless(*words: Any) -> None:
        with suppress(BaseException):
            update(*words)

    apply._Applier._update = careless  # type: ignore[method-assign]


def commit_before_mail() -> None:
    """Make imported rows durable before the mail that tells of them is written."""
    for rows in (UserRows, EnrollmentRows, ProgressRows):
        rows.send = _after_a_commit(rows.send)  # type: ignore[method-assign]


def _after_a_commit(send: Any) -> Any:
    def late(rows: Any, connection: Any, *words: Any) -> Any:
        connection.connection.dbapi_connection.commit()
        return send(rows, connection, *words)

    return late


def forget_to_close() -> None:
    """End a command with its connections open."""
    Database.close = lambda _: None  # type: ignore[method-assign]


def forget_what_left() -> None:
    """Write down that letters are handed over, and not what became of them."""
    begin = steps.begin
    steps.settle = lambda *_: None  # type: ignore[assignment]
    steps.begin = lambda notes, _done, *rest: begin(notes, (), *rest)


def forget_the_lock() -> None:
    """Make backups without keeping anybody else from it."""
    from academy_cli.backups import vault

    vault.named_lock = lambda *_: nullcontext()  # type: ignore[assignment, return-value] # in its place
