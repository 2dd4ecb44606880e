"""Sizes are told in the unit that people would use."""

from __future__ import annotations

import pytest

from academy_cli.kit.amount import size


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0.0 kB"),
        (340, "0.3 kB"),
        (11_000, "11.0 kB"),
        (949_000, "949.0 kB"),
        (1_500_000, "1.5 MB"),
        (999_940_000, "999.9 MB"),
        (999_960_000, "1.0 GB"),
        (78_631_100_000, "78.6 GB"),
        (2_048_000_000_000, "2.0 TB"),
        (3_000_000_000_000_000, "3,000.0 TB"),
    ],
)
def test_a_size_is_told_in_the_largest_unit_of_which_there_is_one(number: int, said: str) -> None:
    assert size(number) == said
