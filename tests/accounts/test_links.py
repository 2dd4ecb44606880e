"""Links that work once: used up, replaced, expired, and of no use to whoever finds an old mail."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from academy_cli.accounts.signin.credential_errors import LinkUsedError
from academy_cli.accounts.signin.onetime import Purpose
from tests.accounts.entrance import ANN, NOBODY, OTHER, PASSWORD, THIRD, Entrance, code_of


class TestLinks:
    def test_a_link_works_once(self, ann: Entrance) -> None:
        ann.recovery.request_reset(ANN)
        code = ann.code("reset")
        ann.recovery.set_password(code, OTHER)

        assert code_of(ann.recovery.set_password, code, PASSWORD) == "auth.link-used"
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

        assert code_of(ann.recovery.set_password, code, OTHER, purpose) == "auth.link-used"

    def test_a_weak_password_uses_no_link_up(self, ann: Entrance) -> None:
        ann.recovery.request_reset(ANN)
        code = ann.code("reset")

        assert code_of(ann.recovery.set_password, code, "password123") == "user.weak-password"
        ann.recovery.set_password(code, OTHER)

    def test_a_reset_ends_every_session(self, ann: Entrance) -> None:
        login = ann.door.login(ANN, PASSWORD)
        ann.recovery.request_reset(ANN)
        ann.recovery.set_password(ann.code("reset"), OTHER)

        assert code_of(ann.door.refresh, login.refresh_token) == "auth.session-over"

    def test_nobody_is_mailed_where_nobody_is(self, ann: Entrance) -> None:
        before = len(ann.mails())
        for email in ("nobody@example.org", "no address", ""):
            ann.recovery.request_reset(email)
        ann.people.deactivate(ANN)
        ann.recovery.request_reset(ANN)

        assert len(ann.mails()) == before


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

    def test_another_verification_is_mailed_until_there_is_one(self, claimed: Entrance) -> None:
        ann, first = claimed, claimed.code("verification")
        ann.later(minutes=1)
        ann.recovery.request_verification(ANN)

        assert code_of(ann.recovery.verify_email, first, PASSWORD) == "auth.link-used"
        ann.recovery.verify_email(ann.code("verification"), PASSWORD)
        ann.later(minutes=1)
        before = len(ann.mails())
        for email in (ANN, NOBODY):
            ann.recovery.request_verification(email)
        assert len(ann.mails()) == before

    def test_programs_of_a_proved_account_go_on_after_a_reset(self, ann: Entrance) -> None:
        token = ann.credentials.create_token(ANN, "ci").token
        ann.recovery.request_reset(ANN)

        ann.recovery.set_password(ann.code("reset"), OTHER)

        assert ann.door.actor_of_program(token).said == ANN
