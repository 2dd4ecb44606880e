"""Letters about what does not hold any more: called off, whoever asked for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from academy_cli.access.actor import operator
from academy_cli.certificates.sharing.service import Sharing
from academy_cli.db.transaction import write
from academy_cli.models import OutboxMessage
from tests.certificates.bureau import OFFERED, Bureau
from tests.school import NOW, School


def shared(bureau: Bureau, code: str) -> None:
    """Let one be mailed once more, behind the letter that goes out by itself."""
    sharing = Sharing(bureau.school.academy.database, operator("test"), bureau.office)
    assert sharing.mail(code).queued


def letters_about(bureau: Bureau, code: str) -> list[str]:
    stored = code.replace("-", "")
    return [event for event, _ in bureau.school.mails("certificate") if stored in event]


@pytest.mark.parametrize(
    "change",
    [
        lambda bureau, code: bureau.changes.revoke(code, "cheated"),
        lambda bureau, code: bureau.changes.suspend(code, "under review"),
        lambda bureau, code: bureau.changes.reissue(code, "Anna"),
        lambda bureau, code: bureau.changes.renew(code, NOW + timedelta(days=9)),
    ],
    ids=["revoked", "suspended", "reissued", "renewed"],
)
def test_a_letter_that_somebody_asked_for_is_called_off_too(
    bureau: Bureau, held: str, change: Callable[[Bureau, str], object]
) -> None:
    shared(bureau, held)
    shared(bureau, held)
    assert len(letters_about(bureau, held)) == 3

    change(bureau, held)

    assert letters_about(bureau, held) == []


def test_letters_of_others_and_letters_that_left_stay(
    school: School, bureau: Bureau, held: str
) -> None:
    school.learner("bo")
    bureau.complete("bo@x.org")
    bureau.certificates.sign_waiting()
    with write(school.academy.database.engine) as connection:
        sent = OutboxMessage.__table__.update().where(OutboxMessage.recipient == "ann@x.org")
        connection.execute(sent.values(state="sent"))
    shared(bureau, held)

    bureau.changes.revoke(held, "cheated")

    some = [row for row in school.rows(OutboxMessage) if row.template == "certificate"]
    left = [(row.recipient, row.state) for row in some]
    assert left == [("ann@x.org", "sent"), ("bo@x.org", "waiting")]


def test_a_stolen_key_calls_off_what_it_signed_since(school: School, bureau: Bureau) -> None:
    bureau.complete()
    bureau.certificates.sign_waiting()
    before = bureau.rows()[0].code
    school.at(NOW + timedelta(days=2))
    school.learner("bo")
    bureau.complete("bo@x.org")
    bureau.certificates.sign_waiting()
    since = bureau.rows()[1].code
    shared(bureau, since)
    [key] = bureau.keys.list()

    stolen_at = NOW + timedelta(days=1)
    planned = bureau.keys.compromised(key.name, stolen_at, None, dry_run=True)
    assert (planned.called_off, len(letters_about(bureau, since))) == (2, 2)
    done = bureau.keys.compromised(key.name, stolen_at, None)

    assert (done.called_off, done.to_reissue) == (2, 1)
    assert letters_about(bureau, since) == []
    assert len(letters_about(bureau, before)) == 1


def test_what_was_called_off_of_another_keeps_no_letter_from_being_written(
    school: School, bureau: Bureau, held: str
) -> None:
    """Numbered by how many letters somebody has, the second one here would be taken for the first."""
    school.course("rust", said=OFFERED)
    school.enrollments.create("ann@x.org", "rust")
    bureau.complete(slug="rust")
    bureau.certificates.sign_waiting()
    shared(bureau, held)
    bureau.changes.revoke(bureau.rows()[1].code, "cheated")

    shared(bureau, held)

    assert len(letters_about(bureau, held)) == 3
