"""Tokens for repositories: whose they are, how they are written, and that nobody sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.config.load import describe, load
from academy_cli.errors import AcademyError

NAME = "ACADEMY_REPOSITORIES_TOKENS"


@pytest.mark.parametrize(
    ("text", "by_host"),
    [
        ("", {}),
        ("GitHub.com=abc", {"github.com": ("x-access-token", "abc")}),
        (
            "a.org=ann:b%3Ac%25  b.org:8443=d",
            {"a.org": ("ann", "b:c%"), "b.org:8443": ("x-access-token", "d")},
        ),
        ("a.org=${TOKEN}", {"a.org": ("x-access-token", "p/q")}),
    ],
)
def test_each_host_has_a_token_of_its_own(
    tmp_path: Path, text: str, by_host: dict[str, tuple[str, str]]
) -> None:
    settings = load(tmp_path, {NAME: text, "TOKEN": "p/q"}, {})

    assert settings.repositories.by_host == by_host


@pytest.mark.parametrize(
    "text", ["secret", "=secret", "a.org=", "a.org=secret:", "https://a.org=secret"]
)
def test_what_says_no_host_or_no_token_is_refused_without_being_shown(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(AcademyError) as refused:
        load(tmp_path, {NAME: text}, {})

    assert "HOST=TOKEN" in refused.value.message + refused.value.hint
    assert "secret" not in refused.value.message + refused.value.hint


def test_a_token_is_not_shown(tmp_path: Path) -> None:
    shown = describe(tmp_path, {NAME: "a.org=secret"}, {})

    assert "secret" not in "".join(one.value for one in shown)
