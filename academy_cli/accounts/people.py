"""Looking after people's accounts: who there is, what is known of them, what they may do.

One method is one unit of work. Refuses to make what proves who somebody is, and the mail that brings it:
that is done elsewhere in this slice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission, Role
from academy_cli.access.permits import permits
from academy_cli.accounts import listing, rolechange, rules, store
from academy_cli.accounts.errors import UserExistsError
from academy_cli.accounts.payables import Close, nobody_asks
from academy_cli.accounts.profile import Profile, fields_of, mailbox, name, told
from academy_cli.accounts.signin import notices
from academy_cli.accounts.views import (
    Dossier,
    Erasure,
    UserChange,
    UserSummary,
    UserView,
    WantedUsers,
)
from academy_cli.accounts.work import (
    act_of,
    change_of,
    changeable,
    person,
    translating,
    working,
)
from academy_cli.audit.service import record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import utc_now


class People:
    """The people of one academy as one actor sees them."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        *,
        clock: Callable[[], datetime] = utc_now,
        close: Close = nobody_asks,
    ) -> None:
        self._database, self._clock, self._close = database, clock, close
        self.actor = actor

    # -- look -----------------------------------------------------------------------------------

    @permits(Permission.USER_LIST)
    def find(self, wanted: WantedUsers = WantedUsers()) -> Iterator[UserSummary]:
        """The wanted people in the wanted order, read while they are taken. Raises UnknownCourseError."""
        if engine := self._database.existing():
            with read(engine) as connection:
                yield from listing.summaries(connection, wanted)

    @permits(Permission.USER_SHOW)
    def show(self, email: str) -> UserView:
        """One account. Raises UnknownUserError."""
        at = self._clock()
        with working(self._database, email, dry_run=True) as connection:
            row = person(connection, self.actor, Permission.USER_SHOW, email)
            return listing.view(connection, row, at)

    # -- make and change ------------------------------------------------------------------------

    @permits(Permission.USER_CREATE)
    def create(
        self,
        wanted: Profile,
        *,
        roles: Sequence[Role] = (),
        reason: str | None = None,
        dry_run: bool = False,
    ) -> UserChange:
        """Make an account that nobody can log in to yet. Raises UserExistsError.

        Raises BadAddressError and BadFieldError for what its fields cannot be.
        """
        given = sorted({role.value for role in roles if role is not Role.STUDENT})
        if given:
            self.actor.require(Permission.USER_ROLE)
        email = mailbox(wanted.email or "")
        at, fields = self._clock(), {**fields_of(wanted, None, None)}
        fields |= {"email": email, "name": name(wanted.name or "")}
        after = told({key: value for key, value in fields.items() if value is not None})
        after = {**after, "roles": given} if given else after
        change = UserChange(email, "user.create", {}, after)
        engine = self._database.existing() if dry_run else self._database.ready()
        if engine is None:
            return change
        with translating(email), (read if dry_run else write)(engine) as connection:
            if store.person(connection, email) is not None:
                raise UserExistsError(email)
            if not dry_run:
                user_id = store.add(connection, {**fields, "created_at": at})
                for role in given:
                    store.add_role(connection, user_id, Role(role), None, at)
                self._record(connection, user_id, change, at, reason)
        return change

    @permits(Permission.USER_SET)
    def set(
        self, email: str, wanted: Profile, *, reason: str | None = None, dry_run: bool = False
    ) -> UserChange:
        """Change fields of an account; a new address is unverified, and links sent to the old one end.

        A proved old address is told by mail. Raises UserExistsError, BadAddressError, BadFieldError,
        AdminAccountError, StaffAddressError, OwnAddressError and OwnFieldError.
        """
        at = self._clock()
        taking = wanted.email or email
        with working(self._database, email, dry_run=dry_run, taking=taking) as connection:
            row = self._held(connection, Permission.USER_SET, email, dry_run=dry_run)
            fields = fields_of(wanted, row.privacy, row.metadata)
            changed = {key: new for key, new in fields.items() if new != getattr(row, key)}
            rules.require_own_fields(self.actor, row.id, changed)
            links = 0
            if "email" in changed:
                holds_role = bool(store.roles(connection, [row.id]))
                rules.require_address(self.actor, row.id, row.email, holds_role=holds_role)
                if store.person(connection, str(changed["email"])) is not None:
                    raise UserExistsError(str(changed["email"]))
                links = store.held(connection, row.id, at).get("links", 0)
                changed |= {"email_verified_at": None} if row.email_verified_at else {}
            change = change_of("user.set", row, changed, {"links": links} if links else {})
            if change.is_empty or dry_run:
                return change
            store.change(connection, row.id, {**changed, "updated_at": at})
            if "email" in changed:
                notices.address_changed(connection, row, str(changed["email"]), at)
            if links:
                store.end_links(connection, row.id, at)
            self._record(connection, row.id, change, at, reason)
        return change

    @permits(Permission.USER_DEACTIVATE)
    def deactivate(
        self, email: str, *, reason: str | None = None, dry_run: bool = False
    ) -> UserChange:
        """Let somebody act no more: their sessions, API tokens and links end.

        Raises LastAdminError for users, and AdminAccountError.
        """
        at = self._clock()
        with working(self._database, email, dry_run=dry_run) as connection:
            admins = store.active_admins(connection, is_held=not dry_run)
            row = self._held(connection, Permission.USER_DEACTIVATE, email, dry_run=dry_run)
            if row.deactivated_at is not None:
                return UserChange(row.email, "user.deactivate", {}, {})
            is_last = rules.leaves_no_admin(row.id, admins)
            rules.require_an_admin(self.actor, row.email, is_last=is_last)
            ended = store.held(connection, row.id, at)
            change = change_of(
                "user.deactivate", row, {"deactivated_at": at}, ended, is_last_admin=is_last
            )
            if not dry_run:
                store.change(connection, row.id, {"deactivated_at": at, "updated_at": at})
                store.end_held(connection, row.id, at, "deactivated")
                self._record(connection, row.id, change, at, reason)
        return change

    @permits(Permission.USER_DEACTIVATE)
    def activate(
        self, email: str, *, reason: str | None = None, dry_run: bool = False
    ) -> UserChange:
        """Let somebody act again; what ended does not come back. Raises AdminAccountError."""
        at = self._clock()
        with working(self._database, email, dry_run=dry_run) as connection:
            row = self._held(connection, Permission.USER_DEACTIVATE, email, dry_run=dry_run)
            if row.deactivated_at is None:
                return UserChange(row.email, "user.activate", {}, {})
            change = change_of("user.activate", row, {"deactivated_at": None})
            if not dry_run:
                store.change(connection, row.id, {"deactivated_at": None, "updated_at": at})
                self._record(connection, row.id, change, at, reason)
        return change

    @permits(Permission.USER_ROLE)
    def add_role(
        self,
        email: str,
        role: Role,
        *,
        course: str = "",
        reason: str | None = None,
        dry_run: bool = False,
    ) -> UserChange:
        """Give a role, of the whole academy or as instructor of one course.

        Raises OwnRoleError, CourseRoleError and UnknownCourseError.
        """
        wanted = rolechange.RoleChange(role, course, is_added=True)
        return self._role(email, wanted, reason, dry_run=dry_run)

    @permits(Permission.USER_ROLE)
    def remove_role(
        self,
        email: str,
        role: Role,
        *,
        course: str = "",
        reason: str | None = None,
        dry_run: bool = False,
    ) -> UserChange:
        """Take a role. Raises LastAdminError for users, CourseRoleError and UnknownCourseError."""
        wanted = rolechange.RoleChange(role, course, is_added=False)
        return self._role(email, wanted, reason, dry_run=dry_run)

    def _role(
        self, email: str, wanted: rolechange.RoleChange, reason: str | None, *, dry_run: bool
    ) -> UserChange:
        at = self._clock()
        with working(self._database, email, dry_run=dry_run) as connection:
            admins = store.active_admins(connection, is_held=not dry_run)
            row = self._held(connection, Permission.USER_ROLE, email, dry_run=dry_run)
            change = rolechange.planned(connection, self.actor, row, wanted, admins)
            if not change.is_empty and not dry_run:
                rolechange.carry_out(connection, row.id, wanted, at)
                self._record(connection, row.id, change, at, reason)
        return change

    # -- everything that is held ----------------------------------------------------------------

    @permits(Permission.USER_EXPORT)
    def export(
        self,
        email: str,
        *,
        deliver: Callable[[Dossier], None] = lambda _: None,
        reason: str | None = None,
        dry_run: bool = False,
    ) -> Dossier:
        """Everything that is held about a person; that it was given out is on record.

        ``deliver`` is called before it is: what it raises leaves nothing on record.
        """
        from academy_cli.accounts.dossier import dossier

        at = self._clock()
        with working(self._database, email, dry_run=dry_run) as connection:
            row = person(connection, self.actor, Permission.USER_EXPORT, email)
            found = dossier(connection, row, at)
            if not dry_run:
                deliver(found)
                told_of = UserChange(row.email, "user.export", {}, dict(found.counts))
                self._record(connection, row.id, told_of, at, reason)
        return found

    @permits(Permission.USER_ERASE)
    def erase(
        self,
        email: str,
        *,
        revokes_certificates: bool,
        reason: str | None = None,
        dry_run: bool = False,
    ) -> Erasure:
        """Forget who a person is, and keep what they learnt; there is no way back.

        What they could still pay on is closed at the provider first. Raises LastAdminError for users, and
        what closing does: then nothing is erased. Somebody who was erased already is left as they are.
        """
        from academy_cli.accounts.erasing import Erasing, Wanted

        job = Erasing(self._database, self.actor, self._clock(), self._close)
        wanted = Wanted(email, revokes_certificates, reason)
        return job.planned(wanted) if dry_run else job.carry_out(wanted)

    def _held(
        self, connection: Connection, action: Permission, email: str, *, dry_run: bool
    ) -> Row[Any]:
        """Somebody whom this actor may change, kept from others meanwhile where it is done in earnest."""
        return changeable(connection, self.actor, action, email, is_held=not dry_run)

    def _record(
        self,
        connection: Connection,
        user_id: int,
        change: UserChange,
        at: datetime,
        reason: str | None,
    ) -> None:
        record(connection, at=at, actor=self.actor, act=act_of(user_id, change, reason))
