"""Who may touch whose account, and which of its fields."""

from __future__ import annotations

from typing import Any

import pytest

from academy_cli.access.errors import NotPermittedError
from academy_cli.accounts.errors import (
    AdminAccountError,
    OwnAddressError,
    OwnFieldError,
    StaffAddressError,
)
from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from tests.accounts.accounts import Acting


def test_people_look_after_their_own_account(staff: People, acting: Acting) -> None:
    sam = acting("sam@x.org")

    sam.set("sam@x.org", Profile(name="Sammy", language="en"))

    assert sam.show("SAM@x.org").name == "Sammy"


@pytest.mark.parametrize("email", ["tom@x.org", "nobody@x.org"])
def test_a_student_cannot_tell_who_else_is_there(staff: People, acting: Acting, email: str) -> None:
    sam = acting("sam@x.org")

    with pytest.raises(NotPermittedError, match=f"may not do user.show “{email}”"):
        sam.show(email)
    with pytest.raises(NotPermittedError):
        sam.set(email, Profile(name="X"))


def test_what_the_academy_keeps_of_somebody_is_not_theirs_to_write(
    staff: People, acting: Acting
) -> None:
    with pytest.raises(OwnFieldError, match="their own “metadata”"):
        acting("sam@x.org").set("sam@x.org", Profile(metadata={"paid": True}))

    assert staff.set("sam@x.org", Profile(metadata={"paid": True})).after
    assert acting("sue@x.org").set("sam@x.org", Profile(metadata={"seats": 2})).after


@pytest.mark.parametrize("act", ["set", "deactivate", "activate"])
def test_support_does_not_touch_admins(staff: People, acting: Acting, act: str) -> None:
    sue = acting("sue@x.org")
    more: dict[str, Any] = {"wanted": Profile(name="X")} if act == "set" else {}

    with pytest.raises(AdminAccountError, match="“ada@x.org”, who is an admin"):
        getattr(sue, act)("ada@x.org", **more)
    getattr(sue, act)("tom@x.org", **more)


def test_support_gives_no_other_address_to_who_holds_a_role(staff: People, acting: Acting) -> None:
    sue = acting("sue@x.org")

    with pytest.raises(StaffAddressError, match="“ian@x.org”, who holds a role"):
        sue.set("ian@x.org", Profile(email="sues@y.org"))
    sue.set("ian@x.org", Profile(name="Ian N."))
    sue.set("sam@x.org", Profile(email="sam@y.org"))
    acting("ada@x.org").set("ian@x.org", Profile(email="ian@z.org"))
    assert staff.show("ian@z.org").name == "Ian N."


@pytest.mark.parametrize("who", ["sam@x.org", "ian@x.org", "sue@x.org", "ada@x.org"])
def test_nobody_gives_themselves_another_address_without_proof(
    staff: People, acting: Acting, who: str
) -> None:
    with pytest.raises(OwnAddressError):
        acting(who).set(who, Profile(email="new@y.org"))
    assert staff.set(who, Profile(email="new@y.org")).after == {"email": "new@y.org"}


def test_admins_touch_each_other_and_themselves(staff: People, acting: Acting) -> None:
    acting("ada@x.org").set("ada@x.org", Profile(name="Ada L."))
    acting("ada@x.org").set("bea@x.org", Profile(name="Bea B."))

    assert (staff.show("ada@x.org").name, staff.show("bea@x.org").name) == ("Ada L.", "Bea B.")
