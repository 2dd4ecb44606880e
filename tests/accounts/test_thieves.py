"""What a thief, a guesser or two people at once could try, and why it leads nowhere; on both engines."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import bcrypt
import pytest
from sqlalchemy import event

from academy_cli.access.errors import InactiveActorError
from academy_cli.accounts.accesstokens import keys_of
from academy_cli.accounts.authentication import Visit
from academy_cli.accounts.credential_errors import EndedTokenError, WeakKeyError
from academy_cli.accounts.keyfile import key_in
from academy_cli.accounts.lockout import FREE
from academy_cli.accounts.onetime import Purpose
from academy_cli.accounts.passwords import ENDLESS, Hasher, Verdict
from academy_cli.accounts.weakness import LONGEST, weakness
from academy_cli.errors import AcademyError
from tests.accounts.entrance import ANN, OTHER, PASSWORD, Entrance

NOBODY = "nobody@example.org"
THIRD = "a third one of them"


@pytest.fixture
def ann(database_url: str) -> Iterator[Entrance]:
    """An academy where Ann has registered."""
    found = Entrance(database_url)
    found.door.register(ANN, PASSWORD, "Ann Lee")
    yield found
    found.database.close()


@pytest.fixture
def doors(database_url: str) -> Iterator[list[Entrance]]:
    """The same academy, as three processes would open it."""
    found = [Entrance(database_url) for _ in range(3)]
    yield found
    for one in found:
        one.database.close()


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The work that bcrypt was given, each call in its rounds."""
    done: list[int] = []
    hashpw, checkpw = bcrypt.hashpw, bcrypt.checkpw

    def hashed(password: bytes, salt: bytes) -> bytes:
        done.append(2 ** int(salt.split(b"$")[2]))
        return hashpw(password, salt)

    def checked(password: bytes, kept: bytes) -> bool:
        done.append(2 ** int(kept.split(b"$")[2]))
        return checkpw(password, kept)

    monkeypatch.setattr(bcrypt, "hashpw", hashed)
    monkeypatch.setattr(bcrypt, "checkpw", checked)
    return done


def code_of(act: Callable[..., object], *words: object) -> str:
    """The code of a refusal; empty where there is none."""
    try:
        act(*words)
    except AcademyError as error:
        return error.code
    return ""


def spent(work: list[int], ann: Entrance, email: str, password: str) -> int:
    work.clear()
    assert code_of(ann.door.login, email, password) == "auth.refused"
    return sum(work)


