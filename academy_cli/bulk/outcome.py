"""What becomes of a row, decided by value: what it asks for, what is there, and what it may do.

Pure: knows no table and no file. Kinds call it, and add what only they know.
"""

from __future__ import annotations

from academy_cli.bulk.kinds import (
    NOTHING,
    Current,
    Did,
    Fill,
    Journaled,
    Mode,
    Outcome,
    Policy,
    Wanted,
)
from academy_cli.kit.saying import say
from academy_cli.kit.table import one_line


def settled(
    wanted: Wanted,
    current: Current | None,
    policy: Policy,
    noun: str,
    mails: tuple[str, ...] = (),
) -> Outcome:
    """Create, update, leave or refuse; ``noun`` is what a person calls the thing: ``user``.

    ``mails`` tell of something new.
    """
    if current is None:
        if policy.mode is Mode.UPDATE:
            return refused(wanted.key, say("there is no {} “{}”", noun, wanted.key))
        return Outcome(Did.CREATE, wanted.key, None, NOTHING, wanted.values, "", mails)
    if policy.mode is Mode.CREATE:
        return refused(wanted.key, say("there is a {} “{}” already", noun, wanted.key))
    there = current.values
    changed = {
        name: value
        for name, value in wanted.values.items()
        if there.get(name) != value
        and not (policy.fill is Fill.MISSING and there.get(name) not in {None, ""})
    }
    if not changed:
        return Outcome(Did.UNCHANGED, wanted.key, current.subject_id)
    before = {name: there.get(name) for name in changed}
    return Outcome(Did.UPDATE, wanted.key, current.subject_id, before, changed)


def refused(key: str, reason: str) -> Outcome:
    """A row that is not done, and why, in half a sentence."""
    return Outcome(Did.REFUSED, key, reason=one_line(reason))


def restored(row: Journaled, current: Current | None, noun: str) -> Outcome:
    """What undoing an update does: put the old values back, if they are still what the row put there."""
    if current is None:
        return refused("", say("the {} is not there any more", noun))
    now = current.values
    if all(now.get(name) == value for name, value in row.before.items()):
        return Outcome(Did.UNCHANGED, subject_id=current.subject_id)
    for name, value in row.after.items():
        if now.get(name) != value:
            return refused("", say("its {} was changed again since", name))
    return Outcome(Did.UPDATE, "", current.subject_id, row.after, row.before)
