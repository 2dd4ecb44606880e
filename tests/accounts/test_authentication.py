"""Becoming somebody: registering, logging in, and being locked out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from academy_cli.access.matrix import Role
from academy_cli.accounts.signin.authentication import Visit
from academy_cli.accounts.signin.credential_errors import LoginRefusedError, WeakPasswordError
from academy_cli.accounts.signin.lockout import FREE
from academy_cli.accounts.signin.passwords import Hasher
from tests.accounts.entrance import ANN, OTHER, PASSWORD, Entrance, code_of


class TestRegistering:
    def test_an_account_is_made_and_its_address_is_to_be_verified(self, claimed: Entrance) -> None:
        ((template, recipient, values),) = claimed.mails()

        assert (template, recipient) == ("verification", ANN)
        assert claimed.user().email_verified_at is None
        claimed.recovery.verify_email(values["code"], PASSWORD)
        assert claimed.user().email_verified_at == claimed.now
        assert claimed.door.login(ANN, PASSWORD)

    def test_an_address_that_is_taken_is_told_to_its_owner_only(self, ann: Entrance) -> None:
        before = ann.user()

        for _ in range(2):
            ann.door.register(ANN, OTHER, "Eve")

        assert [template for template, *_ in ann.mails()] == ["verification", "registered-again"]
        assert ann.user() == before
        assert code_of(ann.door.login, ANN, OTHER) == "auth.refused"

    def test_a_password_that_anybody_could_guess_is_code_of(self, entrance: Entrance) -> None:
        with pytest.raises(WeakPasswordError):
            entrance.door.register(ANN, "password123", "Ann")
        assert entrance.mails() == []

    def test_of_two_at_once_one_makes_the_account(self, entrance: Entrance) -> None:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: entrance.door.register(ANN, PASSWORD, "Ann"), range(4)))

        assert entrance.acts() == ["user.register"]
        entrance.recovery.verify_email(entrance.code("verification"), PASSWORD)
        assert entrance.door.login(ANN, PASSWORD)


class TestLoggingIn:
    def test_the_right_password_begins_a_session(self, ann: Entrance) -> None:
        login = ann.door.login(" ANN@example.org ", PASSWORD, Visit("10.0.0.1", "curl"))

        actor = ann.door.actor_of(login.access_token)
        assert (actor.said, actor.roles) == (ANN, {Role.STUDENT})
        (session,) = ann.credentials.sessions(ANN)
        assert (session.session, session.address) == (login.session, "10.0.0.1")

    def test_whoever_does_not_get_in_learns_nothing(self, ann: Entrance) -> None:
        words = set()
        for email, password in ((ANN, OTHER), ("nobody@x.org", PASSWORD), ("no address", "x")):
            with pytest.raises(LoginRefusedError) as caught:
                ann.door.login(email, password)
            words.add((str(caught.value), caught.value.code, caught.value.hint))

        assert len(words) == 1

    def test_a_deactivated_account_logs_in_no_more(self, ann: Entrance) -> None:
        login = ann.door.login(ANN, PASSWORD)
        ann.people.deactivate(ANN)

        assert code_of(ann.door.login, ANN, PASSWORD) == "auth.refused"
        assert code_of(ann.door.refresh, login.refresh_token) == "auth.session-over"
        assert code_of(ann.door.actor_of, login.access_token) == "auth.session-over"

    def test_a_hash_follows_when_the_cost_rises(self, ann: Entrance) -> None:
        before = ann.user().password_hash
        ann.hasher = Hasher(5)

        ann.door.login(ANN, PASSWORD)

        assert before is not None
        assert "$04$" in before
        assert "$05$" in str(ann.user().password_hash)
        assert ann.door.login(ANN, PASSWORD)


class TestLockout:
    def test_after_wrong_ones_the_right_password_is_refused_too(self, ann: Entrance) -> None:
        for _ in range(FREE):
            assert code_of(ann.door.login, ANN, OTHER) == "auth.refused"

        assert code_of(ann.door.login, ANN, PASSWORD) == "auth.refused"
        ann.later(seconds=31)
        assert ann.door.login(ANN, PASSWORD)
        assert ann.user().failed_logins == 0
        assert "user.locked" in ann.acts()

    def test_it_doubles_and_no_try_makes_it_longer_meanwhile(self, ann: Entrance) -> None:
        for _ in range(FREE):
            code_of(ann.door.login, ANN, OTHER)
        first = ann.user().locked_until
        code_of(ann.door.login, ANN, OTHER)
        assert ann.user().locked_until == first

        ann.later(seconds=31)
        code_of(ann.door.login, ANN, OTHER)

        assert (ann.user().locked_until - ann.now).seconds == 60

    def test_a_new_password_opens_it(self, ann: Entrance) -> None:
        for _ in range(FREE):
            code_of(ann.door.login, ANN, OTHER)
        ann.recovery.request_reset(ANN)

        ann.recovery.set_password(ann.code("reset"), OTHER)

        assert ann.door.login(ANN, OTHER)


def test_no_secret_is_kept(ann: Entrance) -> None:
    login = ann.door.login(ANN, PASSWORD)
    ann.recovery.request_reset(ANN)
    token = ann.credentials.create_token(ANN, "ci").token
    secrets = [PASSWORD, login.refresh_token, login.access_token, ann.code("reset"), token]

    kept = ann.text()

    assert [secret for secret in secrets if secret in kept] == []
    assert ann.user().email in kept
