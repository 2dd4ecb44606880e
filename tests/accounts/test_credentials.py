"""Looking after what proves who people are: who may, what ends, and what is shown once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from academy_cli.access.actor import Actor
from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Permission, Reach, Role
from academy_cli.accounts.errors import AdminAccountError, StaffLinkError
from academy_cli.accounts.profile import Profile
from academy_cli.accounts.signin.bearer import API_TOKEN
from academy_cli.accounts.signin.credential_errors import (
    AlreadyHereError,
    SameNameError,
    TokenRefusedError,
    UnknownScopeError,
    UnknownSessionError,
    UnknownTokenError,
    WeakPasswordError,
)
from academy_cli.accounts.signin.onetime import Purpose
from academy_cli.errors import AcademyError
from tests.accounts.entrance import ANN, OTHER, PASSWORD, Entrance

BO = "bo@example.org"


@pytest.fixture
def entrance(database_url: str) -> Iterator[Entrance]:
    found = Entrance(database_url)
    found.people.create(Profile(email=ANN, name="Ann Lee"))
    yield found
    found.database.close()


def user(number: int, *roles: Role) -> Actor:
    return Actor(f"user:{number}", f"{number}@example.org", number, frozenset(roles))


class TestPasswords:
    def test_a_password_is_set_and_sessions_end(self, entrance: Entrance) -> None:
        entrance.credentials.set_password(ANN, PASSWORD)
        entrance.door.login(ANN, PASSWORD)

        assert entrance.credentials.set_password(ANN, OTHER, reason="phone lost") == 1
        assert entrance.door.login(ANN, OTHER)
        assert entrance.acts().count("user.password") == 2

    def test_a_cleared_one_lets_nobody_in(self, entrance: Entrance) -> None:
        entrance.credentials.set_password(ANN, PASSWORD)
        entrance.credentials.set_password(ANN, None)

        with pytest.raises(AcademyError, match="do not belong together"):
            entrance.door.login(ANN, PASSWORD)

    def test_a_weak_one_is_refused_and_not_repeated(self, entrance: Entrance) -> None:
        with pytest.raises(WeakPasswordError) as caught:
            entrance.credentials.set_password(ANN, "iloveyou123")

        assert "iloveyou" not in str(caught.value)

    def test_support_sets_nobodys_password_but_their_own(self, entrance: Entrance) -> None:
        entrance.own = user(99, Role.STUDENT, Role.SUPPORT)

        with pytest.raises(NotPermittedError):
            entrance.credentials.set_password(ANN, PASSWORD)

    def test_a_dry_run_counts_and_writes_nothing(self, entrance: Entrance) -> None:
        before = entrance.text()

        assert entrance.credentials.set_password(ANN, PASSWORD, dry_run=True) == 0
        assert entrance.text() == before


class TestInvitations:
    def test_whoever_has_no_account_gets_one_and_a_link_by_mail(self, entrance: Entrance) -> None:
        invited = entrance.credentials.invite("Bo@Example.org", "Bo")

        assert (invited.email, invited.is_new, invited.link) == (BO, True, "")
        ((template, recipient, values),) = entrance.mails()
        assert (template, recipient, values["name"]) == ("invitation", BO, "Bo")
        entrance.recovery.set_password(values["code"], PASSWORD, Purpose.INVITATION)
        assert entrance.door.login(BO, PASSWORD)
        assert entrance.user(BO).email_verified_at == entrance.now

    def test_a_second_one_replaces_the_first(self, entrance: Entrance) -> None:
        first = entrance.credentials.invite(ANN, is_mailed=False).link
        second = entrance.credentials.invite(ANN, is_mailed=False).link

        with pytest.raises(AcademyError, match="was used already"):
            entrance.recovery.set_password(first, PASSWORD, Purpose.INVITATION)
        entrance.recovery.set_password(second, PASSWORD, Purpose.INVITATION)
        assert entrance.mails() == []

    def test_the_mail_of_one_that_is_replaced_does_not_leave(self, entrance: Entrance) -> None:
        entrance.credentials.invite(BO, "Bo")
        [(_, _, first)] = entrance.mails()
        entrance.credentials.invite(BO)

        [(_, _, second)] = entrance.mails()
        assert first["code"] != second["code"]
        entrance.recovery.set_password(second["code"], PASSWORD, Purpose.INVITATION)

    def test_with_a_site_it_is_an_address(self, entrance: Entrance) -> None:
        entrance.links = entrance.links._replace(site="https://learn.example.org/")

        link = entrance.credentials.invite(ANN, is_mailed=False).link

        assert link.startswith("https://learn.example.org/invitation/")

    def test_whoever_has_a_password_needs_none(self, entrance: Entrance) -> None:
        entrance.credentials.set_password(ANN, PASSWORD)

        with pytest.raises(AlreadyHereError):
            entrance.credentials.invite(ANN)

    def test_a_dry_run_makes_nobody(self, entrance: Entrance) -> None:
        before = entrance.text()

        assert entrance.credentials.invite(BO, dry_run=True).is_new
        assert (entrance.text(), entrance.mails()) == (before, [])

    def test_support_does_not_touch_an_admin(self, entrance: Entrance) -> None:
        entrance.people.add_role(ANN, Role.ADMIN)
        entrance.own = user(99, Role.STUDENT, Role.SUPPORT)

        with pytest.raises(AdminAccountError):
            entrance.credentials.invite(ANN)

    def test_support_sees_no_link_of_somebody_who_holds_a_role(self, entrance: Entrance) -> None:
        entrance.people.add_role(ANN, Role.INSTRUCTOR)
        entrance.own = user(99, Role.STUDENT, Role.SUPPORT)

        with pytest.raises(StaffLinkError):
            entrance.credentials.invite(ANN, is_mailed=False)
        assert entrance.credentials.invite(ANN).is_mailed
        assert entrance.credentials.invite(BO, is_mailed=False).link


class TestSessions:
    def test_one_or_all_of_them_are_ended(self, entrance: Entrance) -> None:
        entrance.credentials.set_password(ANN, PASSWORD)
        logins = [entrance.door.login(ANN, PASSWORD) for _ in range(3)]

        assert entrance.credentials.end_sessions(ANN, logins[0].session, dry_run=True) == 1
        assert entrance.credentials.end_sessions(ANN, logins[0].session) == 1
        assert len(entrance.credentials.sessions(ANN)) == 2
        assert entrance.credentials.end_sessions(ANN) == 2
        assert entrance.credentials.end_sessions(ANN) == 0
        with pytest.raises(UnknownSessionError):
            entrance.credentials.end_sessions(ANN, logins[0].session)

    def test_a_student_sees_their_own_only(self, entrance: Entrance) -> None:
        entrance.own = user(entrance.user().id, Role.STUDENT)
        assert entrance.credentials.sessions(ANN) == ()

        entrance.own = user(99, Role.STUDENT)
        with pytest.raises(NotPermittedError):
            entrance.credentials.sessions(ANN)


class TestTokens:
    def test_a_program_acts_as_its_owner_within_its_scopes(self, entrance: Entrance) -> None:
        entrance.people.add_role(ANN, Role.SUPPORT)
        made = entrance.credentials.create_token(ANN, "ci", ["course", "user.list"])

        actor = entrance.door.actor_of_program(made.token)

        assert made.token.startswith(API_TOKEN)
        assert (actor.said, actor.scopes) == (ANN, {"course", "user.list"})
        assert actor.reach(Permission.COURSE_HISTORY) is Reach.ALL
        assert actor.reach(Permission.USER_LIST) is Reach.ALL
        assert actor.reach(Permission.USER_SHOW) is Reach.NONE
        assert actor.reach(Permission.COURSE_GC) is Reach.NONE

    def test_without_scopes_it_may_all_that_its_owner_may(self, entrance: Entrance) -> None:
        made = entrance.credentials.create_token(ANN, "all")

        assert entrance.door.actor_of_program(made.token).reach(Permission.USER_SHOW) is Reach.OWN

    def test_a_program_makes_no_token_beyond_its_own(self, entrance: Entrance) -> None:
        made = entrance.credentials.create_token(ANN, "ci", ["user.token", "course"])
        entrance.own = entrance.door.actor_of_program(made.token)

        assert entrance.credentials.create_token(ANN, "less", ["course.list"]).token
        for scopes in (["user"], ["audit.list"], []):
            with pytest.raises(NotPermittedError):
                entrance.credentials.create_token(ANN, "more", scopes)

    @pytest.mark.parametrize("why", ["revoked", "expired", "deactivated", "unknown"])
    def test_a_token_that_does_not_hold_is_refused(self, entrance: Entrance, why: str) -> None:
        ends = entrance.now + timedelta(hours=1)
        token = entrance.credentials.create_token(ANN, "ci", expires_at=ends).token
        assert entrance.door.actor_of_program(token)
        if why == "revoked":
            entrance.credentials.revoke_token(ANN, "ci")
        elif why == "expired":
            entrance.later(hours=1)
        elif why == "deactivated":
            entrance.people.deactivate(ANN)
        else:
            token += "x"

        with pytest.raises(TokenRefusedError):
            entrance.door.actor_of_program(token)

    def test_its_use_is_written_down_once_a_minute(self, entrance: Entrance) -> None:
        token, first = entrance.credentials.create_token(ANN, "ci").token, entrance.now
        entrance.door.actor_of_program(token)
        entrance.later(seconds=59)
        entrance.door.actor_of_program(token)
        assert entrance.credentials.tokens(ANN)[0].last_used_at == first

        entrance.later(seconds=1)
        entrance.door.actor_of_program(token)
        assert entrance.credentials.tokens(ANN)[0].last_used_at == entrance.now

    def test_names_are_unique_to_a_person(self, entrance: Entrance) -> None:
        entrance.credentials.create_token(ANN, "ci")

        with pytest.raises(SameNameError):
            entrance.credentials.create_token(ANN, "ci")
        with pytest.raises(UnknownTokenError):
            entrance.credentials.revoke_token(ANN, "other")

    def test_only_what_there_is_can_be_a_scope(self, entrance: Entrance) -> None:
        with pytest.raises(UnknownScopeError, match="“everything”"):
            entrance.credentials.create_token(ANN, "ci", ["everything"])

    def test_it_is_listed_without_its_secret(self, entrance: Entrance) -> None:
        made = entrance.credentials.create_token(ANN, "ci", ["course"])
        (listed,) = entrance.credentials.tokens(ANN)

        assert (listed.name, listed.state, listed.scopes) == ("ci", "active", ["course"])
        assert made.token.startswith(listed.begins)
        assert len(listed.begins) == 10
