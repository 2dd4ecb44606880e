"""Refused rows of imported files belong to whom they quote: by the whole address, also by an earlier one."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from sqlalchemy import Engine, insert, literal, select

from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from academy_cli.accounts.quoting import quoted, quotes, spellings
from academy_cli.audit.log import AuditLog
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.models import Enrollment, Grant
from tests.accounts.conftest import ANN, AT, course, number
from tests.accounts.traces import count, everything, refuse

WHOLE = (
    "bo@x.org",
    "“bo@x.org” has an account already",
    "there is BO@X.ORG.",
    "<bo@x.org>, twice",
    "'bo@x.org'",
    "mailto:bo@x.org",
    "“ann@x.org;bo@x.org”",
)
PART = (
    "“jimbo@x.org” has an account already",
    "jim.bo@x.org",
    "jim-bo@x.org",
    "jim+bo@x.org",
    "o'bo@x.org",
    "übo@x.org",
    "бbo@x.org",
    "bo@x.org.uk",
    "bo@x.organic",
    "bo@x.org-x.de",
    "bo@xyorg",
)


@pytest.mark.parametrize("text", WHOLE)
def test_a_text_quotes_a_whole_address(engine: Engine, text: str) -> None:
    assert _quotes(engine, text, ["bo@x.org"])


@pytest.mark.parametrize("text", PART)
def test_a_part_of_another_address_is_no_quotation(engine: Engine, text: str) -> None:
    assert not _quotes(engine, text, ["bo@x.org"])


@pytest.mark.parametrize("text", ["“bo@bücher.de”", "“bo@xn--bcher-kva.de”"])
def test_both_spellings_of_a_domain_are_the_address(engine: Engine, text: str) -> None:
    assert _quotes(engine, text, ["bo@bücher.de"])


def test_what_is_special_in_a_pattern_is_only_itself(engine: Engine) -> None:
    assert _quotes(engine, "“b+o_%@x.org”", ["b+o_%@x.org"])
    assert not _quotes(engine, "“bboxx@x.org”", ["b+o_%@x.org"])


@pytest.mark.parametrize("text", [*WHOLE, *PART])
def test_many_addresses_are_read_as_one_is_looked_for(text: str) -> None:
    assert ("bo@x.org" in quoted(text)) == (text in WHOLE)


@pytest.mark.parametrize("text", ["“bo@bücher.de”", "“bo@xn--bcher-kva.de”"])
def test_both_spellings_are_read(text: str) -> None:
    assert quoted(text) & set(spellings("bo@bücher.de"))


def test_nobody_is_given_the_refused_rows_of_another(people: People, engine: Engine) -> None:
    people.create(Profile("bo@x.org", "Bo"))
    people.create(Profile("jimbo@x.org", "Jimbo"))
    refuse(engine, "“jimbo@x.org” is there already", "“bo@x.org” is there already")

    found = json.loads(people.export("bo@x.org").files["imports.json"])

    assert [one["reason"] for one in found] == ["“bo@x.org” is there already"]


def test_nobodys_rows_go_with_another(people: People, engine: Engine) -> None:
    people.create(Profile("bo@x.org", "Bo"))
    refuse(engine, "“jimbo@x.org” is there already", "“bo@x.org” is there already")

    erased = people.erase("bo@x.org", revokes_certificates=False)

    assert erased.removed["imported_rows"] == 1
    assert "jimbo@x.org" in everything(engine)
    assert "“bo@x.org" not in everything(engine)


def test_an_address_from_before_is_found_and_goes(people: People, engine: Engine) -> None:
    people.create(Profile("first@x.org", "Bo"))
    refuse(engine, "“first@x.org” is there already")
    people.set("first@x.org", Profile(email="second@x.org"))
    people.set("second@x.org", Profile(email="third@x.org"))

    found = json.loads(people.export("third@x.org").files["imports.json"])
    people.erase("third@x.org", revokes_certificates=False)

    assert [one["reason"] for one in found] == ["“first@x.org” is there already"]
    held = everything(engine)
    assert [one for one in ("first@x.org", "second@x.org", "third@x.org") if one in held] == []


def test_an_address_that_is_anothers_by_now_is_theirs(people: People, engine: Engine) -> None:
    people.create(Profile("first@x.org", "Bo"))
    people.set("first@x.org", Profile(email="second@x.org"))
    people.create(Profile("first@x.org", "Ann"))
    refuse(engine, "“first@x.org” is there already")

    assert json.loads(people.export("second@x.org").files["imports.json"]) == []
    people.erase("second@x.org", revokes_certificates=False)
    assert "“first@x.org” is there already" in everything(engine)


def test_a_reference_goes_and_grants_once_as_before(
    people: People, engine: Engine, database: Database
) -> None:
    people.create(Profile("bo@x.org", "Bo"))
    user_id, course_id = number(engine, "bo@x.org"), course(engine, "python")
    place = f"enrollment:python/user:{user_id}"
    with write(engine) as connection:
        enrolled = {"user_id": user_id, "course_id": course_id, "enrolled_at": AT}
        connection.execute(insert(Enrollment).values(id=1, **enrolled))
        for kind, said in (("gift", "for Bo Smith"), ("gift", "Bo"), ("order", "R-2026-000001")):
            told = {"enrollment_id": 1, "kind": kind, "reference": said, "granted_at": AT}
            connection.execute(insert(Grant).values(**told))
        told = {"kind": "gift", "reference": "for Bo Smith"}
        record(connection, at=AT, actor=ANN, act=Act("enrollment.create", place, told))

    people.erase("bo@x.org", revokes_certificates=False)

    assert "bo smith" not in everything(engine)
    assert count(engine, "grants", "reference like 'erased-%'") == 2
    assert count(engine, "grants", "reference = 'R-2026-000001'") == 1
    assert AuditLog(database, ANN).verify().flaws == ()


def test_the_reference_of_a_batch_stays(people: People, engine: Engine) -> None:
    people.create(Profile("bo@x.org", "Bo"))
    refuse(engine, "“bo@x.org” is there already")
    course_id = course(engine, "python")
    with write(engine) as connection:
        who = {"user_id": number(engine, "bo@x.org"), "course_id": course_id, "enrolled_at": AT}
        connection.execute(insert(Enrollment).values(id=1, **who))
        told = {"kind": "bulk", "reference": "B-2026-000001", "granted_at": AT}
        connection.execute(insert(Grant).values(enrollment_id=1, **told))

    people.erase("bo@x.org", revokes_certificates=False)

    assert count(engine, "grants", "reference = 'B-2026-000001'") == 1


def test_an_erasure_says_that_reasons_of_imports_stay(people: People, engine: Engine) -> None:
    people.create(Profile("bo@x.org", "Bo"))
    people.create(Profile("ann@x.org", "Ann"))
    refuse(engine, "“bo@x.org” is there already", options='{"reason":"Bo rang"}')

    kept = people.erase("bo@x.org", revokes_certificates=False).kept
    others = people.erase("ann@x.org", revokes_certificates=False).kept

    assert {one.what: one.count for one in kept}["batch_reasons"] == 1
    assert "batch_reasons" not in {one.what for one in others}


def _quotes(engine: Engine, text: str, addresses: Sequence[str]) -> bool:
    with read(engine) as connection:
        return bool(connection.scalar(select(quotes(literal(text), addresses))))
