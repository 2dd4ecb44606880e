"""Who may do what: the table of permissions, whoever acts, and the one form of an address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert

from academy_cli.access.actor import Actor, operator
from academy_cli.access.address import canonical_address
from academy_cli.access.errors import (
    BadAddressError,
    InactiveActorError,
    NotPermittedError,
    UnknownUserError,
)
from academy_cli.access.matrix import MATRIX, Permission, Reach, Role, reach, roles_for
from academy_cli.access.service import actor_of
from academy_cli.db.transaction import read, write
from academy_cli.models import Course, User, UserRole

AT = datetime(2026, 11, 22, tzinfo=UTC)
COURSE = {"title": "", "language": "en", "status": "draft", "fields": "{}", "source_sha256": ""}
COURSE |= {"reader": "", "revision": "0"}


@pytest.fixture
def people(engine: Engine) -> Engine:
    """Ann teaches `one` and is support; Bo begins courses; Cy is deactivated, Di was erased."""
    with write(engine) as connection:
        for number, name in enumerate(("ann", "bo", "cy", "di"), 1):
            gone = {"deactivated_at": AT if name == "cy" else None}
            gone["erased_at"] = AT if name == "di" else None
            user = {"id": number, "email": f"{name}@x.org", "name": name, "created_at": AT}
            connection.execute(insert(User).values(**user, **gone))
        course = {**COURSE, "revision": 0, "created_at": AT, "updated_at": AT}
        connection.execute(insert(Course).values(id=5, slug="one", **course))
        for user_id, role, course_id in (
            (1, "instructor", 5),
            (1, "support", None),
            (2, "instructor", None),
        ):
            held = {"user_id": user_id, "role": role, "course_id": course_id}
            held |= {"place": course_id or 0, "granted_at": AT}
            connection.execute(insert(UserRole).values(**held))
    return engine


def found(engine: Engine, email: str) -> Actor:
    with read(engine) as connection:
        return actor_of(connection, email)


def test_the_table_has_every_cell() -> None:
    assert MATRIX.keys() == set(Permission)
    assert all(row.keys() == set(Role) for row in MATRIX.values())


@pytest.mark.parametrize("permission", Permission)
def test_admins_may_do_everything_and_more_roles_never_take_away(permission: Permission) -> None:
    assert reach(permission, {Role.ADMIN}) is Reach.ALL
    for role in Role:
        assert reach(permission, {Role.STUDENT, role}) >= reach(permission, {role})


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.COURSE_STATUS, (Role.INSTRUCTOR, Role.ADMIN)),
        (Permission.REFUND_CREATE, (Role.SUPPORT, Role.ADMIN)),
        (Permission.USER_ROLE, (Role.ADMIN,)),
        (Permission.USER_ERASE, (Role.ADMIN,)),
    ],
)
def test_what_the_owner_said_holds(permission: Permission, roles: tuple[Role, ...]) -> None:
    assert roles_for(permission) == roles


def test_a_user_acts_with_all_roles_they_hold(people: Engine) -> None:
    ann, bo = found(people, "Ann@X.org"), found(people, "bo@x.org")

    assert (ann.name, ann.said, ann.courses) == ("user:1", "ann@x.org", {"one"})
    assert ann.roles == {Role.STUDENT, Role.INSTRUCTOR, Role.SUPPORT}
    assert (ann.is_author, bo.is_author) == (False, True)


def test_nobody_acts_as_somebody_who_is_not_there(people: Engine) -> None:
    for email, refusal in (
        ("nobody@x.org", UnknownUserError),
        ("di@x.org", UnknownUserError),
        ("cy@x.org", InactiveActorError),
        ("no address", BadAddressError),
    ):
        with pytest.raises(refusal):
            found(people, email)


def test_an_instructor_reaches_their_own_courses_only(people: Engine) -> None:
    ann, bo = found(people, "ann@x.org"), found(people, "bo@x.org")

    ann.require_course(Permission.COURSE_STATUS, "one")
    bo.require_new_course(Permission.COURSE_CREATE, "two")
    for refused in (
        lambda: ann.require_course(Permission.COURSE_STATUS, "two"),
        lambda: bo.require_course(Permission.COURSE_STATUS, "one"),
        lambda: ann.require_new_course(Permission.COURSE_CREATE, "two"),
    ):
        with pytest.raises(NotPermittedError):
            refused()


def test_a_student_reaches_themselves_only() -> None:
    student = Actor("user:9", "eve@x.org", 9, frozenset({Role.STUDENT}))

    student.require_person(Permission.USER_SHOW, 9, "eve@x.org")
    for user_id in (8, None):
        with pytest.raises(NotPermittedError, match="“eve@x.org” may not do user.show “ann@x.org”"):
            student.require_person(Permission.USER_SHOW, user_id, "ann@x.org")


def test_the_operator_may_do_everything() -> None:
    assert all(operator("root").reach(one) is Reach.ALL for one in Permission)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (" Ann.B+c@Example.ORG ", "ann.b+c@example.org"),
        ("x@xn--bcher-kva.de", "x@bücher.de"),
        ("José@BÜCHER.de", "josé@bücher.de"),
        ("Ф@ПРИМЕР.рф", "ф@пример.рф"),
        ("jose\u0301@x.org", "jos\u00e9@x.org"),
    ],
)
def test_one_mailbox_has_one_form(written: str, canonical: str) -> None:
    assert canonical_address(written) == canonical
    assert canonical_address(canonical) == canonical


@pytest.mark.parametrize(
    "written",
    ["", "ann", "ann@", "@x.org", "a@b@x.org", "a..b@x.org", "a@x", "a b@x.org", "a@x.org\nb",
     "a@-x.org", "a@x..org", f"{'a' * 65}@x.org", f"a@{'x' * 250}.org", "a@x.org,b@x.org",
     "a\x00@x.org", "a\u202e@x.org", "<a@x.org>"],
)  # fmt: skip
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(BadAddressError):
        canonical_address(written)


@given(st.emails())
def test_the_form_of_any_address_is_its_own(written: str) -> None:
    try:
        canonical = canonical_address(written)
    except BadAddressError:
        return
    assert canonical_address(canonical) == canonical == canonical.lower()
    assert canonical_address(written.upper()) == canonical


def test_whoever_may_do_it_for_themselves_is_told_who_may_for_others() -> None:
    sam = Actor("user:3", "sam@x.org", 3, frozenset({Role.STUDENT}))

    with pytest.raises(NotPermittedError) as refused:
        sam.require_person(Permission.USER_SET, 4, "bo@x.org")

    assert refused.value.message == (
        "“sam@x.org” may not do user.set “bo@x.org”: they may do it for themselves; "
        "for others it is for support or admin."
    )


def test_whoever_teaches_is_told_that_it_is_for_their_courses() -> None:
    ian = Actor("user:3", "ian@x.org", 3, frozenset({Role.STUDENT, Role.INSTRUCTOR}))

    with pytest.raises(NotPermittedError) as refused:
        ian.require_course(Permission.COURSE_APPLY, "python")

    assert refused.value.message == (
        "“ian@x.org” may not do course.apply “python”: they may do it in the courses they teach; "
        "for others it is for admin."
    )


def test_whoever_may_not_at_all_is_told_who_may_and_where() -> None:
    sam = Actor("user:3", "sam@x.org", 3, frozenset({Role.STUDENT}))

    with pytest.raises(NotPermittedError) as refused:
        sam.require(Permission.COURSE_APPLY)

    assert refused.value.message == (
        "“sam@x.org” may not do course.apply: that is for admin, and for instructor in the courses "
        "they teach."
    )
