"""What is published lets a stranger check every certificate without asking the academy."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential import compact
from academy_cli.certificates.keys import trust
from academy_cli.certificates.keys.errors import NoSigningKeyError
from academy_cli.certificates.publishing.errors import FolderTakenError
from academy_cli.certificates.publishing.lost import LOST
from academy_cli.certificates.publishing.words import words
from academy_cli.certificates.verifying.checks import Trusted, Verdict, Verification, verified
from academy_cli.certificates.views import Wanted
from academy_cli.db.transaction import write
from academy_cli.models import Certificate
from tests.certificates.bureau import OFFERED, Bureau
from tests.school import NOW, School


def read(path: Path) -> dict[str, Any]:
    """A published document."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def checked(folder: Path, code: str, at: Any = NOW) -> Verification:
    """A published credential, as a stranger checks it with what is published beside it."""
    lists = [read(one) for one in sorted((folder / "status").iterdir())]
    trusted = Trusted(at, trust.read(read(folder / "issuer.json")), lists)
    return verified(read(folder / "certificates" / code / "credential.json"), trusted)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where it is published to."""
    return tmp_path / "public"


def test_a_stranger_needs_no_more_than_what_is_published(
    bureau: Bureau, held: str, folder: Path
) -> None:
    bureau.publishing.publish(folder)

    found = checked(folder, held)

    assert found.verdict is Verdict.VALID
    assert {one.outcome.value for one in found.checks} == {"passed"}


def test_what_became_of_one_is_published(bureau: Bureau, held: str, folder: Path) -> None:
    bureau.publishing.publish(folder)
    bureau.changes.suspend(held, "under review")
    bureau.publishing.publish(folder)
    assert checked(folder, held).verdict is Verdict.SUSPENDED

    bureau.changes.lift(held)
    new = bureau.changes.reissue(held, "Anna")
    bureau.publishing.publish(folder)

    assert checked(folder, held).verdict is Verdict.REVOKED
    assert checked(folder, new.code).verdict is Verdict.VALID
    status = read(folder / "certificates" / held / "status.json")
    assert (status["state"], status["replaced_by"]) == ("replaced", new.code)
    page = (folder / "certificates" / held / "index.html").read_text(encoding="utf-8")
    assert f'href="../{new.code}/"' in page


def test_a_rotated_key_is_published_and_follows_the_old_edition(
    school: School, bureau: Bureau, held: str, folder: Path
) -> None:
    bureau.publishing.publish(folder)
    old = trust.read(read(folder / "issuer.json"))
    school.at(NOW + timedelta(minutes=1))
    bureau.keys.rotate()
    bureau.publishing.publish(folder)

    assert trust.follows(read(folder / "issuer.json"), old)
    assert checked(folder, held, NOW + timedelta(hours=1)).verdict is Verdict.VALID


def test_a_stolen_key_lets_stand_what_it_had_signed_and_nothing_after(
    school: School, bureau: Bureau, held: str, folder: Path
) -> None:
    school.at(NOW + timedelta(days=2))
    school.learner("bo")
    bureau.complete("bo@x.org")
    bureau.certificates.sign_waiting()
    after = codes.shown(bureau.rows()[-1].code)
    [key] = bureau.keys.list()

    lost = bureau.keys.compromised(key.name, NOW + timedelta(days=1), "a laptop was stolen")
    bureau.keys.rotate()
    bureau.publishing.publish(folder)

    at = NOW + timedelta(days=3)
    assert lost.to_reissue == 1
    assert [row.code for row in bureau.certificates.find(Wanted(state="compromised"))] == [after]
    assert [row.code for row in bureau.certificates.find(Wanted(state="valid"))] == [held]
    assert bureau.certificates.show(after).state == "compromised"
    told = folder / "certificates" / after
    assert read(told / "status.json")["state"] == "compromised"
    assert "cannot be relied on" in (told / "index.html").read_text("utf-8")
    assert checked(folder, held, at).verdict is Verdict.VALID
    assert checked(folder, after, at).verdict is Verdict.INVALID
    again = bureau.changes.reissue(after)
    bureau.publishing.publish(folder)
    assert checked(folder, again.code, at).verdict is Verdict.VALID


def test_without_a_key_nothing_is_published(bureau: Bureau, held: str, folder: Path) -> None:
    [key] = bureau.keys.list()
    bureau.keys.compromised(key.name, NOW, None)

    with pytest.raises(NoSigningKeyError):
        bureau.publishing.publish(folder)
    assert not folder.exists()


def test_what_says_the_same_is_left_alone(bureau: Bureau, held: str, folder: Path) -> None:
    first = bureau.publishing.publish(folder)
    page = folder / "certificates" / held / "index.html"
    before = page.stat().st_mtime_ns

    again = bureau.publishing.publish(folder)

    assert (first.written, first.unchanged, first.certificates) == (7, 0, 1)
    assert (again.written, again.unchanged) == (0, 7)
    assert page.stat().st_mtime_ns == before


def test_a_dry_run_writes_nothing(bureau: Bureau, held: str, folder: Path) -> None:
    assert bureau.publishing.publish(folder, dry_run=True).written == 7
    assert not folder.exists()


def test_another_folder_is_left_alone(bureau: Bureau, held: str, folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")

    with pytest.raises(FolderTakenError):
        bureau.publishing.publish(folder)
    assert [one.name for one in folder.iterdir()] == ["thesis.txt"]


def test_of_whoever_was_forgotten_no_name_is_published(
    school: School, bureau: Bureau, held: str, folder: Path
) -> None:
    with write(school.academy.database.engine) as connection:
        empty = dict.fromkeys(("recipient", "credential", "scanned", "page_seal"))
        connection.execute(update(Certificate).values(**empty))

    bureau.publishing.publish(folder)

    files = [one.name for one in (folder / "certificates" / held).iterdir()]
    assert sorted(files) == ["index.html", "status.json"]
    assert "Ann" not in (folder / "certificates" / held / "index.html").read_text("utf-8")


@pytest.mark.parametrize("revokes", [False, True])
def test_the_name_of_whoever_is_erased_is_taken_from_a_folder_that_was_published(
    bureau: Bureau,
    held: str,
    folder: Path,
    revokes: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    old = held
    new = bureau.changes.reissue(held, "Ann Example").code
    bureau.publishing.publish(folder)
    half = folder / "certificates" / old / "credential.json.ab.partial"
    half.write_text("Ann Example")
    bureau.erase(revokes=revokes)

    planned = bureau.publishing.publish(folder, dry_run=True)
    done = bureau.publishing.publish(folder)

    assert planned == done
    assert done.removed == 2
    assert [one for one in folder.rglob("*") if one.is_file() and b"Ann" in one.read_bytes()] == []
    assert (folder / "certificates" / new / "index.html").is_file()
    assert not half.exists()
    assert bureau.publishing.publish(folder).removed == 0


def test_what_somebody_is_called_stays_text(school: School, bureau: Bureau, folder: Path) -> None:
    school.person("bo", name="<script>alert(1)</script>")
    school.enrollments.create("bo@x.org", "python")
    bureau.complete("bo@x.org")
    bureau.certificates.sign_waiting()
    bureau.publishing.publish(folder)

    [page] = folder.glob("certificates/*/index.html")
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_page_loads_nothing_from_elsewhere(bureau: Bureau, held: str, folder: Path) -> None:
    bureau.publishing.publish(folder)
    text = (folder / "certificates" / held / "index.html").read_text("utf-8")

    assert not [word for word in ("src=", "@import", "url(", "http-equiv") if word in text]


def test_the_code_on_paper_names_a_page_that_knows_it(bureau: Bureau, held: str) -> None:
    [row] = bureau.rows()

    assert str(row.scanned).startswith("HTTPS://LAKESIDE.EXAMPLE/Q/")
    assert codes.shown(compact.read(str(row.scanned)).code) == held


def test_the_page_for_lost_ones_leads_nowhere_else() -> None:
    """A path that begins with two slashes would be another site's address."""
    assert "color-scheme:light dark" in LOST
    assert "location.origin" in LOST
    assert 'replace(/^\\/+/, "/")' in LOST


