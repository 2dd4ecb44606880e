"""Whatever is done to a signed page, it is not valid; and what is appended beside a signature never is."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from itertools import pairwise

import pytest
from asn1crypto import keys, x509
from pyhanko.pdf_utils.generic import NameObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from academy_cli.certificates.credential import seal
from academy_cli.certificates.signatures import cades, differences, signing, update
from academy_cli.certificates.signatures.update import Signing
from academy_cli.certificates.verifying.checks import Outcome, Verdict
from tests.certificates.credential.samples import KEY
from tests.certificates.signatures.pages import page, pen, signed_page, verified, words
from tests.certificates.signatures.pens import P256, SIGNED_AT, certificate
from tests.certificates.verifying.test_mutations import mutants, numbers
from tests.reliability.chance import SHARE

pytestmark = [pytest.mark.torture] if SHARE else []

EVERY = 1 if SHARE else 53
"""Every byte of what is appended takes a minute: an everyday run changes some hundred of them."""


def flipped(content: bytes, at: int, by: int) -> bytes:
    """One byte is another."""
    return content[:at] + bytes([content[at] ^ by]) + content[at + 1 :]


def test_no_changed_byte_of_what_is_appended_is_valid() -> None:
    chance, content = numbers(21), signed_page()
    for at in range(len(page()) + chance.randrange(EVERY), len(content), EVERY):
        found = verified(flipped(content, at, chance.randrange(1, 256)))
        assert found.verdict is Verdict.INVALID, at


def test_no_changed_byte_of_the_signature_itself_is_valid() -> None:
    """Such as a digit of its hexadecimal that stays one, in a place that no signature covers."""
    chance, content = numbers(22), signed_page()
    begin, end = update.read(page(), content[len(page()) :])[1].gap
    for at in range(begin + 1 + chance.randrange(EVERY), end - 1, EVERY):
        other = chance.choice([one for one in b"0123456789abcdefABCDEF" if one != content[at]])
        found = verified(content[:at] + bytes([other]) + content[at + 1 :])
        assert found.verdict is Verdict.INVALID, at


def test_no_other_change_is_valid() -> None:
    for mutant in mutants(signed_page(), 300, numbers(23)):
        if mutant != page():
            assert verified(mutant).verdict is Verdict.INVALID


def test_without_its_signature_the_page_is_as_valid_as_before() -> None:
    """The control: what makes those invalid is the change, and not that they were signed."""
    assert verified(signed_page()).verdict is Verdict.VALID
    assert verified(update.parted(signed_page())[0]).verdict is Verdict.VALID


def repainted(content: bytes) -> bytes:
    """A page with an update that paints over it, as any tool for PDFs writes it."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    painted = StreamObject(stream_data=b"1 1 1 rg 0 0 900 600 re f")
    sheet = writer.root["/Pages"]["/Kids"][0]
    sheet[NameObject("/Contents")] = writer.add_object(painted)
    writer.update_container(sheet)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def foreign(content: bytes, box: tuple[int, int, int, int] | None = None) -> bytes:
    """A page signed by another tool, in a field that is seen or is not."""
    mine = pen()
    signer = SimpleSigner(
        x509.Certificate.load(mine.signer),
        keys.PrivateKeyInfo.load(mine.key),
        SimpleCertificateStore(),
    )
    about = PdfSignatureMetadata(field_name="Other", certify=False)
    tool = PdfSigner(about, signer, new_field_spec=SigFieldSpec("Other", box=box))
    return bytes(tool.sign_pdf(IncrementalPdfFileWriter(BytesIO(content))).getvalue())


@pytest.mark.parametrize(
    "forged",
    [
        lambda: repainted(page()),
        lambda: repainted(signed_page()),
        lambda: foreign(repainted(page())),
        lambda: foreign(page(), (0, 0, 800, 500)),
        lambda: foreign(page()),
        lambda: signed_page() + signed_page()[len(page()) :],
        lambda: signed_page() + b"\n",
        lambda: signed_page() + b"% seen by nobody\n",
        lambda: page() + b"\n" + signed_page()[len(page()) :],
    ],
    ids=[
        "repainted",
        "repainted after",
        "repainted before",
        "signed by another tool, to be seen",
        "signed by another tool",
        "signed twice",
        "a line more",
        "a comment more",
        "a line between",
    ],
)
def test_whatever_else_is_appended_is_not_valid(forged: object) -> None:
    found = verified(forged())  # type: ignore[operator]

    assert found.verdict is Verdict.INVALID
    outcome, said = words(found, "page")
    assert outcome is Outcome.FAILED
    assert said.startswith("The page is not the one that was drawn for this credential: ")


def test_other_tools_see_that_nothing_may_be_changed() -> None:
    with pytest.raises(SigningError, match="forbids all changes"):
        foreign(signed_page())


