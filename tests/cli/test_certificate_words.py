"""What ``academy certificate`` says around its work: warnings in time, advice that can be followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.certificates import earned, with_certificates
from tests.cli.conftest import Run
from tests.cli.snapshots import Snapshots

NAMED = "site:\n  name: Lakeside\n  url: https://lakeside.example\n"


@pytest.fixture
def awarding(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy with a key, a course of one lesson, and Sam and Tom in it."""
    return with_certificates(academy, home, snapshots)


def test_an_academy_without_name_and_site_is_warned_in_time(academy: Run, home: Path) -> None:
    assert "site.name" not in academy("config", "check").err
    made = academy("certificate", "key", "init")
    checked = academy("config", "check")
    (home / "academy.yaml").write_text(NAMED)

    for ran in (made, checked):
        assert ran.code == 0
        assert "site.name and site.url are not set" in ran.err
    assert "site." not in academy("config", "check").err


def test_the_first_signing_says_what_is_not_set_and_no_other_does(awarding: Run) -> None:
    done = ("progress", "set")
    first = awarding(*done, "sam@x.org", "python", "welcome", "done")
    second = awarding(*done, "tom@x.org", "python", "welcome", "done")

    assert "site.url" in first.err
    assert "site.url" not in second.err


def test_publishing_says_what_the_server_has_to_do(
    awarding: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "404.html" not in awarding("certificate", "publish", "public").err
    monkeypatch.setenv("ACADEMY_SITE_URL", "https://lakeside.example")

    assert "error_page 404 /404.html" in awarding("certificate", "publish", "public").err


def test_a_check_of_ones_own_needs_no_private_key(awarding: Run, home: Path) -> None:
    code = earned(awarding)
    assert awarding("certificate", "pdf", code, "--out", "sam.pdf").code == 0
    keys = home / ".local/share/academy/keys"
    verify = ("certificate", "verify", "sam.pdf", "--own", "--offline", "--fields", "verdict")

    keys.chmod(0o755)
    assert awarding(*verify).out == "valid\n"
    keys.chmod(0o700)
    keys.rename(home / "away")
    assert awarding(*verify).out == "valid\n"
    assert awarding("certificate", "revoke", code, "--reason", "copied", "--yes").code == 0
    assert awarding(*verify).out == "revoked\n"


@pytest.mark.parametrize("name", ["🎉", "x" * 600, "W" * 300])
def test_a_dry_run_refuses_the_names_that_the_run_refuses(awarding: Run, name: str) -> None:
    code = earned(awarding)
    words = ("certificate", "reissue", code, "--name", name)

    planned = awarding(*words, "--dry-run")
    done = awarding(*words, "--yes")

    assert (planned.code, done.code) == (3, 3)
    assert planned.err.splitlines()[-1:] == done.err.splitlines()[-1:]


def test_advice_about_a_letter_can_be_followed(awarding: Run) -> None:
    ran = awarding("certificate", "reissue", earned(awarding), "--name", "🎉", "--yes")

    assert "academy certificate reissue CODE --name" in ran.err
    assert "academy certificate template new" in ran.err


def test_what_somebody_has_is_called_by_its_state(awarding: Run) -> None:
    code = earned(awarding)
    assert awarding("certificate", "suspend", code, "--reason", "under review").code == 0

    ran = awarding("certificate", "issue", "sam@x.org", "python")

    assert ran.code == 5
    assert f"that is suspended: {code}" in ran.err
    assert f"academy certificate suspend {code} --lift" in ran.err


def test_pictures_are_drawn_again_and_nothing_else_is_written_over(
    awarding: Run, home: Path
) -> None:
    words = ("certificate", "template", "preview", "classic", "--sample", "arabic", "--dpi", "20")

    assert (awarding(*words).code, awarding(*words).code) == (0, 0)
    picture = home / "classic-arabic.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    picture.write_text("my notes")
    assert awarding(*words).code == 5
    assert picture.read_text() == "my notes"
    assert list(home.glob("*.partial")) == []


def test_a_checked_template_is_not_sent_to_be_checked(awarding: Run, home: Path) -> None:
    assert "preview 'our own'" in awarding("certificate", "template", "new", "our own").err
    path = home / "our own/template.yaml"
    path.write_text(path.read_text().replace("size:", "sise:", 1))

    ran = awarding("certificate", "template", "check", "our own")

    assert ran.code == 3
    assert "See all of them" not in ran.err


def test_a_box_over_the_name_is_found(awarding: Run, home: Path) -> None:
    assert awarding("certificate", "template", "new", "covered").code == 0
    path = home / "covered/template.yaml"
    box = "  - {box: [60, 70, 180, 30], color: paper, fill: paper}\n"
    path.write_text(f"{path.read_text().rstrip()}\n{box}")

    ran = awarding("certificate", "template", "check", "covered")

    assert ran.code == 3
    assert "paper.covered" in ran.out


def test_a_page_or_a_badge_is_not_called_a_dash(awarding: Run, home: Path) -> None:
    code = earned(awarding)

    for words in (("pdf", code), ("share", "badge", code)):
        assert awarding("certificate", *words, "--out", "-").code == 2
    assert not (home / "-").exists()


def test_a_page_says_the_day_of_its_issue(awarding: Run, home: Path) -> None:
    code = earned(awarding)
    assert awarding("certificate", "pdf", code, "--out", "sam.pdf").code == 0
    issued = awarding("certificate", "show", code, "--fields", "issued_at").out[:10]

    text = (home / "sam.pdf").read_bytes()

    assert f"D:{issued.replace('-', '')}000000".encode() in text
    assert b"D:2000" not in text


def test_a_badge_has_room_for_any_title(awarding: Run, home: Path) -> None:
    path = home / "python/course.yaml"
    path.write_text(path.read_text().replace("title: Python", f"title: {'Wide words ' * 17}"))
    assert awarding("course", "sync", "python", "--yes").code == 0
    code = earned(awarding)

    assert awarding("certificate", "share", "badge", code, "--out", "sam.png").code == 0
    verify = ("certificate", "verify", "sam.png", "--own", "--offline", "--fields", "verdict")
    assert awarding(*verify).out == "valid\n"


def test_the_public_page_links_the_keys_it_names(awarding: Run, home: Path) -> None:
    code = earned(awarding)
    assert awarding("certificate", "publish", "public").code == 0

    page = (home / f"public/certificates/{code}/index.html").read_text()

    assert 'href="../../issuer.json"' in page
    assert (home / "public/issuer.json").is_file()
