"""Files of strangers: each that is no certificate is refused in words, at once, and nothing hangs."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.certificates.sharing.baking import baked
from academy_cli.certificates.verifying.checks import Outcome, Verdict, Verification
from academy_cli.certificates.verifying.container import LARGEST_PDF, BadPdfError, attached
from academy_cli.certificates.verifying.errors import NothingGivenError, UnreadableGivenError
from academy_cli.certificates.verifying.examining import examined
from academy_cli.certificates.verifying.given import Given, files_in, given
from tests.certificates.corpus import Issued, corpus
from tests.certificates.pictures import png
from tests.certificates.verifying.test_mutations import TRUSTED

GENUINE, OTHER = corpus(2)


def attachment(page: bytes) -> bytes:
    """The object of a page that holds its credential."""
    at = page.index(b"/Type /EmbeddedFile")
    return page[page.rindex(b"obj\n", 0, at) : page.index(b"endobj", at)]


def checked(content: bytes) -> Verification:
    return examined(Given("it", content), TRUSTED)


def why(content: bytes) -> str:
    """Why something is not valid: the words of the check that failed."""
    found = checked(content)
    assert found.verdict is not Verdict.VALID
    return next(one.words for one in found.checks if one.outcome is Outcome.FAILED)


def pdf(stream: bytes, more: bytes = b"/Filter /FlateDecode", length: int | None = None) -> bytes:
    """The least that is a PDF with one attached file."""
    about = b"<< /Type /EmbeddedFile " + more + b" /Length %d >>" % (length or len(stream))
    return b"%PDF-1.4\n1 0 obj\n" + about + b"\nstream\n" + stream + b"\nendstream\nendobj\n%%EOF\n"


CASES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "it is empty"),
    "spaces": (b" \n", "it is empty"),
    "an archive": (b"PK\x03\x04" + bytes(60), "it is a ZIP archive"),
    "a packed one": (b"\x1f\x8b\x08" + bytes(60), "packed with gzip"),
    "a photograph": (b"\xff\xd8\xff\xe0" + bytes(60), "it is a picture"),
    "words": (b"Dear Sir", "it is no JSON"),
    "only the beginning": (GENUINE.page[:100], "no credential is attached"),
    "half": (GENUINE.page[: len(GENUINE.page) // 2], "no seal of its issuer"),
    "encrypted": (GENUINE.page.replace(b"trailer", b"trailer\n/Encrypt 9 0 R", 1), "Encrypt"),
    "two attachments": (pdf(b"x") + pdf(b"y"), "more than one file"),
    "objects in streams": (pdf(b"x").replace(b"%%EOF", b"/ObjStm"), "ObjStm"),
    "a bomb": (pdf(zlib.compress(bytes(50_000_000))), "more than 262,144 bytes"),
    "no deflate": (pdf(b"{}", b"/Filter /LZWDecode"), "packed in another way"),
    "a lying length": (pdf(zlib.compress(b"{}"), length=3), "another length"),
    "a length beyond the end": (pdf(zlib.compress(b"{}"), length=99_999), "another length"),
    "no zlib": (pdf(b"not deflated"), "cannot be unpacked"),
    "a tail": (pdf(zlib.compress(b"{}") + b"tail"), "has a tail"),
    "no credential": (pdf(zlib.compress(b"{}")), "no credential of academy's"),
    "a list": (pdf(zlib.compress(b"[]")), "no JSON object"),
    "deep": (pdf(zlib.compress(b'{"a":' * 10_000)), "nested more than"),
    "twice the same name": (b'{"id": 1, "id": 2}', "stands twice"),
    "not a number": (b'{"id": NaN}', "no whole number"),
    "not UTF-8": (b"\xff\xfe{}", "not UTF-8"),
    "a picture": (png(2, 2, bytes(16)), "no credential is in it"),
    "a cut picture": (baked(png(2, 2, bytes(16)), GENUINE.credential)[:-5], "cut"),
    "a damaged picture": (
        baked(png(2, 2, bytes(16)), GENUINE.credential).replace(b"Course", b"Curse!"),
        "damaged",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_no_certificate_is_refused_in_words(name: str) -> None:
    content, words = CASES[name]

    assert words in why(content)


def test_a_file_beyond_all_measure_is_not_read() -> None:
    with pytest.raises(BadPdfError, match="more than"):
        attached(b"%PDF-1.4\n" + bytes(LARGEST_PDF))


def test_one_flipped_bit_at_every_97th_byte_is_seen() -> None:
    for at in range(0, len(GENUINE.page), 97):
        flipped = bytes([GENUINE.page[at] ^ 1])
        mutant = GENUINE.page[:at] + flipped + GENUINE.page[at + 1 :]
        assert checked(mutant).verdict is Verdict.INVALID, at


def test_a_genuine_credential_on_another_page_is_seen() -> None:
    """Both parts are genuine; together they are a forgery."""
    mine, theirs = attachment(GENUINE.page), attachment(OTHER.page)
    forged = GENUINE.page.replace(mine, theirs)

    found = checked(forged)

    assert found.verdict is Verdict.INVALID
    assert found.facts == OTHER.facts
    failed = [one.name for one in found.checks if one.outcome is Outcome.FAILED]
    assert failed == ["page"]


def test_what_comes_behind_the_end_is_seen() -> None:
    update = b"9 0 obj\n<< /Type /Page >>\nendobj\ntrailer\n<< /Prev 1 >>\nstartxref\n1\n%%EOF\n"

    assert "not the one that was drawn" in why(GENUINE.page + update)


CREDENTIALS: dict[str, Callable[[dict[str, object]], object]] = {
    "another suite": lambda one: one["proof"].update(cryptosuite="eddsa-jcs-2022"),  # type: ignore[attr-defined]
    "no proof": lambda one: one.pop("proof"),
    "two proofs": lambda one: one.update(proof=[one["proof"], one["proof"]]),
    "a short signature": lambda one: one["proof"].update(proofValue="z3"),  # type: ignore[attr-defined]
    "a signature of nothing": lambda one: one["proof"].update(proofValue=""),  # type: ignore[attr-defined]
    "another context": lambda one: one.update({"@context": ["https://evil.example/v1"]}),
    "a member more": lambda one: one.update(note="trust me"),
    "another name": lambda one: one.update(name="Rocket Science"),
}


@pytest.mark.parametrize("name", CREDENTIALS)
def test_a_credential_that_was_changed_is_refused(name: str) -> None:
    found = json.loads(GENUINE.credential)
    CREDENTIALS[name](found)

    assert checked(json.dumps(found).encode()).verdict is Verdict.INVALID


@pytest.mark.parametrize("word", ["", "no-such-file.pdf", "K7QM", "x" * 5000, "a\0b"])
def test_a_word_that_is_nothing_is_said_to_be(word: str) -> None:
    with pytest.raises(NothingGivenError):
        given(word)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("K7QM-29XD-4HTR-0B8M", "looks like a code of which a symbol is wrong"),
        ("https://lakeside.example/certificates/K7QM-29XD-4HTR-0B8M/", "a symbol is wrong"),
        ("certificates/K7QM-29XD-4HTR-0B8N.pdf", "is not there"),
        ("certification-of", "no file, no code"),
        ("ann", "no file, no code"),
    ],
)
def test_a_code_that_was_misread_is_told_from_a_file_that_is_not_there(
    word: str, said: str
) -> None:
    with pytest.raises(NothingGivenError, match=said):
        given(word)


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)

    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(UnreadableGivenError):
            given(str(path))
    assert files_in(str(tmp_path)) == [pipe]
    assert files_in(str(pipe)) is None


def test_a_folder_names_its_certificates(tmp_path: Path) -> None:
    one: Issued = GENUINE
    for name in (
        "b.pdf",
        "a.PDF",
        "c.txt",
        "deep/credential.json",
        "deep/other.json",
        "deep/status.json",
        "status/revoked-1.json",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(one.page)

    found = files_in(str(tmp_path))

    assert found is not None
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        "a.PDF", "b.pdf", "deep/credential.json", "deep/other.json",
    ]  # fmt: skip
