"""Carrying out a prepared plan in an open transaction: rows, completions and the account of it.

Knows that the state is looked at once more, under the course's lock; refuses to commit.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.audit.service import Act, record
from academy_cli.authoring import publishing, store
from academy_cli.authoring.apply import apply
from academy_cli.authoring.consequences import settle, tell_learners
from academy_cli.authoring.git import GitState
from academy_cli.authoring.impact import Settled
from academy_cli.authoring.plan import concerned
from academy_cli.authoring.plan_errors import StalePlanError
from academy_cli.authoring.prepared import Prepared
from academy_cli.authoring.work import Stamp
from academy_cli.kit.clock import utc_now


def carry_out(
    connection: Connection,
    prepared: Prepared,
    actor: Actor,
    git: GitState,
    clock: Callable[[], datetime] = utc_now,
) -> tuple[int, Settled]:
    """Do what a plan says; returns the number of the new revision and what became of completions.

    Raises StalePlanError when the course is in another state than the one the plan was made for.
    """
    plan = prepared.plan
    store.lock_course(connection, plan.course)
    at = clock()
    now = concerned(store.state(connection, plan.course), prepared.comparison)
    if now != plan.against:
        raise StalePlanError(plan.course, plan.against, now, plan.command)
    if plan.rollback_to is not None:
        from academy_cli.authoring.history.past import hold_whole  # few plans go back

        hold_whole(connection, plan.course, plan.rollback_to, plan.changes)
    publishing.keep_published(connection, plan.course, at)
    stamp = Stamp(actor.name, at, git, plan.digest, plan.counts, plan.rollback_to)
    revision = apply(connection, prepared.work, stamp)
    settled = settle(connection, prepared.before, prepared.comparison, revision, at)
    if course := prepared.before.course_row:
        tell_learners(connection, course, prepared.comparison, revision, at)
    told = {"revision": revision, "plan": plan.digest, "counts": dict(plan.counts)}
    completions = {"gained": settled.gained, "reopened": settled.reopened}
    back = {} if plan.rollback_to is None else {"rollback_to": plan.rollback_to}
    details = told | back | {"commit": git.commit, "completions": completions}
    if not plan.base and actor.user_id is not None:
        store.let_teach(connection, actor.user_id, plan.course, at)
    record(
        connection,
        at=at,
        actor=actor,
        act=Act("course.apply", f"course:{plan.course}", details),
    )
    return revision, settled
