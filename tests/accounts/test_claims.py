"""Somebody registers an address that is not theirs: they get nothing, and its owner gets all of it."""

from __future__ import annotations

import pytest

from academy_cli.access.matrix import Role
from academy_cli.accounts.profile import Profile
from academy_cli.accounts.signin.lockout import FREE
from academy_cli.accounts.signin.onetime import Purpose
from tests.accounts.entrance import ANN, OTHER, PASSWORD, THIRD, Entrance, code_of


def test_nobody_logs_in_before_the_address_is_proved(claimed: Entrance) -> None:
    assert code_of(claimed.door.login, ANN, PASSWORD) == "auth.refused"


def test_registering_and_logging_in_tells_nobody_who_has_an_account(ann: Entrance) -> None:
    for email in (ANN, "new@example.org"):
        ann.door.register(email, OTHER, "Eve")

    assert code_of(ann.door.login, ANN, OTHER) == "auth.refused"
    assert code_of(ann.door.login, "new@example.org", OTHER) == "auth.refused"


def test_the_owner_who_opens_the_link_lets_nobody_in(claimed: Entrance) -> None:
    code = claimed.code("verification")

    assert code_of(claimed.recovery.verify_email, code) == "auth.refused"
    assert code_of(claimed.recovery.verify_email, code, OTHER) == "auth.refused"

    assert claimed.user().email_verified_at is None
    assert code_of(claimed.door.login, ANN, PASSWORD) == "auth.refused"


def test_a_wrong_password_uses_no_link_up(claimed: Entrance) -> None:
    code = claimed.code("verification")
    code_of(claimed.recovery.verify_email, code, OTHER)

    claimed.recovery.verify_email(code, PASSWORD)

    assert claimed.door.login(ANN, PASSWORD)
    assert code_of(claimed.recovery.verify_email, code, PASSWORD) == "auth.link-used"


def test_whoever_has_the_link_guesses_no_longer_than_at_a_login(claimed: Entrance) -> None:
    code = claimed.code("verification")
    for _ in range(FREE):
        code_of(claimed.recovery.verify_email, code, OTHER)

    assert code_of(claimed.recovery.verify_email, code, PASSWORD) == "auth.refused"
    assert claimed.acts()[-1] == "user.locked"
    claimed.later(seconds=31)
    assert code_of(claimed.recovery.verify_email, code, PASSWORD) == ""


@pytest.mark.parametrize("way", ["reset", "invitation", "staff"])
def test_the_owner_gets_the_account_and_nothing_of_the_stranger_is_left(
    claimed: Entrance, way: str
) -> None:
    claimed.credentials.create_token(ANN, "hidden")
    verification = claimed.code("verification")
    if way == "reset":
        claimed.recovery.request_reset(ANN)
        claimed.recovery.set_password(claimed.code("reset"), OTHER)
    elif way == "invitation":
        code = claimed.credentials.invite(ANN, "Ann Lee", is_mailed=False).link
        claimed.recovery.set_password(code, OTHER, Purpose.INVITATION)
    else:
        claimed.credentials.set_password(ANN, OTHER)

    assert claimed.door.login(ANN, OTHER)
    assert code_of(claimed.door.login, ANN, PASSWORD) == "auth.refused"
    assert code_of(claimed.recovery.verify_email, verification, PASSWORD) == "auth.link-used"
    assert [one.state for one in claimed.credentials.tokens(ANN)] == ["revoked"]
    if way != "staff":
        assert claimed.user().name == {"reset": "ann", "invitation": "Ann Lee"}[way]


def test_no_mail_to_the_owner_says_the_strangers_words(claimed: Entrance) -> None:
    claimed.door.register(ANN, OTHER, "Eve http://evil.org")
    claimed.later(minutes=1)
    claimed.recovery.request_verification(ANN)
    claimed.recovery.request_reset(ANN)

    assert len(claimed.mails()) == 4
    assert "evil" not in repr(claimed.mails())


def test_an_owner_who_forgot_the_password_keeps_name_and_programs(ann: Entrance) -> None:
    token = ann.credentials.create_token(ANN, "ci").token
    ann.recovery.request_reset(ANN)
    ann.recovery.set_password(ann.code("reset"), OTHER)

    assert ann.user().name == "Ann Lee"
    assert ann.door.actor_of_program(token).said == ANN
    assert [name for name, *_ in ann.mails()][-1] == "password-changed"


def test_who_was_invited_is_told_nothing_new_by_a_stranger_who_registers(
    entrance: Entrance,
) -> None:
    entrance.people.create(Profile(email=ANN, name="Ann Lee"))
    link = entrance.credentials.invite(ANN, is_mailed=False).link

    entrance.door.register(ANN, THIRD, "Eve")

    assert code_of(entrance.door.login, ANN, THIRD) == "auth.refused"
    entrance.recovery.set_password(link, PASSWORD, Purpose.INVITATION)
    assert (entrance.user().name, bool(entrance.door.login(ANN, PASSWORD))) == ("Ann Lee", True)


def test_an_address_that_staff_changed_has_to_be_proved_anew(ann: Entrance) -> None:
    ann.people.set(ANN, Profile(email="lee@example.org"))

    assert [mail[:2] for mail in ann.mails()][-1] == ("address-changed", ANN)
    assert code_of(ann.door.login, "lee@example.org", PASSWORD) == "auth.refused"
    ann.recovery.request_verification("lee@example.org")
    ann.recovery.verify_email(ann.code("verification"), PASSWORD)
    assert ann.door.login("lee@example.org", PASSWORD)


def test_the_first_admin_gets_in_by_the_operators_word(entrance: Entrance) -> None:
    entrance.people.create(Profile(email=ANN, name="Ann Lee"), roles=[Role.ADMIN])

    entrance.credentials.set_password(ANN, PASSWORD)

    assert entrance.door.login(ANN, PASSWORD)
