"""Becoming somebody: registering, logging in, staying logged in, and what a thief gets of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from academy_cli.access.matrix import Role
from academy_cli.accounts.accesstokens import Claims, Keys
from academy_cli.accounts.authentication import Login, Visit
from academy_cli.accounts.credential_errors import (
    LinkUsedError,
    LoginRefusedError,
    SessionOverError,
    WeakPasswordError,
)
from academy_cli.accounts.lockout import FREE
from academy_cli.accounts.onetime import Purpose
from academy_cli.accounts.passwords import Hasher
from academy_cli.errors import AcademyError
from tests.accounts.entrance import ANN, OTHER, PASSWORD, Entrance


@pytest.fixture
def entrance(database_url: str) -> Iterator[Entrance]:
    found = Entrance(database_url)
    yield found
    found.database.close()


@pytest.fixture
def ann(entrance: Entrance) -> Entrance:
    """An academy where Ann has registered."""
    entrance.door.register("Ann@Example.org", PASSWORD, "Ann Lee")
    return entrance


def refused(act: Callable[..., object], *words: object) -> str:
    with pytest.raises(AcademyError) as caught:
        act(*words)
    return caught.value.code


class TestRegistering:
    def test_an_account_is_made_and_its_address_is_to_be_verified(self, ann: Entrance) -> None:
        ((template, recipient, values),) = ann.mails()

        assert (template, recipient, values["name"]) == ("verification", ANN, "Ann Lee")
        assert ann.user().email_verified_at is None
        ann.recovery.verify_email(values["code"])
        assert ann.user().email_verified_at == ann.now

    def test_an_address_that_is_taken_is_told_to_its_owner_only(self, ann: Entrance) -> None:
        before = ann.user()

        for _ in range(2):
            ann.door.register(ANN, OTHER, "Eve")

        assert [template for template, *_ in ann.mails()] == ["verification", "registered-again"]
        assert ann.user() == before
        assert refused(ann.door.login, ANN, OTHER) == "auth.refused"

    def test_a_password_that_anybody_could_guess_is_refused(self, entrance: Entrance) -> None:
        with pytest.raises(WeakPasswordError):
            entrance.door.register(ANN, "password123", "Ann")
        assert entrance.mails() == []

    def test_of_two_at_once_one_makes_the_account(self, entrance: Entrance) -> None:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: entrance.door.register(ANN, PASSWORD, "Ann"), range(4)))

        assert entrance.acts() == ["user.register"]
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

        assert refused(ann.door.login, ANN, PASSWORD) == "auth.refused"
        assert refused(ann.door.refresh, login.refresh_token) == "auth.session-over"
        assert refused(ann.door.actor_of, login.access_token) == "auth.session-over"

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
            assert refused(ann.door.login, ANN, OTHER) == "auth.refused"

        assert refused(ann.door.login, ANN, PASSWORD) == "auth.refused"
        ann.later(seconds=31)
        assert ann.door.login(ANN, PASSWORD)
        assert ann.user().failed_logins == 0
        assert "user.locked" in ann.acts()

    def test_it_doubles_and_no_try_makes_it_longer_meanwhile(self, ann: Entrance) -> None:
        for _ in range(FREE):
            refused(ann.door.login, ANN, OTHER)
        first = ann.user().locked_until
        refused(ann.door.login, ANN, OTHER)
        assert ann.user().locked_until == first

        ann.later(seconds=31)
        refused(ann.door.login, ANN, OTHER)

        assert (ann.user().locked_until - ann.now).seconds == 60

    def test_a_new_password_opens_it(self, ann: Entrance) -> None:
        for _ in range(FREE):
            refused(ann.door.login, ANN, OTHER)
        ann.recovery.request_reset(ANN)

        ann.recovery.set_password(ann.code("reset"), OTHER)

        assert ann.door.login(ANN, OTHER)


class TestStaying:
    def test_each_token_gives_the_next_one(self, ann: Entrance) -> None:
        login = ann.door.login(ANN, PASSWORD)
        for _ in range(3):
            ann.later(days=6)
            login = ann.door.refresh(login.refresh_token)

        assert ann.door.actor_of(login.access_token).said == ANN

    def test_an_access_token_lasts_a_quarter_of_an_hour(self, ann: Entrance) -> None:
        login = ann.door.login(ANN, PASSWORD)

        ann.later(minutes=14, seconds=59)
        assert ann.door.actor_of(login.access_token)
        ann.later(seconds=1)
        assert refused(ann.door.actor_of, login.access_token) == "auth.session-over"

    def test_a_session_that_nobody_refreshes_ends_after_a_week(self, ann: Entrance) -> None:
        login = ann.door.login(ANN, PASSWORD)
        ann.later(days=7)

        assert refused(ann.door.refresh, login.refresh_token) == "auth.session-over"

    def test_a_token_that_is_shown_twice_ends_the_session_for_both(self, ann: Entrance) -> None:
        stolen = ann.door.login(ANN, PASSWORD)
        mine = ann.door.refresh(stolen.refresh_token)
        ann.later(seconds=11)

        assert refused(ann.door.refresh, stolen.refresh_token) == "auth.session-over"
        assert refused(ann.door.refresh, mine.refresh_token) == "auth.session-over"
        assert refused(ann.door.actor_of, mine.access_token) == "auth.session-over"
        assert ann.acts()[-1] == "session.end"

    def test_other_sessions_go_on(self, ann: Entrance) -> None:
        stolen, other = ann.door.login(ANN, PASSWORD), ann.door.login(ANN, PASSWORD)
        ann.door.refresh(stolen.refresh_token)
        ann.later(seconds=11)
        refused(ann.door.refresh, stolen.refresh_token)

        assert ann.door.refresh(other.refresh_token)

    def test_of_two_tabs_at_once_one_gets_it_and_the_session_goes_on(self, ann: Entrance) -> None:
        login = ann.door.login(ANN, PASSWORD)

        def refresh(_: int) -> Login | None:
            try:
                return ann.door.refresh(login.refresh_token)
            except SessionOverError:
                return None

        with ThreadPoolExecutor(8) as pool:
            got = [one for one in pool.map(refresh, range(8)) if one is not None]

        (won,) = got
        assert ann.door.refresh(won.refresh_token)

    def test_logging_out_ends_what_the_tokens_prove(self, ann: Entrance) -> None:
        login = ann.door.login(ANN, PASSWORD)

        for _ in range(2):
            ann.door.logout(login.refresh_token)

        assert refused(ann.door.refresh, login.refresh_token) == "auth.session-over"
        assert refused(ann.door.actor_of, login.access_token) == "auth.session-over"
        assert ann.acts().count("session.end") == 1


class TestAccessTokens:
    def test_nobody_else_signs_them(self, ann: Entrance) -> None:
        login = ann.door.login(ANN, PASSWORD)
        user = int(ann.door.actor_of(login.access_token).user_id or 0)
        forged = Keys(["x" * 40]).signed(Claims(user, login.session), ann.now)
        head, body, mark = login.access_token.split(".")

        for token in (forged, f"{head}.{body}.", f"{head}.{body}x.{mark}", "x", "", "a.b.c"):
            assert refused(ann.door.actor_of, token) == "auth.session-over"

    def test_one_without_a_signature_is_none(self, ann: Entrance) -> None:
        import jwt

        login = ann.door.login(ANN, PASSWORD)
        said = {"sub": "1", "sid": login.session, "iat": ann.now, "exp": ann.now.replace(year=2030)}
        unsigned = jwt.encode(said, "", "none")

        assert refused(ann.door.actor_of, unsigned) == "auth.session-over"

    def test_a_new_key_signs_while_the_old_one_is_accepted(self, ann: Entrance) -> None:
        login = ann.door.login(ANN, PASSWORD)
        ann.keys = Keys(["n" * 40, *ann.keys.secrets])

        assert ann.door.actor_of(login.access_token)
        anew = ann.door.refresh(login.refresh_token)
        ann.keys = Keys(ann.keys.secrets[:1])
        assert ann.door.actor_of(anew.access_token)
        assert refused(ann.door.actor_of, login.access_token) == "auth.session-over"

    def test_they_tell_nothing_personal(self, ann: Entrance) -> None:
        import jwt

        login = ann.door.login(ANN, PASSWORD)
        said = jwt.decode(login.access_token, options={"verify_signature": False})
        assert said.keys() == {"sub", "sid", "iat", "exp"}


class TestLinks:
    def test_a_link_works_once(self, ann: Entrance) -> None:
        ann.recovery.request_reset(ANN)
        code = ann.code("reset")
        ann.recovery.set_password(code, OTHER)

        assert refused(ann.recovery.set_password, code, PASSWORD) == "auth.link-used"
        assert ann.door.login(ANN, OTHER)

    def test_of_many_at_once_one_uses_it(self, ann: Entrance) -> None:
        ann.recovery.request_reset(ANN)
        code = ann.code("reset")

        def use(number: int) -> str | None:
            try:
                ann.recovery.set_password(code, f"a sentence of number {number}")
            except LinkUsedError:
                return None
            return f"a sentence of number {number}"

        with ThreadPoolExecutor(8) as pool:
            (taken,) = [one for one in pool.map(use, range(8)) if one]
        assert ann.door.login(ANN, taken)

    @pytest.mark.parametrize("why", ["expired", "replaced", "other purpose", "other address"])
    def test_a_link_that_does_not_hold_is_refused_in_the_same_words(
        self, ann: Entrance, why: str
    ) -> None:
        ann.recovery.request_reset(ANN)
        code, purpose = ann.code("reset"), Purpose.RESET
        if why == "expired":
            ann.later(days=1)
        elif why == "replaced":
            ann.later(minutes=1)
            ann.recovery.request_reset(ANN)
        elif why == "other purpose":
            purpose = Purpose.INVITATION
        else:
            from academy_cli.accounts.profile import Profile

            ann.people.set(ANN, Profile(email="lee@example.org"))

        assert refused(ann.recovery.set_password, code, OTHER, purpose) == "auth.link-used"

    def test_a_weak_password_uses_no_link_up(self, ann: Entrance) -> None:
        ann.recovery.request_reset(ANN)
        code = ann.code("reset")

        assert refused(ann.recovery.set_password, code, "password123") == "user.weak-password"
        ann.recovery.set_password(code, OTHER)

    def test_a_reset_ends_every_session(self, ann: Entrance) -> None:
        login = ann.door.login(ANN, PASSWORD)
        ann.recovery.request_reset(ANN)
        ann.recovery.set_password(ann.code("reset"), OTHER)

        assert refused(ann.door.refresh, login.refresh_token) == "auth.session-over"

    def test_nobody_is_mailed_where_nobody_is(self, ann: Entrance) -> None:
        before = len(ann.mails())
        for email in ("nobody@example.org", "no address", ""):
            ann.recovery.request_reset(email)
        ann.people.deactivate(ANN)
        ann.recovery.request_reset(ANN)

        assert len(ann.mails()) == before


def test_no_secret_is_kept(ann: Entrance) -> None:
    login = ann.door.login(ANN, PASSWORD)
    ann.recovery.request_reset(ANN)
    token = ann.credentials.create_token(ANN, "ci").token
    secrets = [PASSWORD, login.refresh_token, login.access_token, ann.code("reset"), token]

    kept = ann.text()

    assert [secret for secret in secrets if secret in kept] == []
    assert ann.user().email in kept
