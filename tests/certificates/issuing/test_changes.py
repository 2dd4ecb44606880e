"""What becomes of a certificate: another takes its place, it is taken back, it rests, it is renewed."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential import document
from academy_cli.certificates.errors import (
    BadNameError,
    CertificateHeldError,
    EndsEarlierError,
    NeverEndsError,
    NoCertificatesError,
    NotCompletedError,
    NotHeldError,
    SuspendedError,
    UnknownCertificateError,
)
from academy_cli.certificates.keys.errors import NoKeyError
from academy_cli.certificates.views import CertificateView, Wanted
from academy_cli.errors import AcademyError
from academy_cli.models import AuditEntry
from tests.certificates.bureau import OFFERED, Bureau
from tests.school import NOW, School

ENDING = "certificate: {valid_for: 1 year}\n"


def test_a_corrected_one_takes_the_place_of_the_one_before(bureau: Bureau, held: str) -> None:
    new = bureau.changes.reissue(held, "Anna-Léna Müller")

    old = bureau.certificates.show(held)
    assert (old.state, old.name, old.replaced_by) == ("replaced", "Ann", new.code)
    assert (new.state, new.name, new.replaces) == ("valid", "Anna-Léna Müller", held)
    assert new.completed_at == old.completed_at
    stated = document.read(json.loads(bureau.certificates.credential(new.code)))
    assert stated.recipient == "Anna-Léna Müller"


def test_a_name_that_waits_for_its_key_is_just_corrected(school: School, bureau: Bureau) -> None:
    bureau.complete()
    [row] = bureau.rows()

    new = bureau.changes.reissue(row.code, "Anna")

    assert (new.code, new.name, new.state) == (codes.shown(row.code), "Anna", "valid")
    assert len(bureau.rows()) == 1


@pytest.mark.parametrize("name", ["", " \u202e ", "x" * 501])
def test_a_name_that_cannot_be_stated_is_refused(bureau: Bureau, held: str, name: str) -> None:
    with pytest.raises(BadNameError):
        bureau.changes.reissue(held, name)
    assert bureau.certificates.show(held).state == "valid"


def test_a_dry_run_changes_nothing(bureau: Bureau, held: str) -> None:
    before = bureau.rows()

    assert bureau.changes.reissue(held, "Anna", dry_run=True).name == "Anna"
    bureau.changes.revoke(held, "cheated", dry_run=True)
    bureau.changes.suspend(held, "under review", dry_run=True)
    bureau.changes.renew(held, NOW + timedelta(days=9), dry_run=True)

    assert bureau.rows() == before


def test_what_was_replaced_names_what_took_its_place(bureau: Bureau, held: str) -> None:
    new = bureau.changes.reissue(held, "Anna").code

    with pytest.raises(NotHeldError) as refused:
        bureau.changes.reissue(held, "Ann")
    assert refused.value.message == f"The certificate {held} is replaced by {new}."
    assert refused.value.hint == f"See it: academy certificate show {new}"


def test_what_was_revoked_stays_so(bureau: Bureau, held: str) -> None:
    gone = bureau.changes.revoke(held, "it was somebody else's work")

    assert (gone.state, gone.reason) == ("revoked", "it was somebody else's work")
    for change in (
        lambda: bureau.changes.reissue(held, "Anna"),
        lambda: bureau.changes.renew(held, NOW + timedelta(days=9)),
        lambda: bureau.changes.suspend(held, "why"),
        lambda: bureau.changes.revoke(held, "again"),
    ):
        with pytest.raises(NotHeldError):
            change()


def test_one_that_rests_can_hold_again(bureau: Bureau, held: str) -> None:
    assert bureau.changes.suspend(held, "under review").state == "suspended"
    with pytest.raises(SuspendedError):
        bureau.changes.suspend(held, "twice")
    with pytest.raises(NotHeldError):
        bureau.changes.reissue(held, "Anna")
    assert bureau.changes.lift(held).state == "valid"
    with pytest.raises(SuspendedError):
        bureau.changes.lift(held)


def test_one_that_ends_can_be_renewed(school: School, bureau: Bureau) -> None:
    school.course(said=ENDING)
    bureau.complete()
    bureau.certificates.sign_waiting()
    old = bureau.rows()[0].code
    school.at(NOW + timedelta(days=400))
    assert bureau.certificates.show(old).state == "expired"

    new = bureau.changes.renew(old)

    assert (new.state, new.valid_until) == ("valid", NOW.replace(year=2028) + timedelta(days=35))
    assert bureau.certificates.show(old).state == "replaced"


def test_what_has_no_end_is_not_renewed_without_one(bureau: Bureau, held: str) -> None:
    with pytest.raises(NeverEndsError):
        bureau.changes.renew(held)


def test_a_renewal_ends_later(school: School, bureau: Bureau) -> None:
    school.course(said=ENDING)
    bureau.complete()
    bureau.certificates.sign_waiting()
    with pytest.raises(EndsEarlierError):
        bureau.changes.renew(bureau.rows()[0].code, NOW + timedelta(days=10))


def test_somebody_who_completed_before_is_issued_one(school: School, bureau: Bureau) -> None:
    school.course("rust")
    school.enrollments.create("ann@x.org", "rust")
    bureau.complete(slug="rust")
    with pytest.raises(NoCertificatesError):
        bureau.certificates.issue("ann@x.org", "rust")
    school.course("rust", said=OFFERED)

    found = bureau.certificates.issue("ann@x.org", "rust")

    assert found is not None
    assert (found.state, found.name, found.course) == ("valid", "Ann", "rust")
    with pytest.raises(CertificateHeldError):
        bureau.certificates.issue("ann@x.org", "rust")


def test_who_has_not_completed_gets_none(bureau: Bureau) -> None:
    with pytest.raises(NotCompletedError):
        bureau.certificates.issue("ann@x.org", "python")


def test_everybody_of_a_course_is_issued_one_and_once(school: School, bureau: Bureau) -> None:
    school.course("rust")
    for who in ("bo", "cy"):
        school.learner(who, "rust")
        bureau.complete(f"{who}@x.org", "rust")
    school.course("rust", said=OFFERED)

    planned = bureau.certificates.issue_all("rust", tells=False, dry_run=True)
    done = bureau.certificates.issue_all("rust", tells=False)
    again = bureau.certificates.issue_all("rust", tells=False)

    assert (planned.issued, done.issued, done.signed, again.issued) == (2, 2, 2, 0)
    assert school.mails("certificate") == []


@pytest.mark.parametrize("typed", ["k7qm", "0000-0000-0000-0001", ""])
def test_a_code_that_is_none_is_said_to_be_unknown(bureau: Bureau, typed: str) -> None:
    with pytest.raises(UnknownCertificateError):
        bureau.certificates.show(typed)


def test_a_code_is_found_however_it_is_typed(bureau: Bureau, held: str) -> None:
    typed = held.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert bureau.certificates.show(typed).code == held


def test_lists_say_which_state_each_is_in(school: School, bureau: Bureau) -> None:
    for who in ("bo", "cy", "di"):
        school.learner(who)
        bureau.complete(f"{who}@x.org")
    bureau.certificates.sign_waiting()
    bo, cy, di = (row.code for row in bureau.rows())
    bureau.changes.revoke(bo, "why")
    bureau.changes.suspend(cy, "why")
    bureau.changes.reissue(di, "Diana")
    bureau.complete()

    found = {row.name: row.state for row in bureau.certificates.find()}
    assert found == {
        "Bo": "revoked", "Cy": "suspended", "Di": "replaced", "Diana": "valid", "Ann": "waiting",
    }  # fmt: skip
    for name, state in found.items():
        [only] = bureau.certificates.find(Wanted(state=state))
        assert only.name == name


def test_a_learner_sees_their_own_and_an_instructor_those_of_the_course(
    school: School, bureau: Bureau, held: str, tmp_path: Path
) -> None:
    school.person("bo")
    school.course("rust", said=OFFERED)
    ann = Bureau(school, tmp_path / "keys", school.actor("ann@x.org"))
    bo = Bureau(school, tmp_path / "keys", school.actor("bo@x.org"))
    teacher = school.actor("bo@x.org", Role.INSTRUCTOR, courses=["python"])
    teaches = Bureau(school, tmp_path / "keys", teacher)

    assert [row.code for row in ann.certificates.find()] == [held]
    assert ann.certificates.show(held).code == held
    assert list(bo.certificates.find()) == []
    with pytest.raises(UnknownCertificateError):
        bo.certificates.show(held)
    with pytest.raises(NotPermittedError):
        ann.changes.revoke(held, "mine")
    assert teaches.changes.suspend(held, "under review").state == "suspended"
    with pytest.raises(NotPermittedError):
        teaches.certificates.issue_all("rust", tells=True)


def test_the_log_tells_of_each_change_and_of_no_name(bureau: Bureau, held: str) -> None:
    new: CertificateView = bureau.changes.reissue(held, "Anna-Léna", "misspelt")
    bureau.changes.revoke(new.code, "cheated")

    acts = [row for row in bureau.school.rows(AuditEntry) if row.action.startswith("certificate.")]
    assert [row.action for row in acts] == [
        "certificate.key.init", "certificate.sign", "certificate.sign", "certificate.reissue",
        "certificate.revoke",
    ]  # fmt: skip
    assert "Anna" not in "".join(str(row.details) for row in acts)


@pytest.mark.parametrize("name", ["x" * 41, "A" + "\u0301" * 9])
def test_what_cannot_be_signed_leaves_the_old_one_as_it_was(
    bureau: Bureau, held: str, name: str
) -> None:
    with pytest.raises(AcademyError):
        bureau.changes.reissue(held, name)

    assert bureau.certificates.show(held).state == "valid"
    assert len(bureau.rows()) == 1


def test_without_a_key_nothing_takes_the_place_of_one(
    bureau: Bureau, held: str, tmp_path: Path
) -> None:
    [key] = bureau.ring.folder.iterdir()
    key.rename(tmp_path / "away.pem")

    with pytest.raises(NoKeyError):
        bureau.changes.reissue(held, "Anna")

    assert bureau.certificates.show(held).state == "valid"


def test_nobody_gets_what_does_not_hold_any_more(school: School, bureau: Bureau, held: str) -> None:
    assert len(school.mails("certificate")) == 1

    new = bureau.changes.reissue(held, "Anna")
    assert [event for event, _ in school.mails("certificate")] == [
        f"certificate:{new.code.replace('-', '')}"
    ]
    bureau.changes.revoke(new.code, "cheated")
    assert school.mails("certificate") == []


def test_an_instructor_signs_what_is_of_their_courses_alone(
    school: School, bureau: Bureau, tmp_path: Path
) -> None:
    school.course("rust", said=OFFERED)
    school.enrollments.create("ann@x.org", "rust")
    bureau.complete()
    bureau.complete(slug="rust")
    school.person("tea")
    actor = school.actor("tea@x.org", Role.INSTRUCTOR, courses=["rust"])
    seen: list[str] = []

    done = Bureau(school, tmp_path / "keys", actor).certificates.sign_waiting(
        lambda code, _: seen.append(code)
    )

    assert (done.signed, done.waiting, len(seen)) == (1, 0, 1)
    assert {row.course: row.state for row in bureau.certificates.find()} == {
        "python": "waiting", "rust": "valid",
    }  # fmt: skip
