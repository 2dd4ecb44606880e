"""Certificates of every kind pass every verifier there is, ours and those of others, without a network.

``make torture`` shows them two hundred.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openvc import VerificationPolicy, verify_credential

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential import statuslist
from academy_cli.certificates.credential.contexts import PINNED, pinned
from academy_cli.certificates.credential.statuslist import StatusList
from academy_cli.certificates.keys.trust import IssuerFile, PublicKey
from academy_cli.certificates.paper.text import page_text, stands
from academy_cli.certificates.verifying.checks import Trusted, Verdict
from academy_cli.certificates.verifying.examining import examined
from academy_cli.certificates.verifying.given import Given, given
from tests.certificates.corpus import MANY, NAMES, TITLES, Issued, corpus
from tests.certificates.credential.samples import AT, FACTS, ISSUER, SITE, sealed
from tests.reliability.chance import SHARE

pytestmark = [pytest.mark.slow, *([pytest.mark.torture] if SHARE else [])]
HERE = Path(__file__).parent / "foreign"
SHOWN = MANY if SHARE else len(NAMES) * len(TITLES)
"""Every name with every title, and so with every template."""
NOW = datetime(2026, 12, 20, tzinfo=UTC)
XML = "{http://zbar.sourceforge.net/2008/barcode}"
REVOKED = 3
"""The one of them that is taken back, to see that others see it."""
KEYS = IssuerFile("Lakeside Academy", SITE, AT, (PublicKey(ISSUER.id, AT),))


def lists(*revoked: int) -> dict[str, Any]:
    """What is at the addresses of both lists."""
    places = {
        FACTS.listed.revoked: ("revocation", revoked),
        FACTS.listed.suspended: ("suspension", ()),
    }
    return {
        address: sealed(
            statuslist.written(StatusList(address, purpose, statuslist.encoded(some), ISSUER, AT))
        )
        for address, (purpose, some) in places.items()
    }


@pytest.fixture(scope="module")
def certificates() -> Sequence[Issued]:
    """All of them."""
    return list(corpus(SHOWN))


@pytest.fixture(scope="module")
def folder(certificates: Sequence[Issued], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them as files: N.json and N.pdf."""
    found = tmp_path_factory.mktemp("corpus")
    for number, one in enumerate(certificates):
        (found / f"{number}.json").write_text(one.credential, encoding="utf-8")
        (found / f"{number}.pdf").write_bytes(one.page)
    return found


def program(name: str) -> str:
    """A program that CI's packages bring along; a missing one fails by its name."""
    found = shutil.which(name)
    assert found is not None, f"{name} is missing: .ci/packages installs it"
    return found


def test_we_find_all_of_them_valid(certificates: Sequence[Issued]) -> None:
    trusted = Trusted(NOW, KEYS, tuple(lists().values()))
    for one in certificates:
        for what in (Given("page", one.page), Given("file", one.credential.encode())):
            found = examined(what, trusted)
            assert found.verdict is Verdict.VALID, found.checks
            assert {check.outcome.value for check in found.checks} == {"passed"}
        assert examined(given(one.scanned), trusted).verdict is Verdict.UNCERTAIN
    assert len(certificates) == SHOWN


EVERY = 1 if SHARE else 5
"""They take half a second for each: an everyday run lets them see every fifth, which are of all kinds."""


def test_openbadgeslib_finds_them_valid(certificates: Sequence[Issued]) -> None:
    for one in certificates[::EVERY]:
        assert OB3LdpVerifier().verify(one.credential).name == one.facts.taught.title


def test_openvc_finds_them_valid(certificates: Sequence[Issued]) -> None:
    published = lists()
    contexts = {url: json.loads(pinned(url)) for url in PINNED}
    for one in certificates[::EVERY]:
        verify_credential(
            json.loads(one.credential),
            policy=VerificationPolicy(now=NOW, require_status_issuer_binding=True),
            resolve_status_list=lambda address: published[address],
            extra_contexts=contexts,
        )


def test_digital_bazaar_finds_them_valid_and_sees_what_is_not(
    certificates: Sequence[Issued], folder: Path
) -> None:
    assert (HERE / "node_modules").is_dir(), "npm ci was not run: .ci/packages does"
    contexts, published = folder / "contexts", folder / "lists"
    contexts.write_text(json.dumps({url: json.loads(pinned(url)) for url in PINNED}))
    revoked = certificates[REVOKED].facts.listed.index
    published.write_text(json.dumps(lists(revoked)))
    forged = folder / "forged"
    text = certificates[0].credential.replace("Bo Li", "Bo Lo")
    forged.write_text(text, encoding="utf-8")
    files = [*(folder / f"{number}.json" for number in range(SHOWN)), forged]
    words = [str(HERE / "check.mjs"), str(contexts), str(published), NOW.isoformat()]

    ran = subprocess.run(
        [*_without_network(), program("node"), *words, *map(str, files)],
        capture_output=True,
        text=True,
        check=True,
        cwd=HERE,
    )

    found = {Path(one["file"]).name: one for one in map(json.loads, ran.stdout.splitlines())}
    bad = {name for name, one in found.items() if not one["verified"]}
    assert bad == {f"{REVOKED}.json", "forged"}, [found[name] for name in bad]
    assert "revocation is set" in found[f"{REVOKED}.json"]["why"]
    assert "signature" in found["forged"]["why"]


def _without_network() -> Sequence[str]:
    """A namespace of its own, where there may be one: it reaches nobody."""
    tried = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False)
    return ["unshare", "-rn"] if tried.returncode == 0 else []


def test_every_page_is_a_whole_pdf(folder: Path) -> None:
    qpdf = program("qpdf")

    def checked(path: Path) -> subprocess.CompletedProcess[str]:
        words = [qpdf, "--check", str(path)]
        return subprocess.run(words, capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(2) as pool:
        for ran in pool.map(checked, sorted(folder.glob("*.pdf"))):
            assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_page_is_small_and_can_be_searched(certificates: Sequence[Issued]) -> None:
    for one in certificates:
        assert len(one.page) <= 45 * 1024
        text = page_text(one.page)
        assert stands(one.facts.recipient, text), one.facts.recipient
        assert stands(one.facts.taught.title, text), one.facts.taught.title


def test_every_code_is_read_from_a_picture_of_200_dots_per_inch(
    certificates: Sequence[Issued], folder: Path
) -> None:
    pictures = {folder / f"{number}.pgm": certificates[number] for number in range(0, SHOWN, EVERY)}
    for picture, one in pictures.items():
        picture.write_bytes(scanned_in_grey(one.page))
    words = [program("zbarimg"), "--quiet", "--xml", "-Sdisable", "-Sqrcode.enable"]

    ran = subprocess.run([*words, *map(str, pictures)], capture_output=True, text=True, check=False)

    read = {
        Path(str(source.get("href"))).stem: "".join(source.itertext()).strip()
        for source in ET.fromstring(ran.stdout).iter(f"{XML}source")
    }
    for picture, one in pictures.items():
        url = f"{SITE}/certificates/{codes.shown(one.facts.code)}/"
        assert read.get(picture.stem) in {one.scanned, url}, picture


def scanned_in_grey(page: bytes) -> bytes:
    """A page as a scanner sees it, as PGM."""
    document = pypdfium2.PdfDocument(page)
    bitmap = document[0].render(scale=200 / 72, grayscale=True)
    rows, line = bytes(bitmap.buffer), bitmap.stride
    kept = b"".join(rows[at * line : at * line + bitmap.width] for at in range(bitmap.height))
    head = f"P5 {bitmap.width} {bitmap.height} 255\n".encode()
    document.close()
    return head + kept
