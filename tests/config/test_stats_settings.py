"""The time zone of figures: a name that there is, or a sentence that says what one looks like."""

from __future__ import annotations

import pytest

from academy_cli.config.stats import flaw_of_zone


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Paris", "Asia/Kolkata", "America/Argentina/Ushuaia"]
)
def test_a_name_of_the_database_will_do(zone: str) -> None:
    assert flaw_of_zone(zone) is None


@pytest.mark.parametrize(
    "zone", ["", "Europe", "Europe/Pariss", "../UTC", "/etc/localtime", "+02:00"]
)
def test_anything_else_is_refused_with_an_example(zone: str) -> None:
    assert "Europe/Paris" in (flaw_of_zone(zone) or "")
