"""What events really bring: the variables of the catalog, and mail that can be written from them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from academy_cli.accounts.signin.onetime import Links
from academy_cli.accounts.signin.own import OwnAccount
from academy_cli.mail.templates.catalog import COMMON, EVENTS
from academy_cli.mail.templates.rendering import rendered
from academy_cli.mail.templates.shelf import Shelf
from academy_cli.models import OutboxMessage
from tests.accounts.entrance import ANN, OTHER, PASSWORD, Entrance
from tests.accounts.rows import files
from tests.school import School

LEE, BO = "lee@example.org", "bo@example.org"
SITE = "https://academy.example.org"
FILE = "email,name,courses\nann@x.org,Ann Lee,python\nbo@x.org,Bo,\n"
Mail = tuple[str, Mapping[str, object]]


@pytest.fixture(params=["", SITE])
def ann(database_url: str, request: pytest.FixtureRequest) -> Iterator[Entrance]:
    """Everything that people are told of their accounts, with a site and without one."""
    entrance = Entrance(database_url)
    entrance.links = Links(request.param, entrance.links.lasts)
    entrance.door.register(ANN, PASSWORD, "Ann Lee")
    entrance.recovery.verify_email(entrance.code("verification"), PASSWORD)
    entrance.door.register(ANN, OTHER, "Eve")
    entrance.recovery.request_reset(ANN)
    entrance.recovery.set_password(entrance.code("reset"), OTHER)
    entrance.credentials.invite(BO)
    actor = entrance.door.actor_of(entrance.door.login(ANN, OTHER).access_token)
    own = OwnAccount(
        entrance.database, actor, entrance.hasher, entrance.links, clock=entrance.clock
    )
    own.change_address(LEE, OTHER)
    entrance.recovery.verify_email(entrance.code("new-address"), OTHER)
    yield entrance
    entrance.database.close()


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """Everything that learners are told of their courses, and invitations from a file."""
    opened = School(database_url, tmp_path)
    opened.course()
    files(opened).run(FILE)
    opened.enrollments.create(opened.person("cy"), "python")
    opened.enrollments.complete("cy@x.org", "python", "Exam")
    yield opened
    opened.academy.close()


def require_sound(mails: list[Mail]) -> None:
    """Each brings what its templates need and nothing they do not know, and becomes a mail."""
    for template, values in mails:
        known = {name: one for name, one in EVENTS[template].variables.items() if one not in COMMON}
        always = {name for name, one in known.items() if not one.may_be_empty}
        assert always <= set(values) <= set(known), template
        for language in ("en", "fr"):
            given = {**values, "academy": "Lakeside", "site": SITE}
            assert rendered(Shelf().find(template, language), given).subject


def test_accounts_bring_what_their_mail_says(ann: Entrance) -> None:
    mails = [(template, values) for template, _, values in ann.mails()]

    require_sound(list(mails))
    assert {template for template, _ in mails} == {
        *("verification", "registered-again", "reset", "password-changed", "invitation"),
        *("new-address", "address-change-wanted", "address-changed"),
    }


def test_courses_and_files_bring_what_their_mail_says(school: School) -> None:
    rows = school.rows(OutboxMessage)
    mails = [(row.template, json.loads(row._mapping["values"])) for row in rows]

    require_sound(mails)
    assert {template for template, _ in mails} == {"invitation", "enrolled", "completed"}
    assert any("courses" in values for _, values in mails)
