"""What a thief, or two people at once, could try, and why it leads nowhere; on both engines."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from academy_cli.access.errors import InactiveActorError
from academy_cli.accounts.signin.accesstokens import keys_of
from academy_cli.accounts.signin.authentication import Visit
from academy_cli.accounts.signin.credential_errors import EndedTokenError, WeakKeyError
from academy_cli.accounts.signin.keyfile import key_in
from academy_cli.accounts.signin.passwords import Hasher
from tests.accounts.entrance import ANN, OTHER, PASSWORD, Entrance, code_of


class TestAtOnce:
    def test_refreshing_while_sessions_are_ended_waits_for_nobody_in_a_circle(
        self, ann: Entrance, doors: list[Entrance]
    ) -> None:
        one, two, three = doors
        codes: set[str] = set()
        for _ in range(8):
            token = ann.door.login(ANN, PASSWORD).refresh_token
            with ThreadPoolExecutor(3) as pool:
                running = [
                    pool.submit(code_of, one.door.refresh, token),
                    pool.submit(code_of, two.credentials.end_sessions, ANN),
                    pool.submit(code_of, three.door.refresh, token),
                ]
            codes |= {each.result() for each in running}

        assert codes <= {"", "auth.session-over"}

    def test_using_a_link_while_links_end_waits_for_nobody_in_a_circle(
        self, ann: Entrance, doors: list[Entrance]
    ) -> None:
        one, two, three = doors
        codes: set[str] = set()
        for _ in range(8):
            ann.later(minutes=2)
            ann.recovery.request_reset(ANN)
            one.now = two.now = three.now = ann.now
            with ThreadPoolExecutor(3) as pool:
                running = [
                    pool.submit(code_of, one.recovery.set_password, ann.code("reset"), OTHER),
                    pool.submit(code_of, two.people.deactivate, ANN),
                    pool.submit(code_of, three.recovery.request_reset, ANN),
                ]
            codes |= {each.result() for each in running}
            ann.people.activate(ANN)

        assert codes <= {"", "auth.link-used"}

    def test_a_new_hash_does_not_bring_an_old_password_back(
        self, ann: Entrance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hashed = Hasher.hashed

        def slowly(hasher: Hasher, password: str) -> str:
            if password == PASSWORD:  # the login hashes anew, while the password is changed
                ann.credentials.set_password(ANN, OTHER)
            return hashed(hasher, password)

        ann.hasher = Hasher(5)
        monkeypatch.setattr(Hasher, "hashed", slowly)
        ann.door.login(ANN, PASSWORD)

        assert code_of(ann.door.login, ANN, PASSWORD) == "auth.refused"
        assert ann.door.login(ANN, OTHER)

    def test_processes_that_begin_at_once_have_one_key(self, tmp_path: Path) -> None:
        for number in range(20):
            folder, start = tmp_path / str(number), threading.Barrier(8)

            def key(_: int, folder: Path = folder, start: threading.Barrier = start) -> str:
                start.wait()
                return key_in(folder)

            with ThreadPoolExecutor(8) as pool:
                assert len(set(pool.map(key, range(8)))) == 1
            assert [path.name for path in folder.iterdir()] == ["access.key"]


class TestOddities:
    def test_whatever_a_browser_says_of_itself_is_kept_as_far_as_there_is_place(
        self, ann: Entrance
    ) -> None:
        ann.door.login(ANN, PASSWORD, Visit("f" * 300, "a\0b\ud800" + "y" * 100_000))

        (session,) = ann.credentials.sessions(ANN)
        assert session.address == "f" * 64
        assert str(session.user_agent).startswith("ab?y")
        assert len(str(session.user_agent)) < 520

    @pytest.mark.parametrize("word", ["\ud800@x.org", "a\0@x.org", "\ud800", "é.b.c", "x" * 10_000])
    def test_no_word_does_more_than_be_refused(self, ann: Entrance, word: str) -> None:
        assert code_of(ann.door.login, word, word) == "auth.refused"
        assert code_of(ann.door.refresh, word) == "auth.session-over"
        assert code_of(ann.door.actor_of, word) == "auth.session-over"
        assert code_of(ann.door.actor_of_program, word) == "auth.token-refused"
        assert code_of(ann.recovery.request_reset, word) == ""
        assert code_of(ann.recovery.verify_email, word) == "auth.link-used"

    def test_a_token_begins_before_it_ends(self, ann: Entrance) -> None:
        with pytest.raises(EndedTokenError):
            ann.credentials.create_token(ANN, "ci", expires_at=ann.now)

    def test_nobody_is_invited_who_may_not_come(self, ann: Entrance) -> None:
        ann.credentials.set_password(ANN, None)
        ann.people.deactivate(ANN)

        with pytest.raises(InactiveActorError):
            ann.credentials.invite(ANN)

    def test_a_key_that_could_be_found_out_is_refused_and_not_repeated(self) -> None:
        with pytest.raises(WeakKeyError) as caught:
            keys_of(f"{'k' * 32} tooshort")

        assert "tooshort" not in str(caught.value)
        assert keys_of("  ") is None
