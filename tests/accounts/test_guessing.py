"""What a guesser could try, and why it leads nowhere; on both engines."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import bcrypt
import pytest
from sqlalchemy import event

from academy_cli.accounts.signin.lockout import FREE
from academy_cli.accounts.signin.passwords import ENDLESS, Hasher, Verdict
from academy_cli.accounts.signin.weakness import LONGEST, weakness
from tests.accounts.entrance import ANN, NOBODY, OTHER, PASSWORD, Entrance, code_of


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

    def test_an_address_that_nobody_proved_costs_as_much_as_none(
        self, claimed: Entrance, work: list[int]
    ) -> None:
        asked: list[object] = []
        event.listen(
            claimed.database.engine, "before_cursor_execute", lambda *words: asked.append(words)
        )
        counts = []
        for email, password in ((ANN, PASSWORD), (ANN, OTHER), (NOBODY, OTHER)):
            asked.clear()
            assert spent(work, claimed, email, password) == 2**4
            counts.append(len(asked))

        assert len(set(counts)) == 1, counts
        assert claimed.user().failed_logins == 0

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
