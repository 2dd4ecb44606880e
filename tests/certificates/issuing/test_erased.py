"""Of whoever was erased, certificates keep their code and get no name again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from academy_cli.accounts.errors import ErasedError
from tests.certificates.bureau import Bureau
from tests.school import NOW


def test_of_whoever_was_erased_no_other_one_is_issued(bureau: Bureau, held: str) -> None:
    left = bureau.erase()

    for change in (
        lambda: bureau.changes.reissue(held, "Ann Example"),
        lambda: bureau.changes.reissue(held, "Ann Example", dry_run=True),
        lambda: bureau.changes.renew(held, NOW + timedelta(days=9)),
        lambda: bureau.certificates.issue(left, "python"),
    ):
        with pytest.raises(ErasedError):
            change()
    assert bureau.certificates.show(held).state == "valid"
    assert bureau.changes.revoke(held, "their wish").state == "revoked"


def test_what_waits_of_whoever_was_erased_is_never_signed(bureau: Bureau) -> None:
    bureau.complete()
    bureau.erase()

    assert bureau.certificates.waiting() == 0
    assert bureau.certificates.sign_waiting().signed == 0
    assert bureau.rows()[0].signed_at is None
