"""The books of an academy: compared with the provider, put right, and closed month by month.

Knows who may; refuses to know how anything is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.books import reconciling
from academy_cli.books.closing import months, proving, verifying
from academy_cli.books.closing.views import ClosingView, Proof, Verified
from academy_cli.books.views import Difference, Reconciled
from academy_cli.kit.saying import say
from academy_cli.payments.errors import ProviderRefusedError, ProviderUnavailableError
from academy_cli.payments.gateway import KeyRefusedError, ProviderError, Window
from academy_cli.payments.till import Till

AGAIN = say("Try again later: what was read and put right by now is kept.")


class Books:
    """The books of one academy, for one actor."""

    def __init__(self, till: Till) -> None:
        self._till, self.actor = till, till.actor

    # -- reconciling -------------------------------------------------------------------------------

    @permits(Permission.PAYMENT_RECONCILE)
    def reconcile(
        self,
        window: Window = Window(),
        *,
        is_stored: bool = False,
        fixes: bool = False,
        told: Callable[[int], None] = lambda _: None,
    ) -> Reconciled:
        """Read what the provider has, put right what has one right answer if asked to, count what is left.

        Without a window all that is new since the last time is read, the first time everything, and
        everything is compared. ``is_stored`` asks the provider for nothing but what is put right. The books
        are changed by ``fixes`` alone. ``differences`` tells what is left. Raises NothingStoredError,
        LiveModeError, ProviderUnavailableError and ProviderRefusedError.
        """
        try:
            return self._reconciled(window, is_stored=is_stored, fixes=fixes, told=told)
        except KeyRefusedError as error:
            raise ProviderRefusedError(say("to be read"), error.reason) from error
        except ProviderError as error:
            what = say("Stripe gave no good answer")
            raise ProviderUnavailableError(what, error.reason, AGAIN) from error

    @permits(Permission.PAYMENT_RECONCILE)
    def differences(self, done: Reconciled, window: Window = Window()) -> Iterator[Difference]:
        """What is left after reconciling, as it is found; to be read to its end or closed."""
        wanted = reconciling.scope(self._till, window, done.until)
        with closing(reconciling.differing(self._till, wanted)) as found:
            for case in found:
                yield case.difference

    def _reconciled(
        self, window: Window, *, is_stored: bool, fixes: bool, told: Callable[[int], None]
    ) -> Reconciled:
        till = self._till
        if is_stored:
            done = reconciling.kept(till, window)
        else:
            done = reconciling.fetched(till, till.open_gateway(), window, told)
        wanted = reconciling.scope(till, window, done.until)
        mended = reconciling.Mended()
        if fixes:
            mended = reconciling.mend(till, till.open_gateway(), wanted, told)
            wanted = reconciling.scope(till, window, done.until)
        left, fixable, notices = reconciling.counted(reconciling.differing(till, wanted))
        return replace(
            done,
            fixed=tuple(mended.fixed),
            failed=mended.failed,
            left=left,
            fixable=fixable,
            notices=notices,
            has_documents=wanted.has_documents,
        )

    # -- closing -----------------------------------------------------------------------------------

    @permits(Permission.PAYMENT_CLOSE)
    def prove(self, month: str) -> Proof:
        """What closing a month would prove; nothing is written. Raises what ``close`` does of the month."""
        return proving.prove(self._till, months.past(month, self._till.clock()))

    @permits(Permission.PAYMENT_CLOSE)
    def close(self, month: str) -> ClosingView:
        """Prove that a month balances and keep the proof; closing it again keeps another one.

        Raises BadMonthError, MonthOpenError, NotReadError and NotBalancedError.
        """
        return proving.close(self._till, months.past(month, self._till.clock()))

    @permits(Permission.PAYMENT_CLOSE)
    def verify(self, month: str) -> Verified:
        """Compute a closed month anew, and the chain of all closings. Raises NotClosedError."""
        return verifying.verify(self._till, months.past(month, self._till.clock()))

    @permits(Permission.PAYMENT_CLOSE)
    def closings(self) -> Sequence[ClosingView]:
        """Every closing, oldest first."""
        return verifying.closings(self._till)
