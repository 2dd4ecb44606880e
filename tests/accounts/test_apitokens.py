"""Programs' tokens: how they look, what one may make, and that no thief leaves another behind."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Role
from academy_cli.accounts.profile import Profile
from academy_cli.accounts.signin.bearer import may_be_token, new_token
from academy_cli.audit.log import AuditLog
from academy_cli.audit.views import AuditEntryView, Wanted
from tests.accounts.entrance import ANN, Entrance, code_of

BO = "bo@example.org"


@pytest.fixture
def program(entrance: Entrance) -> Entrance:
    """Ann, an admin, has a token for an hour, and acts by it."""
    entrance.people.create(Profile(email=ANN, name="Ann Lee"), roles=[Role.ADMIN])
    entrance.people.create(Profile(email=BO, name="Bo"))
    ends = entrance.now + timedelta(hours=1)
    made = entrance.credentials.create_token(ANN, "deploy", expires_at=ends)
    entrance.own = entrance.door.actor_of_program(made.token)
    return entrance


def entries(entrance: Entrance, action: str) -> list[AuditEntryView]:
    return list(AuditLog(entrance.database, entrance.own).find(Wanted(action=action)))


class TestLooks:
    def test_a_scanner_knows_a_token_without_asking(self) -> None:
        for _ in range(200):
            token = new_token()
            assert re.fullmatch(r"acad_[0-9A-Za-z]{49}", token)
            assert may_be_token(token)

    def test_of_what_only_looks_like_one_the_checksum_is_wrong(self) -> None:
        token = new_token()
        for at in range(5, len(token)):
            other = "a" if token[at] != "a" else "b"
            assert not may_be_token(token[:at] + other + token[at + 1 :])
        for word in (
            "",
            "acad_",
            token[5:],
            token + "\n",
            f"{token} ",
            token.lower(),
            "acad_" + "0" * 49,
        ):
            assert not may_be_token(word)

    def test_the_database_is_not_asked_about_what_was_never_made(self, entrance: Entrance) -> None:
        asked: list[object] = []
        event.listen(entrance.database.engine, "before_cursor_execute", lambda *w: asked.append(w))

        for word in ("acad_" + "x" * 49, "x" * 1_000_000, "\ud800", "a\0b", ""):
            assert code_of(entrance.door.actor_of_program, word) == "auth.token-refused"

        assert asked == []


class TestNames:
    def test_the_name_of_a_revoked_or_expired_one_is_free(self, program: Entrance) -> None:
        program.credentials.revoke_token(ANN, "deploy")
        ends = program.now + timedelta(minutes=1)
        program.own = Actor("operator:x", "x", is_operator=True)
        program.credentials.create_token(ANN, "deploy", expires_at=ends)
        program.later(minutes=1)

        third = program.credentials.create_token(ANN, "deploy")

        assert [one.state for one in program.credentials.tokens(ANN)] == [
            "active",
            "revoked",
            "revoked",
        ]
        assert program.door.actor_of_program(third.token).said == ANN
        assert program.credentials.revoke_token(ANN, "deploy").was == "active"
        assert program.credentials.revoke_token(ANN, "deploy").was == "revoked"


class TestTokensOfTokens:
    def test_one_ends_no_later_than_its_maker(self, program: Entrance) -> None:
        ends = program.now + timedelta(hours=1)

        assert program.credentials.create_token(ANN, "a").expires_at == ends
        assert program.credentials.create_token(BO, "b", expires_at=ends).expires_at == ends
        sooner, later = (program.now + timedelta(minutes=n) for n in (5, 61))
        assert program.credentials.create_token(BO, "c", expires_at=sooner).expires_at == sooner
        words = {"expires_at": later}
        refused = code_of(lambda: program.credentials.create_token(BO, "d", **words))
        assert refused == "user.token-outlives"

    @pytest.mark.parametrize("why", ["revoked", "expired", "deactivated", "erased"])
    def test_one_ends_with_its_maker(self, program: Entrance, why: str) -> None:
        made = program.credentials.create_token(BO, "left behind").token
        assert program.door.actor_of_program(made).said == BO
        program.own = Actor("operator:x", "x", is_operator=True)

        if why == "revoked":
            gone = program.credentials.revoke_token(ANN, "deploy")
            assert gone.ended_with_it == ("left behind",)
        elif why == "expired":
            program.later(hours=1)
        elif why == "deactivated":
            program.people.deactivate(ANN)
        else:
            program.people.erase(ANN, revokes_certificates=False)

        assert code_of(program.door.actor_of_program, made) == "auth.token-refused"
        assert program.credentials.tokens(BO)[0].state in {"ended", "expired", "revoked"}

    def test_one_that_was_made_by_a_token_makes_none(self, program: Entrance) -> None:
        made = program.credentials.create_token(ANN, "second").token
        program.own = program.door.actor_of_program(made)

        refused = code_of(program.credentials.create_token, ANN, "third")

        assert refused == "user.token-of-token"

    def test_it_is_listed_with_its_maker(self, program: Entrance) -> None:
        program.credentials.create_token(BO, "b")

        (listed,) = program.credentials.tokens(BO)

        assert (listed.made_by, listed.state) == ("deploy", "active")


class TestOnRecord:
    def test_the_log_says_by_which_token_somebody_acted(self, program: Entrance) -> None:
        program.people.set(BO, Profile(name="Bob"))

        (told,) = entries(program, "user.set")

        assert (told.actor, told.via) == (ANN, "token 1 “deploy”")
        assert told.source == {"token": "1"}

    def test_the_name_of_a_token_goes_with_its_owner_and_the_number_stays(
        self, program: Entrance
    ) -> None:
        program.people.set(BO, Profile(name="Bob"))
        program.own = Actor("operator:x", "x", is_operator=True)
        program.people.erase(ANN, revokes_certificates=False)

        (told,) = entries(program, "user.set")

        assert told.via == "token 1"
        assert "deploy" not in program.text()
