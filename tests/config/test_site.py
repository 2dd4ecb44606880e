"""The address of the site: what links in mail begin with leads where it seems to, or is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.config.load import examine, load
from academy_cli.config.site import flaw_of_site


@pytest.mark.parametrize(
    "site",
    ["", "https://learn.example.org", "https://learn.example.org/", "https://x.org:8443/learn/en",
     "https://xn--bcher-kva.de", "https://x.org/v1.2", "http://localhost:8000", "http://127.0.0.1",
     "http://[::1]:8000", "HTTPS://X.org", "https://192.0.2.1", "http://shop.localhost"],
)  # fmt: skip
def test_an_address_that_leads_where_it_seems_to_will_do(site: str) -> None:
    assert flaw_of_site(site) is None


@pytest.mark.parametrize(
    "site",
    ["http://learn.example.org", "http://localhost.evil.org", "http://127.0.0.1.evil.org",
     "http://10.0.0.1", "ftp://x.org", "javascript:alert(1)", "//x.org", "x.org", "https://",
     "https:x.org", "https:///x.org", "https://ann@x.org", "https://ann:secret@x.org",
     "https://x.org@evil.org", "https://x.org:0", "https://x.org:99999", "https://x.org:x",
     "https://x.org?next=", "https://x.org/#", "https://x.org/a?b", "https://x.org/../a",
     "https://x.org/.", "https://x.org/a/..", "https://x.org//evil.org", "https://x.org/%2e%2e",
     "https://x.org\\@evil.org", "https://x.org/\\evil.org", "https://x .org", "https://x.org\n",
     " https://x.org", "https://x.org\t", "https://bücher.de", "https://x\u202e.org", "https://-x.org",
     "https://x..org", "https://x.org.", "https://x.org/;a", "https://" + "a" * 300],
)  # fmt: skip
def test_one_that_could_lead_elsewhere_is_refused(site: str) -> None:
    assert flaw_of_site(site) is not None


def test_it_is_told_by_its_name_and_place_and_without_a_password(tmp_path: Path) -> None:
    file = tmp_path / "academy.yaml"
    file.write_text("site:\n  url: https://ann:secret@x.org\n")

    (error,) = examine(tmp_path, {}, {})

    assert (error.code, error.kind.name) == ("config.wrong-type", "INVALID")
    assert error.message.startswith(f"{file}:2: “site.url” must be the site's own https address")
    assert "secret" not in error.message


def test_a_variable_and_a_flag_are_held_to_the_same(tmp_path: Path) -> None:
    assert [one.code for one in examine(tmp_path, {"ACADEMY_SITE_URL": "http://x.org"}, {})]
    assert [one.code for one in examine(tmp_path, {}, {"site_url": "http://x.org"})]
    settings = load(tmp_path, {"ACADEMY_SITE_URL": "https://x.org/learn"}, {})
    assert settings.site.url == "https://x.org/learn"