def test_a_page_that_was_repainted_before_it_was_signed_as_we_sign_is_not_valid() -> None:
    """A thief with the same program and a certificate of their own: the page itself is refused."""
    changed = page().replace(b"/Rotate 0", b"/Rotate 9", 1)
    found = verified(signing.signed(changed, pen(), SIGNED_AT))

    assert found.verdict is Verdict.INVALID
    assert words(found, "page")[0] is Outcome.FAILED


def test_an_update_that_shows_something_is_refused_by_the_second_look_too() -> None:
    sealed = page()
    assert differences.changed(signed_page()) is None
    for forged in (repainted(sealed), foreign(repainted(sealed)), repainted(signed_page())):
        assert differences.changed(forged) is not None


def test_the_signature_of_another_page_is_not_valid() -> None:
    other = signing.signed(page(1), pen(), SIGNED_AT)
    said, _ = update.read(page(1), other[len(page(1)) :])
    forged = update.written(page(), said).whole

    found = verified(forged)

    assert found.verdict is Verdict.INVALID
    assert words(found) == (
        Outcome.FAILED,
        "Its PDF signature is no good: there is more in it than academy writes.",
    )


@pytest.mark.parametrize(
    "container",
    [
        bytes(3000),
        b"\x30\x80" + bytes(3000),
        b"\x30\x84\xff\xff\xff\xff" + bytes(3000),
        b"\x30\x82\x0b\xb0" * 700,
        b"\x30\x80" * 1500,
        b"\xff" * 3000,
    ],
    ids=["zeros", "endless", "too long", "deep", "deep and endless", "ones"],
)
def test_a_strange_container_is_refused_in_words(container: bytes) -> None:
    forged = update.written(page(), Signing(SIGNED_AT, bytes(32), container)).whole

    found = verified(forged)

    assert found.verdict is Verdict.INVALID
    assert words(found)[1].startswith("Its PDF signature is no good: ")


def test_a_container_that_is_too_large_is_refused() -> None:
    large = bytes(update.LARGEST_CONTAINER + 1)
    forged = update.written(page(), Signing(SIGNED_AT, bytes(32), large)).whole

    assert verified(forged).verdict is Verdict.INVALID


def test_certificates_that_were_not_signed_with_it_are_refused() -> None:
    """Nothing signs those that lead to the root but the line that names them all."""
    mine, other = pen(), pen(P256, None, certificate(P256, "Somebody else"))
    size = cades.room(other.certificates)
    draft = Signing(SIGNED_AT, cades.bound(mine.certificates), bytes(size))
    digest = update.written(page(), draft).digest
    container = cades.signed(digest, other, size)

    found = verified(update.written(page(), draft._replace(container=container)).whole)

    assert found.verdict is Verdict.INVALID
    assert "other certificates are in it" in words(found)[1]


def test_a_page_can_be_signed_at_any_time_and_read_back() -> None:
    for days in (0, 40, 400):
        at = SIGNED_AT + timedelta(days=days, microseconds=17)
        whole = signing.signed(page(), pen(), at)
        said, again = update.read(*update.parted(whole))
        assert said.at == at.replace(microsecond=0)
        assert again.whole == whole


def test_places_in_the_new_table_are_where_its_objects_begin() -> None:
    whole = signed_page()
    table = whole[int(re.findall(rb"startxref\n(\d+)\n", whole)[-1]) :]
    found = re.findall(rb"(\d+) 1\n(\d{10}) 00000 n \n", table)

    assert len(found) == 4
    assert all(int(one) < int(other) for (one, _), (other, _) in pairwise(found))
    for number, at in found:
        assert whole[int(at) :].startswith(number + b" 0 obj\n")
    assert PdfFileReader(BytesIO(whole), strict=True).xrefs.total_revisions == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Count 1", b"/Count 9"),
        (b"/Kids [ 5 0 R ]", b"/Kids [ 6 0 R ]"),
        (b"/Info 21 0 R", b"/Prev 21 0 R"),
        (b"/Root 20 0 R", b"/Root 99 0 R"),
        (b"xref\n0 25\n", b"xref\n0 99\n"),
        (b"/Lang (en)", b"/AcroForm 1"),
        (b"/Rotate 0 /Trans <<\n\n>> ", b"/Rotate 0 /Trans " + b"[" * 9),
        (b"/Rotate 0 /Trans <<\n\n>> ", b"/Rotate 0 /Annots [ ]  "),
    ],
)
def test_a_strange_page_that_its_own_issuer_sealed_is_refused_in_words(
    old: bytes, new: bytes
) -> None:
    """Nothing of a stranger's page is taken for granted, though its seal is good."""
    plain = seal.parted(page()).plain
    assert old in plain
    strange = plain.replace(old, new, 1)
    sealed = seal.sealed(strange, seal.signed(strange, KEY))

    found = verified(sealed + signed_page()[len(page()) :])

    assert found.verdict is Verdict.INVALID
