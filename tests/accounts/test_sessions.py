"""Staying logged in: refresh tokens that work once, access tokens that last a quarter of an hour."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from academy_cli.accounts.signin.accesstokens import Claims, Keys
from academy_cli.accounts.signin.authentication import Login
from academy_cli.accounts.signin.credential_errors import SessionOverError
from tests.accounts.entrance import ANN, PASSWORD, Entrance, code_of


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
        assert code_of(ann.door.actor_of, login.access_token) == "auth.session-over"

    def test_a_session_that_nobody_refreshes_ends_after_a_week(self, ann: Entrance) -> None:
        login = ann.door.login(ANN, PASSWORD)
        ann.later(days=7)

        assert code_of(ann.door.refresh, login.refresh_token) == "auth.session-over"

    def test_a_token_that_is_shown_twice_ends_the_session_for_both(self, ann: Entrance) -> None:
        stolen = ann.door.login(ANN, PASSWORD)
        mine = ann.door.refresh(stolen.refresh_token)
        ann.later(seconds=11)

        assert code_of(ann.door.refresh, stolen.refresh_token) == "auth.session-over"
        assert code_of(ann.door.refresh, mine.refresh_token) == "auth.session-over"
        assert code_of(ann.door.actor_of, mine.access_token) == "auth.session-over"
        assert ann.acts()[-1] == "session.end"

    def test_other_sessions_go_on(self, ann: Entrance) -> None:
        stolen, other = ann.door.login(ANN, PASSWORD), ann.door.login(ANN, PASSWORD)
        ann.door.refresh(stolen.refresh_token)
        ann.later(seconds=11)
        code_of(ann.door.refresh, stolen.refresh_token)

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

        assert code_of(ann.door.refresh, login.refresh_token) == "auth.session-over"
        assert code_of(ann.door.actor_of, login.access_token) == "auth.session-over"
        assert ann.acts().count("session.end") == 1


class TestAccessTokens:
    def test_nobody_else_signs_them(self, ann: Entrance) -> None:
        login = ann.door.login(ANN, PASSWORD)
        user = int(ann.door.actor_of(login.access_token).user_id or 0)
        forged = Keys(["x" * 40]).signed(Claims(user, login.session), ann.now)
        head, body, mark = login.access_token.split(".")

        for token in (forged, f"{head}.{body}.", f"{head}.{body}x.{mark}", "x", "", "a.b.c"):
            assert code_of(ann.door.actor_of, token) == "auth.session-over"

    def test_one_without_a_signature_is_none(self, ann: Entrance) -> None:
        import jwt

        login = ann.door.login(ANN, PASSWORD)
        said = {"sub": "1", "sid": login.session, "iat": ann.now, "exp": ann.now.replace(year=2030)}
        unsigned = jwt.encode(said, "", "none")

        assert code_of(ann.door.actor_of, unsigned) == "auth.session-over"

    def test_a_new_key_signs_while_the_old_one_is_accepted(self, ann: Entrance) -> None:
        login = ann.door.login(ANN, PASSWORD)
        ann.keys = Keys(["n" * 40, *ann.keys.secrets])

        assert ann.door.actor_of(login.access_token)
        anew = ann.door.refresh(login.refresh_token)
        ann.keys = Keys(ann.keys.secrets[:1])
        assert ann.door.actor_of(anew.access_token)
        assert code_of(ann.door.actor_of, login.access_token) == "auth.session-over"

    def test_they_tell_nothing_personal(self, ann: Entrance) -> None:
        import jwt

        login = ann.door.login(ANN, PASSWORD)
        said = jwt.decode(login.access_token, options={"verify_signature": False})
        assert said.keys() == {"sub", "sid", "iat", "exp"}
