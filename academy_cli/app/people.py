"""The services that work on people: accounts, ways in, places in courses, and what they learn there.

Knows what they are made of; refuses to do their work.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from academy_cli.app.foundation import Foundation

if TYPE_CHECKING:
    from academy_cli.accounts.importing.service import UserImports
    from academy_cli.accounts.signin.authentication import Authentication
    from academy_cli.accounts.signin.credentials import Credentials
    from academy_cli.accounts.signin.onetime import Links
    from academy_cli.accounts.signin.own import OwnAccount
    from academy_cli.accounts.signin.passwords import Hasher
    from academy_cli.accounts.signin.pruning import Pruning
    from academy_cli.accounts.signin.recovery import Recovery
    from academy_cli.attempts.closing import Closing
    from academy_cli.attempts.importing.service import AttemptImports
    from academy_cli.attempts.regrades import Regrades
    from academy_cli.attempts.service import Attempts
    from academy_cli.bulk.reading import Limits as RowLimits
    from academy_cli.enrollments.importing.service import EnrollmentImports
    from academy_cli.enrollments.service import Enrollments
    from academy_cli.progress.importing.service import ProgressImports
    from academy_cli.progress.roster import Roster
    from academy_cli.progress.service import Progress


class PeopleServices(Foundation):
    """What there is to do with people."""

    @cached_property
    def enrollments(self) -> Enrollments:
        """Who is in which course."""
        from academy_cli.enrollments.service import Enrollments

        return Enrollments(self.database, self.actor)

    @cached_property
    def progress(self) -> Progress:
        """How far learners have come."""
        from academy_cli.progress.service import Progress

        return Progress(self.database, self.actor)

    @cached_property
    def attempts(self) -> Attempts:
        """What learners answered to quizzes."""
        from academy_cli.attempts.service import Attempts

        return Attempts(self.database, self.actor)

    @cached_property
    def closing(self) -> Closing:
        """End attempts whose time is over."""
        from academy_cli.attempts.closing import Closing

        return Closing(self.database, self.actor)

    @cached_property
    def regrades(self) -> Regrades:
        """Grade attempts again after a question was mended."""
        from academy_cli.attempts.regrades import Regrades

        return Regrades(self.database, self.actor)

    @cached_property
    def roster(self) -> Roster:
        """The learners of a course, and the courses of a learner, with how far each has come."""
        from academy_cli.progress.roster import Roster

        return Roster(self.database, self.actor)

    @cached_property
    def credentials(self) -> Credentials:
        """Look after passwords, invitations, sessions and programs' tokens."""
        from academy_cli.accounts.signin.credentials import Credentials

        return Credentials(self.database, self.actor, self._hasher, self._links)

    @cached_property
    def pruning(self) -> Pruning:
        """Remove sessions and links that are over."""
        from datetime import timedelta

        from academy_cli.accounts.signin.pruning import Pruning

        keeps = timedelta(days=self.settings.accounts.ended_days)
        return Pruning(self.database, self.actor, keeps)

    @cached_property
    def own_account(self) -> OwnAccount:
        """Change one's own password and address."""
        from academy_cli.accounts.signin.own import OwnAccount

        return OwnAccount(self.database, self.actor, self._hasher, self._links)

    @cached_property
    def authentication(self) -> Authentication:
        """Become somebody: for shells that people and programs come to."""
        from academy_cli.accounts.signin.accesstokens import Keys, keys_of
        from academy_cli.accounts.signin.authentication import Authentication
        from academy_cli.accounts.signin.keyfile import key_in
        from academy_cli.config.places import data_folder

        keys = keys_of(self.settings.accounts.jwt_key) or Keys([key_in(data_folder())])
        return Authentication(
            self.database, keys, self._hasher, self._links, source=self.acting.source
        )

    @cached_property
    def recovery(self) -> Recovery:
        """Get (back) in, by links that work once."""
        from academy_cli.accounts.signin.recovery import Recovery

        return Recovery(self.database, self._hasher, self._links, source=self.acting.source)

    @property
    def _hasher(self) -> Hasher:
        from academy_cli.accounts.signin.passwords import Hasher

        return Hasher(self.settings.accounts.bcrypt_cost)

    @property
    def _links(self) -> Links:
        from datetime import timedelta

        from academy_cli.accounts.signin.onetime import Links, Purpose

        said = self.settings.accounts
        return Links(
            self.settings.site.url,
            {
                Purpose.INVITATION: timedelta(days=said.invitation_days),
                Purpose.VERIFICATION: timedelta(days=said.verification_days),
                Purpose.RESET: timedelta(minutes=said.reset_minutes),
            },
        )

    def user_imports(self, enroll: str = "") -> UserImports:
        """Import people; ``enroll`` is a course that everybody of a file joins."""
        from academy_cli.accounts.importing.service import UserImports
        from academy_cli.enrollments.admitting import CourseAdmission

        parts = (self.database, self.actor, self._links, CourseAdmission(), self.row_limits)
        return UserImports(*parts, enroll=enroll)

    def enrollment_imports(self, course: str = "", reason: str = "") -> EnrollmentImports:
        """Import enrollments; ``course`` is what all rows are about, ``reason`` why, if they say none."""
        from academy_cli.enrollments.importing.service import EnrollmentImports

        parts = (self.database, self.actor, self.row_limits)
        return EnrollmentImports(*parts, course=course, reason=reason)

    def progress_imports(self, course: str = "") -> ProgressImports:
        """Import progress; ``course`` is the one that all rows are about."""
        from academy_cli.progress.importing.service import ProgressImports

        return ProgressImports(self.database, self.actor, self.row_limits, course=course)

    def attempt_imports(self, course: str = "", lesson: str = "", seed: int = 0) -> AttemptImports:
        """Import the answers of many learners to a quiz; ``seed`` is the sheet that they had."""
        from academy_cli.attempts.importing.service import AttemptImports

        parts = (self.database, self.actor, self.row_limits)
        return AttemptImports(*parts, course=course, lesson=lesson, seed=seed)

    @property
    def row_limits(self) -> RowLimits:
        """How much a file of rows may hold."""
        from academy_cli.bulk.reading import Limits as RowLimits

        return RowLimits(self.settings.bulk.rows, self.settings.bulk.field_kb * 1024)
