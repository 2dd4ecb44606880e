"""Whatever is set, ended and taken back in whatever order: what was stays, and what was said holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from academy_cli.kit.pricelist import Listed, sold
from academy_cli.pricing.changing import Changing, Step

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
DAYS = 12
acts = st.lists(
    st.tuples(
        st.sampled_from(["set", "end", "withdraw"]),
        st.sampled_from(["eur", "usd"]),
        st.sampled_from([100, 200, 300]),
        st.integers(0, 4),
    ),
    max_size=DAYS,
)


class Book:
    """The prices of one course, as rows would hold them."""

    def __init__(self) -> None:
        self.listed: list[Listed] = []
        self._number = 0

    def do(self, verb: str, currency: str, amount: int, ahead: int, now: datetime) -> Step:
        changing = Changing("python", currency, self.listed, now)
        starts_at = now + ahead * DAY
        match verb:
            case "set":
                step = changing.setting(amount, starts_at)
            case "end":
                step = changing.ending(starts_at)
            case _:
                step = changing.withdrawing(starts_at if ahead else None)
        gone = {one.number for one in step.withdrawn}
        self.listed = [one for one in self.listed if one.number not in gone]
        if step.adds:
            self._number += 1
            self.listed.append(Listed(self._number, currency, step.amount, step.starts_at))
        return step

    def at(self, moment: datetime) -> dict[str, int]:
        return dict(sold(self.listed, moment))


@given(acts)
def test_the_past_is_never_changed_and_what_was_said_holds(
    done: list[tuple[str, str, int, int]],
) -> None:
    book = Book()
    for day, (verb, currency, amount, ahead) in enumerate(done):
        now = BEGIN + day * DAY
        before = [book.at(BEGIN + past * DAY) for past in range(day)]

        book.do(verb, currency, amount, ahead, now)

        assert [book.at(BEGIN + past * DAY) for past in range(day)] == before
        held = book.at(now + ahead * DAY).get(currency)
        later = [book.at(now + more * DAY).get(currency) for more in range(ahead, DAYS)]
        if verb == "set":
            assert held == amount
        elif verb == "end":
            assert set(later) == {None}
        elif ahead == 0:
            assert len({book.at(now + more * DAY).get(currency) for more in range(DAYS)}) == 1


@given(acts)
def test_the_same_again_is_nothing_to_do(done: list[tuple[str, str, int, int]]) -> None:
    book = Book()
    for day, act in enumerate(done):
        now = BEGIN + day * DAY
        book.do(*act, now)

        again = book.do(*act, now)

        assert (again.adds, list(again.withdrawn)) == (False, [])
