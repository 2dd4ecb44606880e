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


def test_a_check_by_ones_own_where_no_academy_is_says_so(
    awarding: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = earned(awarding)
    awarding("certificate", "pdf", code, "--out", "sam.pdf")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (home / "sam.pdf").rename(elsewhere / "sam.pdf")
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("HOME", str(elsewhere))
    monkeypatch.setenv("ACADEMY_DATABASE_URL", f"sqlite:///{elsewhere}/none.db")

    for words in (("sam.pdf", "--own"), (code,)):
        ran = awarding("certificate", "verify", *words)
        assert ran.code == 4
        assert "There is no academy here to ask" in ran.err
        assert "--trust issuer.json" in ran.err


def test_a_day_before_its_issue_is_named(awarding: Run) -> None:
    code = earned(awarding)

    ran = awarding("certificate", "verify", code, "--at", "2020-05-01", "--fields", "verdict,why")

    assert ran.code == 3
    assert "which is still to come on 2020-05-0" in ran.out


def test_a_first_rotation_warns_as_init_does(academy: Run) -> None:
    assert academy("init").code == 0

    first = academy("certificate", "key", "rotate", "--yes")
    second = academy("certificate", "key", "rotate", "--yes")

    assert "site.name and site.url are not set" in first.err
    assert "site.name" not in second.err


def test_a_key_that_others_can_read_is_not_taken_in(awarding: Run, home: Path) -> None:
    [key] = (home / ".local/share/academy/keys").iterdir()
    other = home / "other.pem"
    other.write_bytes(key.read_bytes())
    other.chmod(0o644)

    refused = awarding("certificate", "key", "import", "other.pem")
    other.chmod(0o600)

    assert (refused.code, "may be reached by others (0644)" in refused.err) == (6, True)
    assert "chmod 600" in refused.err
    assert awarding("certificate", "key", "import", "other.pem").code == 0


@pytest.mark.parametrize(
    ("content", "what"), [(b"%PDF-1.7\n\x80\x81", "a PDF"), (b"\x89PNG\r\n", "a picture")]
)
def test_what_is_no_list_of_rows_is_said_to_be_none(
    awarding: Run, home: Path, content: bytes, what: str
) -> None:
    (home / "x.pdf").write_bytes(content)

    ran = awarding("certificate", "issue", "--from", "x.pdf")

    assert ran.code == 3
    assert f"“x.pdf” is {what}, and no list of rows" in ran.err


def test_a_name_that_turns_round_is_refused_wherever_it_is_said(awarding: Run) -> None:
    code = earned(awarding)

    ran = awarding("certificate", "reissue", code, "--name", "S\u202eam", "--yes")

    assert (ran.code, "turn it round" in ran.err) == (3, True)
    assert awarding("certificate", "list", "--fields", "name").out == "Sam\n"


def test_a_list_of_templates_takes_no_name(awarding: Run) -> None:
    ran = awarding("certificate", "template", "list", "classic")

    assert (ran.code, "“classic” is one word too many" in ran.err) == (2, True)


def test_findings_of_templates_read_as_sentences(awarding: Run, home: Path) -> None:
    assert awarding("certificate", "template", "new", "ours").code == 0
    path = home / "ours/template.yaml"
    text = path.read_text(encoding="utf-8").replace("[eb-garamond, amiri", "[comic-sans, amiri", 1)
    path.write_text(f"{text}\n  - {{colour: navy}}\n", encoding="utf-8")

    ran = awarding("certificate", "template", "check", "ours")

    said = ran.out + ran.err
    assert "there is no font of academy's called “comic-sans”" in said
    assert "no key of it says what is to be drawn" in said
