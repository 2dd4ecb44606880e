"""What people change of what lets them in: with the password they have, and told to them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event

from academy_cli.access.actor import operator
from academy_cli.accounts.profile import Profile
from academy_cli.accounts.signin.lockout import FREE
from academy_cli.accounts.signin.own import OwnAccount
from academy_cli.audit.log import AuditLog
from academy_cli.audit.views import Wanted
from tests.accounts.entrance import ANN, NOBODY, OTHER, PASSWORD, THIRD, Entrance, code_of

BO, LEE = "bo@example.org", "lee@example.org"


@pytest.fixture
def own(ann: Entrance) -> OwnAccount:
    """Ann, logged in."""
    return logged_in(ann)


def logged_in(ann: Entrance, password: str = PASSWORD) -> OwnAccount:
    actor = ann.door.actor_of(ann.door.login(ANN, password).access_token)
    return OwnAccount(ann.database, actor, ann.hasher, ann.links, clock=ann.clock)


def changes(own: OwnAccount) -> list[Callable[[str], object]]:
    return [
        lambda word: own.change_password(word, OTHER),
        lambda word: own.change_address(LEE, word),
    ]


class TestPasswords:
    def test_it_takes_the_old_one_and_ends_the_other_sessions(
        self, ann: Entrance, own: OwnAccount
    ) -> None:
        other = ann.door.login(ANN, PASSWORD)

        assert own.change_password(PASSWORD, OTHER) == 1

        assert code_of(ann.door.refresh, other.refresh_token) == "auth.session-over"
        assert [one.session for one in ann.credentials.sessions(ANN)] == [own.actor.session]
        assert code_of(ann.door.login, ANN, PASSWORD) == "auth.refused"
        assert ann.door.login(ANN, OTHER)
        assert ann.mails()[-1][:2] == ("password-changed", ANN)

    def test_a_weak_one_is_refused_and_changes_nothing(
        self, ann: Entrance, own: OwnAccount
    ) -> None:
        assert code_of(own.change_password, PASSWORD, "ann@example.org") == "user.weak-password"
        assert ann.door.login(ANN, PASSWORD)

    def test_links_from_before_end(self, ann: Entrance, own: OwnAccount) -> None:
        ann.recovery.request_reset(ANN)
        own.change_address(LEE, PASSWORD)

        own.change_password(PASSWORD, OTHER)

        assert code_of(ann.recovery.set_password, ann.code("reset"), THIRD) == "auth.link-used"
        assert (
            code_of(ann.recovery.verify_email, ann.code("new-address"), OTHER) == "auth.link-used"
        )

    def test_it_is_on_record_by_its_session(self, ann: Entrance, own: OwnAccount) -> None:
        own.change_password(PASSWORD, OTHER)

        (told,) = AuditLog(ann.database, operator("x")).find(Wanted(action="user.password"))
        assert (told.actor, told.via) == (ANN, f"session {own.actor.session}")
        assert told.details == {"by": "themselves", "sessions_ended": 0}

    def test_nobody_sets_their_own_without_the_old_one(
        self, ann: Entrance, own: OwnAccount
    ) -> None:
        ann.own = own.actor

        assert code_of(ann.credentials.set_password, ANN, OTHER) == "user.own-password"

    def test_an_operator_has_none(self, ann: Entrance) -> None:
        nobody = OwnAccount(ann.database, operator("x"), ann.hasher, ann.links, clock=ann.clock)

        for change in changes(nobody):
            assert code_of(change, PASSWORD) == "auth.no-account"


class TestGuessing:
    @pytest.mark.parametrize("what", [0, 1])
    def test_wrong_ones_lock_the_account_as_at_a_login(
        self, ann: Entrance, own: OwnAccount, what: int
    ) -> None:
        change = changes(own)[what]
        for _ in range(FREE):
            assert code_of(change, OTHER) == "auth.wrong-password"

        assert code_of(change, PASSWORD) == "auth.wrong-password"
        assert code_of(ann.door.login, ANN, PASSWORD) == "auth.refused"
        assert ann.acts()[-1] == "user.locked"
        ann.later(seconds=31)
        assert code_of(change, PASSWORD) == ""

    @pytest.mark.parametrize("word", ["", "\ud800", "a\0b", "x" * 100_000])
    def test_no_word_does_more_than_be_refused(self, own: OwnAccount, word: str) -> None:
        for change in changes(own):
            assert code_of(change, word) == "auth.wrong-password"
        assert code_of(own.change_password, PASSWORD, word) == "user.weak-password"
        assert code_of(own.change_address, word, PASSWORD) == "user.bad-address"

    def test_a_session_that_ended_meanwhile_changes_nothing_of_a_gone_account(
        self, ann: Entrance, own: OwnAccount
    ) -> None:
        ann.people.deactivate(ANN)

        for change in changes(own):
            assert code_of(change, PASSWORD) == "auth.no-account"


class TestAtOnce:
    def test_changing_while_links_and_sessions_end_waits_for_nobody_in_a_circle(
        self, ann: Entrance, doors: list[Entrance]
    ) -> None:
        one, two, three = doors
        codes: set[str] = set()
        for number in range(6):
            ann.later(minutes=2)
            ann.recovery.request_reset(ANN)
            before, after = (PASSWORD, OTHER) if number % 2 == 0 else (OTHER, PASSWORD)
            own, refreshed = logged_in(ann, before), ann.door.login(ANN, before).refresh_token
            mine = OwnAccount(one.database, own.actor, one.hasher, one.links, clock=ann.clock)
            two.now = three.now = ann.now
            with ThreadPoolExecutor(3) as pool:
                running = [
                    pool.submit(code_of, mine.change_password, before, after),
                    pool.submit(code_of, two.recovery.set_password, ann.code("reset"), after),
                    pool.submit(code_of, three.door.refresh, refreshed),
                ]
            codes |= {each.result() for each in running}
            assert ann.door.login(ANN, after)

        assert codes <= {"", "auth.link-used", "auth.wrong-password", "auth.session-over"}

    def test_of_many_proofs_of_a_new_address_at_once_one_counts(
        self, ann: Entrance, own: OwnAccount, doors: list[Entrance]
    ) -> None:
        own.change_address(LEE, PASSWORD)
        code = ann.code("new-address")
        for one in doors:
            one.now = ann.now

        with ThreadPoolExecutor(3) as pool:
            proofs = [
                pool.submit(code_of, one.recovery.verify_email, code, PASSWORD) for one in doors
            ]

        assert sorted(each.result() for each in proofs) == ["", "auth.link-used", "auth.link-used"]
        assert [mail[0] for mail in ann.mails()].count("address-changed") == 1


class TestAddresses:
    def test_a_new_one_holds_once_it_is_proved_and_the_old_one_is_told(
        self, ann: Entrance, own: OwnAccount
    ) -> None:
        own.change_address("Lee@Example.org", PASSWORD)

        sent = [mail[:2] for mail in ann.mails()]
        assert sent[-2:] == [("new-address", LEE), ("address-change-wanted", ANN)]
        assert ann.user().email == ANN
        ann.recovery.verify_email(ann.code("new-address"), PASSWORD)
        assert ann.user(LEE).email_verified_at == ann.now
        assert ann.mails()[-1][:2] == ("address-changed", ANN)
        assert LEE not in repr([mail for mail in ann.mails() if mail[1] == ANN])
        assert ann.door.login(LEE, PASSWORD)
        assert code_of(ann.door.login, ANN, PASSWORD) == "auth.refused"
        assert ann.acts()[-3:-1] == ["user.address-wanted", "user.address"]

    def test_whoever_gets_the_link_by_mistake_gets_nothing(
        self, ann: Entrance, own: OwnAccount
    ) -> None:
        own.change_address(LEE, PASSWORD)

        assert code_of(ann.recovery.verify_email, ann.code("new-address"), OTHER) == "auth.refused"
        assert ann.user().email == ANN

    def test_a_thief_with_the_password_loses_the_change_to_a_reset(
        self, ann: Entrance, own: OwnAccount
    ) -> None:
        own.change_address(LEE, PASSWORD)
        ann.recovery.request_reset(ANN)
        ann.recovery.set_password(ann.code("reset"), OTHER)

        for password in (PASSWORD, OTHER):
            code = ann.code("new-address")
            assert code_of(ann.recovery.verify_email, code, password) == "auth.link-used"

    def test_a_reset_that_the_old_mailbox_got_ends_with_the_change(
        self, ann: Entrance, own: OwnAccount
    ) -> None:
        ann.recovery.request_reset(ANN)
        own.change_address(LEE, PASSWORD)
        ann.recovery.verify_email(ann.code("new-address"), PASSWORD)

        assert code_of(ann.recovery.set_password, ann.code("reset"), THIRD) == "auth.link-used"

    def test_an_address_that_somebody_took_meanwhile_is_not_taken_from_them(
        self, ann: Entrance, own: OwnAccount
    ) -> None:
        own.change_address(LEE, PASSWORD)
        ann.people.create(Profile(email=LEE, name="Lee"))

        code = ann.code("new-address")
        assert code_of(ann.recovery.verify_email, code, PASSWORD) == "auth.link-used"
        assert ann.user().email == ANN

    def test_nobody_changes_their_own_without_proof(self, ann: Entrance, own: OwnAccount) -> None:
        ann.own = own.actor

        assert code_of(ann.people.set, ANN, Profile(email=LEE)) == "user.own-address"

    def test_what_is_there_already_is_told_to_its_owner_alone(
        self, ann: Entrance, own: OwnAccount
    ) -> None:
        ann.people.create(Profile(email=BO, name="Bo"))
        asked: list[str] = []
        event.listen(ann.database.engine, "before_cursor_execute", lambda *w: asked.append(w[2]))
        seen, counts = [], []
        for email in (BO, NOBODY):
            ann.later(minutes=2)
            before = len(ann.mails())
            asked.clear()
            own.change_address(email, PASSWORD)
            counts.append(len(asked))
            own.change_address(email, PASSWORD)
            seen.append([mail[0] for mail in ann.mails()[before:] if mail[1] == ANN])

        assert seen == [["address-change-wanted"]] * 2
        assert abs(counts[0] - counts[1]) <= 1, counts
        assert [mail[0] for mail in ann.mails() if mail[1] == BO] == ["registered-again"]

    def test_asking_over_and_over_mails_once_a_minute(self, ann: Entrance, own: OwnAccount) -> None:
        for email in (LEE, NOBODY, LEE):
            own.change_address(email, PASSWORD)
        own.change_address(ANN, PASSWORD)

        assert [mail[0] for mail in ann.mails()].count("new-address") == 1
