"""The line of the first row of each key is remembered, of however many keys."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from academy_cli.bulk.seen import Seen


@given(st.lists(st.text(max_size=2), max_size=3000))
def test_the_line_of_the_first_row_of_each_key_is_remembered(keys: list[str]) -> None:
    seen, known = Seen(), dict[str, int]()
    rows = [(key, number, 2 * number + 1) for number, key in enumerate(keys, 1)]
    for key, number, line in rows:
        expected = known.setdefault(key, line)
        assert seen.first(key, number, line) == expected

    assert [seen.first(*row) for row in rows] == [known[key] for key in keys]


def test_many_keys_are_kept_apart() -> None:
    seen = Seen()

    assert all(seen.first(f"key{n}", n, n + 1) == n + 1 for n in range(1, 20_000))
    assert all(seen.first(f"key{n}", n, n + 1) == n + 1 for n in range(1, 20_000, 97))
