"""Pages of what was signed: the same each time, whatever became of templates, and never without a seal."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from academy_cli.access.actor import operator
from academy_cli.certificates.credential import seal
from academy_cli.certificates.errors import (
    ForgottenError,
    NotSignedError,
    PageDiffersError,
)
from academy_cli.certificates.office import Office
from academy_cli.certificates.pages import CertificatePages
from academy_cli.certificates.paper import templates
from academy_cli.certificates.paper.library import Library
from academy_cli.certificates.service import Certificates
from academy_cli.db.transaction import write
from academy_cli.models import CertificateTemplate
from tests.certificates.bureau import Bureau


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A template of one's own."""
    folder = tmp_path / "templates"
    templates.new(folder / "ours")
    return folder


def drawing(bureau: Bureau, own: Path) -> CertificatePages:
    """The same bureau with real templates; what waits is signed."""
    library = Library(own, "ours", [("Dr. Ann Lee", "Director")])
    office: Office = bureau.office._replace(terms=bureau.office.terms._replace(page=library.page))
    database, actor = bureau.school.academy.database, operator("test")
    done = Certificates(database, actor, office).sign_waiting()
    assert done.waiting == 0, done
    return CertificatePages(database, actor, bureau.ring)


def test_a_page_is_the_same_after_its_template_was_edited_three_times(
    bureau: Bureau, own: Path
) -> None:
    bureau.complete()
    pages = drawing(bureau, own)
    [row] = bureau.rows()
    before = pages.pdf(row.code).content
    path = own / "ours" / "template.yaml"
    for color in ("#102030", "#203040", "#304050"):
        content = path.read_text(encoding="utf-8")
        path.write_text(content.replace("navy: ", f'navy: "{color}" # ', 1), encoding="utf-8")
        bureau.school.learner(f"l{color[1:]}")
        bureau.complete(f"l{color[1:]}@x.org")
        drawing(bureau, own)

    assert pages.pdf(row.code).content == before
    assert len(bureau.school.rows(CertificateTemplate)) == 4


def test_what_is_not_signed_and_what_was_forgotten_is_not_drawn(bureau: Bureau, own: Path) -> None:
    bureau.complete()
    [row] = bureau.rows()
    pages = CertificatePages(bureau.school.academy.database, operator("test"), bureau.ring)
    with pytest.raises(NotSignedError):
        pages.pdf(row.code)
    pages = drawing(bureau, own)
    empty = "update certificates set recipient = null, credential = null, scanned = null, page_seal = null"
    with write(bureau.school.academy.database.engine) as connection:
        connection.execute(text(empty))

    with pytest.raises(ForgottenError):
        pages.pdf(row.code)


def test_bytes_that_differ_are_sealed_anew_by_the_key_and_never_without(
    bureau: Bureau, own: Path, tmp_path: Path
) -> None:
    bureau.complete()
    pages = drawing(bureau, own)
    [row] = bureau.rows()
    whole = seal.parted(pages.pdf(row.code).content)
    other = seal.signed(b"packed by another library", bureau.ring.opened(row.key_name).private)
    with write(bureau.school.academy.database.engine) as connection:
        on = "" if connection.dialect.name == "sqlite" else " on certificates"
        connection.execute(text(f"drop trigger certificates_no_change{on}"))
        connection.execute(text("update certificates set page_seal = :other"), {"other": other})

    again = seal.parted(pages.pdf(row.code).content)

    assert again == whole
    [key] = bureau.ring.folder.iterdir()
    key.rename(tmp_path / "away.pem")
    with pytest.raises(PageDiffersError):
        pages.pdf(row.code)