def test_a_page_is_honest_about_its_languages(school: School, bureau: Bureau, folder: Path) -> None:
    """There are no Hebrew words for pages: the page is English, and what is Hebrew on it is said to be."""
    school.course("ivrit", said=OFFERED)
    school.set_course("ivrit", title="יסודות התכנות", language="he")
    school.person("bo", name="דוד לוי")
    school.enrollments.create("bo@x.org", "ivrit")
    bureau.complete("bo@x.org", "ivrit")
    bureau.certificates.sign_waiting()
    bureau.publishing.publish(folder)

    [page] = folder.glob("certificates/*/index.html")
    text = page.read_text("utf-8")
    assert '<html lang="en">' in text
    assert '<h1 lang="he" dir="auto">יסודות התכנות</h1>' in text
    assert '<h2 dir="auto">דוד לוי</h2>' in text
    assert '<p class="who" dir="auto">Lakeside Academy</p>' in text


def test_the_docs_name_the_languages_of_pages() -> None:
    text = " ".join(Path("docs/certificates.md").read_text(encoding="utf-8").split())

    assert "Pages speak English, French, German, Spanish and Arabic, else English" in text
    for language in ("en", "fr", "de", "es", "ar", "he"):
        assert words(f"{language}-XX")[0] == ("en" if language == "he" else language)


def test_an_academy_that_gave_up_its_only_key_is_told_to_take_another(
    bureau: Bureau, held: str, folder: Path
) -> None:
    [key] = bureau.keys.list()
    bureau.keys.compromised(key.name, NOW, None)

    with pytest.raises(NoSigningKeyError) as refused:
        bureau.publishing.publish(folder)
    assert str(refused.value.hint).endswith("academy certificate key rotate")
    assert str(NoSigningKeyError().hint).endswith("academy certificate key init")
