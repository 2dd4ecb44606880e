"""What was issued is signed once a key is at hand, and from then on nothing of it changes."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from academy_cli.certificates.credential import compact, didkey, document, merkle
from academy_cli.certificates.keys.trust import IssuerFile, PublicKey
from academy_cli.certificates.verifying.checks import Trusted, Verdict, verified
from academy_cli.db.transaction import read, write
from academy_cli.models import Certificate, CertificateTemplate, OutboxMessage, StatusList, User
from tests.certificates.bureau import SITE, Bureau
from tests.school import NOW, School


def trusted(bureau: Bureau) -> Trusted:
    """What somebody goes by who trusts this academy, and has none of its lists."""
    keys = tuple(PublicKey(one.did, one.created_at) for one in bureau.keys.list())
    return Trusted(NOW + timedelta(hours=1), IssuerFile("Lakeside Academy", SITE, NOW, keys))


def test_what_waits_is_signed_and_a_stranger_can_check_it(bureau: Bureau) -> None:
    bureau.complete()

    done = bureau.certificates.sign_waiting()

    [row] = bureau.rows()
    credential = json.loads(str(row.credential))
    facts = document.read(credential)
    assert (done.signed, done.waiting) == (1, 0)
    assert verified(credential, trusted(bureau)).verdict is Verdict.UNCERTAIN
    assert (facts.recipient, facts.code, facts.id.hex) == (
        "Ann",
        row.code,
        row.uid.replace("-", ""),
    )
    assert merkle.leaf(credential).hex() == row.leaf
    assert compact.read(str(row.scanned)).agrees(facts)
    assert (row.list_number, row.list_place) == (1, facts.listed.index)


def test_without_a_key_it_waits(school: School, tmp_path: Path) -> None:
    bureau = Bureau(school, tmp_path / "keys")
    school.learner()
    bureau.complete()

    done = bureau.certificates.sign_waiting()

    assert (done.signed, done.waiting) == (0, 1)
    assert "no key" in done.why
    assert "key init" in done.fix


def test_a_key_that_others_may_read_signs_nothing(bureau: Bureau) -> None:
    bureau.complete()
    bureau.ring.folder.chmod(0o755)

    done = bureau.certificates.sign_waiting()

    assert (done.signed, done.waiting) == (0, 1)
    assert "chmod 700" in done.fix


def test_one_that_cannot_be_drawn_waits_and_the_rest_is_signed(
    school: School, bureau: Bureau
) -> None:
    school.person("bo", name="B" * 50)
    school.enrollments.create("bo@x.org", "python")
    school.person("cy", name="")
    school.enrollments.create("cy@x.org", "python")
    for who in ("ann", "bo", "cy"):
        bureau.complete(f"{who}@x.org")

    done = bureau.certificates.sign_waiting()

    assert (done.signed, done.waiting) == (1, 2)
    assert {one.email: one.why for one in done.troubles} == {
        "bo@x.org": "The name has no room.",
        "cy@x.org": "It cannot be stated: the name of the person is empty.",
    }
    [filled] = [row.filled for row in school.rows(StatusList)]
    assert filled == 1


def test_a_name_that_was_missing_is_taken_once_it_is_there(school: School, bureau: Bureau) -> None:
    school.person("cy", name="")
    school.enrollments.create("cy@x.org", "python")
    bureau.complete("cy@x.org")
    bureau.certificates.sign_waiting()
    with write(school.academy.database.engine) as connection:
        connection.execute(update(User).where(User.email == "cy@x.org").values(name="Cy Young"))

    assert bureau.certificates.sign_waiting().signed == 1
    assert bureau.rows()[0].recipient == "Cy Young"


def test_a_misspelt_template_is_mended_in_the_course(school: School, bureau: Bureau) -> None:
    school.course(said="certificate: {template: clasic}\n")
    bureau.complete()
    done = bureau.certificates.sign_waiting()
    assert (done.signed, done.waiting) == (0, 1)
    assert "clasic" in done.troubles[0].why

    school.course(said="certificate: {template: classic}\n")

    assert bureau.certificates.sign_waiting().signed == 1
    [row] = bureau.rows()
    assert bureau.certificates.show(row.code).template == "classic"


def test_the_learner_is_told_when_it_is_signed_and_once(school: School, bureau: Bureau) -> None:
    bureau.complete()
    assert school.mails("certificate") == []

    bureau.certificates.sign_waiting()
    bureau.certificates.sign_waiting()

    [row] = bureau.rows()
    [(event, recipient)] = school.mails("certificate")
    assert (event, recipient) == (f"certificate:{row.code}", "ann@x.org")
    [told] = [one.values for one in school.rows(OutboxMessage) if one.template == "certificate"]
    assert json.loads(told)["certificate_url"].startswith(f"{SITE}/certificates/")


def test_its_template_is_kept_once(school: School, bureau: Bureau) -> None:
    school.learner("bo")
    for who in ("ann", "bo"):
        bureau.complete(f"{who}@x.org")
        bureau.certificates.sign_waiting()

    [kept] = school.rows(CertificateTemplate)
    assert (kept.name, kept.packed) == ("classic", b"plain")
    assert {row.template_sha256 for row in bureau.rows()} == {kept.sha256}


def test_another_site_begins_another_list(school: School, bureau: Bureau) -> None:
    bureau.complete()
    bureau.certificates.sign_waiting()
    school.learner("bo")
    bureau.complete("bo@x.org")
    terms = bureau.office.terms._replace(site="https://moved.example")
    bureau.office._replace(terms=terms).sign(school.academy.database.engine, bureau.keys.actor)

    first, second = bureau.rows()
    listed = document.read(json.loads(str(second.credential))).listed
    assert (first.list_number, second.list_number) == (1, 2)
    assert listed.revoked == "https://moved.example/status/revoked-2.json"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("recipient", "Bo"),
        ("credential", "{}"),
        ("scanned", "ACADEMY:X"),
        ("stated", "{}"),
        ("code", "X"),
        ("leaf", "0" * 64),
        ("leaf", None),
        ("key_name", None),
        ("valid_until", NOW),
        ("signed_at", None),
    ],
)
def test_the_database_refuses_to_change_what_was_signed(
    school: School, bureau: Bureau, column: str, value: object
) -> None:
    bureau.complete()
    bureau.certificates.sign_waiting()

    with (
        pytest.raises(DBAPIError, match="never changes"),
        write(school.academy.database.engine) as connection,
    ):
        connection.execute(update(Certificate).values(**{column: value}))


def test_without_its_trigger_it_would_change(school: School, bureau: Bureau) -> None:
    bureau.complete()
    bureau.certificates.sign_waiting()
    with write(school.academy.database.engine) as connection:
        on = "" if connection.dialect.name == "sqlite" else " on certificates"
        connection.execute(text(f"drop trigger certificates_no_change{on}"))
        connection.execute(update(Certificate).values(recipient="Bo"))

    assert bureau.rows()[0].recipient == "Bo"


def test_a_certificate_is_never_deleted(school: School, bureau: Bureau) -> None:
    bureau.complete()
    with (
        pytest.raises(DBAPIError, match="never changes"),
        write(school.academy.database.engine) as connection,
    ):
        connection.execute(delete(Certificate))


def test_what_the_law_wants_gone_can_be_emptied(school: School, bureau: Bureau) -> None:
    bureau.complete()
    bureau.certificates.sign_waiting()
    empty = dict.fromkeys(("recipient", "credential", "scanned", "page_seal"))
    with write(school.academy.database.engine) as connection:
        connection.execute(update(Certificate).values(**empty))
    with read(school.academy.database.engine) as connection:
        assert connection.scalar(select(Certificate.recipient)) is None


def test_a_rotated_key_signs_what_comes_and_the_old_one_is_trusted_still(
    school: School, bureau: Bureau
) -> None:
    bureau.complete()
    bureau.certificates.sign_waiting()
    school.at(NOW + timedelta(minutes=1))
    new = bureau.keys.rotate()
    school.learner("bo")
    bureau.complete("bo@x.org")
    bureau.certificates.sign_waiting()

    assert new is not None
    first, second = bureau.rows()
    assert first.key_name != second.key_name == new.name
    for row in (first, second):
        assert (
            verified(json.loads(str(row.credential)), trusted(bureau)).verdict is Verdict.UNCERTAIN
        )
    assert {didkey.name_of(PublicKey(one.did, NOW).public) for one in bureau.keys.list()} == {
        first.key_name,
        second.key_name,
    }