class TestGuessing:
    def test_checking_costs_as_much_for_nobody_and_for_a_hash_of_a_lower_cost(
        self, ann: Entrance, work: list[int]
    ) -> None:
        for cost in (4, 5, 7):
            ann.hasher = Hasher(cost)
            known = spent(work, ann, ANN, OTHER)
            assert (known, spent(work, ann, NOBODY, OTHER)) == (2**cost, 2**cost)

    def test_no_password_is_looked_at_while_an_account_is_locked(
        self, ann: Entrance, work: list[int]
    ) -> None:
        ann.hasher = Hasher(6)
        for _ in range(FREE):
            spent(work, ann, ANN, OTHER)

        assert spent(work, ann, ANN, PASSWORD) == spent(work, ann, ANN, OTHER) == 2**6

    def test_of_many_guesses_at_once_no_more_count_than_are_free(
        self, ann: Entrance, doors: list[Entrance]
    ) -> None:
        def guess(number: int) -> str:
            return code_of(doors[number % 3].door.login, ANN, OTHER)

        with ThreadPoolExecutor(6) as pool:
            assert set(pool.map(guess, range(18))) == {"auth.refused"}

        assert ann.user().failed_logins == FREE
        assert ann.acts().count("user.locked") == 1

    @pytest.mark.parametrize("what", ["login", "reset", "register"])
    def test_the_database_is_asked_about_as_often_for_nobody(
        self, ann: Entrance, what: str
    ) -> None:
        asked: list[str] = []

        def count(*words: object) -> None:
            asked.append(str(words[2]))

        event.listen(ann.database.engine, "before_cursor_execute", count)
        counts = []
        for email in (ANN, NOBODY):
            asked.clear()
            if what == "login":
                code_of(ann.door.login, email, OTHER)
            elif what == "reset":
                ann.recovery.request_reset(email)
            else:
                ann.door.register(email, OTHER, "Somebody")
            counts.append(len(asked))

        assert abs(counts[0] - counts[1]) <= 2, counts

    def test_a_broken_hash_lets_nobody_in_after_as_much_work(self, work: list[int]) -> None:
        for kept in ("1$garbage", "1$$2b$04$short", "1$$2b$99$" + "a" * 53, "1$" + "x" * 60):
            work.clear()
            assert Hasher(5).verdict(PASSWORD, kept) == Verdict(is_right=False)
            assert work == [2**5]

    def test_an_endless_password_is_refused_before_it_is_put_in_order(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        endless, normalize = "a" + "\u0301\u0327" * 500_000, unicodedata.normalize
        lengths: list[int] = []

        def measured(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
            lengths.append(len(text))
            return normalize(form, text[:5000])

        kept = Hasher(4).hashed(PASSWORD)
        monkeypatch.setattr(unicodedata, "normalize", measured)

        assert not Hasher(4).verdict(endless, kept).is_right
        assert weakness(endless) == f"it has more than {LONGEST:,} characters"
        assert max(lengths) <= ENDLESS

    @pytest.mark.parametrize(
        "password",
        ["P@ssw0rd123", "passwordpassword", "Password!Password!", "q1w2e3r4t5", "1q2w3e4r5t",
         "1qaz2wsx3edc", "123password", "qwertzuiop", "$3cret-2026", "abcabcabcabc"],
    )  # fmt: skip
    def test_disguises_do_not_help(self, password: str) -> None:
        assert weakness(password) is not None


class TestOldLinks:
    def test_an_invitation_sets_no_password_once_there_is_one(self, ann: Entrance) -> None:
        invitation = ann.credentials.invite("bo@example.org", is_mailed=False).link
        ann.recovery.request_reset("bo@example.org")
        ann.recovery.set_password(ann.code("reset"), PASSWORD)

        again = (invitation, OTHER, Purpose.INVITATION)
        assert code_of(ann.recovery.set_password, *again) == "auth.link-used"

    def test_a_reset_that_was_asked_for_before_ends_with_a_new_password(
        self, ann: Entrance
    ) -> None:
        ann.recovery.request_reset(ANN)
        ann.credentials.set_password(ANN, OTHER)

        assert code_of(ann.recovery.set_password, ann.code("reset"), THIRD) == "auth.link-used"
        assert ann.door.login(ANN, OTHER)

    def test_a_link_that_verifies_sets_no_password(self, ann: Entrance) -> None:
        words = (ann.code("verification"), OTHER, Purpose.VERIFICATION)

        assert code_of(ann.recovery.set_password, *words) == "auth.link-used"

    def test_asking_over_and_over_mails_once_a_minute(self, ann: Entrance) -> None:
        for _ in range(5):
            ann.recovery.request_reset(ANN)
        assert [name for name, *_ in ann.mails()].count("reset") == 1

        ann.later(minutes=1)
        ann.recovery.request_reset(ANN)
        assert [name for name, *_ in ann.mails()].count("reset") == 2

    def test_another_verification_is_mailed_until_there_is_one(self, ann: Entrance) -> None:
        first = ann.code("verification")
        ann.later(minutes=1)
        ann.recovery.request_verification(ANN)

        assert code_of(ann.recovery.verify_email, first) == "auth.link-used"
        ann.recovery.verify_email(ann.code("verification"))
        ann.later(minutes=1)
        before = len(ann.mails())
        for email in (ANN, NOBODY):
            ann.recovery.request_verification(email)
        assert len(ann.mails()) == before

    def test_whoever_registers_anothers_address_loses_it_to_the_owner(self, ann: Entrance) -> None:
        login = ann.door.login(ANN, PASSWORD)
        token = ann.credentials.create_token(ANN, "hidden").token
        ann.recovery.request_reset(ANN)

        ann.recovery.set_password(ann.code("reset"), OTHER)

        assert code_of(ann.door.actor_of_program, token) == "auth.token-refused"
        assert code_of(ann.door.actor_of, login.access_token) == "auth.session-over"

    def test_programs_of_a_proved_account_go_on_after_a_reset(self, ann: Entrance) -> None:
        ann.recovery.verify_email(ann.code("verification"))
        token = ann.credentials.create_token(ANN, "ci").token
        ann.recovery.request_reset(ANN)

        ann.recovery.set_password(ann.code("reset"), OTHER)

        assert ann.door.actor_of_program(token).said == ANN


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
